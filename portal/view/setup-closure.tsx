import {
  asKind,
  type Closure,
  type ClosureKind,
  closureKind,
  partOf,
  yearlyOf,
  yearlyRuleOf,
} from '../model/setup-closures.ts'
import { CheckField, SelectField, TextField, WhenField } from './setup-field.tsx'
import type { SetupPart } from './setup-room.tsx'
import { monthNames } from './setup-words.ts'

type ClosureProps = { part: SetupPart; closure: Closure; index: number }
type Change = (next: (closure: Closure) => Closure) => void

const kindWords = [
  ['day', 'One day'],
  ['days', 'Several days'],
  ['yearly', 'Every year on the same date'],
] as const

/** Everything about one closure. */
export function ClosureFields({ part, closure, index }: ClosureProps) {
  const { model, file } = part
  const at = `/closures/${index}`
  const kind = closureKind(closure)
  const change: Change = (next) =>
    model.rules.edit(
      (now) => ({ ...now, closures: now.closures.map((each, i) => (i === index ? next(each) : each)) }),
      `setup closure ${index}`,
    )
  const isDated = kind !== 'other'
  return (
    <>
      <div class="setup-grid">
        <TextField
          {...{ part, at: `${at}/name`, label: 'Name', value: closure.name, maxLength: 120 }}
          help="Staff read it in the calendar, like “Thanksgiving”."
          onInput={(name) => change((was) => ({ ...was, name }))}
        />
        {file.locations.length > 1 && (
          <SelectField
            {...{ part, at: `${at}/location`, label: 'Where', value: closure.location ?? '' }}
            options={[['', 'All locations'], ...file.locations.map(({ id, name }) => [id, name] as const)]}
            help="The others stay open."
            onChange={(location) => change((was) => ({ ...was, location: location || undefined }))}
          />
        )}
        {isDated && (
          <SelectField
            {...{ part, at: `${at}/kind`, label: 'When', value: kind, options: kindWords }}
            help="Holidays that move, like Easter, are one day each; the suggestions below know their dates."
            onChange={(next) => change((was) => asKind(was, next as Exclude<ClosureKind, 'other'>, part.today))}
          />
        )}
      </div>
      {isDated ? (
        <>
          <DateFields {...{ part, closure, at, change }} />
          <PartFields {...{ part, closure, at, change }} />
        </>
      ) : (
        <p class="note plain small">
          It is written in the practice file in a way that this form can’t show. It can be renamed or removed here.
        </p>
      )}
    </>
  )
}

type PartProps = { part: SetupPart; closure: Closure; at: string; change: Change }

function DateFields({ part, closure, at, change }: PartProps) {
  const yearly = yearlyOf(closure)
  if (yearly) {
    const set = (month: number, day: number) =>
      change((was) => ({ ...was, rrule: yearlyRuleOf(month, day) }) as Closure)
    return (
      <div class="setup-grid">
        <SelectField
          {...{ part, at: `${at}/rrule`, label: 'Month', value: String(yearly.month) }}
          options={monthNames(part.file.locale).map((name, month) => [String(month + 1), name] as const)}
          onChange={(month) => set(Number(month), yearly.day)}
        />
        <SelectField
          {...{ part, at: `${at}/rrule/day`, label: 'Day', value: String(yearly.day) }}
          options={Array.from({ length: 31 }, (_, day) => [String(day + 1), String(day + 1)] as const)}
          onChange={(day) => set(yearly.month, Number(day))}
        />
      </div>
    )
  }
  if ('date' in closure && closure.date !== undefined) {
    return (
      <WhenField
        {...{ part, at: `${at}/date`, label: 'Date', type: 'date', value: closure.date }}
        onInput={(date) => change((was) => ({ ...was, date }))}
      />
    )
  }
  const { from = '', through = '' } = closure as { from?: string; through?: string }
  return (
    <div class="setup-grid">
      <WhenField
        {...{ part, at: `${at}/from`, label: 'First day', type: 'date', value: from }}
        onInput={(next) => change((was) => ({ ...was, from: next }))}
      />
      <WhenField
        {...{ part, at: `${at}/through`, label: 'Last day', type: 'date', value: through }}
        help="Closed on this day, too."
        fault={through < from ? 'The last day must not be before the first.' : null}
        onInput={(next) => change((was) => ({ ...was, through: next }))}
      />
    </div>
  )
}

function PartFields({ part, closure, at, change }: PartProps) {
  const span = partOf(closure)
  return (
    <>
      <CheckField
        part={part}
        label="Only part of the day"
        help="For several days: the same part of each."
        checked={span !== null}
        onChange={(isOn) =>
          change((was) =>
            isOn ? { ...was, start: '12:00', end: '24:00' } : ({ ...was, start: undefined, end: undefined } as Closure),
          )
        }
      />
      {span && (
        <div class="setup-grid">
          <WhenField
            {...{ part, at: `${at}/start`, label: 'Closed from', type: 'time', value: span.start }}
            onInput={(start) => change((was) => ({ ...was, start }))}
          />
          <WhenField
            {...{ part, at: `${at}/end`, label: 'Closed until', type: 'time', isEnd: true, value: span.end }}
            help="Midnight is the end of the day."
            onInput={(end) => change((was) => ({ ...was, end }))}
          />
        </div>
      )}
    </>
  )
}
