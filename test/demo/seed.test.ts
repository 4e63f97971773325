import { describe, expect, it } from 'vitest'
import file from '../../demo/practice.json' with { type: 'json' }
import { type SeedAppointment, seedAppointments } from '../../demo/seed.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const practice = PracticeFile.parse(file)
const reasons = new Map(practice.reasons.map((reason) => [reason.id, reason]))

/** A Tuesday morning; a Saturday; a day whose year ahead begins on a holiday; a day on which clocks go forward. */
const nows = [
  '2026-11-24T10:17:00-05:00',
  '2026-11-21T18:30:00Z',
  '2027-01-01T09:00:00-05:00',
  '2027-03-14T03:30:00-04:00',
]

describe.each(nows)('seedAppointments at %s', (text) => {
  const now = Date.parse(text)
  const appointments = seedAppointments(practice, now)
  const standing = appointments.filter(({ status }) => status !== 'cancelled')

  it('makes hundreds, most of them still to come', () => {
    expect(appointments.length).toBeGreaterThan(500)
    expect(appointments.length).toBeLessThan(1000)
    expect(standing.filter(({ start }) => start > now).length).toBeGreaterThan(400)
    expect(appointments.some(({ status }) => status === 'cancelled')).toBe(true)
  })

  it('makes the same ones again', () => {
    expect(seedAppointments(practice, now)).toEqual(appointments)
  })

  it('gives each its own id, earliest first', () => {
    expect(new Set(appointments.map(({ id }) => id)).size).toBe(appointments.length)
    expect(appointments.map(({ start }) => start)).toEqual(appointments.map(({ start }) => start).sort((a, b) => a - b))
  })

  it('reaches from two weeks ago to nearly a year ahead', () => {
    expect(appointments[0]!.start).toBeLessThan(now - 9 * DAY_MS)
    expect(appointments.at(-1)!.start).toBeGreaterThan(now + 330 * DAY_MS)
    expect(appointments.at(-1)!.start).toBeLessThan(now + 366 * DAY_MS)
  })

  it('calls fulfilled exactly what is over and was not cancelled', () => {
    expect(standing.every(({ end, status }) => (status === 'fulfilled') === end <= now)).toBe(true)
  })

  it('thins out: the next week holds more than the week two months ahead', () => {
    const within = (from: number) =>
      standing.filter(({ start }) => start >= now + from * DAY_MS && start < now + (from + 7) * DAY_MS).length
    expect(within(3)).toBeGreaterThan(4 * within(60))
    expect(within(180)).toBeGreaterThan(1.5 * within(60))
  })

  it('never has more visits at a time than a practitioner takes', () => {
    for (const { id, splitBooking } of practice.practitioners) {
      expect(peak(standing.filter(({ practitioner }) => practitioner === id))).toBeLessThanOrEqual(splitBooking)
    }
  })

  it('has two of the hygienist’s places taken now and then, and one more often', () => {
    const counts = [...minutes(standing.filter(({ practitioner }) => practitioner === 'priya-raman')).values()]
    const ones = counts.filter((count) => count === 1).length
    expect(counts.length - ones).toBeGreaterThan(0)
    expect(ones).toBeGreaterThan(counts.length - ones)
  })

  it('never has more visits at a time than a chair takes, and a chair where the reason needs one', () => {
    for (const { id, capacity } of practice.chairs) {
      expect(peak(standing.filter(({ chair }) => chair === id))).toBeLessThanOrEqual(capacity)
    }
    for (const { chair, reason } of appointments) {
      const allowed = reasons.get(reason)!.chairs
      expect(allowed ? allowed.includes(chair!) : chair === null).toBe(true)
    }
  })

  it('keeps to hours, leave and closures', () => {
    expect(appointments.filter((appointment) => !isOpenFor(appointment))).toEqual([])
  })

  it('lasts as long as its reason, with someone who gives it', () => {
    for (const { practitioner, reason, start, end } of appointments) {
      expect(end - start).toBe(reasons.get(reason)!.durationMinutes * MINUTE_MS)
      expect(practice.practitioners.find(({ id }) => id === practitioner)!.reasons).toContain(reason)
    }
  })

  it('has nobody in two places on one date', () => {
    const dates = standing.map(({ patient, start }) => `${patient.email} ${local(start).date}`)
    expect(new Set(dates).size).toBe(dates.length)
  })

  it('makes up every person: numbers kept for stories, addresses nobody has', () => {
    for (const { patient } of appointments) {
      expect(patient.mobile).toMatch(/^555-01\d\d$/)
      expect(patient.mobile).not.toBe(practice.phone)
      expect(patient.email).toMatch(/^[a-z.]+\d*@example\.com$/)
      expect(patient.birthDate).toMatch(/^(19[3-9]\d|20[0-2]\d)-\d\d-\d\d$/)
      expect(patient.given && patient.family).toBeTruthy()
    }
  })
})

/** How many minutes hold how many visits, buffers included. */
function minutes(visits: readonly SeedAppointment[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { start, end, reason } of visits) {
    const { bufferBeforeMinutes, bufferAfterMinutes } = reasons.get(reason)!
    const to = end / MINUTE_MS + bufferAfterMinutes
    for (let minute = start / MINUTE_MS - bufferBeforeMinutes; minute < to; minute++) {
      counts.set(minute, (counts.get(minute) ?? 0) + 1)
    }
  }
  return counts
}

function peak(visits: readonly SeedAppointment[]): number {
  return Math.max(0, ...minutes(visits).values())
}

const wall = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

function local(instant: number): { date: string; time: string } {
  const part = Object.fromEntries(wall.formatToParts(instant).map(({ type, value }) => [type, value]))
  return { date: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` }
}

function isOpenFor({ practitioner, start, end }: SeedAppointment): boolean {
  const { date, time } = local(start)
  const until = local(end).time
  const { schedules, exceptions } = practice.practitioners.find(({ id }) => id === practitioner)!
  const holds = (one: { date?: string; from?: string; through?: string }) =>
    one.date === date || (one.from !== undefined && one.from <= date && date <= one.through!)

  for (const closure of practice.closures) {
    if (!('from' in closure || 'date' in closure) || !holds(closure)) continue
    if (time < (closure.end ?? '24:00') && until > (closure.start ?? '00:00')) return false
  }
  const dated = exceptions.filter(holds)
  if (dated.some(({ remove }) => remove && time < remove.end && until > remove.start)) return false
  const replaced = dated.find(({ windows }) => windows)?.windows
  const windows = replaced ?? schedules[0]!.windows.filter(({ rrule, dtstart }) => falls(date, rrule, dtstart))
  return windows.some((window) => window.start <= time && until <= window.end)
}

function falls(date: string, rrule: string, dtstart?: string): boolean {
  const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][new Date(date).getUTCDay()]!
  if (!rrule.split('BYDAY=')[1]!.split(',').includes(weekday)) return false
  return !rrule.includes('INTERVAL=2') || ((Date.parse(date) - Date.parse(dtstart!)) / DAY_MS) % 14 === 0
}
