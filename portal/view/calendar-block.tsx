import { fieldFault } from '../model/act.ts'
import type { BlockDraft } from '../model/calendar-blocks.ts'
import { localOf } from '../model/local-time.ts'
import type { CalendarPart } from './calendar-room.tsx'
import { Dialog } from './dialog.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'

const hourMs = 3_600_000

/** Begins to block a time: an hour from the one asked about, else the first of the day that is looked at. */
export function openBlock(
  { model, practice }: CalendarPart,
  about: { start: number; practitioner: string | null } | null = null,
): void {
  const { date } = model
  const lane = model.lane.value
  const column = model.picture.value?.columns.find((each) => each.date === date.value)
  const start = about?.start ?? column?.open[0]?.start ?? model.instantOf(date.value, '09:00') ?? model.now.value
  const [first, last] = [start, start + hourMs].map((at) => localOf(at, practice.timeZone))
  const who = about?.practitioner ?? (lane?.kind === 'practitioner' ? lane.id : null)
  model.blocks.open({
    practitioners: who === null ? [] : [who],
    date: first!.date,
    from: first!.time,
    toDate: last!.date,
    to: last!.time,
    note: '',
  })
}

/** Takes time away from practitioners, with a note why. */
export function AddBlockDialog({ model, practice }: CalendarPart) {
  const { draft, adding, type, close } = model.blocks
  const typed = draft.value
  if (!typed) return null
  const start = model.instantOf(typed.date, typed.from)
  const end = model.instantOf(typed.toDate, typed.to)
  const fault = faultOf(typed, start, end)
  const said = fieldFault(adding, '/end') ?? fieldFault(adding, '/start') ?? fieldFault(adding, '/practitioners')
  const add = () => {
    if (!fault && start !== null && end !== null) void model.blocks.add(start, end)
  }
  return (
    <Dialog
      title="Block a time"
      onLater={close}
      onMain={add}
      isBusy={adding.going.value}
      foot={
        <>
          <button type="button" class="button quiet" onClick={close}>
            Cancel
          </button>
          <span class="gap" />
          <button type="submit" class="button main" aria-disabled={fault !== null} aria-busy={adding.going.value}>
            Block this time
          </button>
        </>
      }
    >
      <p class="small muted">Nothing is offered online in it. What is booked already stays booked.</p>
      <fieldset class="calendar-who">
        <legend class="small strong">Who</legend>
        {practice.practitioners.map(({ id, name }) => (
          <label key={id} class="check plain">
            <input
              type="checkbox"
              checked={typed.practitioners.includes(id)}
              onChange={(event) =>
                type({
                  practitioners: event.currentTarget.checked
                    ? [...typed.practitioners, id]
                    : typed.practitioners.filter((each) => each !== id),
                })
              }
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <div class="calendar-when">
        <When
          label="From"
          date={typed.date}
          time={typed.from}
          onDate={(date) => type(moveTo(typed, date))}
          onTime={(from) => type({ from })}
        />
        <When
          label="To"
          date={typed.toDate}
          time={typed.to}
          onDate={(toDate) => type({ toDate })}
          onTime={(to) => type({ to })}
        />
      </div>
      <label class="field">
        <span>Note</span>
        <input
          class="input"
          maxLength={200}
          value={typed.note}
          autocomplete="off"
          placeholder="Lab call"
          onInput={(event) => type({ note: event.currentTarget.value })}
        />
      </label>
      <p class="small muted">Only staff see it. Keep patients’ names out of it.</p>
      <p class="danger" role="alert">
        {fault ??
          said ??
          (adding.failure.value && (adding.failure.value.problem?.detail || failureWords(adding.failure.value)))}
      </p>
    </Dialog>
  )
}

function When(props: {
  label: 'From' | 'To'
  date: string
  time: string
  onDate: (date: string) => void
  onTime: (time: string) => void
}) {
  const { label, date, time, onDate, onTime } = props
  return (
    <>
      <label class="field">
        <span>{label}</span>
        <input type="date" class="input" value={date} onInput={(event) => onDate(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>{label === 'From' ? 'at' : 'until'}</span>
        <input
          type="time"
          class="input"
          step={300}
          value={time}
          onInput={(event) => onTime(event.currentTarget.value)}
        />
      </label>
    </>
  )
}

/** The end goes with a start that is moved beyond it, or was on the same day. */
const moveTo = (typed: BlockDraft, date: string): Partial<BlockDraft> =>
  typed.toDate === typed.date || typed.toDate < date ? { date, toDate: date } : { date }

function faultOf(typed: BlockDraft, start: number | null, end: number | null): string | null {
  if (typed.practitioners.length === 0) return 'Choose whose time it is.'
  if (!typed.date || !typed.from || !typed.toDate || !typed.to) return 'Give the day and time of both ends.'
  if (start === null || end === null) return 'The clocks skip this time on that day. Choose another.'
  return end <= start ? 'It must end after it starts.' : null
}

const madeBy = {
  staff: 'Blocked by staff',
  pms: 'Blocked in your practice system. It can only be removed there.',
  stale: 'Blocked because the practice system can’t be read. It goes by itself with the next good sync.',
} as const

/** A block that stands on the calendar. */
export function BlockDialog({ model, practice, words, mayChange }: CalendarPart) {
  const { shown, removing, remove, close } = model.blocks
  const item = shown.value
  if (!item) return null
  const mayRemove = mayChange && item.blockKind === 'staff'
  const names = practice.practitioners.filter(({ id }) => item.practitioners.includes(id)).map(({ name }) => name)
  const [start, end] = [Date.parse(item.start), Date.parse(item.end)]
  const isOneDay = localOf(start, practice.timeZone).date === localOf(end - 1, practice.timeZone).date
  return (
    <Dialog
      title={item.note || 'Blocked time'}
      onLater={close}
      isBusy={removing.going.value}
      {...(mayRemove ? { onMain: () => void remove() } : {})}
      foot={
        mayRemove ? (
          <>
            <button type="button" class="button" onClick={close}>
              Keep it
            </button>
            <span class="gap" />
            <button type="submit" class="button dangerous" aria-busy={removing.going.value}>
              Remove the block
            </button>
          </>
        ) : undefined
      }
    >
      <p class="strong">
        {isOneDay
          ? `${words.dayInFull(start)}, ${words.timeRange(start, end)}`
          : `${words.momentInFull(start)} – ${words.momentInFull(end)}`}
      </p>
      <p>{names.join(', ')}</p>
      <p class="note">
        <Icon name="lock" />
        <span>{item.blockKind ? madeBy[item.blockKind] : 'Blocked'}</span>
      </p>
      {removing.failure.value && (
        <p class="danger" role="alert">
          {removing.failure.value.problem?.detail || failureWords(removing.failure.value)}
        </p>
      )}
    </Dialog>
  )
}
