import type { Busy, Practice, Practitioner } from '../../engine/index.ts'
import type { Booking, Range, Rules } from './peers/peer.ts'

/*
 * The workload of the tables: Mon–Fri 9–12 and 13–17 in New York, the year 2027 with both its clock changes, visits of 30
 * minutes every 15 minutes, one at a time, and bookings drawn from a seed.
 */

const MINUTE_MS = 60_000

export const rules: Rules = {
  timeZone: 'America/New_York',
  windows: [
    { weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'], start: '09:00', end: '12:00' },
    { weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'], start: '13:00', end: '17:00' },
  ],
  durationMinutes: 30,
  stepMinutes: 15,
}

export const dates = { from: '2027-01-01', to: '2028-01-01' }
/** The year's first and last instants on New York's clock. */
export const year: Range = { from: Date.parse('2027-01-01T05:00:00Z'), to: Date.parse('2028-01-01T05:00:00Z') }
export const month: Range = { from: Date.parse('2027-06-01T04:00:00Z'), to: Date.parse('2027-07-01T04:00:00Z') }

/** The first days of the year, with their dates; none of the lengths asked for ends between two offsets. */
export function firstDays(days: number): { range: Range; dates: { from: string; to: string } } {
  if (days === 365) return { range: year, dates }
  const to = new Date(Date.UTC(2027, 0, 1 + days)).toISOString().slice(0, 10)
  const isSummer = to >= '2027-03-15'
  return {
    range: { from: year.from, to: Date.parse(`${to}T0${isSummer ? 4 : 5}:00:00Z`) },
    dates: { from: dates.from, to },
  }
}

/** Mulberry32: the same numbers from the same seed on every machine. */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below) | 0
  }
}

/** Where a visit may start by the rules alone, in epoch ms. New York's changes in 2027 fall on nights, outside hours. */
const openStarts: readonly number[] = Array.from({ length: 365 }, (_, i) => i).flatMap((day) => {
  const midnight = Date.UTC(2027, 0, 1 + day)
  const weekday = new Date(midnight).getUTCDay()
  if (weekday === 0 || weekday === 6) return []
  const date = new Date(midnight).toISOString()
  const offset = (date >= '2027-03-14' && date < '2027-11-07' ? 4 : 5) * 60
  const starts: number[] = []
  for (const [from, to] of [
    [540, 720],
    [780, 1020],
  ] as const) {
    for (let at = from; at + 30 <= to; at += 15) starts.push(midnight + (at + offset) * MINUTE_MS)
  }
  return starts
})

/**
 * Half-hour bookings of one practitioner over the year, in any order. They overlap only where the year is too short for
 * so many: 3,654 half-hours are open.
 */
export function bookings(count: number, seed: number): Booking[] {
  const below = seeded(seed)
  const taken = new Set<number>()
  const isFree = (start: number) => [-15, 0, 15].every((minutes) => !taken.has(start + minutes * MINUTE_MS))
  return Array.from({ length: count }, () => {
    let start = openStarts[below(openStarts.length)]!
    for (let tries = 0; tries < 12 && !isFree(start); tries++) start = openStarts[below(openStarts.length)]!
    taken.add(start)
    return { start, end: start + 30 * MINUTE_MS }
  })
}

/** As many practitioners as asked for, all giving the same visit at the same hours. */
export function practiceOf(practitioners: number, { windows, ...visit }: Rules = rules): Practice {
  const schedules = [
    {
      windows: windows.map(({ weekdays, start, end }) => ({
        rrule: `FREQ=WEEKLY;BYDAY=${weekdays.join()}`,
        start,
        end,
      })),
    },
  ]
  return {
    locations: [{ id: 'main', timeZone: visit.timeZone }],
    chairs: [],
    reasons: [{ id: 'visit', durationMinutes: visit.durationMinutes, stepMinutes: visit.stepMinutes }],
    practitioners: Array.from(
      { length: practitioners },
      (_, i): Practitioner => ({ id: `p${i}`, reasons: ['visit'], schedules }),
    ),
    closures: [],
    noticeMinutes: 0,
    horizonMonths: 12,
    timeUnitMinutes: 5,
    grid: 'window',
  }
}

/** Bookings as rows of the book. */
export function busyOf(practitioner: string, list: readonly Booking[]): Busy[] {
  return list.map(({ start, end }, i) => ({
    id: `${practitioner}-${i}`,
    kind: 'appointment',
    status: 'booked',
    start,
    end,
    practitioners: [practitioner],
    chair: null,
    reason: 'visit',
  }))
}

/** `count` rows each for practitioners `p0`, `p1`, …; each has a seed of its own. */
export function busyOfAll(practitioners: number, count: number): Busy[] {
  return Array.from({ length: practitioners }, (_, i) => busyOf(`p${i}`, bookings(count, i + 1))).flat()
}

const buffers = { bufferBeforeMinutes: 5, bufferAfterMinutes: 10 }

/** Ten practitioners who take two visits at a time, twelve chairs, buffers. */
export function busyPractice(): Practice {
  const plain = practiceOf(10)
  const chairs = Array.from({ length: 12 }, (_, i) => ({ id: `c${i}` }))
  return {
    ...plain,
    chairs,
    reasons: plain.reasons.map((reason) => ({ ...reason, ...buffers, chairs: chairs.map(({ id }) => id) })),
    practitioners: plain.practitioners.map((practitioner) => ({ ...practitioner, splitBooking: 2 })),
  }
}

/** 20,000 visits for it; every tenth came over the web and names no chair. */
export function busyPracticeBookings(): Busy[] {
  const below = seeded(7)
  return Array.from({ length: 20_000 }, (_, i): Busy => {
    const start = openStarts[below(openStarts.length)]!
    const isRequest = i % 10 === 0
    return {
      id: `b${i}`,
      kind: isRequest ? 'request' : 'appointment',
      status: isRequest ? 'proposed' : 'booked',
      start,
      end: start + 30 * MINUTE_MS,
      practitioners: [`p${i % 10}`],
      chair: isRequest ? null : `c${below(12)}`,
      reason: 'visit',
      ...buffers,
    }
  })
}
