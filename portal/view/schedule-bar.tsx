import type { RulesModel } from '../model/rules.ts'
import { listOfParts } from '../model/rules-parts.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { KeyCap } from './key-cap.tsx'
import { Menu, MenuItem } from './menu.tsx'

/** What isn't saved and the way to save it, in the place of a room's last line; after saving, the way back. */
export function RulesSaveBar({ rules }: { rules: RulesModel }) {
  const changed = rules.changed.value
  const saved = rules.saved.value
  const failure = rules.saveFailure.value
  if (changed.length === 0) {
    return saved ? (
      <div class="save-bar saved" role="status">
        <p class="row">
          <Icon name="check" /> {saved.words}
        </p>
        {saved.before && (
          <button type="button" class="button" aria-busy={rules.isSaving.value} onClick={() => void rules.undoSave()}>
            <Icon name="undo" />
            Undo
          </button>
        )}
      </div>
    ) : null
  }
  const affected = rules.preview.value?.affected.length ?? 0
  return (
    <section class="save-bar rules" aria-label="Not saved">
      <p>
        <b>Not saved:</b> {listOfParts(changed)}
        {affected > 0 && (
          <span class="line small">
            {affected === 1 ? '1 booking is affected; it stays.' : `${affected} bookings are affected; they stay.`}
          </span>
        )}
        {failure && (
          <span class="line danger" role="alert">
            {failure.problem?.errors?.[0]?.detail || failure.problem?.detail || failureWords(failure)} Nothing was
            changed.
          </span>
        )}
      </p>
      <button type="button" class="button" onClick={rules.discard}>
        Take back
      </button>
      <button type="button" class="button main" aria-busy={rules.isSaving.value} onClick={() => void rules.save()}>
        {rules.isSaving.value ? 'Saving…' : 'Save'}
        <KeyCap>Ctrl S</KeyCap>
      </button>
    </section>
  )
}

/** Steps back and forth of what is being edited, and the last save. */
export function RulesMenu({ rules, practiceName }: { rules: RulesModel; practiceName: string }) {
  const last = rules.reply.value?.undo ?? null
  const isChanged = rules.changed.value.length > 0
  return (
    <Menu
      id="rules-menu"
      class="button quiet icon-only"
      label={
        <>
          <Icon name="dots" />
          <span class="sr">More about the hours of {practiceName}</span>
        </>
      }
    >
      {rules.canUndoEdit.value && (
        <MenuItem menu="rules-menu" onClick={rules.undoEdit}>
          Take the last step back
        </MenuItem>
      )}
      {rules.canRedoEdit.value && (
        <MenuItem menu="rules-menu" onClick={rules.redoEdit}>
          Do it again
        </MenuItem>
      )}
      {last && !isChanged && (
        <MenuItem menu="rules-menu" onClick={() => void rules.undoSave()}>
          Undo what {last.by} saved last
          {last.what[0] && <span class="line small muted">{last.what[0]}</span>}
        </MenuItem>
      )}
      {!last && !rules.canUndoEdit.value && !rules.canRedoEdit.value && (
        <p class="muted small schedule-menu-none">There is nothing to undo.</p>
      )}
      {last && isChanged && (
        <p class="muted small schedule-menu-none">Save or take back your changes to undo the last save.</p>
      )}
    </Menu>
  )
}

/** Ctrl S saves, as the bar says. Returns what takes it off again. */
export function bindSaveKey(rules: RulesModel): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    if (!document.querySelector('dialog[open]')) void rules.save()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}
