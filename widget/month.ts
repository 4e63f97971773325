import { signal } from '@preact/signals-core'
import { dateOf } from './calendar.ts'
import { type Child, h } from './dom.ts'
import type { Booking } from './model.ts'
import { part } from './part.ts'
import type { MonthView } from './parts/month.ts'
import { count, say } from './text/fill.ts'

/** The part that draws months, once it is here. */
const view = signal<MonthView | null>(null)

/** Asks for the part, and shows the month of the day that is shown now; without the part the weeks stay. */
export const openMonth = async (booking: Booking) => {
  try {
    view.value ??= (await part<{ default: MonthView }>('month')).default
    booking.showMonth(booking.day.value?.date ?? dateOf(booking.first.value ?? booking.weekFrom.value))
  } catch {
    // Weeks lead everywhere too.
  }
}

/** The month, if one is to be shown. */
export const monthOf = (booking: Booking): Child => booking.month.value && view.value?.({ h, count, say }, booking)
