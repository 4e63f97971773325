import { useSignal } from '@preact/signals'
import { sortedExceptions, withExceptions } from '../model/setup-time-off.ts'
import { Icon } from './icon.tsx'
import { Panel } from './settings-panel.tsx'
import { ExceptionFields } from './setup-exception.tsx'
import { SetupItem } from './setup-item.tsx'
import { focusOpened } from './setup-list.tsx'
import type { SetupPart } from './setup-room.tsx'
import { exceptionText } from './setup-words.ts'

/** Dates on which one practitioner is away, or there beyond the usual hours. */
export function TimeOffSetup(part: SetupPart) {
  const { file, today, mayChange } = part
  const { ahead, past } = sortedExceptions(file, today)
  return (
    <Panel id="setup-time-off" title="Leave and extra days">
      <p class="muted">
        Dates on which one practitioner is away, for all or part of the day, or works other hours than usual, like an
        extra Saturday. Visits already booked stay; they are named before you save.
      </p>
      {ahead.length === 0 && <p class="muted">None is ahead.</p>}
      <ExceptionList part={part} label="Leave and extra days" list={ahead} />
      {mayChange && <AddException {...part} />}
      {past.length > 0 && (
        <details class="setup-others">
          <summary>
            Over <span class="muted">({past.length})</span>
          </summary>
          <ExceptionList part={part} label="Leave and extra days that are over" list={past} />
        </details>
      )}
    </Panel>
  )
}

type List = ReturnType<typeof sortedExceptions>['ahead']

function ExceptionList({ part, label, list }: { part: SetupPart; label: string; list: List }) {
  const { model, file, portal } = part
  return (
    <ul class="setup-list" aria-label={label}>
      {list.map(({ practitioner, exception, index, pointer, key }) => (
        <SetupItem
          key={key}
          part={part}
          id={key}
          at={pointer}
          name={practitioner.name}
          summary={[exceptionText(file.locale, exception), exception.note].filter(Boolean).join(' · ')}
          remove={() => {
            model.show(null)
            model.rules.edit((now) =>
              withExceptions(now, practitioner.id, (all) => all.filter((_, at) => at !== index)),
            )
            portal.announce(`Removed for ${practitioner.name}. Nothing counts until it is saved.`)
          }}
        >
          <ExceptionFields {...{ part, exception, pointer }} practitioner={practitioner.id} index={index} />
        </SetupItem>
      ))}
    </ul>
  )
}

function AddException({ model, file, today }: SetupPart) {
  const chosen = useSignal(file.practitioners[0]?.id ?? '')
  return (
    <form
      class="settings-add"
      onSubmit={(event) => {
        event.preventDefault()
        const one = file.practitioners.find(({ id }) => id === chosen.value) ?? file.practitioners[0]
        if (!one) return
        model.rules.edit((now) => withExceptions(now, one.id, (all) => [...all, { date: today, windows: [] }]))
        model.show(`${one.id}.${one.exceptions.length}`)
        focusOpened()
      }}
    >
      <label class="field">
        <span>Leave or an extra day for</span>
        <select
          class="input"
          value={chosen.value}
          onChange={(event) => {
            chosen.value = event.currentTarget.value
          }}
        >
          {file.practitioners.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button">
        <Icon name="plus" />
        Add
      </button>
    </form>
  )
}
