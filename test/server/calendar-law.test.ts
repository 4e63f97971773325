import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Busy, compile, evaluate, occupancyOf, type Snapshot, slots } from '../../engine/index.ts'
import { type Book, takenDuring } from '../../engine/occupancy.ts'
import { footprintOfReason } from '../../engine/visit.ts'
import { calendarFor } from '../../server/calendar/calendar.ts'
import type { CalendarReply } from '../../server/contract/calendar.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'
import type { DeskRequest, StoredAppointment } from '../../server/store/model.ts'
import type { Reader } from '../../server/store/store.ts'
import { testPractice } from '../kit/practice.ts'
import { type World, worlds } from '../kit/random-practice.ts'

/* Staff and patients never see different truths: what the calendar shows as taken is what the engine counts, and what the
   widget offers stands in hours and has a place. */

const DAY_MS = 86_400_000
const dateAt = (instant: number) => new Date(instant).toISOString().slice(0, 10)

/** The world's practice as a file: the same rules, with names. */
function fileOf({ practice }: World): PracticeFile {
  const named = <T extends { id: string }>(list: readonly T[]) => list.map((one) => ({ ...one, name: one.id }))
  return PracticeFile.parse({
    ...practice,
    ...{ id: 'oak', name: 'Oak Dental', phone: '555-0100' },
    locations: named(practice.locations).map((one) => ({ ...one, address: '1 Oak Street' })),
    chairs: named(practice.chairs),
    reasons: named(practice.reasons),
    practitioners: named(practice.practitioners),
  })
}

/** A store that holds what is busy, and nothing else. */
function readerOf(busy: readonly Busy[]): Reader {
  const rows = (kind: Busy['kind']) => busy.filter((item) => item.kind === kind)
  const inRange = ({ start }: Busy, range: { start: number; end: number }) => start >= range.start && start < range.end
  const reader: Partial<Reader> = {
    busy: async (_practice, range) =>
      busy.filter((item) => item.start >= range.start - 2 * DAY_MS && item.start < range.end + 2 * DAY_MS),
    taking: async (_practice, ids) => ({ busy: busy.filter(({ id }) => ids.includes(id)), holds: [] }),
    blocks: async () => [],
    liveHolds: async () => [],
    requestsBetween: async (_practice, range) =>
      rows('request')
        .filter((item) => inRange(item, range))
        .map((item) => ({ ...item, state: item.status, appointment: item.linkedTo ?? null }) as unknown as DeskRequest),
    appointments: async (_practice, range) =>
      rows('appointment')
        .filter((item) => inRange(item, range))
        .map((item) => ({ ...item, patient: null }) as StoredAppointment),
  }
  return reader as Reader
}

async function shownOf(file: PracticeFile, busy: readonly Busy[], now: number, from: string, to: string) {
  return (await calendarFor(readerOf(busy), { file, rulesVersion: 1 }, now, { from, to })).calendar
}

interface Shown {
  readonly calendar: CalendarReply
  /** The widget's, read for other dates. */
  readonly snapshot: Snapshot
  readonly world: World
}

async function shown(world: World): Promise<Shown> {
  const file = fileOf(world)
  const { busy, now, from, to } = world
  const calendar = await shownOf(file, busy, now, dateAt(from - 2 * DAY_MS), dateAt(to + 3 * DAY_MS))
  const compiled = compile(file, { from: dateAt(from - 5 * DAY_MS), to: dateAt(to + 9 * DAY_MS) })
  return { calendar, snapshot: { compiled, occupancy: occupancyOf(compiled, busy), now }, world }
}

const laneOf = ({ lanes }: CalendarReply, kind: 'practitioner' | 'chair', id: string) =>
  lanes.find((lane) => lane.kind === kind && lane.id === id)!
type Lane = CalendarReply['lanes'][number]

function takenAt({ taken }: Lane, instant: number): number {
  const parts = taken.filter(({ start, end }) => Date.parse(start) <= instant && Date.parse(end) > instant)
  if (parts.length > 1) throw new Error('parts overlap')
  return parts[0]?.taken ?? 0
}

/** What the engine has in a book at an instant; a block fills the places. */
function countedAt(book: Book | undefined, instant: number, places: number): number {
  const during = takenDuring(book, { start: instant, end: instant + 1 })
  const visits = during.filter(({ takesAll }) => !takesAll).length
  return during.length > visits ? Math.max(places, visits) : visits
}

/** Is every instant of it in one of the open times there? */
function isOpenAt({ open }: Lane, location: string, start: number, end: number): boolean {
  let reached = start
  for (const part of open.filter((each) => each.location === location)) {
    if (Date.parse(part.start) <= reached) reached = Math.max(reached, Date.parse(part.end))
  }
  return reached >= end
}

const everyMinutes = (start: number, end: number, minutes = 1) =>
  Array.from({ length: Math.ceil((end - start) / (minutes * 60_000)) }, (_, i) => start + i * minutes * 60_000)

describe('calendar and availability', () => {
  it('count the same for each practitioner and chair at each instant', () =>
    fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { calendar, snapshot } = await shown(world)
        const { compiled, occupancy } = snapshot
        for (const lane of calendar.lanes) {
          const book = occupancy[lane.kind === 'chair' ? 'chairs' : 'practitioners'].get(lane.id)
          const own = compiled[lane.kind === 'chair' ? 'chairs' : 'practitioners'].get(lane.id)!
          const places = ('capacity' in own ? own.capacity : 'splitBooking' in own ? own.splitBooking : 1) ?? 1
          expect(lane.places).toBe(places)
          const edges = (book?.taken ?? []).flatMap(({ start, end }) => [start - 1, start, end - 1, end])
          for (const instant of [...edges, ...everyMinutes(world.from, world.to, 29)]) {
            expect(takenAt(lane, instant)).toBe(countedAt(book, instant, places))
          }
        }
      }),
      { numRuns: 150 },
    ))

  it('agree: what is offered stands in open hours with free places, outside closures', async () => {
    let offered = 0
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { calendar, snapshot } = await shown({ ...world, ask: { reason: world.ask.reason } })
        const { compiled } = snapshot
        const reason = compiled.reasons.get(world.ask.reason)!
        for (const slot of slots(snapshot, { reason: reason.id }, { start: world.from, end: world.to }).slice(0, 40)) {
          offered++
          const needed = footprintOfReason(compiled.practice, reason, slot.start)
          const team = reason.together ? slot.practitioners : slot.practitioners.slice(0, 1)
          for (const id of team) {
            const lane = laneOf(calendar, 'practitioner', id)
            expect(isOpenAt(lane, slot.location, slot.start, slot.end)).toBe(true)
            for (const part of needed.practitioner) {
              for (const at of everyMinutes(part.start, part.end)) expect(takenAt(lane, at)).toBeLessThan(lane.places)
            }
          }
          if (slot.chair !== null) {
            const lane = laneOf(calendar, 'chair', slot.chair)
            if (lane.hasHours) expect(isOpenAt(lane, slot.location, slot.start, slot.end)).toBe(true)
            for (const at of everyMinutes(needed.chair.start, needed.chair.end)) {
              expect(takenAt(lane, at)).toBeLessThan(lane.places)
            }
          }
          const closed = calendar.closures.filter(
            ({ start, end, location }) =>
              (location === null || location === slot.location) &&
              Date.parse(start) < slot.end &&
              Date.parse(end) > slot.start,
          )
          expect(closed).toEqual([])
        }
      }),
      { numRuns: 150 },
    )
    expect(offered).toBeGreaterThan(500)
  })

  it('agree: whom the engine calls full has no place left in the calendar, and the reverse', async () => {
    let full = 0
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { calendar, snapshot } = await shown(world)
        const { compiled } = snapshot
        const reason = compiled.reasons.get(world.ask.reason)!
        if (reason.together) return
        const starts = world.busy.flatMap(({ start, end }) => [start - 20 * 60_000, start, end - 60_000, end])
        for (const start of [...starts, (world.from + world.to) / 2]) {
          const { practitioner } = footprintOfReason(compiled.practice, reason, start)
          const instants = practitioner.flatMap((part) => everyMinutes(part.start, part.end))
          for (const { id } of compiled.practice.practitioners) {
            const answer = evaluate(snapshot, { reason: reason.id, practitioner: id }, start)
            const isFull = !answer.offered && answer.against.some(({ rule }) => rule === 'practitioner-full')
            const lane = laneOf(calendar, 'practitioner', id)
            expect(instants.some((at) => takenAt(lane, at) >= lane.places)).toBe(isFull)
            full += Number(isFull)
          }
        }
      }),
      { numRuns: 60 },
    )
    expect(full).toBeGreaterThan(100)
  })

  it('agree: what the engine calls outside hours or closed is so in the calendar, and the reverse', async () => {
    const seen = { 'outside-hours': 0, closed: 0, neither: 0 }
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { calendar, snapshot } = await shown(world)
        const { compiled } = snapshot
        const { id: reason, durationMinutes, together } = compiled.reasons.get(world.ask.reason)!
        if (together) return
        const within = (start: number) => start >= world.from && start < world.to
        const edges = [...calendar.closures, ...calendar.lanes.flatMap(({ open }) => open)].flatMap(({ start, end }) =>
          [start, end]
            .map((text) => Date.parse(text))
            .flatMap((at) => [at - durationMinutes * 60_000, at - 60_000, at]),
        )
        for (const start of [...edges.filter(within).slice(0, 40), ...everyMinutes(world.from, world.to, 247)]) {
          const end = start + durationMinutes * 60_000
          for (const location of compiled.zones.keys()) {
            for (const { id: practitioner } of compiled.practice.practitioners) {
              const answer = evaluate(snapshot, { reason, practitioner, location }, start)
              const rules = answer.offered ? [] : answer.against.map(({ rule }) => rule)
              const isClosed = calendar.closures.some(
                (each) =>
                  (each.location === null || each.location === location) &&
                  Date.parse(each.start) < end &&
                  Date.parse(each.end) > start,
              )
              const isOpen = isOpenAt(laneOf(calendar, 'practitioner', practitioner), location, start, end)
              expect([isOpen, isClosed]).toEqual([!rules.includes('outside-hours'), rules.includes('closed')])
              seen['outside-hours'] += Number(!isOpen)
              seen.closed += Number(isClosed)
              seen.neither += Number(isOpen && !isClosed)
            }
          }
        }
      }),
      { numRuns: 60 },
    )
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(100)
  })

  it('show each visit that counts once, and none that does not', () =>
    fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { calendar, snapshot } = await shown(world)
        const counted = new Set(
          [...snapshot.occupancy.practitioners.values()].flatMap(({ taken }) => taken.map(({ id }) => id)),
        )
        const ids = calendar.items.map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
        for (const id of counted) expect(ids).toContain(id)
        for (const item of calendar.items) {
          if (item.state === 'noshow') continue
          if (item.practitioners.length > 0) expect(counted).toContain(item.id)
        }
      }),
      { numRuns: 100 },
    ))

  it('do not count a request beside its appointment on another day', async () => {
    const visit = { practitioners: ['ann'], chair: 'one', reason: 'check' }
    const start = Date.parse('2026-11-23T09:30:00-05:00')
    const moved = Date.parse('2026-12-21T09:30:00-05:00')
    const request = {
      id: 'r',
      kind: 'request',
      status: 'booked',
      start,
      end: start + 1_800_000,
      linkedTo: 'a',
    } as const
    const appointment = {
      id: 'a',
      kind: 'appointment',
      status: 'booked',
      start: moved,
      end: moved + 1_800_000,
    } as const
    const both = [
      { ...request, ...visit },
      { ...appointment, ...visit },
    ]
    const now = start - DAY_MS
    const calendar = await shownOf(testPractice(), both, now, '2026-11-23', '2026-11-24')
    expect([calendar.items, calendar.lanes.flatMap(({ taken }) => taken)]).toEqual([[], []])
    const sameDay = [both[0]!, { ...both[1]!, start, end: start + 1_800_000 }]
    const one = await shownOf(testPractice(), sameDay, now, '2026-11-23', '2026-11-24')
    expect(one.items.map(({ id, kind, request: of }) => [id, kind, of])).toEqual([['a', 'appointment', 'r']])
    const alone = await shownOf(testPractice(), both.slice(0, 1), now, '2026-11-23', '2026-11-24')
    expect(alone.items.map(({ id }) => id)).toEqual(['r'])
  })
})
