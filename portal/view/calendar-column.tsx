import type { ComponentChildren } from 'preact'
import type { Axis } from '../model/calendar-axis.ts'
import type { CalendarItem, GridColumn } from '../model/calendar-picture.ts'
import { ItemView } from './calendar-item.tsx'
import { instantAt, placeBetween, placeOf } from './calendar-place.ts'
import { type CalendarWords, isAlways } from './calendar-words.ts'

/** Where a click is taken to be: the practice's times stand on multiples of it. */
const clickMinutes = 15

export type ColumnProps = {
  axis: Axis
  column: GridColumn
  practice: string
  words: CalendarWords
  /** Epoch ms. */
  now: number
  showItems: boolean
  /** Names of reasons, by id. */
  reasonName: (id: string) => string
  /** A time that is asked about. */
  asked: number | null
  onTime: ((column: GridColumn, at: number) => void) | undefined
  onBlock: ((item: CalendarItem) => void) | undefined
  stopOf: (column: GridColumn, item?: CalendarItem) => { 'data-stop': string; tabIndex: number }
  over: ComponentChildren
}

/** A day drawn: the ground, open hours, what is closed, and above all what takes time. */
export function Column(props: ColumnProps) {
  const { axis, column, practice, words, now, showItems, asked, onTime, onBlock, stopOf, over } = props
  const { date, lane } = column
  const day = axis.days.get(date)
  if (!day) return null
  const place = (span: { start: number; end: number }) => placeOf(axis, date, span.start, span.end)
  const isSplit = lane.places > 1
  const marks = column.taken.filter(({ taken }) => isSplit || taken > lane.places)
  const why = words.whyEmpty(column)
  return (
    <div class={`calendar-column${isAlways(lane) ? ' always' : ''}${marks.length > 0 || isSplit ? ' counted' : ''}`}>
      {onTime && (
        <button
          type="button"
          class="calendar-any"
          {...stopOf(column)}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            // By key there is no place: then it is about the day's first open time.
            const at =
              event.detail > 0 && box.height > 0
                ? instantAt(axis, date, (event.clientY - box.top) / box.height, clickMinutes)
                : (column.open[0]?.start ?? day.instant(9 * 60))
            if (at !== null) onTime(column, at)
          }}
        >
          <span class="sr">Why is a time offered or not?</span>
        </button>
      )}
      {column.open.map((area) => (
        <div key={area.start} class="calendar-open" style={place(area)}>
          {Array.from({ length: lane.places - 1 }, (_, index) => (
            <i key={index} style={{ '--edge': String((index + 1) / lane.places) }} />
          ))}
          {(area.reasons ?? area.patients) && (
            <span class="calendar-only">
              {[
                area.patients === 'new' && 'new patients',
                area.patients === 'existing' && 'existing patients',
                area.reasons?.map(props.reasonName).join(', '),
              ]
                .filter(Boolean)
                .join(': ')}
            </span>
          )}
        </div>
      ))}
      {axis.hours.map(({ down }) => (
        <i key={down} class="calendar-hour" style={placeBetween(axis, down, down)} />
      ))}
      {day.missing.map(({ from, to, isSkipped }) => (
        <div
          key={from}
          class="calendar-missing"
          style={placeBetween(axis, Math.max(axis.from, from), Math.max(axis.from, to))}
        >
          {isSkipped && <span>Clocks go forward</span>}
        </div>
      ))}
      {column.closed.map((area) => (
        <div key={`${area.kind} ${area.start}`} class="calendar-closed" style={place(area)}>
          <span aria-hidden="true">
            {area.name}
            {area.start > column.start && <small> {words.timeRange(area.start, area.end)}</small>}
          </span>
        </div>
      ))}
      {why !== null && column.closed.length === 0 && (
        <p class="calendar-why-empty" aria-hidden="true">
          {why}
        </p>
      )}
      {showItems && (
        <ul>
          {column.items.map((placed) => (
            <li key={placed.item.id}>
              <ItemView
                {...{ placed, practice, words, onBlock }}
                place={place(placed)}
                stop={stopOf(column, placed.item)}
              />
            </li>
          ))}
        </ul>
      )}
      {marks.map(({ start, taken, labelAt }) => (
        <span
          key={start}
          class={
            taken > lane.places
              ? 'calendar-taken over'
              : taken === lane.places
                ? 'calendar-taken full'
                : 'calendar-taken'
          }
          style={place({ start: labelAt, end: labelAt })}
        >
          {taken}/{lane.places}
        </span>
      ))}
      {now >= column.start && now < column.end && day.down(now) >= axis.from && day.down(now) <= axis.to && (
        <i class="calendar-now" style={place({ start: now, end: now })} />
      )}
      {asked !== null && (
        <div class="calendar-asked" style={place({ start: asked, end: asked })} aria-hidden="true">
          <span>{words.time(asked)}?</span>
        </div>
      )}
      {over}
    </div>
  )
}
