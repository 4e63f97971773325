import type { Axis } from '../model/calendar-axis.ts'
import type { GridColumn } from '../model/calendar-picture.ts'
import { instantOf, localOf } from '../model/local-time.ts'
import type { HoursChange } from '../model/schedule-changes.ts'
import { spanOfWindow } from '../model/schedule-picture.ts'
import { weekdayName } from '../model/schedule-rrule.ts'
import { minutesOf, timeOf, type WeekWindow } from '../model/schedule-windows.ts'
import { instantAt, placeOf } from './calendar-place.ts'
import type { CalendarWords } from './calendar-words.ts'

const [step, fineStep] = [15, 5]

type Edge = 'start' | 'end'

/** What lies over one day of the picture: what its hours gain and lose, and a handle on each edge of an area. */
export function DayHandles(props: {
  axis: Axis
  column: GridColumn
  monday: string
  weekday: number
  timeZone: string
  windows: readonly WeekWindow[]
  changes: readonly HoursChange[]
  mayChange: boolean
  words: CalendarWords
  /** @param step - The same for all of one drag. */
  onMove: (index: number, edge: Edge, minutes: number, step: string) => void
}) {
  const { axis, column, monday, weekday, timeZone, windows, changes, mayChange, words, onMove } = props
  const at = (minutes: number) => (minutes >= 1440 ? column.end : instantOf(column.date, timeOf(minutes), timeZone))
  return (
    <>
      {changes
        .filter((change) => change.weekday === weekday)
        .map(({ from, to, kind }) => {
          const [start, end] = [at(from), at(to)]
          return start === null || end === null ? null : (
            <div
              key={`${kind}${from}`}
              class={`schedule-change ${kind}`}
              style={placeOf(axis, column.date, start, end)}
              aria-hidden="true"
            >
              <span>
                {kind === 'gained' ? '+' : '−'} {lengthWords(to - from)}
              </span>
            </div>
          )
        })}
      {windows.map((window, index) => {
        const span = window.weekday === weekday && spanOfWindow(window, monday, timeZone)
        if (!span) return null
        const edges: Edge[] = span.end > column.end ? ['start'] : ['start', 'end']
        return edges.map((edge) => (
          <Handle
            key={`${index}${edge}`}
            {...{ axis, column, window, edge, timeZone, words }}
            at={span[edge]}
            isFixed={!mayChange}
            onMove={(minutes, name) => onMove(index, edge, minutes, `${index} ${edge} ${name}`)}
          />
        ))
      })}
    </>
  )
}

function Handle(props: {
  axis: Axis
  column: GridColumn
  window: WeekWindow
  edge: Edge
  /** Epoch ms. */
  at: number
  timeZone: string
  isFixed: boolean
  words: CalendarWords
  onMove: (minutes: number, step: string) => void
}) {
  const { axis, column, window, edge, at, timeZone, isFixed, words, onMove } = props
  const now = edge === 'end' && window.end === '00:00' ? 1440 : minutesOf(window[edge])
  return (
    <div
      class={`schedule-handle ${edge}`}
      style={placeOf(axis, column.date, at, at)}
      role="slider"
      tabIndex={isFixed ? -1 : 0}
      aria-label={`${edge === 'start' ? 'Start' : 'End'} of ${window.start}–${window.end}, ${weekdayName(window.weekday)}`}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={1440}
      aria-valuenow={now}
      aria-valuetext={words.time(at)}
      aria-disabled={isFixed}
      onKeyDown={(event) => {
        const steps = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key]
        if (steps === undefined || isFixed) return
        event.preventDefault()
        // The arrows move through the grid otherwise.
        event.stopPropagation()
        onMove(now + steps * (event.shiftKey ? fineStep : step), 'key')
      }}
      onPointerDown={(event) => {
        if (isFixed || event.button !== 0) return
        event.preventDefault()
        event.currentTarget.focus()
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
        const box = event.currentTarget.parentElement?.getBoundingClientRect()
        if (!box || box.height === 0) return
        const by = event.shiftKey ? fineStep : step
        const share = (event.clientY - box.top) / box.height + by / 2 / (axis.to - axis.from)
        const wanted = instantAt(axis, column.date, share, by)
        if (wanted !== null) onMove(minutesOf(localOf(wanted, timeZone).time), `drag ${event.pointerId}`)
      }}
    >
      <i />
      <span>{words.time(at)}</span>
    </div>
  )
}

/** `1 h`, `30 min`, `2 h 15 min`. */
export function lengthWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours > 0 && `${hours} h`, rest > 0 && `${rest} min`].filter(Boolean).join(' ') || '0 min'
}
