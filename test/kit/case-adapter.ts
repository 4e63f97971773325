import { formatDate } from '../../engine/date.ts'
import {
  type Ask,
  type Busy,
  type Closure,
  compile,
  type DatedWindow,
  type Interval,
  occupancyOf,
  type Practice,
  type Practitioner,
  slots,
  type Window,
} from '../../engine/index.ts'

/** The words of test/cases/availability.json; its own `schema` says what each field means. */
export interface CaseFile {
  readonly cases: readonly { readonly id: string; readonly input: CaseInput; readonly expect: readonly string[] }[]
}

type Hours = readonly (readonly [string, string])[]

interface Provider {
  readonly zone?: string
  readonly hours?: Readonly<Record<string, Hours>>
  readonly rules?: readonly { dtstart: string; rrule: string; windows: Hours; exdates?: readonly string[] }[]
  readonly overrides?: Readonly<Record<string, Hours>>
  readonly closures?: readonly (readonly [string, string])[]
  readonly bookings?: readonly Booking[]
  readonly capacity?: number
}

interface Booking {
  readonly s: string
  readonly e: string
  readonly bufferBefore?: number
  readonly bufferAfter?: number
  readonly status?: string
}

export interface CaseInput extends Provider {
  readonly zone: string
  readonly from: string
  readonly to: string
  readonly duration: number
  readonly step?: number
  readonly grid?: 'window' | 'clock'
  readonly bufferBefore?: number
  readonly bufferAfter?: number
  readonly now?: string
  readonly minNotice?: number
  readonly latest?: string
  readonly chairs?: readonly (readonly Booking[])[]
  readonly providers?: readonly Provider[]
  readonly mode?: 'any' | 'all'
}

const DAY_MS = 86_400_000
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** The starts the engine offers for a case, as the cases write them: `2027-06-07T13:00Z`. */
export function startsOf(input: CaseInput): string[] {
  const providers = (input.providers ?? [{}]).map((provider) => ({ ...input, ...provider }))
  const together = input.mode === 'all' && providers.length > 1
  const sharesPlace = new Set(providers.map(({ zone, closures }) => JSON.stringify([zone, closures]))).size === 1
  const groups = together && !sharesPlace ? providers.map((provider) => [provider]) : [providers]
  const answers = groups.map((group) => startsWith(input, group, together && group.length > 1))
  return answers
    .reduce((kept, starts) => kept.filter((start) => starts.includes(start)))
    .map((start) => new Date(start).toISOString().replace(':00.000Z', 'Z'))
}

function startsWith(input: CaseInput, providers: readonly (CaseInput & Provider)[], together: boolean): number[] {
  const practice = practiceOf(input, providers, together)
  const range = rangeOf(input)
  const compiled = compile(practice, {
    from: formatDate(Math.floor(range.start / DAY_MS) - 3),
    to: formatDate(Math.floor(range.end / DAY_MS) + 4),
  })
  const busy = [
    ...providers.flatMap((provider, i) =>
      (provider.bookings ?? []).map((booking, k) => busyOf(booking, `booking-${i}-${k}`, [`provider-${i}`], null)),
    ),
    ...(input.chairs ?? []).flatMap((bookings, i) =>
      bookings.map((booking, k) => busyOf(booking, `chair-${i}-${k}`, [], `chair-${i}`)),
    ),
  ]
  const now = Date.parse(input.now ?? input.from)
  const ask: Ask = { reason: 'visit' }
  return slots({ compiled, occupancy: occupancyOf(compiled, busy), now }, ask, range).map(({ start }) => start)
}

function rangeOf(input: CaseInput): Interval {
  const end = Math.min(Date.parse(input.to), input.latest ? Date.parse(input.latest) : Number.POSITIVE_INFINITY)
  return { start: Date.parse(input.from), end }
}

function practiceOf(input: CaseInput, providers: readonly (CaseInput & Provider)[], together: boolean): Practice {
  const practitioners = providers.map((provider, i) => practitionerOf(provider, i, together ? 0 : i))
  const sites = together ? providers.slice(0, 1) : providers
  return {
    locations: sites.map(({ zone }, i) => ({ id: `site-${i}`, timeZone: zone })),
    chairs: (input.chairs ?? []).map((_, i) => ({ id: `chair-${i}` })),
    reasons: [
      // What is booked is another reason, so that it takes no chair.
      { id: 'booked', durationMinutes: 1 },
      {
        id: 'visit',
        durationMinutes: input.duration,
        stepMinutes: input.step,
        bufferBeforeMinutes: input.bufferBefore,
        bufferAfterMinutes: input.bufferAfter,
        chairs: input.chairs?.map((_, i) => `chair-${i}`),
        together: together ? practitioners.map(({ id }) => id) : undefined,
      },
    ],
    practitioners,
    closures: sites.flatMap(({ closures }, i) =>
      (closures ?? []).map(([start, end]): Closure => ({ name: 'closure', start, end, location: `site-${i}` })),
    ),
    noticeMinutes: input.minNotice ?? 0,
    horizonMonths: 1200,
    timeUnitMinutes: 1,
    grid: input.grid ?? 'window',
  }
}

function practitionerOf(provider: Provider, i: number, site: number): Practitioner {
  const location = `site-${site}`
  const windows: Window[] = [
    ...Object.entries(provider.hours ?? {}).flatMap(([weekday, hours]) =>
      hours.map(([start, end]) => ({
        rrule: `FREQ=WEEKLY;BYDAY=${weekdays[Number(weekday) - 1]}`,
        start,
        end,
        location,
      })),
    ),
    ...(provider.rules ?? []).flatMap(({ dtstart, rrule, exdates, windows: hours }) =>
      hours.map(([start, end]) => ({ rrule, dtstart, exdates, start, end, location })),
    ),
  ]
  return {
    id: `provider-${i}`,
    splitBooking: provider.capacity,
    reasons: ['visit'],
    schedules: [{ windows }],
    exceptions: Object.entries(provider.overrides ?? {}).map(([date, hours]) => ({
      date,
      windows: hours.map(([start, end]): DatedWindow => ({ start, end, location })),
    })),
  }
}

function busyOf(booking: Booking, id: string, practitioners: readonly string[], chair: string | null): Busy {
  return {
    id,
    kind: 'appointment',
    status: booking.status === 'cancelled' ? 'cancelled' : 'booked',
    start: Date.parse(booking.s),
    end: Date.parse(booking.e),
    practitioners,
    chair,
    reason: 'booked',
    bufferBeforeMinutes: booking.bufferBefore,
    bufferAfterMinutes: booking.bufferAfter,
  }
}

/** What differs between two lists of starts, as text; empty when nothing does. */
export function difference(actual: readonly string[], expected: readonly string[]): string {
  const missing = expected.filter((start) => !actual.includes(start))
  const extra = actual.filter((start) => !expected.includes(start))
  return [
    ...(missing.length > 0 ? [`missing ${missing.join(' ')}`] : []),
    ...(extra.length > 0 ? [`not expected ${extra.join(' ')}`] : []),
    ...(missing.length + extra.length === 0 && actual.join() !== expected.join() ? ['in another order or twice'] : []),
  ].join('; ')
}
