import { readFileSync } from 'node:fs'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type PatientKind, readSnapshot, slots } from '../../engine/index.ts'
import type { Availability, PracticeReply } from '../../server/contract/index.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'
import { createResidents } from '../../server/residents.ts'
import { createBooking } from '../../widget/model.ts'
import withEngine from '../../widget/parts/engine.ts'
import { httpSource, type Source } from '../../widget/source.ts'
import { MONDAY_8, requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { chanceOf } from '../torture/chance.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const api = 'https://api.example.com'

const hours = (days: string, start: string, end: string, location: string, more: object = {}) => ({
  rrule: `FREQ=WEEKLY;BYDAY=${days}`,
  start,
  end,
  location,
  ...more,
})

/** Two places in two zones, and something of every rule there is. */
const twoPlaces = PracticeFile.parse({
  id: 'oak',
  name: 'Oak Dental',
  phone: '555-0100',
  origins: ['https://oak.example.com'],
  noticeMinutes: 90,
  locations: [
    { id: 'main', name: 'Oak Street', address: '1 Oak Street', timeZone: 'America/New_York' },
    { id: 'west', name: 'West', address: '2 West Street', timeZone: 'America/Phoenix' },
  ],
  chairs: [
    { id: 'one', name: 'Chair 1', location: 'main' },
    { id: 'two', name: 'Chair 2', location: 'main', capacity: 2 },
    { id: 'far', name: 'Chair 3', location: 'west' },
  ],
  reasons: [
    { id: 'check', name: 'Check-up', durationMinutes: 30, stepMinutes: 15, chairs: ['one', 'two', 'far'] },
    { id: 'clean', name: 'Cleaning', durationMinutes: 60, bufferAfterMinutes: 10 },
    { id: 'first', name: 'First visit', durationMinutes: 45, chairs: ['one', 'far'], patients: 'new' },
    {
      id: 'crown',
      name: 'Crown',
      durationMinutes: 90,
      chairs: ['two'],
      segments: [
        { startMinutes: 0, endMinutes: 30 },
        { startMinutes: 60, endMinutes: 90 },
      ],
    },
    { id: 'plan', name: 'Plan', durationMinutes: 40, together: ['ann', 'kim'] },
  ],
  practitioners: [
    {
      id: 'ann',
      name: 'Dr Ann Ash',
      reasons: ['check', 'first', 'crown'],
      schedules: [
        {
          windows: [
            hours('MO,TU,WE', '08:30', '12:30', 'main'),
            hours('MO,WE', '14:00', '19:00', 'main', { patients: 'existing' }),
            hours('FR', '09:00', '13:00', 'west', { patients: 'new' }),
          ],
        },
        { from: '2027-05-03', windows: [hours('TU,TH', '10:00', '16:00', 'main')] },
      ],
      exceptions: [{ from: '2027-02-08', through: '2027-02-19', windows: [] }],
    },
    {
      id: 'bob',
      name: 'Dr Bob Birch',
      reasons: ['check'],
      splitBooking: 2,
      schedules: [{ windows: [hours('MO,TU,TH', '09:00', '12:00', 'main'), hours('WE,FR', '08:00', '15:00', 'west')] }],
    },
    {
      id: 'kim',
      name: 'Kim Cedar',
      splitBooking: 3,
      reasons: ['clean'],
      schedules: [{ windows: [hours('MO,TU,WE,TH,FR', '09:00', '17:00', 'main')] }],
    },
  ],
  closures: [
    { name: 'Thanksgiving', date: '2026-11-26' },
    { name: 'Training', rrule: 'FREQ=MONTHLY;BYDAY=1WE', start: '08:00', end: '10:00', location: 'main' },
  ],
  ceilings: [{ id: 'firsts', most: 2, reasons: ['first'] }],
})

const demo = PracticeFile.parse({
  ...JSON.parse(readFileSync('demo/practice.json', 'utf8')),
  origins: ['https://oak.example.com'],
})

/** The widget's requests reach the server itself, without a network between them. */
let house: TestHouse
const wire = setupServer(http.all(`${api}/*`, ({ request }) => house.app.fetch(request)))
beforeAll(() => wire.listen({ onUnhandledFrame: 'error' }))
afterAll(() => wire.close())

const read = async <T,>(path: string): Promise<T> => (await (await house.app.request(path)).json()) as T

/** What the widget shows of one choice: the earliest time, and each week's days with their times. */
const shownBy = async (practice: PracticeReply, source: Source, reason: string, practitioner: string | null) => {
  const shown: { [location: string]: object } = {}
  for (const { id: location } of practice.locations) {
    const booking = createBooking(practice, source, () => 'key', { practitioner })
    if (practice.locations.length > 1) booking.selectLocation(location)
    booking.selectReason(reason)
    booking.step.value = 'time'
    await booking.tryTimesAgain()
    const days: string[] = []
    const first = booking.first.value
    for (let week = booking.firstWeek; week <= booking.lastWeek; ) {
      booking.showWeek(week)
      for (const { date, slots: found } of booking.days.value) {
        if (found[0]) days.push(`${date} ${found.map(({ start, places = 1 }) => start.slice(11, 16) + places)}`)
      }
      week = new Date(Date.parse(week) + 7 * DAY_MS).toISOString().slice(0, 10)
    }
    shown[location] = { first, days }
  }
  return shown
}

/** Requests at times picked from all that is open, as people would send them; most are granted. */
const bookSome = async (practice: PracticeReply, source: Source, seed: number, number: number) => {
  const chance = chanceOf(seed)
  for (let sent = 0; sent < number; sent++) {
    const { id: reason, patients } = chance.pick(practice.reasons)
    const answer = await source.year(reason, null)
    if (!answer.ok) throw new Error(answer.refusal)
    // Soon, most of all: that is where it gets full.
    const open = answer.value.slice(0, chance.happens(0.7) ? 60 : undefined)
    if (!open[0]) continue
    const { start, practitioners, location } = chance.pick(open)
    const body = requestBody({
      reason,
      start,
      location,
      practitioner: chance.happens(0.5) ? chance.pick(practitioners) : null,
      isNewPatient: patients ? patients === 'new' : chance.happens(0.3),
    })
    await send(house, body, { practice: practice.id })
  }
}

describe.each([
  ['the demo practice', demo, 20],
  ['a practice of two places', twoPlaces, 40],
])('both sources, for %s', { timeout: 60_000 }, (_, file, requests) => {
  let practice: PracticeReply
  let asked: Source
  let reckoned: Source
  beforeEach(async () => {
    house = await testHouse(file)
    asked = httpSource(api, file.id, undefined, undefined, 0)
    reckoned = withEngine(asked, () => house.now)
    practice = await read(`/v1/practices/${file.id}`)
  })
  afterEach(() => house.close())

  it('show the same earliest time, the same days and times all year', async () => {
    await bookSome(practice, asked, 1, requests)
    practice = await read(`/v1/practices/${file.id}`)
    let days = 0
    for (const { id: reason, practitioners } of practice.reasons) {
      for (const practitioner of [null, ...practitioners]) {
        const byServer = await shownBy(practice, asked, reason, practitioner)
        expect(await shownBy(practice, reckoned, reason, practitioner), `${reason} with ${practitioner}`).toEqual(
          byServer,
        )
        days += Object.values(byServer).flatMap((one) => (one as { days: string[] }).days).length
      }
    }
    expect(days).toBeGreaterThan(1000)
    expect((await house.store.requests(file.id, 'pending')).length).toBeGreaterThan(requests / 2)
  })

  it('list for one practitioner what the server lists when asked for that one', async () => {
    await bookSome(practice, asked, 2, requests)
    for (const { id: reason, practitioners } of practice.reasons) {
      for (const { id: location } of practice.locations) {
        const years = [await asked.year(reason, location), await reckoned.year(reason, location)]
        for (const practitioner of practitioners) {
          const query = new URLSearchParams({ reason, practitioner, location, from: practice.today, to: '2027-11-20' })
          const listed = await read<Availability>(`/v1/practices/${file.id}/availability?${query}`)
          for (const year of years) {
            const own = (year.ok ? year.value : []).filter(
              (slot) => slot.practitioners.includes(practitioner) && slot.start < listed.to,
            )
            expect(own.map(({ start }) => start)).toEqual(listed.slots.map(({ start }) => start))
          }
        }
      }
    }
  })

  it('know of new and existing patients the same', async () => {
    await bookSome(practice, asked, 3, requests)
    const present = await createResidents().present(house.store, file.id, house.now)
    const answer = await asked.compiled()
    if (!present || !answer.ok) throw new Error('nothing came')
    const there = readSnapshot(answer.value.written)
    const range = { start: house.now, end: there.compiled.span.end }
    const kinds: (PatientKind | undefined)[] = ['new', 'existing', undefined]
    for (const { id: reason, practitioners } of practice.reasons) {
      for (const practitioner of [null, ...practitioners]) {
        const [news, existing, all] = kinds.map((patients) => {
          const ask = { reason, practitioner, patients }
          const listed = slots(there, ask, range)
          expect(listed).toEqual(slots(present.snapshot, ask, range))
          return listed.length
        })
        expect(all).toBeGreaterThanOrEqual(Math.max(news!, existing!))
      }
    }
  })

  it.each([3, 15])('leave out alike what has become too soon after %i hours without a booking', async (passed) => {
    const [{ id }] = practice.reasons as [PracticeReply['reasons'][number]]
    const before = await reckoned.year(id, null)
    house.now = MONDAY_8 + passed * HOUR_MS
    const after = await reckoned.year(id, null)
    expect(after).toEqual(await asked.year(id, null))
    expect(after).not.toEqual(before)
  })

  it.each([-7, 7])('are the same where the page’s clock is wrong by %i days', async (wrong) => {
    const [{ id }] = practice.reasons as [PracticeReply['reasons'][number]]
    const confused = withEngine(asked, () => house.now + wrong * DAY_MS)
    expect(await confused.year(id, null)).toEqual(await asked.year(id, null))
  })
})
