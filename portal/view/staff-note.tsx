import type { RequestDetail } from '../../server/contract/desk.ts'
import type { Desk } from '../model/desk.ts'
import { Icon } from './icon.tsx'

/** A note for colleagues: saved on leaving the field or with Ctrl and Enter; what could not be saved stays typed. */
export function StaffNote({ desk, request, isFixed }: { desk: Desk; request: RequestDetail; isFixed: boolean }) {
  const { notes } = desk
  const draft = notes.draftOf(request.id)
  const kept = request.staffNote ?? ''
  if (isFixed && !kept) return null
  return (
    <section class="block staff-note" aria-labelledby="staff-note">
      <div class="block-head">
        <h3 id="staff-note">Internal note</h3>
        <span class="small muted">
          {draft?.at === 'saving' && 'Saving…'}
          {!draft && notes.saved.value === request.id && (
            <span class="saved">
              <Icon name="check" /> Saved
            </span>
          )}
        </span>
      </div>
      {isFixed ? (
        <p class="typed">{kept}</p>
      ) : (
        <textarea
          class="input"
          aria-labelledby="staff-note"
          placeholder="Add a note for your colleagues"
          maxLength={2000}
          rows={(draft?.text ?? kept) ? 3 : 1}
          value={draft?.text ?? kept}
          onInput={(event) => notes.type(request.id, event.currentTarget.value)}
          onBlur={() => void notes.save(request)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            void notes.save(request)
          }}
        />
      )}
      {draft?.at === 'failed' && (
        <div class="note danger" role="alert">
          <Icon name="warn" />
          <div>
            <p>The note could not be saved. What you typed still stands here.</p>
            {kept && kept !== draft.text && <p class="small">Saved by a colleague meanwhile: “{kept}”</p>}
            <button type="button" class="button small" onClick={() => void notes.save(request)}>
              <Icon name="sync" />
              Save again
            </button>
          </div>
        </div>
      )}
    </section>
  )
}
