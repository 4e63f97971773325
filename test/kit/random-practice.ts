import fc from 'fast-check'
import type {
  Ask,
  Busy,
  Ceiling,
  Chair,
  Closure,
  DatedWindow,
  Exception,
  PatientKind,
  Practice,
  Practitioner,
  Reason,
  Schedule,
  Segment,
  Window,
} from '../../engine/model.ts'

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
const scenes: readonly (readonly [timeZone: string, date: string, otherZone: string])[] = [
  ['America/New_York', '2027-03-14', 'America/Phoenix'],
  ['America/New_York', '2027-11-07', 'America/Chicago'],
  ['Europe/London', '2027-10-31', 'Europe/Dublin'],
  ['Australia/Lord_Howe', '2027-10-03', 'Australia/Sydney'],
  ['Antarctica/Troll', '2027-03-28', 'UTC'],
  ['Pacific/Chatham', '2027-09-26', 'Pacific/Auckland'],
  ['Asia/Kathmandu', '2027-06-07', 'Asia/Kolkata'],
  ['Africa/Cairo', '2027-04-30', 'Africa/Casablanca'],
  ['America/St_Johns', '2027-11-07', 'America/Halifax'],
  ['UTC', '2027-06-07', 'Asia/Tokyo'],
]

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`)
const dateAt = (instant: number) => new Date(instant).toISOString().slice(0, 10)
const time = (quarters: number) =>
  `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
/** The plain thing three times in four, so that most worlds have something on offer. */
const mostly = <T>(plain: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(plain) }, { weight: 1, arbitrary: other })

const patientKind = fc.constantFrom<PatientKind>('new', 'existing')

const hoursOfDay = fc.tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 40 })).map(([start, length]) => {
  const end = start + length
  return { start: time(start), end: end === 96 ? '24:00' : time(end % 96) }
})

/** The names a world is built of. */
interface Cast {
  readonly dates: readonly [string, string, string]
  readonly noon: number
  readonly locations: readonly string[]
  readonly chairs: readonly string[]
  readonly reasons: readonly string[]
  readonly practitioners: readonly string[]
}

function datedWindow({ locations, reasons }: Cast): fc.Arbitrary<DatedWindow> {
  return fc
    .record({
      hours: hoursOfDay,
      location: fc.constantFrom(...locations),
      reasons: mostly<string[] | undefined>(undefined, fc.shuffledSubarray([...reasons])),
      patients: mostly<PatientKind | undefined>(undefined, patientKind),
    })
    .map(({ hours, ...rest }) => ({ ...hours, ...rest }))
}

function window(cast: Cast): fc.Arbitrary<Window> {
  return fc
    .record({
      dated: datedWindow(cast),
      on: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 2, maxLength: 7 }),
      everyOther: fc.boolean(),
      exdates: mostly<string[] | undefined>(undefined, fc.constant([cast.dates[1]])),
    })
    .map(({ dated, on, everyOther, exdates }) => ({
      ...dated,
      rrule: `FREQ=WEEKLY;${everyOther ? 'INTERVAL=2;' : ''}BYDAY=${on.join()}`,
      dtstart: everyOther ? '2027-01-04' : undefined,
      exdates,
    }))
}

function schedules(cast: Cast): fc.Arbitrary<Schedule[]> {
  const windows = fc.array(window(cast), { minLength: 1, maxLength: 4 })
  return fc.oneof(
    { weight: 3, arbitrary: windows.map((always) => [{ windows: always }]) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(windows, windows)
        .map(([before, after]) => [{ from: cast.dates[1], windows: after }, { windows: before }]),
    },
  )
}

function exception(cast: Cast): fc.Arbitrary<Exception> {
  const when = fc.oneof(
    fc.constantFrom(...cast.dates).map((date) => ({ date })),
    fc.constant({ from: cast.dates[0], through: cast.dates[1] }),
  )
  const what = fc.oneof(
    fc.array(datedWindow(cast), { maxLength: 2 }).map((windows) => ({ windows })),
    hoursOfDay.map((remove) => ({ remove })),
  )
  return fc.tuple(when, what).map(([dated, change]) => ({ ...dated, ...change }))
}

const someOf = <T>(of: fc.Arbitrary<T>) => mostly<T[]>([], fc.array(of, { minLength: 1, maxLength: 2 }))

function mondayOf(date: string): string {
  const noon = Date.parse(`${date}T12:00:00Z`)
  return dateAt(noon - ((new Date(noon).getUTCDay() + 6) % 7) * DAY_MS)
}

function practitioner(cast: Cast, id: string): fc.Arbitrary<Practitioner> {
  return fc.record({
    id: fc.constant(id),
    splitBooking: fc.constantFrom(undefined, 1, 2, 3),
    reasons: mostly<readonly string[]>(cast.reasons, fc.shuffledSubarray([...cast.reasons])),
    schedules: schedules(cast),
    weeks: mostly(
      [],
      fc
        .array(fc.tuple(datedWindow(cast), fc.integer({ min: 1, max: 7 })), { maxLength: 6 })
        .map((list) => [
          { week: mondayOf(cast.dates[1]), windows: list.map(([dated, weekday]) => ({ ...dated, weekday })) },
        ]),
    ),
    exceptions: someOf(exception(cast)),
  })
}

function chair(cast: Cast, id: string): fc.Arbitrary<Chair> {
  return fc.record({
    id: fc.constant(id),
    capacity: fc.constantFrom(undefined, 1, 2),
    location: cast.locations.length === 1 ? fc.constant(undefined) : fc.constantFrom(...cast.locations),
    schedules: mostly<Schedule[] | undefined>(undefined, schedules(cast)),
    exceptions: someOf(exception(cast)),
  })
}

function segments(durationMinutes: number): fc.Arbitrary<Segment[]> {
  return fc
    .uniqueArray(fc.integer({ min: 0, max: durationMinutes }), { minLength: 2, maxLength: 4 })
    .map((cuts) => cuts.sort((a, b) => a - b))
    .map((cuts) =>
      cuts.length < 4
        ? [{ startMinutes: cuts[0]!, endMinutes: cuts[1]! }]
        : [
            { startMinutes: cuts[0]!, endMinutes: cuts[1]! },
            { startMinutes: cuts[2]!, endMinutes: cuts[3]! },
          ],
    )
}

function reason(cast: Cast, id: string): fc.Arbitrary<Reason> {
  return fc.integer({ min: 1, max: 12 }).chain((tens) =>
    fc.record({
      id: fc.constant(id),
      durationMinutes: fc.constant(tens * 10),
      stepMinutes: optional(fc.constantFrom(10, 15, 20, 30, 45, 60)),
      bufferBeforeMinutes: fc.constantFrom(undefined, 0, 5, 12),
      bufferAfterMinutes: fc.constantFrom(undefined, 0, 5, 20),
      segments: mostly<Segment[] | undefined>(undefined, segments(tens * 10)),
      chairs: mostly<readonly string[] | undefined>(
        cast.chairs.length === 0 ? undefined : cast.chairs,
        fc.constantFrom(undefined, [], cast.chairs.slice(1)),
      ),
      patients: mostly<PatientKind | undefined>(undefined, patientKind),
      together: fc.oneof(
        { weight: 9, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.shuffledSubarray([...cast.practitioners], { minLength: 1 }) },
      ),
    }),
  )
}

function closure({ dates, noon, locations }: Cast): fc.Arbitrary<Closure> {
  const location = mostly<string | undefined>(undefined, fc.constantFrom(...locations))
  return fc
    .tuple(
      location,
      fc.oneof(
        fc.constantFrom(...dates).map((date) => ({ date })),
        fc.tuple(fc.constantFrom(...dates), hoursOfDay).map(([date, hours]) => ({ date, ...hours })),
        fc.constantFrom(...dates).map((date) => ({
          rrule: `FREQ=YEARLY;BYMONTH=${Number(date.slice(5, 7))};BYMONTHDAY=${Number(date.slice(8))}`,
        })),
        fc.tuple(fc.integer({ min: -600, max: 600 }), fc.integer({ min: 1, max: 400 })).map(([start, length]) => ({
          start: new Date(noon + start * MINUTE_MS).toISOString(),
          end: new Date(noon + (start + length) * MINUTE_MS).toISOString(),
        })),
      ),
    )
    .map(([where, when]) => ({ name: 'closed', location: where, ...when }) as Closure)
}

function ceiling(cast: Cast): fc.Arbitrary<Omit<Ceiling, 'id'>> {
  return fc.record({
    most: fc.integer({ min: 0, max: 3 }),
    reasons: mostly<string[] | undefined>(undefined, fc.shuffledSubarray([...cast.reasons])),
    patients: mostly<PatientKind | undefined>(undefined, patientKind),
    practitioners: mostly<string[] | undefined>(undefined, fc.shuffledSubarray([...cast.practitioners])),
    rrule: mostly<string | undefined>(
      undefined,
      fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 2 }).map((on) => `FREQ=WEEKLY;BYDAY=${on.join()}`),
    ),
    start: fc.constantFrom(undefined, '08:00', '12:00', '22:00'),
    end: fc.constantFrom(undefined, '12:00', '18:00', '03:00'),
  })
}

function busy(cast: Cast, durations: readonly number[]): fc.Arbitrary<Busy[]> {
  const one = fc.record({
    kind: fc.constantFrom('appointment', 'appointment', 'request', 'hold', 'block'),
    status: fc.constantFrom('booked', 'booked', 'pending', 'cancelled', 'noshow'),
    start: fc.integer({ min: -40 * 60, max: 40 * 60 }).map((minutes) => cast.noon + minutes * MINUTE_MS),
    minutes: fc.oneof(
      fc.integer({ min: 0, max: 24 }).map((n) => n * 5),
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom(...durations),
    ),
    practitioners: fc.shuffledSubarray([...cast.practitioners], { maxLength: Math.min(2, cast.practitioners.length) }),
    chair: fc.constantFrom(null, ...cast.chairs),
    reason: fc.constantFrom(null, ...cast.reasons),
    bufferBeforeMinutes: fc.constantFrom(undefined, 5, 7),
    bufferAfterMinutes: fc.constantFrom(undefined, 10),
    patients: fc.constantFrom(null, undefined, 'new', 'existing'),
    linkedTo: mostly<string | null>(null, fc.constantFrom('b0', 'b1', 'b99')),
  })
  return fc
    .array(one, { maxLength: 12 })
    .map((list) =>
      list.map(({ minutes, ...item }, i) => ({ ...item, id: `b${i}`, end: item.start + minutes * MINUTE_MS }) as Busy),
    )
}

/** Worlds small enough for an oracle that looks at each minute: three days, at most four calendars. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    scene: fc.constantFrom(...scenes),
    practitioners: fc.integer({ min: 1, max: 3 }),
    chairs: fc.integer({ min: 0, max: 2 }),
    reasons: fc.integer({ min: 1, max: 2 }),
    isElsewhereToo: mostly(false, fc.boolean()),
  })
  .chain(({ scene: [timeZone, date, otherZone], practitioners, chairs, reasons, isElsewhereToo }) => {
    const noon = Date.parse(`${date}T12:00:00Z`)
    const cast: Cast = {
      dates: [dateAt(noon - DAY_MS), date, dateAt(noon + DAY_MS)],
      noon,
      locations: isElsewhereToo ? ['here', 'there'] : ['here'],
      chairs: ids('chair', Math.min(chairs, 4 - practitioners)),
      reasons: ids('reason', reasons),
      practitioners: ids('practitioner', practitioners),
    }
    const zones = { here: timeZone, there: otherZone } as Record<string, string>
    return fc.tuple(...cast.reasons.map((id) => reason(cast, id))).chain((ownReasons) =>
      fc.record({
        practice: fc.record({
          locations: fc.constant(cast.locations.map((id) => ({ id, timeZone: zones[id]! }))),
          chairs: fc.tuple(...cast.chairs.map((id) => chair(cast, id))),
          reasons: fc.constant(ownReasons),
          practitioners: fc.tuple(...cast.practitioners.map((id) => practitioner(cast, id))),
          closures: someOf(closure(cast)),
          ceilings: someOf(ceiling(cast)).map((list) => list.map((each, i) => ({ ...each, id: `ceiling${i}` }))),
          noticeMinutes: mostly(0, fc.constantFrom(60, 1440)),
          horizonMonths: fc.constantFrom(12, 1),
          timeUnitMinutes: fc.constantFrom(1 as const, 5 as const),
          grid: mostly<'window' | 'clock'>('window', fc.constant('clock')),
        }),
        busy: busy(
          cast,
          ownReasons.map(({ durationMinutes }) => durationMinutes),
        ),
        ask: fc.record({
          reason: fc.constantFrom(...cast.reasons),
          practitioner: mostly<string | null | undefined>(null, fc.constantFrom(undefined, ...cast.practitioners)),
          location: mostly<string | undefined>(undefined, fc.constantFrom(...cast.locations)),
          patients: mostly<PatientKind | undefined>(undefined, patientKind),
          ignore: mostly<string[] | undefined>(undefined, fc.subarray(['b0', 'b1', 'b2'])),
        }),
        // Long before, within the days asked for, and about a month before, where the horizon of one month ends.
        now: fc.oneof(
          { weight: 4, arbitrary: fc.constant(noon - 10 * DAY_MS) },
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
      }),
    )
  })
