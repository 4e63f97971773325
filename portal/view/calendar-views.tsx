import type { CalendarView } from '../model/calendar-address.ts'
import type { CalendarPart } from './calendar-room.tsx'

const views: readonly (readonly [CalendarView, string])[] = [
  ['week', 'Week'],
  ['day', 'Day'],
  ['list', 'List'],
]

/** A week of one, a day of all, or the week in words. */
export function Views({ model }: CalendarPart) {
  const { view } = model.address.value
  return (
    <fieldset class="segments calendar-views">
      <legend class="sr">View</legend>
      {views.map(([each, name]) => (
        <button key={each} type="button" aria-pressed={view === each} onClick={() => model.choose({ view: each })}>
          {name}
        </button>
      ))}
    </fieldset>
  )
}
