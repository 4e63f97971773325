import type { Portal } from '../model/portal.ts'
import type { RulesModel } from '../model/rules.ts'
import { Icon } from './icon.tsx'

/** A colleague saved meanwhile: said before saving, and afterwards what of theirs and mine meets. */
export function RulesConflictNote({ portal, rules }: { portal: Portal; rules: RulesModel }) {
  const meanwhile = rules.meanwhile.value
  const conflict = rules.conflict.value
  const when = (at: string) => (at ? `, ${portal.words.value.momentInSentence(Date.parse(at), portal.clock())}` : '')
  if (meanwhile) {
    return (
      <div class="note warning schedule-conflict" role="alert">
        <Icon name="warn" />
        <div>
          <p>
            <b>{meanwhile.saved?.by ?? 'A colleague'} has saved meanwhile</b>
            {when(meanwhile.saved?.at ?? '')}. What you changed is not saved yet.
          </p>
          <div class="schedule-choices">
            <button type="button" class="button small" onClick={rules.bringIn}>
              Keep mine on top of theirs
            </button>
            <button type="button" class="button small" onClick={rules.discard}>
              Take theirs, drop mine
            </button>
          </div>
        </div>
      </div>
    )
  }
  if (!conflict) return null
  return (
    <div class="note warning schedule-conflict" role="alert">
      <Icon name="warn" />
      <div>
        <p>
          <b>{conflict.by} has saved meanwhile</b>
          {when(conflict.at)}. Theirs is read in; what you changed lies on top and is not saved yet.
        </p>
        {conflict.what.length > 0 && <p class="small">Changed by them: {list.format(conflict.what)}.</p>}
        {conflict.overlaps.length > 0 && (
          <>
            <p class="small">
              <b>You both changed:</b>
            </p>
            <ul class="settings-list">
              {conflict.overlaps.map(({ path, words }) => (
                <li key={path.join('/')}>
                  <span>{words}</span>
                  <button type="button" class="button small" onClick={() => rules.takeTheirs(path)}>
                    Take theirs<span class="sr">: {words}</span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        <div class="schedule-choices">
          <button type="button" class="button small" onClick={rules.keepMine}>
            {conflict.overlaps.length > 0 ? 'Keep mine' : 'Go on'}
          </button>
          <button type="button" class="button small" onClick={rules.discard}>
            Take all of theirs, drop mine
          </button>
        </div>
      </div>
    </div>
  )
}

const list = new Intl.ListFormat('en')
