import { getSlots } from 'slot-calculator'
import { type OpenHours, type Peer, prepared, type Range, type Weekday } from './peer.ts'

/* The library lays slots back to back: it has no step, so starts between them are missing from its answer. */

const names = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
}
const weekdays = Object.keys(names) as Weekday[]

export const slotCalculator: Peer = {
  name: 'slot-calculator (npm)',
  prepare({ timeZone, windows, durationMinutes }, bookings) {
    const availability = windows.flatMap(withinDays).flatMap(({ weekdays, start, end }) =>
      weekdays.map((weekday) => ({
        day: { text: names[weekday], locale: 'en' },
        from: start,
        to: end,
        timezone: timeZone,
      })),
    )
    const unavailability = bookings.map(({ start, end }) => ({ from: iso(start), to: iso(end) }))
    const ask = ({ from, to }: Range) =>
      getSlots({ from: iso(from), to: iso(to), duration: durationMinutes, availability, unavailability }).availableSlots
    return prepared(ask, (slot) => Date.parse(slot.from) / 60_000)
  },
}

/** It knows no night: what ends on the next day is given as two windows. */
function withinDays(window: OpenHours): OpenHours[] {
  if (window.end > window.start) return [window]
  const next = window.weekdays.map((weekday) => weekdays[(weekdays.indexOf(weekday) + 1) % 7]!)
  return [
    { ...window, end: '24:00' },
    { weekdays: next, start: '00:00', end: window.end },
  ]
}

function iso(instant: number): string {
  return new Date(instant).toISOString()
}
