import { signal } from '@preact/signals-core'
import { dateOf } from './calendar.ts'
import { type Child, h } from './dom.ts'
import type { Booking } from './model.ts'
import { part } from './part.ts'
import { count, list, say } from './text/fill.ts'

/** The part that draws months, once it is here. */
const months = signal<typeof import('./parts/month.ts') | null>(null)

/** Asks for the part, and shows the month of the day that is shown now; without the part the weeks stay. */
export const openMonth = async (booking: Booking, root: ShadowRoot) => {
  try {
    months.value ??= await part('month')
    months.value!.dress(root)
    booking.showMonth(booking.day.value?.date ?? dateOf(booking.first.value ?? booking.weekFrom.value))
  } catch {
    // Weeks lead everywhere too.
  }
}

/** The month, if one is to be shown. */
export const monthOf = (booking: Booking): Child =>
  booking.month.value && months.value?.draw({ h, count, list, say }, booking)
