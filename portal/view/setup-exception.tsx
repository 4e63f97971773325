import {
  asException,
  type Exception,
  type ExceptionKind,
  exceptionDates,
  exceptionKind,
  withDates,
  withExceptions,
} from '../model/setup-time-off.ts'
import { Icon } from './icon.tsx'
import { SelectField, TextField, WhenField } from './setup-field.tsx'
import type { SetupPart } from './setup-room.tsx'

const kindWords = [
  ['away', 'Away all day'],
  ['away-part', 'Away part of the day'],
  ['works', 'Works these hours'],
] as const

const kindHelp: Record<ExceptionKind, string> = {
  away: 'No time of these dates is offered.',
  'away-part': 'The usual hours stand, less this part.',
  works: 'Only these hours, in place of the usual ones; for a day that is usually free, extra hours.',
}

type ExceptionProps = { part: SetupPart; exception: Exception; pointer: string; practitioner: string; index: number }

/** Everything about one exception of a practitioner's hours. */
export function ExceptionFields({ part, exception, pointer, practitioner, index }: ExceptionProps) {
  const { model, file } = part
  const kind = exceptionKind(exception)
  const { from, through } = exceptionDates(exception)
  const location = file.locations.length > 1 ? file.locations[0]?.id : undefined
  const change = (next: (exception: Exception) => Exception) =>
    model.rules.edit(
      (now) => withExceptions(now, practitioner, (all) => all.map((each, at) => (at === index ? next(each) : each))),
      `setup exception ${practitioner} ${index}`,
    )
  return (
    <>
      <SelectField
        {...{ part, at: `${pointer}/kind`, label: 'What', value: kind, options: kindWords, help: kindHelp[kind] }}
        onChange={(next) => change((was) => asException(was, next as ExceptionKind, location))}
      />
      <div class="setup-grid">
        <WhenField
          {...{ part, at: `${pointer}/${exception.date === undefined ? 'from' : 'date'}`, label: 'First day' }}
          {...{ type: 'date', value: from }}
          // The last day goes along, unless it was set to be later.
          onInput={(next) => change((was) => withDates(was, next, through > next && through !== from ? through : next))}
        />
        <WhenField
          {...{ part, at: `${pointer}/through`, label: 'Last day', type: 'date', value: through }}
          help="The same as the first, for one day."
          fault={through < from ? 'The last day must not be before the first.' : null}
          onInput={(next) => change((was) => withDates(was, from, next))}
        />
      </div>
      {exception.remove && (
        <div class="setup-grid">
          <WhenField
            {...{
              part,
              at: `${pointer}/remove/start`,
              label: 'Away from',
              type: 'time',
              value: exception.remove.start,
            }}
            onInput={(start) => change((was) => ({ ...was, remove: { ...was.remove!, start } }))}
          />
          <WhenField
            {...{ part, at: `${pointer}/remove/end`, label: 'Away until', type: 'time', value: exception.remove.end }}
            isEnd
            onInput={(end) => change((was) => ({ ...was, remove: { ...was.remove!, end } }))}
          />
        </div>
      )}
      {kind === 'works' && <WindowFields {...{ part, exception, pointer, change }} />}
      <TextField
        {...{ part, at: `${pointer}/note`, label: 'Note', value: exception.note ?? '', maxLength: 120 }}
        help="Staff read it in the calendar, like “On a course”. Patients don’t."
        onInput={(note) => change((was) => ({ ...was, note: note || undefined }))}
      />
    </>
  )
}

type WindowsProps = {
  part: SetupPart
  exception: Exception
  pointer: string
  change: (next: (exception: Exception) => Exception) => void
}

function WindowFields({ part, exception, pointer, change }: WindowsProps) {
  const { file, mayChange } = part
  const windows = exception.windows ?? []
  const set = (next: NonNullable<Exception['windows']>) => change((was) => ({ ...was, windows: next }))
  return (
    <fieldset class="setup-checks">
      <legend>Hours on these days</legend>
      {windows.map((window, index) => {
        const at = `${pointer}/windows/${index}`
        const setOne = (part: Partial<typeof window>) =>
          set(windows.map((each, i) => (i === index ? { ...each, ...part } : each)))
        return (
          <div key={index} class="setup-span">
            <WhenField
              {...{ part, at: `${at}/start`, label: 'From', type: 'time', value: window.start }}
              onInput={(start) => setOne({ start })}
            />
            <WhenField
              {...{ part, at: `${at}/end`, label: 'To', type: 'time', isEnd: true, value: window.end }}
              onInput={(end) => setOne({ end })}
            />
            {file.locations.length > 1 && (
              <SelectField
                {...{ part, at: `${at}/location`, label: 'Location', value: window.location ?? '' }}
                options={file.locations.map(({ id, name }) => [id, name] as const)}
                onChange={(location) => setOne({ location })}
              />
            )}
            {mayChange && windows.length > 1 && (
              <button
                type="button"
                class="button quiet small"
                onClick={() => set(windows.filter((_, i) => i !== index))}
              >
                Remove<span class="sr">: hours from {window.start}</span>
              </button>
            )}
          </div>
        )
      })}
      {mayChange && (
        <button
          type="button"
          class="button small"
          onClick={() => set([...windows, { ...windows.at(-1)!, start: '13:00', end: '17:00' }])}
        >
          <Icon name="plus" />
          More hours
        </button>
      )}
    </fieldset>
  )
}
