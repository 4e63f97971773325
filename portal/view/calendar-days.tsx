import type { CalendarPart } from './calendar-room.tsx'

/** The days of the week where there is room for one only. */
export function DayStrip({ model, words }: CalendarPart) {
  if (model.address.value.view !== 'week') return null
  const columns = model.picture.value?.columns ?? []
  return (
    <fieldset class="calendar-days">
      <legend class="sr">Day</legend>
      {model.dates.value.map((date) => {
        const column = columns.find((each) => each.date === date)
        const count = column?.items.length ?? 0
        return (
          <button
            key={date}
            type="button"
            class={date === model.today.value ? 'today' : ''}
            aria-pressed={date === model.date.value}
            onClick={() => model.choose({ date })}
          >
            <span class="sr">
              {words.dayInWords(date)}
              {date === model.today.value && ', today'}
              {column && `, ${words.count(column) || words.whyEmpty(column) || 'nothing booked'}`}
            </span>
            <span aria-hidden="true">{words.dayLetter(date)}</span>
            <b aria-hidden="true">{Number(date.slice(8))}</b>
            <i class={count > 0 ? 'some' : ''} aria-hidden="true" />
          </button>
        )
      })}
    </fieldset>
  )
}
