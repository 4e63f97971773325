import { PracticeFile } from '../../server/contract/practice-file.ts'

interface Wishes {
  readonly id: string
  /** Visits at the same time, of every practitioner. */
  readonly places: number
  readonly practitioners?: number
  readonly chairs?: number
  /** Wall times in UTC, every day. */
  readonly from?: string
  readonly to?: string
  /** The Monday of the only week it is open: without a rule to read, all is quicker. Left out: every day. */
  readonly week?: string
}

/**
 * A practice that is open every day, in UTC, so that what it has room for can be counted by hand. `fixed` takes 30
 * minutes and begins every 30; the others differ in length, grid, buffers and chairs, all in steps of five minutes.
 */
export function torturePractice(wishes: Wishes): PracticeFile {
  const { id, places, practitioners = 2, chairs = 3, from = '08:00', to = '18:00', week } = wishes
  const hours = week
    ? {
        schedules: [],
        weeks: [{ week, windows: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start: from, end: to })) }],
      }
    : { schedules: [{ windows: [{ rrule: 'FREQ=DAILY', start: from, end: to }] }] }
  const anyChair = Array.from({ length: chairs }, (_, i) => `chair-${i}`)
  return PracticeFile.parse({
    id,
    name: 'Torture Dental',
    phone: '555-0100',
    horizonMonths: week ? 1 : 12,
    locations: [{ id: 'main', name: 'Main', address: '1 Main Street', timeZone: 'UTC' }],
    chairs: anyChair.map((chair) => ({ id: chair, name: chair })),
    reasons: [
      { id: 'fixed', name: 'Fixed', durationMinutes: 30 },
      { id: 'short', name: 'Short', durationMinutes: 15, stepMinutes: 5, chairs: anyChair },
      { id: 'middle', name: 'Middle', durationMinutes: 25, stepMinutes: 10, bufferAfterMinutes: 10 },
      { id: 'long', name: 'Long', durationMinutes: 50, stepMinutes: 15, bufferBeforeMinutes: 5, chairs: anyChair },
    ],
    practitioners: Array.from({ length: practitioners }, (_, i) => ({
      id: `doctor-${i}`,
      name: `Doctor ${i}`,
      splitBooking: places,
      reasons: ['fixed', 'short', 'middle', 'long'],
      ...hours,
    })),
  })
}
