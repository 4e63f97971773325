import { PracticeFile } from '../../server/contract/practice-file.ts'
import type { StoredAppointment } from '../../server/store/model.ts'
import { chanceOf } from '../torture/chance.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const QUARTER_MS = 15 * 60_000
const PRACTITIONERS = 10
const DAYS = 360

/** Ten practitioners, weekdays 9–12 and 13–17 in New York, visits of 30 minutes every 15, in twelve chairs. */
export const loadPractice = PracticeFile.parse({
  id: 'load',
  name: 'Load Dental',
  phone: '555-0100',
  locations: [{ id: 'main', name: 'Main', address: '1 Main Street', timeZone: 'America/New_York' }],
  chairs: Array.from({ length: 12 }, (_, i) => ({ id: `chair-${i}`, name: `Chair ${i}` })),
  reasons: [
    {
      id: 'check',
      name: 'Check-up',
      durationMinutes: 30,
      stepMinutes: 15,
      chairs: Array.from({ length: 12 }, (_, i) => `chair-${i}`),
    },
    { id: 'clean', name: 'Cleaning', durationMinutes: 45, stepMinutes: 15, bufferAfterMinutes: 5 },
  ],
  practitioners: Array.from({ length: PRACTITIONERS }, (_, i) => ({
    id: `doctor-${i}`,
    name: `Doctor ${i}`,
    splitBooking: i < 3 ? 2 : 1,
    reasons: ['check', 'clean'],
    schedules: [
      {
        windows: [
          { rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', start: '09:00', end: '12:00' },
          { rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', start: '13:00', end: '17:00' },
        ],
      },
    ],
  })),
})

/** Visits of 30 minutes all over the year, at most one at a time for each practitioner. */
export function loadBookings(count: number, now: number, seed: number): StoredAppointment[] {
  const chance = chanceOf(seed)
  const today = Math.floor(now / DAY_MS) * DAY_MS
  const taken = new Set<string>()
  const bookings: StoredAppointment[] = []
  while (bookings.length < count) {
    const practitioner = chance.below(PRACTITIONERS)
    const day = today + (1 + chance.below(DAYS)) * DAY_MS
    // 14:00 to 21:30 UTC holds the open hours of both halves of the year.
    const slot = chance.below(15)
    const key = `${practitioner} ${day} ${slot}`
    const weekday = new Date(day).getUTCDay()
    if (weekday === 0 || weekday === 6 || taken.has(key)) continue
    taken.add(key)
    const start = day + 14 * HOUR_MS + slot * 2 * QUARTER_MS
    bookings.push({
      id: `booking-${bookings.length}`,
      status: 'booked',
      reason: 'check',
      practitioners: [`doctor-${practitioner}`],
      chair: `chair-${practitioner}`,
      start,
      end: start + 2 * QUARTER_MS,
      patient: null,
    })
  }
  return bookings
}
