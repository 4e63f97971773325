import { type Closure, sortedClosures } from '../model/setup-closures.ts'
import { Icon } from './icon.tsx'
import { Panel } from './settings-panel.tsx'
import { ClosureFields } from './setup-closure.tsx'
import { HolidaysSetup } from './setup-holidays.tsx'
import { SetupItem } from './setup-item.tsx'
import { focusOpened } from './setup-list.tsx'
import type { SetupPart } from './setup-room.tsx'
import { closureText } from './setup-words.ts'

/** Days on which nobody is seen. */
export function ClosuresSetup(part: SetupPart) {
  const { model, file, mayChange, today } = part
  const { ahead, past } = sortedClosures(file.closures, today)
  const add = () => {
    model.rules.edit((now) => ({ ...now, closures: [...now.closures, { name: 'Closed', date: today }] }))
    model.show(String(file.closures.length))
    focusOpened()
  }
  return (
    <>
      <Panel id="setup-closures" title="Closures">
        <p class="muted">
          When the practice, or one location, is closed for everybody. Visits already booked stay; they are named before
          you save.
        </p>
        {ahead.length === 0 && <p class="muted">No closure is ahead.</p>}
        <ClosureList part={part} label="Closures" list={ahead} />
        {mayChange && (
          <div class="acts">
            <button type="button" class="button" onClick={add}>
              <Icon name="plus" />
              Add a closure
            </button>
          </div>
        )}
        {past.length > 0 && (
          <details class="setup-others">
            <summary>
              Over <span class="muted">({past.length})</span>
            </summary>
            <ClosureList part={part} label="Closures that are over" list={past} />
          </details>
        )}
      </Panel>
      <HolidaysSetup {...part} />
    </>
  )
}

function ClosureList(props: { part: SetupPart; label: string; list: readonly { closure: Closure; index: number }[] }) {
  const { part, label, list } = props
  const { model, file, portal } = part
  const momentText = (at: number) => portal.words.value.momentInFull(at)
  const placeOf = (id: string | undefined) => file.locations.find((each) => each.id === id)?.name
  return (
    <ul class="setup-list" aria-label={label}>
      {list.map(({ closure, index }) => (
        <SetupItem
          key={index}
          part={part}
          id={String(index)}
          at={`/closures/${index}`}
          name={closure.name}
          summary={[closureText(file.locale, closure, momentText), placeOf(closure.location)]
            .filter(Boolean)
            .join(' · ')}
          remove={() => {
            model.show(null)
            model.rules.edit((now) => ({ ...now, closures: now.closures.filter((_, at) => at !== index) }))
            portal.announce(`${closure.name} removed. Nothing counts until it is saved.`)
          }}
        >
          <ClosureFields part={part} closure={closure} index={index} />
        </SetupItem>
      ))}
    </ul>
  )
}
