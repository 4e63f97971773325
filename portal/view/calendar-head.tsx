import type { ComponentChildren } from 'preact'
import type { DayAxis } from '../model/calendar-axis.ts'
import type { GridColumn } from '../model/calendar-picture.ts'
import type { CalendarWords } from './calendar-words.ts'
import { Icon } from './icon.tsx'

/** Above a column: its name, what is out of the ordinary there, how much is booked. */
export function ColumnHead(props: {
  column: GridColumn
  day: DayAxis
  words: CalendarWords
  name: string
  isToday: boolean
  children: ComponentChildren
}) {
  const { column, day, words, name, isToday, children } = props
  const isException =
    column.open.some(({ from }) => from === 'exception') || column.closed.some((area) => area.kind === 'away')
  const isClosure = column.closed.some(({ kind }) => kind === 'closure')
  const change = words.change(day)
  return (
    <div class={isToday ? 'calendar-head today' : 'calendar-head'}>
      <h3>
        <span class="sr">
          {words.dayInWords(column.date)}, {column.lane.name}: {words.dayAloud(column)}
          {change && `; ${change}`}
        </span>
        <span aria-hidden="true">
          {name}
          {isToday && <span class="calendar-today">, today</span>}
        </span>
      </h3>
      <p class="calendar-chips" aria-hidden="true">
        {isException && (
          <span class="chip warning">
            <Icon name="cal" />
            Exception
          </span>
        )}
        {isClosure && (
          <span class="chip">
            <Icon name="ban" />
            Closure
          </span>
        )}
        {change && (
          <span class="chip warning" title={change}>
            <Icon name="clock" />
            {change.split(':')[0]}
          </span>
        )}
      </p>
      <p class="calendar-count">{words.count(column)}</p>
      {children}
    </div>
  )
}
