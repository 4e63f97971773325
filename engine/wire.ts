import { offsetAt, type ZoneTable } from './clock.ts'
import type { Snapshot } from './evaluate.ts'
import { type Interval, MINUTE_MS } from './interval.ts'
import { type ListAsk, slots } from './slots.ts'

/** The form below; another number can't be read. */
const FORM = 1

/**
 * A year of one reason, small: starts as distances, and who gives them as numbers into a list of the few combinations
 * that occur. What repeats from day to day is left to the compression of the wire.
 */
export interface WireAnswer {
  readonly form: typeof FORM
  /** Minutes from the start before; the first counts from 1970. */
  readonly starts: readonly number[]
  /** Combinations of practitioners, location and places, in order of first use. */
  readonly kinds: readonly WireKind[]
  /** Which combination, for how many starts in a row: kind, count, kind, count, … */
  readonly runs: readonly number[]
  /** The clocks of the locations over the range, so that the reader needs no time zone data. */
  readonly zones: Readonly<Record<string, Pick<ZoneTable, 'changes' | 'offsets'>>>
}

interface WireKind {
  readonly practitioners: readonly string[]
  readonly location: string
  readonly places: number
  readonly of: number
}

/** Time on offer as it is read back: with the date and time on the wall where it takes place. */
export interface WireSlot extends WireKind {
  /** Epoch ms. */
  readonly start: number
  /** `YYYY-MM-DD` */
  readonly date: string
  /** `HH:MM` */
  readonly time: string
}

/**
 * Answers as {@link slots} does, in the smallest form.
 *
 * @throws RangeError as {@link slots} does.
 * @example
 * readAnswer(writeAnswer({ compiled, occupancy, now }, { reason: 'check' }, { start: now, end: now + 7 * 86_400_000 })).length // 12
 */
export function writeAnswer(snapshot: Snapshot, ask: ListAsk, range: Interval): WireAnswer {
  const offered = slots(snapshot, ask, range)
  const kinds = new Map<string, { readonly kind: WireKind; readonly index: number }>()
  const starts: number[] = []
  const runs: number[] = []
  let last = 0
  for (const { start, practitioners, location, places, of } of offered) {
    starts.push(start / MINUTE_MS - last)
    last = start / MINUTE_MS
    const key = `${practitioners.join()} ${location} ${places} ${of}`
    let entry = kinds.get(key)
    if (!entry) {
      entry = { kind: { practitioners, location, places, of }, index: kinds.size }
      kinds.set(key, entry)
    }
    if (runs.at(-2) === entry.index) runs[runs.length - 1]!++
    else runs.push(entry.index, 1)
  }
  const used = new Set(offered.map(({ location }) => location))
  return {
    form: FORM,
    starts,
    kinds: [...kinds.values()].map(({ kind }) => kind),
    runs,
    zones: Object.fromEntries([...used].map((id) => [id, clockIn(snapshot.compiled.zones.get(id)!, range)])),
  }
}

/**
 * Reads what {@link writeAnswer} wrote, with arithmetic alone.
 *
 * @returns Earliest first.
 * @throws RangeError when it was written in a form that isn't this one.
 * @example
 * readAnswer(writeAnswer({ compiled, occupancy, now }, { reason: 'check' }, { start: now, end: now + 7 * 86_400_000 }))[0]?.time // '09:00'
 */
export function readAnswer({ form, starts, kinds, runs, zones }: WireAnswer): WireSlot[] {
  if (form !== FORM) throw new RangeError(`form must be ${FORM}; got ${form}`)
  const read: WireSlot[] = []
  let minute = 0
  let next = 0
  for (let r = 0; r < runs.length; r += 2) {
    const kind = kinds[runs[r]!]!
    const zone = { name: '', ...zones[kind.location]! }
    for (let i = 0; i < runs[r + 1]!; i++) {
      minute += starts[next++]!
      const start = minute * MINUTE_MS
      const wall = new Date(start + offsetAt(zone, start)).toISOString()
      read.push({ ...kind, start, date: wall.slice(0, 10), time: wall.slice(11, 16) })
    }
  }
  return read
}

/** The part of a zone's clock that a range needs. */
function clockIn({ changes, offsets }: ZoneTable, { start, end }: Interval): Pick<ZoneTable, 'changes' | 'offsets'> {
  const first = changes.filter((change) => change <= start).length
  const last = changes.filter((change) => change < end).length
  return { changes: changes.slice(first, last), offsets: offsets.slice(first, last + 1) }
}
