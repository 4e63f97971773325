import { mondayOf } from './local-time.ts'
import { formatRoom } from './route.ts'

export type CalendarView = 'week' | 'day' | 'list'

/** What of the calendar is looked at. It stands in the address, so that it can be kept and sent. */
export type CalendarAddress = {
  /** Null: today. */
  date: string | null
  view: CalendarView
  /** Whose week. Null: the first practitioner's. */
  lane: { kind: 'practitioner' | 'chair'; id: string } | null
}

const views: readonly string[] = ['day', 'list'] satisfies CalendarView[]

/** Reads what stands after `?` of a hash. Whatever it can't read counts as absent. */
export function parseCalendar(hash: string): CalendarAddress {
  const query = new URLSearchParams(hash.split('?')[1] ?? '')
  const [date, view, practitioner, chair] = ['date', 'view', 'practitioner', 'chair'].map((key) => query.get(key))
  return {
    date: date && /^\d{4}-\d{2}-\d{2}$/.test(date) && isDate(date) ? date : null,
    view: view && views.includes(view) ? (view as CalendarView) : 'week',
    lane: practitioner ? { kind: 'practitioner', id: practitioner } : chair ? { kind: 'chair', id: chair } : null,
  }
}

export function formatCalendar(practice: string, { date, view, lane }: CalendarAddress): string {
  const query = new URLSearchParams()
  if (date !== null) query.set('date', date)
  if (view !== 'week') query.set('view', view)
  if (lane !== null) query.set(lane.kind, lane.id)
  const asked = query.toString()
  return formatRoom(practice, 'calendar') + (asked && `?${asked}`)
}

/** Where the hours of a practitioner's week are edited. */
export function formatWeekEdit(practice: string, date: string, practitioner: string): string {
  const query = new URLSearchParams({ week: mondayOf(date), practitioner })
  return `${formatRoom(practice, 'calendar')}/edit?${query}`
}

const isDate = (date: string) => !Number.isNaN(Date.parse(`${date}T00:00:00Z`))
