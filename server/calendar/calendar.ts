import type { CalendarReply } from '../contract/calendar.ts'
import type { DeskRequest, StoredPractice } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { bookOf } from './book.ts'
import { closuresIn } from './closures.ts'
import { itemsIn } from './items.ts'
import { lanesOf } from './lanes.ts'
import { daysIn, spanOf } from './span.ts'

/** Hours with the bookings in view, and the requests that are shown: reading them is noted. */
export interface ShownCalendar {
  readonly calendar: CalendarReply
  readonly requests: readonly DeskRequest[]
}

/**
 * The practice's calendar of some days.
 *
 * @param now - Epoch ms.
 * @throws ProblemError for days that can't be shown, as `spanOf` says.
 */
export async function calendarFor(
  reader: Reader,
  { file }: StoredPractice,
  now: number,
  query: { from?: string | undefined; to?: string | undefined },
): Promise<ShownCalendar> {
  const span = spanOf(file, query)
  const book = await bookOf(reader, file.id, span, now)
  const { items, requests } = itemsIn(file, span, book)
  const calendar = {
    ...{ from: span.from, to: span.to, timeZone: file.locations[0]!.timeZone, now: span.iso(now) },
    days: daysIn(file, span),
    closures: closuresIn(file, span),
    lanes: lanesOf(file, span, book.occupancy),
    items: [...items],
  }
  return { calendar, requests }
}
