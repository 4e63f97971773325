import fc from 'fast-check'
import type { Ask, Busy, Closure, Exception, Practice, Practitioner, Reason, Window } from '../../engine/model.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** A practice, what is booked there, a question and a range around a day on which clocks may change. */
export interface World {
  readonly practice: Practice
  readonly busy: readonly Busy[]
  readonly ask: Ask
  readonly now: number
  readonly from: number
  readonly to: number
}

/** Zones with clock changes of an hour, half an hour and two hours, odd offsets and none; each with a day of change. */
const scenes: readonly (readonly [timeZone: string, date: string])[] = [
  ['America/New_York', '2027-03-14'],
  ['America/New_York', '2027-11-07'],
  ['Europe/London', '2027-10-31'],
  ['Australia/Lord_Howe', '2027-10-03'],
  ['Antarctica/Troll', '2027-03-28'],
  ['Pacific/Chatham', '2027-09-26'],
  ['Asia/Kathmandu', '2027-06-07'],
  ['Africa/Cairo', '2027-04-30'],
  ['UTC', '2027-06-07'],
]

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`)
const dateAt = (instant: number) => new Date(instant).toISOString().slice(0, 10)
const time = (quarters: number) =>
  `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
/** The plain thing three times in four, so that most worlds have something on offer. */
const mostly = <T>(plain: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(plain) }, { weight: 1, arbitrary: other })

const hoursOfDay = fc.tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 40 })).map(([start, length]) => {
  const end = start + length
  return { start: time(start), end: end === 96 ? '24:00' : time(end % 96) }
})

function windowAround(date: string): fc.Arbitrary<Window> {
  const every = fc.record({
    hours: hoursOfDay,
    on: fc.uniqueArray(fc.constantFrom(...days), { minLength: 2, maxLength: 7 }),
    everyOther: fc.boolean(),
    exdates: fc.constantFrom<string[] | undefined>(undefined, [date]),
  })
  return every.map(({ hours, on, everyOther, exdates }) => ({
    ...hours,
    rrule: `FREQ=WEEKLY;${everyOther ? 'INTERVAL=2;' : ''}BYDAY=${on.join()}`,
    dtstart: everyOther ? '2027-01-04' : undefined,
    exdates,
  }))
}

function exceptionAround(dates: readonly string[]): fc.Arbitrary<Exception> {
  const when = fc.oneof(
    fc.constantFrom(...dates).map((date) => ({ date })),
    fc.constant({ from: dates[0], through: dates[1] }),
  )
  const what = fc.oneof(
    fc.array(hoursOfDay, { maxLength: 2 }).map((windows) => ({ windows })),
    hoursOfDay.map((remove) => ({ remove })),
  )
  return fc.tuple(when, what).map(([dated, change]) => ({ ...dated, ...change }))
}

function closureAround(dates: readonly string[], at: number): fc.Arbitrary<Closure> {
  return fc.oneof(
    fc.constantFrom(...dates).map((date): Closure => ({ name: 'day', date })),
    fc.tuple(fc.constantFrom(...dates), hoursOfDay).map(([date, hours]): Closure => ({ name: 'part', date, ...hours })),
    fc.tuple(fc.integer({ min: -600, max: 600 }), fc.integer({ min: 1, max: 400 })).map(
      ([start, length]): Closure => ({
        name: 'instants',
        start: new Date(at + start * MINUTE_MS).toISOString(),
        end: new Date(at + (start + length) * MINUTE_MS).toISOString(),
      }),
    ),
  )
}

/** Worlds small enough for an oracle that looks at each minute: two or three days, three practitioners, two chairs. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    scene: fc.constantFrom(...scenes),
    practitioners: fc.integer({ min: 1, max: 3 }),
    chairs: fc.integer({ min: 0, max: 2 }),
    reasons: fc.integer({ min: 1, max: 2 }),
  })
  .chain(({ scene: [timeZone, date], practitioners, chairs, reasons }) => {
    const noon = Date.parse(`${date}T12:00:00Z`)
    const dates = [dateAt(noon - DAY_MS), date, dateAt(noon + DAY_MS)]
    const reasonIds = ids('reason', reasons)
    const practitionerIds = ids('practitioner', practitioners)
    const chairIds = ids('chair', chairs)

    const reasonFor = (id: string): fc.Arbitrary<Reason> =>
      fc.record({
        id: fc.constant(id),
        durationMinutes: fc.integer({ min: 1, max: 12 }).map((n) => n * 10),
        stepMinutes: optional(fc.constantFrom(10, 15, 20, 30, 45, 60)),
        bufferBeforeMinutes: fc.constantFrom(undefined, 0, 5, 12),
        bufferAfterMinutes: fc.constantFrom(undefined, 0, 5, 20),
        chairs: mostly<readonly string[] | undefined>(
          chairs === 0 ? undefined : chairIds,
          fc.constantFrom(undefined, [], chairIds.slice(1)),
        ),
        patients: mostly(undefined, fc.constantFrom('new' as const, 'existing' as const)),
        together: fc.oneof(
          { weight: 7, arbitrary: fc.constant(undefined) },
          { weight: 1, arbitrary: fc.shuffledSubarray(practitionerIds, { minLength: 1 }) },
        ),
      })
    const practitionerFor = (id: string): fc.Arbitrary<Practitioner> =>
      fc.record({
        id: fc.constant(id),
        splitBooking: fc.constantFrom(undefined, 1, 2, 3),
        reasons: mostly(reasonIds, fc.shuffledSubarray(reasonIds)),
        schedules: fc.oneof(
          fc.array(windowAround(date), { minLength: 1, maxLength: 4 }).map((windows) => [{ windows }]),
          fc
            .tuple(fc.array(windowAround(date), { maxLength: 2 }), fc.array(windowAround(date), { maxLength: 2 }))
            .map(([before, after]) => [{ from: date, windows: after }, { windows: before }]),
        ),
        exceptions: mostly([], fc.array(exceptionAround(dates), { minLength: 1, maxLength: 2 })),
      })
    const busyOne: fc.Arbitrary<Omit<Busy, 'id' | 'end'> & { minutes: number }> = fc.record({
      kind: fc.constantFrom('appointment' as const, 'appointment' as const, 'request' as const, 'block' as const),
      status: fc.constantFrom(
        'booked' as const,
        'booked' as const,
        'pending' as const,
        'cancelled' as const,
        'noshow' as const,
      ),
      start: fc.integer({ min: -40 * 60, max: 40 * 60 }).map((minutes) => noon + minutes * MINUTE_MS),
      minutes: fc.oneof(
        fc.integer({ min: 0, max: 24 }).map((n) => n * 5),
        fc.integer({ min: 1, max: 100 }),
      ),
      practitioners: fc.shuffledSubarray(practitionerIds, { minLength: 0, maxLength: Math.min(2, practitioners) }),
      chair: fc.constantFrom(null, ...chairIds),
      reason: fc.constantFrom(null, ...reasonIds),
      bufferBeforeMinutes: fc.constantFrom(undefined, 5, 7),
      bufferAfterMinutes: fc.constantFrom(undefined, 10),
    })

    return fc.record({
      practice: fc.record({
        locations: fc.constant([{ id: 'here', timeZone }]),
        chairs: fc.tuple(
          ...chairIds.map((id) => fc.record({ id: fc.constant(id), capacity: fc.constantFrom(undefined, 1, 2) })),
        ),
        reasons: fc.tuple(...reasonIds.map(reasonFor)),
        practitioners: fc.tuple(...practitionerIds.map(practitionerFor)),
        closures: mostly([], fc.array(closureAround(dates, noon), { minLength: 1, maxLength: 2 })),
        noticeMinutes: mostly(0, fc.constantFrom(60, 1440)),
        horizonMonths: fc.constantFrom(12, 1),
        timeUnitMinutes: fc.constantFrom(1 as const, 5 as const),
        grid: fc.constantFrom('window' as const, 'window' as const, 'clock' as const),
      }),
      busy: fc
        .array(busyOne, { maxLength: 12 })
        .map((list) =>
          list.map(
            ({ minutes, ...item }, i): Busy => ({ ...item, id: `b${i}`, end: item.start + minutes * MINUTE_MS }),
          ),
        ),
      ask: fc.record({
        reason: fc.constantFrom(...reasonIds),
        practitioner: mostly(null, fc.constantFrom(undefined, ...practitionerIds)),
        patients: mostly(undefined, fc.constantFrom('new' as const, 'existing' as const)),
      }),
      // Long before, within the days asked for, and about a month before, where the horizon of one month ends.
      now: fc.oneof(
        { weight: 3, arbitrary: fc.constant(noon - 10 * DAY_MS) },
        {
          weight: 1,
          arbitrary: fc.integer({ min: -2000, max: 2000 }).map((minutes) => noon + minutes * MINUTE_MS + 7),
        },
        {
          weight: 1,
          arbitrary: fc.integer({ min: -3000, max: 3000 }).map((minutes) => noon - 30 * DAY_MS + minutes * MINUTE_MS),
        },
      ),
      from: fc.constant(noon - 36 * 60 * MINUTE_MS),
      to: fc.constant(noon + 36 * 60 * MINUTE_MS),
    })
  })
