import { mergeIntervals, subtractIntervals } from '../../engine/interval.ts'
import type { DayAxis } from '../model/calendar-axis.ts'
import type { CalendarItem, GridColumn, Lane } from '../model/calendar-picture.ts'
import type { Words } from '../model/words.ts'

export type CalendarWords = ReturnType<typeof createCalendarWords>

const kinds = { appointment: 'appointment', request: 'request', hold: 'being chosen online', block: 'blocked' } as const
const states: Partial<Record<NonNullable<CalendarItem['state']>, string>> = {
  proposed: 'proposed to the patient',
  arrived: 'arrived',
  'checked-in': 'arrived',
  fulfilled: 'completed',
  noshow: 'no-show',
}

/** Days, hours and what stands in them, as one practice reads them. */
export function createCalendarWords(words: Words, locale: string) {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
  const { hour12 } = format({ hour: 'numeric' }).resolvedOptions()
  const hour = format(hour12 ? { hour: 'numeric' } : { hour: '2-digit', minute: '2-digit' })
  const long = format({ weekday: 'long', day: 'numeric', month: 'long' })
  const range = format({ day: 'numeric', month: 'short', year: 'numeric' })
  const narrow = format({ weekday: 'narrow' })
  const at = (date: string) => Date.parse(`${date}T00:00:00Z`)

  const itemName = (item: CalendarItem) => (item.patient ? `${item.patient.given} ${item.patient.family}`.trim() : null)

  return {
    ...words,
    /** `08:00` or `8 AM` of an hour of the day. */
    hour: (time: string) => hour.format(Date.parse(`1970-01-01T${time}:00Z`)).replace(/[\u202f\u00a0]/g, ' '),
    /** `Tuesday 24 November`. */
    dayInWords: (date: string) => long.format(at(date)).replace(/^(\p{L}+), (?=\d)/u, '$1 '),
    /** `T` of a Tuesday. */
    dayLetter: (date: string) => narrow.format(at(date)),
    /** `23 – 29 Nov 2026`; of one date only that. */
    dates: (from: string, through: string) =>
      (from === through ? range.format(at(from)) : range.formatRange(at(from), at(through))).replace(
        /[\s\u2009]?–[\s\u2009]?/,
        ' – ',
      ),
    itemName,
    /** What stands on it: the family name, or what it is. */
    itemTitle: (item: CalendarItem) =>
      item.patient?.family ||
      item.patient?.given ||
      item.note ||
      { appointment: 'Appointment', request: 'Request', hold: 'Held', block: 'Blocked' }[item.kind],
    /** `09:30 – 10:00 Check-up, Nadia Reyes, appointment, outside hours`. */
    item(item: CalendarItem): string {
      const parts = [
        [words.timeRange(Date.parse(item.start), Date.parse(item.end)), item.reason].filter(Boolean).join(' '),
        itemName(item),
        item.kind === 'block' && item.note,
        kinds[item.kind],
        item.state && states[item.state],
        item.isOutsideHours && 'outside hours',
        item.isOver && 'more visits than places',
      ]
      return parts.filter(Boolean).join(', ')
    },
    /** `09:00 – 12:00 and 13:00 – 17:00`, less what is closed; empty: at no time. */
    hours: ({ open, closed }: Pick<GridColumn, 'open' | 'closed'>) =>
      open
        .flatMap((area) => subtractIntervals([area], mergeIntervals(closed.filter((each) => closes(each, area)))))
        .map(({ start, end }) => words.timeRange(start, end))
        .join(' and '),
    /** `5 booked, 1 request`; empty: neither. */
    count({ items }: GridColumn): string {
      const booked = items.filter(({ item }) => item.kind === 'appointment').length
      const asked = items.filter(({ item }) => item.kind === 'request').length
      return [booked > 0 && `${booked} booked`, asked === 1 ? '1 request' : asked > 1 && `${asked} requests`]
        .filter(Boolean)
        .join(', ')
    },
    /** Why nothing can be booked on a day at all; null: it can. */
    whyEmpty(column: GridColumn): string | null {
      if (column.open.length > 0 || isAlways(column.lane)) return null
      return closedWords(column) || 'No hours'
    },
    /** A day for whoever can't see it: `open 09:00 – 12:00; closed: Staff training`. */
    dayAloud(column: GridColumn): string {
      const hours = this.hours(column)
      if (isAlways(column.lane)) return 'no hours of its own: there whenever the practitioner is'
      return [hours ? `open ${hours}` : closedWords(column) ? '' : 'no hours', closedWords(column)]
        .filter(Boolean)
        .join('; ')
    },
    /** `25 hours: clocks go back at 02:00`. */
    change({ change }: DayAxis): string | null {
      if (!change) return null
      const time = `${String(Math.floor(change.wall / 60)).padStart(2, '0')}:${String(change.wall % 60).padStart(2, '0')}`
      const hours = change.kind === 'skipped' ? 24 - change.minutes / 60 : 24 + change.minutes / 60
      return `${hours} hours: clocks go ${change.kind === 'skipped' ? 'forward' : 'back'} at ${time}`
    },
  }
}

/** A chair without hours of its own. */
export const isAlways = (lane: Lane) => lane.kind === 'chair' && !lane.hasHours

/** What exceptions take away is no longer among the open hours. */
const closes = ({ kind, location }: GridColumn['closed'][number], area: GridColumn['open'][number]) =>
  kind === 'closure' && (location == null || location === area.location)

function closedWords({ closed }: GridColumn): string {
  return [...new Set(closed.map(({ kind, name }) => (kind === 'closure' ? `Closed: ${name}` : name)))].join(', ')
}
