import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import {
  type Ask,
  addBusy,
  type Busy,
  compile,
  type Exception,
  evaluate,
  occupancyOf,
  overflowOf,
  type Practice,
  removeBusy,
  type Schedule,
  slots,
} from '../../engine/index.ts'
import { oracleStarts } from '../kit/oracle.ts'
import { type World, worlds } from '../kit/random-practice.ts'
import { applyRemovals } from '../kit/removals.ts'

const DAY_MS = 86_400_000
const RUNS = { numRuns: 150 }
// The oracle looks at every minute of three days.
vi.setConfig({ testTimeout: 60_000 })

const dateAt = (instant: number) => new Date(instant).toISOString().slice(0, 10)

function snapshot({ practice, busy, now, from, to }: Omit<World, 'ask'>) {
  const compiled = compile(practice, { from: dateAt(from - 2 * DAY_MS), to: dateAt(to + 3 * DAY_MS) })
  return { compiled, occupancy: occupancyOf(compiled, busy), now }
}

const startsOf = (world: World, range = { start: world.from, end: world.to }) =>
  slots(snapshot(world), world.ask, range).map(({ start }) => start)

const iso = (starts: readonly number[]) => starts.map((start) => new Date(start).toISOString())

function withBusy(world: World, busy: readonly Busy[]): World {
  return { ...world, busy }
}

function withPractice(world: World, change: Partial<Practice>): World {
  return { ...world, practice: { ...world.practice, ...change } }
}

describe('what is listed', () => {
  it('is what a minute-by-minute oracle finds', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { practice, busy, ask, now, from, to } = world
        expect(iso(startsOf(world))).toEqual(iso(oracleStarts(practice, busy, ask, now, from, to)))
      }),
      { numRuns: 80 },
    )
  })

  it('is exactly what evaluate offers, on the minutes between starts too', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: -2000, max: 2000 }), (world, minutes) => {
        const shot = snapshot(world)
        const listed = new Set(startsOf(world))
        const middle = (world.from + world.to) / 2
        for (let start = middle + minutes * 60_000; start < middle + (minutes + 120) * 60_000; start += 60_000) {
          expect(evaluate(shot, world.ask, start).offered).toBe(listed.has(start))
        }
      }),
      RUNS,
    )
  })

  it('does not change when the range is asked for in two parts', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 0, max: 72 * 60 }), (world, minutes) => {
        const at = world.from + minutes * 60_000
        expect([
          ...startsOf(world, { start: world.from, end: at }),
          ...startsOf(world, { start: at, end: world.to }),
        ]).toEqual(startsOf(world))
      }),
      RUNS,
    )
  })

  it('does not change with the order of what is booked, and nothing that was given is changed', () => {
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.nat()), (world, numbers) => {
        const before = JSON.stringify(world)
        const shuffled = world.busy.map((item) => ({ item, key: numbers.next().value! })).sort((a, b) => a.key - b.key)
        const other = withBusy(
          world,
          shuffled.map(({ item }) => item),
        )
        expect(slots(snapshot(other), world.ask, { start: world.from, end: world.to })).toEqual(
          slots(snapshot(world), world.ask, { start: world.from, end: world.to }),
        )
        expect(JSON.stringify(world)).toBe(before)
      }),
      RUNS,
    )
  })
})

describe('a booking more', () => {
  it('never adds a start when it names its chair', () => {
    // Without a chair it may move others to another chair and so free one: that is the rule of first free chairs.
    fc.assert(
      fc.property(worlds, (world) => {
        // Nor may it be the appointment that a request became: then it counts instead of the request.
        const busy = world.busy.map((item) => ({
          ...item,
          chair: item.chair ?? world.practice.chairs[0]?.id ?? null,
          linkedTo: null,
        }))
        const all = startsOf(withBusy(world, busy.slice(1)))
        for (const start of startsOf(withBusy(world, busy))) expect(all).toContain(start)
      }),
      RUNS,
    )
  })
})

describe('a place more', () => {
  it('never removes a start when it is the split booking value', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const practitioners = world.practice.practitioners.map((one) => ({
          ...one,
          splitBooking: (one.splitBooking ?? 1) + 1,
        }))
        const more = startsOf(withPractice(world, { practitioners }))
        expect(more).toEqual(expect.arrayContaining(startsOf(world)))
      }),
      RUNS,
    )
  })

  it('never removes a start when it is a chair', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const chairs = [...world.practice.chairs, { id: 'extra' }]
        const reasons = world.practice.reasons.map((reason) => ({
          ...reason,
          chairs: reason.chairs && [...reason.chairs, 'extra'],
        }))
        const more = startsOf(withPractice(world, { chairs, reasons }))
        expect(more).toEqual(expect.arrayContaining(startsOf(world)))
      }),
      RUNS,
    )
  })
})

describe('places left', () => {
  it('are the split booking value less the peak over the footprint', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const ask: Ask = { ...world.ask, practitioner: world.practice.practitioners[0]!.id }
        const reason = world.practice.reasons.find(({ id }) => id === ask.reason)!
        if (reason.together) return
        for (const slot of slots(snapshot(world), ask, { start: world.from, end: world.to })) {
          // Filled place by place, without chairs, it takes exactly so many before nothing is left.
          const free = withPractice(world, {
            ceilings: [],
            reasons: world.practice.reasons.map((one) => ({ ...one, chairs: undefined })),
          })
          const visit = (i: number): Busy => ({
            ...reason,
            id: `more-${i}`,
            kind: 'request',
            status: 'pending',
            start: slot.start,
            end: slot.end,
            practitioners: [ask.practitioner!],
            chair: null,
            reason: ask.reason,
          })
          const fill = (count: number) => [...world.busy, ...Array.from({ length: count }, (_, i) => visit(i))]
          const offered = (count: number) => evaluate(snapshot(withBusy(free, fill(count))), ask, slot.start).offered
          expect([offered(slot.places - 1), offered(slot.places)]).toEqual([true, false])
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('what a refusal names as its removal', () => {
  it('makes the start offered, all of it together', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: -35 * 4, max: 35 * 4 }), (world, quarters) => {
        const start = (world.from + world.to) / 2 + quarters * 15 * 60_000
        fc.pre(start >= world.now)
        // One practitioner at one place: refusals of others need not be removed.
        const ask = { ...world.ask, practitioner: world.practice.practitioners[0]!.id, location: 'here' }
        const answer = evaluate(snapshot(world), ask, start)
        fc.pre(!answer.offered)
        if (answer.offered) return
        for (const { remove } of answer.against) expect(remove).not.toEqual([])
        const after = applyRemovals(world.practice, ask, answer.against)
        expect(evaluate(snapshot({ ...world, practice: after.practice }), after.ask, start)).toMatchObject({
          offered: true,
        })
      }),
      RUNS,
    )
  })
})

describe('adding and removing one by one', () => {
  it('gives the same as making the occupancy anew', () => {
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.nat()), (world, numbers) => {
        const { compiled, now } = snapshot(world)
        const occupancy = occupancyOf(compiled, [])
        const left = new Map<string, Busy>()
        for (const item of [...world.busy, ...world.busy]) {
          const isRemoval = numbers.next().value! % 3 === 0
          if (isRemoval) {
            expect(removeBusy(occupancy, item.id)).toBe(left.delete(item.id))
          } else {
            addBusy(occupancy, item)
            left.set(item.id, item)
          }
          const anew = occupancyOf(compiled, [...left.values()])
          const range = { start: world.from, end: world.to }
          expect(slots({ compiled, occupancy, now }, world.ask, range)).toEqual(
            slots({ compiled, occupancy: anew, now }, world.ask, range),
          )
          expect(overflowOf(occupancy)).toEqual(overflowOf(anew))
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('moving everything by whole weeks within one offset', () => {
  it('moves the answer by the same', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: 4 }), (world, weeks) => {
        const by = weeks * 7 * DAY_MS
        // Yearly rules are no weekly rules, and a horizon of months doesn't move by weeks.
        const still = withPractice(world, {
          locations: world.practice.locations.map((location) => ({ ...location, timeZone: 'Asia/Kathmandu' })),
          closures: world.practice.closures.filter((closure) => !('rrule' in closure)),
          horizonMonths: 12,
        })
        expect(startsOf(moved(still, by)).map((start) => start - by)).toEqual(startsOf(still))
      }),
      RUNS,
    )
  })
})

/** Everything dated, `by` ms later; every other week stays in step only with its own first date. */
function moved(world: World, by: number): World {
  const date = (text: string | undefined) => (text === undefined ? undefined : dateAt(Date.parse(text) + by))
  const instant = (text: string | undefined) =>
    text?.endsWith('Z') ? new Date(Date.parse(text) + by).toISOString() : text
  const { practice } = world
  return {
    ...world,
    now: world.now + by,
    from: world.from + by,
    to: world.to + by,
    busy: world.busy.map((item) => ({ ...item, start: item.start + by, end: item.end + by })),
    practice: {
      ...practice,
      closures: practice.closures.map((closure) => ({
        ...closure,
        ...('date' in closure ? { date: date(closure.date) } : {}),
        start: instant(closure.start)!,
        end: instant(closure.end)!,
      })),
      chairs: practice.chairs.map((chair) => ({
        ...chair,
        schedules: chair.schedules && movedSchedules(chair.schedules, date),
        exceptions: movedExceptions(chair.exceptions, date),
      })),
      practitioners: practice.practitioners.map((practitioner) => ({
        ...practitioner,
        schedules: movedSchedules(practitioner.schedules, date),
        weeks: practitioner.weeks?.map((edited) => ({ ...edited, week: date(edited.week)! })),
        exceptions: movedExceptions(practitioner.exceptions, date),
      })),
    },
  }
}

type MoveDate = (text: string | undefined) => string | undefined

function movedSchedules(schedules: readonly Schedule[], date: MoveDate): Schedule[] {
  return schedules.map((schedule) => ({
    from: date(schedule.from),
    windows: schedule.windows.map((window) => ({
      ...window,
      dtstart: date(window.dtstart),
      exdates: window.exdates?.map((text) => date(text)!),
    })),
  }))
}

function movedExceptions(exceptions: readonly Exception[] | undefined, date: MoveDate): Exception[] | undefined {
  return exceptions?.map((exception) => ({
    ...exception,
    date: date(exception.date),
    from: date(exception.from),
    through: date(exception.through),
  }))
}
