import { deepStrictEqual, ok } from 'node:assert'
import fc from 'fast-check'
import type * as engine from '../../engine/index.ts'
import type { Ask, Busy, Evaluation, Exception, Practice, Schedule, Snapshot } from '../../engine/index.ts'
import { oracleStarts } from './oracle.ts'
import { type World, worlds } from './random-practice.ts'
import { applyRemovals } from './removals.ts'

/** What the laws are about. A mutant takes its place to show that a law can fail. */
export type Engine = typeof engine

/** One law: true for every world, or it throws. */
export interface Law {
  readonly name: string
  readonly property: (engine: Engine) => fc.IProperty<[unknown[]]>
}

const DAY_MS = 86_400_000

const dateAt = (instant: number) => new Date(instant).toISOString().slice(0, 10)
const minutesAway = fc.integer({ min: -34 * 60, max: 34 * 60 })
const numbers = fc.infiniteStream(fc.nat())

function snapshotOf(
  { compile, occupancyOf }: Engine,
  { practice, busy, now, from, to }: Pick<World, 'practice' | 'busy' | 'now' | 'from' | 'to'>,
): Snapshot {
  const compiled = compile(practice, { from: dateAt(from - 2 * DAY_MS), to: dateAt(to + 3 * DAY_MS) })
  return { compiled, occupancy: occupancyOf(compiled, busy), now }
}

function slotsIn(engine: Engine, world: World, range = { start: world.from, end: world.to }) {
  return engine.slots(snapshotOf(engine, world), world.ask, range)
}

function startsIn(engine: Engine, world: World, range?: { start: number; end: number }): string[] {
  return slotsIn(engine, world, range).map(({ start }) => new Date(start).toISOString())
}

function withPractice(world: World, change: Partial<Practice>): World {
  return { ...world, practice: { ...world.practice, ...change } }
}

function keeps(more: readonly string[], less: readonly string[]): void {
  deepStrictEqual(
    less.filter((start) => !more.includes(start)),
    [],
  )
}

const middle = ({ from, to }: World) => (from + to) / 2

function law<T extends [unknown, ...unknown[]]>(
  name: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (engine: Engine, ...values: T) => void,
): Law {
  return {
    name,
    property: (engine) =>
      fc.property(fc.tuple(...(arbitraries as fc.Arbitrary<unknown>[])), (values) => holds(engine, ...(values as T))),
  }
}

/** The laws of availability. */
export const laws: readonly Law[] = [
  law<[World]>('what is listed is what a minute-by-minute oracle finds', [worlds], (engine, world) => {
    const { practice, busy, ask, now, from, to } = world
    const found = oracleStarts(practice, busy, ask, now, from, to).map((start) => new Date(start).toISOString())
    deepStrictEqual(startsIn(engine, world), found)
  }),

  law<[World, number]>(
    'what is listed is exactly what evaluate offers, slot for slot, on the minutes between too',
    [worlds, minutesAway],
    (engine, world, minutes) => {
      const snapshot = snapshotOf(engine, world)
      const listed = new Map(slotsIn(engine, world).map((slot) => [slot.start, slot]))
      const first = middle(world) + minutes * 60_000
      for (let start = first; start < first + 90 * 60_000; start += 60_000) {
        const answer = engine.evaluate(snapshot, world.ask, start)
        deepStrictEqual(answer.offered ? answer.slot : undefined, listed.get(start))
      }
      for (const slot of listed.values())
        deepStrictEqual(slotOf(engine.evaluate(snapshot, world.ask, slot.start)), slot)
    },
  ),

  law<[World, number]>(
    'a range asked for in two parts gives the same',
    [worlds, minutesAway],
    (engine, world, minutes) => {
      const at = middle(world) + minutes * 60_000
      const parts = [
        ...startsIn(engine, world, { start: world.from, end: at }),
        ...startsIn(engine, world, { start: at, end: world.to }),
      ]
      deepStrictEqual(parts, startsIn(engine, world))
    },
  ),

  law<[World, Stream]>(
    'the order of what is booked does not matter, and nothing given is changed',
    [worlds, numbers],
    (engine, world, stream) => {
      const before = JSON.stringify(world)
      const keyed = world.busy.map((item) => ({ item, key: stream.next().value! }))
      const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
      deepStrictEqual(slotsIn(engine, { ...world, busy: shuffled }), slotsIn(engine, world))
      deepStrictEqual(JSON.stringify(world), before)
    },
  ),

  law<[World]>('a booking more never adds a start', [worlds], (engine, world) => {
    // One without a chair may push another into the next chair and so free one: that is the rule of first free chairs.
    // Nor may it be the appointment that a request became: then it counts instead of the request.
    const busy = world.busy.map((item) => ({
      ...item,
      chair: item.chair ?? world.practice.chairs[0]?.id ?? null,
      linkedTo: null,
    }))
    keeps(startsIn(engine, { ...world, busy: busy.slice(1) }), startsIn(engine, { ...world, busy }))
  }),

  law<[World]>('a place more for a practitioner never removes a start', [worlds], (engine, world) => {
    const practitioners = world.practice.practitioners.map((one) => ({
      ...one,
      splitBooking: (one.splitBooking ?? 1) + 1,
    }))
    keeps(startsIn(engine, withPractice(world, { practitioners })), startsIn(engine, world))
  }),

  law<[World]>('a chair more never removes a start', [worlds], (engine, world) => {
    const chairs = [...world.practice.chairs, { id: 'extra' }]
    const reasons = world.practice.reasons.map((reason) => ({
      ...reason,
      chairs: reason.chairs && [...reason.chairs, 'extra'],
    }))
    keeps(startsIn(engine, withPractice(world, { chairs, reasons })), startsIn(engine, world))
  }),

  law<[World]>(
    'places left are so many as can be filled, one by one, before the start is gone',
    [worlds],
    (engine, world) => {
      const ask: Ask = { ...world.ask, practitioner: world.practice.practitioners[0]!.id, ignore: undefined }
      const reason = world.practice.reasons.find(({ id }) => id === ask.reason)!
      if (reason.together) return
      // Chairs and ceilings have places of their own.
      const reasons = world.practice.reasons.map((one) => ({ ...one, chairs: undefined }))
      const free = withPractice({ ...world, ask }, { reasons, ceilings: [] })
      for (const slot of slotsIn(engine, { ...world, ask }).slice(0, 6)) {
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
          patients: null,
        })
        const offered = (count: number) => {
          const busy = [...world.busy, ...Array.from({ length: count }, (_, i) => visit(i))]
          return engine.evaluate(snapshotOf(engine, { ...free, busy }), ask, slot.start).offered
        }
        deepStrictEqual([offered(slot.places - 1), offered(slot.places)], [true, false])
      }
    },
  ),

  law<[World, number]>(
    'what a refusal names as its removals, all together, makes the start offered',
    [worlds, fc.integer({ min: -35 * 4, max: 35 * 4 })],
    (engine, world, quarters) => {
      const start = middle(world) + quarters * 15 * 60_000
      if (start < world.now) return
      // One practitioner at one place: refusals of others need not be removed.
      const ask = { ...world.ask, practitioner: world.practice.practitioners[0]!.id, location: 'here' }
      const answer = engine.evaluate(snapshotOf(engine, world), ask, start)
      if (answer.offered) return
      for (const { remove } of answer.against) ok(remove.length > 0)
      const after = applyRemovals(world.practice, ask, answer.against)
      const again = engine.evaluate(snapshotOf(engine, { ...world, practice: after.practice }), after.ask, start)
      deepStrictEqual(again.offered ? [] : again.against, [])
    },
  ),

  law<[World, number]>(
    'everything dated moved by whole weeks moves the answer by the same',
    [worlds, fc.integer({ min: 1, max: 4 })],
    (engine, world, weeks) => {
      const by = weeks * 7 * DAY_MS
      // Within one offset; yearly rules are no weekly rules, and a horizon of months doesn't move by weeks.
      const still = withPractice(world, {
        locations: world.practice.locations.map((location) => ({ ...location, timeZone: 'Asia/Kathmandu' })),
        closures: world.practice.closures.filter((closure) => !('rrule' in closure)),
        horizonMonths: 12,
      })
      const later = slotsIn(engine, moved(still, by)).map(({ start }) => start - by)
      deepStrictEqual(
        later,
        slotsIn(engine, still).map(({ start }) => start),
      )
    },
  ),

  law<[World, Stream]>(
    'adding and removing one by one is the same as making the occupancy anew',
    [worlds, numbers],
    (engine, world, stream) => {
      const { compiled, now } = snapshotOf(engine, world)
      const occupancy = engine.occupancyOf(compiled, [])
      const left = new Map<string, Busy>()
      const range = { start: world.from, end: world.to }
      for (const item of [...world.busy, ...world.busy]) {
        if (stream.next().value! % 3 === 0) {
          deepStrictEqual(engine.removeBusy(occupancy, item.id), left.delete(item.id))
        } else {
          engine.addBusy(occupancy, item)
          left.set(item.id, item)
        }
        // What is asked in between is kept and must follow.
        if (stream.next().value! % 2 === 0) engine.slots({ compiled, occupancy, now }, world.ask, range)
      }
      const anew = engine.occupancyOf(compiled, [...left.values()])
      deepStrictEqual(
        engine.slots({ compiled, occupancy, now }, world.ask, range),
        engine.slots({ compiled, occupancy: anew, now }, world.ask, range),
      )
      deepStrictEqual(engine.overflowOf(occupancy), engine.overflowOf(anew))
    },
  ),

  law<[World, number]>(
    'a snapshot written down and revived lists the same slots and refuses by the same rules',
    [worlds, minutesAway],
    (engine, world, minutes) => {
      // What is to be ignored is named by id, and a written snapshot knows no ids.
      const ask = { ...world.ask, ignore: undefined }
      const snapshot = snapshotOf(engine, world)
      const written = JSON.stringify(engine.writeSnapshot(snapshot, 'any'))
      const revived = engine.readSnapshot(JSON.parse(written))
      const range = { start: world.from, end: world.to }
      deepStrictEqual(engine.slots(revived, ask, range), engine.slots(snapshot, ask, range))
      const start = middle(world) + minutes * 60_000
      deepStrictEqual(rulesOf(engine.evaluate(revived, ask, start)), rulesOf(engine.evaluate(snapshot, ask, start)))
      for (const { id } of world.busy) ok(!written.includes(`"${id}"`))
    },
  ),

  law<[World]>('an answer for the wire reads back as the slots it was made of', [worlds], (engine, world) => {
    const snapshot = snapshotOf(engine, world)
    const range = { start: world.from, end: world.to }
    const wired = JSON.parse(JSON.stringify(engine.writeAnswer(snapshot, world.ask, range)))
    deepStrictEqual(
      engine.readAnswer(wired).map(({ date, time: _time, ...slot }) => ({ ...slot, date })),
      engine.slots(snapshot, world.ask, range).map(({ end: _end, chair: _chair, ...slot }) => ({
        ...slot,
        date: engine.dateOfSlot(snapshot.compiled, slot),
      })),
    )
  }),
]

type Stream = Iterator<number>

function slotOf(answer: Evaluation) {
  return answer.offered ? answer.slot : undefined
}

function rulesOf(answer: Evaluation) {
  return answer.offered ? 'offered' : answer.against.map(({ rule }) => rule)
}

/** Everything dated, `by` ms later. */
function moved(world: World, by: number): World {
  const date: MoveDate = (text) => (text === undefined ? undefined : dateAt(Date.parse(text) + by))
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
