import { type Compiled, countsTowards } from './compiled.ts'
import { type Interval, lowerBound, MINUTE_MS, overlapping } from './interval.ts'
import { anyIn, clear, emptyLevels, fill, type Levels, raise } from './levels.ts'
import type { AppointmentStatus, Busy } from './model.ts'
import { footprintOf } from './visit.ts'

const DAY_MS = 86_400_000
/** Visits and buffers reach at most so far out of the span that starts are judged in. */
const MARGIN_MS = 3 * DAY_MS

/** Time that one thing takes of one practitioner or chair. */
export interface Taken extends Interval {
  readonly id: string
  /** A block takes every place. */
  readonly takesAll: boolean
}

/** What is taken of one practitioner or chair: as rows, and counted as bits. The bits are made from the rows. */
export interface Book {
  /** Sorted by start. */
  readonly taken: Taken[]
  /** The longest of them, in ms; never shrinks. */
  longest: number
  readonly levels: Levels
  /** When its visits begin, sorted; blocks are left out. */
  readonly visitStarts: number[]
}

/** A visit that named no chair, and the one it was given. */
interface Unplaced {
  readonly item: Busy
  readonly footprint: Interval
  readonly allowed: readonly string[]
  chair: string | null
}

/** What is taken, made from the rows alone. Changed only by {@link addBusy} and {@link removeBusy}. */
export interface Occupancy {
  readonly compiled: Compiled
  /** Epoch ms of the first quantum. */
  readonly origin: number
  readonly quanta: number
  readonly practitioners: Map<string, Book>
  readonly chairs: Map<string, Book>
  /** By ceiling id: what counts towards it, sorted by start. */
  readonly counted: Map<string, { start: number; id: string }[]>
  /** Everything given, also what takes no time. */
  readonly items: Map<string, Busy>
  /** By the appointment they became: ids of linked requests. */
  readonly linked: Map<string, Set<string>>
  /** In order of start and id. */
  readonly unplaced: Unplaced[]
  /** Time in which anything changed, oldest first, since `epoch` began. */
  readonly touched: Interval[]
  /** Moves when `touched` has grown too long and begins anew. */
  epoch: number
}

/** Statuses that take no time. */
const ended: readonly AppointmentStatus[] = ['cancelled', 'noshow', 'entered-in-error']

/**
 * Says what is taken.
 *
 * A visit without a chair takes, in order of start and id, the first chair that its reason allows and that is free for
 * all of it; if none is, it takes none: see {@link overflowOf}.
 *
 * @param compiled - The places each calendar has; make the occupancy anew when the rules change.
 * @param busy - Any order; not changed. What has ended, and what has no length, takes nothing. Of two with the same id
 *   the later counts.
 * @throws RangeError when start or end isn't a finite instant: what can't be read must not count as free.
 * @example
 * overflowOf(occupancyOf(compiled, [])) // []
 */
export function occupancyOf(compiled: Compiled, busy: readonly Busy[]): Occupancy {
  const unit = compiled.practice.timeUnitMinutes * MINUTE_MS
  const origin = originOf(compiled)
  const occupancy: Occupancy = {
    compiled,
    origin,
    quanta: Math.ceil((compiled.span.end + MARGIN_MS - origin) / unit),
    practitioners: new Map(),
    chairs: new Map(),
    counted: new Map(),
    items: new Map(),
    linked: new Map(),
    unplaced: [],
    touched: [],
    epoch: 0,
  }
  for (const item of busy) {
    refuseUnreadable(item)
    occupancy.items.set(item.id, item)
    noteLink(occupancy, item)
  }
  const counting = [...occupancy.items.values()].filter((item) => takesTime(occupancy, item))
  // Appending in order of start is all the sorting that the lists need.
  for (const item of inOrder(counting)) enter(occupancy, item)
  for (const waiting of occupancy.unplaced) place(occupancy, waiting)
  return occupancy
}

/** Epoch ms of the first quantum that is counted. */
export function originOf({ practice, span }: Compiled): number {
  const unit = practice.timeUnitMinutes * MINUTE_MS
  return Math.floor((span.start - MARGIN_MS) / unit) * unit
}

/**
 * Adds one thing to what is taken, or puts it in place of the one with its id. Changes the occupancy; the same as
 * making it anew, at the cost of what lies around it.
 *
 * @throws RangeError as {@link occupancyOf} does; nothing is changed then.
 * @example
 * (addBusy(occupancy, visit), evaluate({ compiled, occupancy, now }, { reason: 'check' }, visit.start).offered) // false
 */
export function addBusy(occupancy: Occupancy, item: Busy): void {
  refuseUnreadable(item)
  removeBusy(occupancy, item.id)
  // Requests that became this appointment stop counting beside it.
  const counting = requestsOf(occupancy, item.id).filter((request) => takesTime(occupancy, request))
  occupancy.items.set(item.id, item)
  noteLink(occupancy, item)
  for (const request of counting) if (!takesTime(occupancy, request)) withdraw(occupancy, request)
  if (takesTime(occupancy, item)) enterAndPlace(occupancy, item)
}

/**
 * Takes one thing away again. Changes the occupancy.
 *
 * @returns False when there was none with this id.
 * @example
 * removeBusy(occupancy, 'nobody') // false
 */
export function removeBusy(occupancy: Occupancy, id: string): boolean {
  const item = occupancy.items.get(id)
  if (!item) return false
  if (takesTime(occupancy, item)) withdraw(occupancy, item)
  const waiting = requestsOf(occupancy, id).filter((request) => !takesTime(occupancy, request))
  occupancy.items.delete(id)
  if (item.linkedTo != null) occupancy.linked.get(item.linkedTo)?.delete(id)
  for (const request of waiting) if (takesTime(occupancy, request)) enterAndPlace(occupancy, request)
  return true
}

/**
 * Ids of visits that need a chair and found none free, in order of start and id.
 *
 * @example
 * overflowOf(occupancyOf(compiled, [visit, { ...visit, id: 'second', chair: null }])) // ['second']
 */
export function overflowOf(occupancy: Occupancy): string[] {
  return occupancy.unplaced.filter(({ chair }) => chair === null).map(({ item }) => item.id)
}

/** What overlaps `[start, end)` in one book. */
export function takenDuring(book: Book | undefined, { start, end }: Interval): readonly Taken[] {
  return book ? overlapping(book.taken, start, end, book.longest) : []
}

/**
 * Peak concurrency: the most that are taken at one instant of `within`. Two half-hours back to back count 1.
 *
 * @param taken - Each overlaps `within`.
 * @returns Infinity when a block is among them.
 */
export function peakOf(taken: readonly Taken[], within: Interval): number {
  let peak = 0
  // The count can only rise where something begins, so those instants, and the first of `within`, are enough.
  for (const { start } of taken) {
    const at = Math.max(start, within.start)
    let count = 0
    for (const item of taken) {
      if (item.start <= at && item.end > at) count += item.takesAll ? Number.POSITIVE_INFINITY : 1
    }
    peak = Math.max(peak, count)
  }
  return peak
}

/** The quantum that an instant on a quantum's edge begins. */
export function quantumAt({ origin, compiled }: Occupancy, instant: number): number {
  return (instant - origin) / (compiled.practice.timeUnitMinutes * MINUTE_MS)
}

function refuseUnreadable({ id, start, end }: Busy): void {
  if (!Number.isFinite(start) || !Number.isFinite(end)) {
    throw new RangeError(`busy "${id}" must have start and end in epoch ms; got ${start} and ${end}`)
  }
}

function noteLink({ linked }: Occupancy, { id, linkedTo }: Busy): void {
  if (linkedTo == null) return
  const ids = linked.get(linkedTo)
  if (ids) ids.add(id)
  else linked.set(linkedTo, new Set([id]))
}

/** Does it count at all? */
export function takesTime({ items }: Occupancy, { kind, status, start, end, linkedTo }: Busy): boolean {
  if (ended.includes(status) || end <= start) return false
  return linkedTo == null || kind !== 'request' || items.get(linkedTo)?.kind !== 'appointment'
}

/** Those that say they became the appointment with this id, but itself. */
function requestsOf({ items, linked }: Occupancy, id: string): Busy[] {
  return [...(linked.get(id) ?? [])].filter((request) => request !== id).map((request) => items.get(request)!)
}

/** Writes an item into every book but that of a chair it has yet to be given. */
function enter(occupancy: Occupancy, item: Busy): void {
  const { compiled } = occupancy
  const footprint = footprintOf(compiled, item)
  const takesAll = item.kind === 'block'
  const ofChair = { start: footprint.chair.start, end: footprint.chair.end, id: item.id, takesAll }
  for (const id of once(item.practitioners)) {
    const book = bookOf(occupancy, 'practitioners', id)
    for (const part of footprint.practitioner) {
      const taken = part === footprint.chair ? ofChair : { start: part.start, end: part.end, id: item.id, takesAll }
      take(occupancy, book, taken)
    }
    if (!takesAll) insertNumber(book.visitStarts, item.start)
  }
  if (item.chair !== null) take(occupancy, bookOf(occupancy, 'chairs', item.chair), ofChair)
  else if (!takesAll) {
    const allowed = chairsFor(compiled, item)
    if (allowed) {
      const waiting: Unplaced = { item, footprint: footprint.chair, allowed, chair: null }
      const at = occupancy.unplaced.findLastIndex(({ item: other }) => comesBefore(other, item))
      occupancy.unplaced.splice(at + 1, 0, waiting)
    }
  }
  if (takesAll) return
  for (const { ceiling } of compiled.ceilings) {
    if (!countsTowards(ceiling, item.reason, item.practitioners, item.patients)) continue
    const counted = occupancy.counted.get(ceiling.id) ?? []
    occupancy.counted.set(ceiling.id, counted)
    insertSorted(counted, { start: item.start, id: item.id })
  }
}

function enterAndPlace(occupancy: Occupancy, item: Busy): void {
  const around = footprintOf(occupancy.compiled, item).chair
  const moved = liftUnplaced(occupancy, around)
  enter(occupancy, item)
  placeAgain(occupancy, moved, item)
}

/** The reverse of entering. */
function withdraw(occupancy: Occupancy, item: Busy): void {
  const footprint = footprintOf(occupancy.compiled, item)
  const moved = liftUnplaced(occupancy, footprint.chair)
  for (const id of once(item.practitioners)) {
    const book = occupancy.practitioners.get(id)
    if (!book) continue
    release(occupancy, book, item.id, footprint.practitioner)
    if (item.kind !== 'block') removeSorted(book.visitStarts, item.start)
  }
  const chair = item.chair === null ? undefined : occupancy.chairs.get(item.chair)
  if (chair) release(occupancy, chair, item.id, [footprint.chair])
  const at = occupancy.unplaced.findIndex((waiting) => waiting.item.id === item.id)
  if (at !== -1) occupancy.unplaced.splice(at, 1)
  for (const counted of occupancy.counted.values()) {
    const index = counted.findIndex(({ id }) => id === item.id)
    if (index !== -1) counted.splice(index, 1)
  }
  placeAgain(occupancy, moved)
}

/**
 * Takes visits that named no chair out of the chairs they were given, as far as a change in `around` may reach: those
 * that overlap it, those that overlap these, and so on.
 */
function liftUnplaced(occupancy: Occupancy, around: Interval): Set<Unplaced> {
  const lifted = new Set<Unplaced>()
  let reach = around
  // They were placed in this order, so a change reaches only those that come after what it has reached.
  for (const waiting of occupancy.unplaced) {
    const { footprint } = waiting
    if (footprint.start >= reach.end || footprint.end <= reach.start) continue
    lifted.add(waiting)
    reach = { start: Math.min(reach.start, footprint.start), end: Math.max(reach.end, footprint.end) }
  }
  for (const waiting of lifted) {
    if (waiting.chair === null) continue
    release(occupancy, occupancy.chairs.get(waiting.chair)!, waiting.item.id, [waiting.footprint])
    waiting.chair = null
  }
  return lifted
}

function placeAgain(occupancy: Occupancy, lifted: ReadonlySet<Unplaced>, added?: Busy): void {
  for (const waiting of occupancy.unplaced) {
    if (lifted.has(waiting) || waiting.item === added) place(occupancy, waiting)
  }
}

function place(occupancy: Occupancy, waiting: Unplaced): void {
  const { footprint, allowed, item } = waiting
  waiting.chair = allowed.find((id) => hasPlace(occupancy, id, footprint)) ?? null
  if (waiting.chair !== null) {
    const taken = { start: footprint.start, end: footprint.end, id: item.id, takesAll: false }
    take(occupancy, bookOf(occupancy, 'chairs', waiting.chair), taken)
  }
}

/** Asked of the bits where they reach, else of the rows. */
function hasPlace(occupancy: Occupancy, chair: string, footprint: Interval): boolean {
  const book = bookOf(occupancy, 'chairs', chair)
  const from = quantumAt(occupancy, footprint.start)
  const to = quantumAt(occupancy, footprint.end)
  const last = book.levels.at(-1)
  if (last && from >= 0 && to <= occupancy.quanta) return !anyIn(last, from, to)
  return peakOf(takenDuring(book, footprint), footprint) < book.levels.length
}

/** Undefined: it needs no chair. A reason nobody knows may need any of them. */
function chairsFor(compiled: Compiled, item: Busy): readonly string[] | undefined {
  const reason = item.reason === null ? undefined : compiled.reasons.get(item.reason)
  return reason ? reason.chairs : [...compiled.chairs.keys()]
}

/** The book of one practitioner or chair, made when it is first written in. */
export function bookOf(occupancy: Occupancy, of: 'practitioners' | 'chairs', id: string): Book {
  const { compiled, quanta } = occupancy
  let book = occupancy[of].get(id)
  if (!book) {
    const places =
      of === 'practitioners' ? compiled.practitioners.get(id)?.splitBooking : compiled.chairs.get(id)?.capacity
    book = { taken: [], longest: 0, levels: emptyLevels(quanta, places ?? 1), visitStarts: [] }
    occupancy[of].set(id, book)
  }
  return book
}

/** More than so many changes, and whoever follows them looks at everything again. */
const MOST_TOUCHED = 256

function touch(occupancy: Occupancy, part: Interval): void {
  if (occupancy.touched.length >= MOST_TOUCHED) {
    occupancy.touched.length = 0
    occupancy.epoch++
  }
  occupancy.touched.push(part)
}

/** Writes one thing into a book: the row, and its bits. */
export function take(occupancy: Occupancy, book: Book, taken: Taken): void {
  insertSorted(book.taken, taken)
  touch(occupancy, taken)
  book.longest = Math.max(book.longest, taken.end - taken.start)
  count(occupancy, book, taken, taken)
}

function release(occupancy: Occupancy, book: Book, id: string, parts: readonly Interval[]): void {
  for (const part of parts) {
    let at = lowerBound(book.taken, part.start, ({ start }) => start)
    while (at < book.taken.length && book.taken[at]!.id !== id) at++
    book.taken.splice(at, 1)
    touch(occupancy, part)
    const from = Math.max(0, quantumAt(occupancy, part.start))
    const to = Math.min(occupancy.quanta, quantumAt(occupancy, part.end))
    if (from >= to) continue
    clear(book.levels, from, to)
    for (const other of takenDuring(book, part)) count(occupancy, book, other, part)
  }
}

/** Counts what lies in `within` of something taken. */
function count(occupancy: Occupancy, { levels }: Book, taken: Taken, within: Interval): void {
  const from = Math.max(0, quantumAt(occupancy, Math.max(taken.start, within.start)))
  const to = Math.min(occupancy.quanta, quantumAt(occupancy, Math.min(taken.end, within.end)))
  if (from >= to) return
  if (taken.takesAll) fill(levels, from, to)
  else raise(levels, from, to)
}

/** Nobody is taken twice by one visit. */
function once(ids: readonly string[]): Iterable<string> {
  return ids.length < 2 ? ids : new Set(ids)
}

/** By start, then id, whatever the order of arrival. */
function insertSorted<T extends Ordered>(list: T[], item: T): void {
  let at = list.length
  if (at > 0 && comesBefore(item, list[at - 1]!)) {
    at = lowerBound(list, item.start, ({ start }) => start)
    while (comesBefore(list[at]!, item)) at++
  }
  if (at === list.length) list.push(item)
  else list.splice(at, 0, item)
}

function insertNumber(list: number[], value: number): void {
  if (list.length === 0 || list.at(-1)! <= value) list.push(value)
  else
    list.splice(
      lowerBound(list, value, (each) => each),
      0,
      value,
    )
}

function removeSorted(list: number[], value: number): void {
  list.splice(
    lowerBound(list, value, (each) => each),
    1,
  )
}

type Ordered = Pick<Busy, 'start' | 'id'>

function comesBefore(a: Ordered, b: Ordered): boolean {
  return a.start < b.start || (a.start === b.start && a.id < b.id)
}

/**
 * By start, then id. Twenty thousand are sorted as numbers, minute and place in one: comparing them as objects takes
 * longer than all else that is done with them.
 */
function inOrder(items: readonly Busy[]): Busy[] {
  const places = 2 ** 21
  if (items.length >= places) return [...items].sort((a, b) => a.start - b.start || compareText(a.id, b.id))
  const keys = new Float64Array(items.length)
  for (let i = 0; i < keys.length; i++) keys[i] = Math.floor(items[i]!.start / MINUTE_MS) * places + i
  const sorted: Busy[] = []
  for (const key of keys.sort()) sorted.push(items[((key % places) + places) % places]!)
  // Those of one minute still stand as they were given.
  for (let i = 1; i < sorted.length; i++) {
    const item = sorted[i]!
    let k = i
    for (; k > 0 && comesBefore(item, sorted[k - 1]!); k--) sorted[k] = sorted[k - 1]!
    sorted[k] = item
  }
  return sorted
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
