import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { CalendarItem, GridColumn, Picture } from '../model/calendar-picture.ts'
import { localOf } from '../model/local-time.ts'
import { Column } from './calendar-column.tsx'
import { moveFocus } from './calendar-focus.ts'
import { ColumnHead } from './calendar-head.tsx'
import { placeBetween } from './calendar-place.ts'
import { type CalendarWords, isAlways } from './calendar-words.ts'

/**
 * A week of one lane, or a day of several, drawn over one axis of time. It is one stop of the Tab key; the arrows move in
 * it. What it draws is also what is read out: each column a heading with the day's hours, and a list of what is booked.
 *
 * Another view lays its own things over the same picture with `head` and `over`; `calendar-place.ts` says where an instant
 * stands in a column. All columns' dates and lanes come from the picture.
 */
export function WeekGrid(props: {
  picture: Picture
  practice: string
  words: CalendarWords
  label: string
  /** Epoch ms. */
  now: number
  /** Whether a column goes by its day or by whose it is. */
  columnsAre: 'days' | 'lanes'
  /** The day that is seen where there is room for one only. */
  chosenDate: string
  /** Shows appointments, requests, holds and blocks. Absent: yes. */
  showItems?: boolean
  reasonName: (id: string) => string
  /** A time that is asked about, in the column of this key. */
  asked?: { column: string; at: number } | null
  /** Somebody chooses a time of a column. Absent: its ground can't be chosen. */
  onTime?: (column: GridColumn, at: number) => void
  onBlock?: (item: CalendarItem) => void
  /** Under a column's name. */
  head?: (column: GridColumn) => ComponentChildren
  /** Over all else in a column, like handles. */
  over?: (column: GridColumn) => ComponentChildren
}) {
  const { picture, words, label, now, columnsAre, chosenDate, asked, head, over, ...rest } = props
  const { practice, showItems = true, reasonName, onTime, onBlock } = rest
  const { axis, columns, timeZone } = picture
  const grid = useRef<HTMLElement>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const today = localOf(now, timeZone).date
  const keysIn = (column: GridColumn) => [
    ...(onTime ? [column.key] : []),
    ...column.items.map(({ item }) => keyOf(column, item)),
  ]
  const keys = columns.flatMap(keysIn)
  const inChosen = columns.filter(({ date }) => date === chosenDate).flatMap(keysIn)
  const tabbed = current !== null && keys.includes(current) ? current : (inChosen[0] ?? keys[0])

  const stopOf = (column: GridColumn, item?: CalendarItem) => {
    const key = item ? keyOf(column, item) : column.key
    return { 'data-stop': key, tabIndex: key === tabbed ? 0 : -1 }
  }
  const template = columns.map((column) => (isThin(column, columnsAre) ? 'minmax(64px, 0.5fr)' : WIDTHS[columnsAre]))
  return (
    <section
      ref={grid}
      class={`calendar-grid ${columnsAre}`}
      aria-label={label}
      style={{ '--columns': template.join(' '), '--hours': String((axis.to - axis.from) / 60) }}
      onFocusIn={(event) => {
        const stop = event.target instanceof Element && event.target.closest<HTMLElement>('[data-stop]')
        if (stop) setCurrent(stop.dataset.stop ?? null)
      }}
      onKeyDown={(event) => {
        if (grid.current && moveFocus(grid.current, event)) event.preventDefault()
      }}
    >
      <div class="calendar-corner" aria-hidden="true" />
      <div class="calendar-times" aria-hidden="true">
        {axis.hours
          .filter(({ down }) => down < axis.to)
          .map(({ down, time, isAgain }) => (
            <span key={down} style={placeBetween(axis, down, down)}>
              {words.hour(time)}
              {isAgain && <small>again</small>}
            </span>
          ))}
      </div>
      {columns.map((column) => (
        <section
          key={column.key}
          class={column.date === chosenDate ? 'calendar-day chosen' : 'calendar-day'}
          data-column={column.key}
          data-date={column.date}
          aria-label={columnsAre === 'days' ? words.dayInWords(column.date) : column.lane.name}
        >
          <ColumnHead
            column={column}
            day={axis.days.get(column.date)!}
            words={words}
            name={columnsAre === 'days' ? words.dayOfDate(column.date) : column.lane.name}
            isToday={columnsAre === 'days' && column.date === today}
          >
            {head?.(column)}
          </ColumnHead>
          <Column
            {...{ axis, column, practice, words, now, showItems, reasonName, onTime, onBlock, stopOf }}
            asked={asked?.column === column.key ? asked.at : null}
            over={over?.(column)}
          />
        </section>
      ))}
    </section>
  )
}

const keyOf = (column: GridColumn, item: CalendarItem) => `${column.key} ${item.id}`

/** Seven days fit beside the aside; people and chairs side by side are scrolled. */
const WIDTHS = { days: 'minmax(96px, 1fr)', lanes: 'minmax(112px, 1fr)' } as const

/** A Sunday on which nothing is. */
const isThin = (column: GridColumn, columnsAre: 'days' | 'lanes') =>
  columnsAre === 'days' &&
  column.open.length + column.items.length + column.closed.length === 0 &&
  !isAlways(column.lane)
