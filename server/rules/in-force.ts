import { type Busy, occupancyOf } from '../../engine/index.ts'
import { canonical } from '../booking.ts'
import { claimsOfAll } from '../claims.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { busyOfHold, compileFor } from '../residents.ts'
import type { ReplacedRules, StoredPractice } from '../store/model.ts'
import type { Reader, Transaction } from '../store/store.ts'

const DAY_MS = 86_400_000
const LATEST = 8.64e15
/** Who replaces rules by importing a file. */
export const IMPORT = 'import'

const ended: readonly Busy['status'][] = ['cancelled', 'noshow', 'entered-in-error']

/** A change of the rules, and who makes it. */
export interface RuleChange extends Omit<ReplacedRules, 'place' | 'file'> {
  /** What stands; null where there is none yet. */
  readonly before: StoredPractice | null
  /** Are claims laid anew also where nothing that they depend on has changed? */
  readonly isClaimedAnew: boolean
}

/**
 * Puts rules in force, within a transaction that has asked for `lockVersions`: what is replaced is kept, and claims are
 * laid anew where capacity may have changed. Appointments and requests stay as they are.
 */
export async function putInForce(transaction: Transaction, file: PracticeFile, change: RuleChange): Promise<void> {
  const { before, at, actor, what, isClaimedAnew } = change
  const isOther = before !== null && canonical(before.file) !== canonical(file)
  if (isOther) {
    const last = await transaction.lastReplaced(file.id)
    await transaction.keepReplaced(file.id, { place: (last?.place ?? 0) + 1, at, actor, what, file: before.file })
  }
  await transaction.putPractice(file.id, { file, rulesVersion: (before?.rulesVersion ?? 0) + 1 }, at)
  for (const origin of file.origins) await transaction.allowOrigin(file.id, origin, at)
  for (const origin of before?.file.origins ?? []) {
    if (!file.origins.includes(origin)) await transaction.forgetOrigin(file.id, origin)
  }
  if (before && !isClaimedAnew && claimed(before.file) === claimed(file)) return
  await transaction.releaseAllClaims(file.id)
  const ahead = await transaction.busy(file.id, { start: at - DAY_MS, end: LATEST })
  const holds = await transaction.liveHolds(file.id, at)
  const compiled = compileFor(file, at)
  await transaction.layClaims(file.id, claimsOfAll(compiled, counted(compiled, [...ahead, ...holds.map(busyOfHold)])))
}

/** What is counted as taking time is what claims it. */
export function counted(compiled: ReturnType<typeof compileFor>, busy: readonly Busy[]): Busy[] {
  const { practitioners, chairs } = occupancyOf(compiled, busy)
  const books = [...practitioners.values(), ...chairs.values()]
  const ids = new Set(books.flatMap(({ taken }) => taken.map(({ id }) => id)))
  return busy.filter(({ id }) => ids.has(id))
}

/** All of a file that claims depend on: hours decide only which are offered. */
function claimed(file: PracticeFile): string {
  const { timeUnitMinutes, horizonMonths, locations, practitioners, chairs, reasons, ceilings } = file
  return canonical([
    timeUnitMinutes,
    horizonMonths,
    locations[0]!.timeZone,
    practitioners.map(({ id, splitBooking }) => [id, splitBooking]),
    chairs.map(({ id, capacity }) => [id, capacity]),
    reasons.map(({ id, durationMinutes, segments }) => [id, durationMinutes, segments ?? null]),
    ceilings,
  ])
}

/** Something that a file no longer names, though appointments or requests ahead need it. */
export interface LostName {
  readonly list: 'practitioners' | 'chairs' | 'reasons' | 'locations'
  readonly id: string
  readonly name: string
  /** How many need it. */
  readonly count: number
}

/** What a file must keep, because something ahead stands on it. */
export async function lostNames(
  reader: Pick<Reader, 'busy' | 'locationsAhead'>,
  before: PracticeFile,
  after: PracticeFile,
  now: number,
): Promise<LostName[]> {
  const isGone = (list: LostName['list']) => before[list].some(({ id }) => !after[list].some((kept) => kept.id === id))
  const lists = (['practitioners', 'chairs', 'reasons', 'locations'] as const).filter(isGone)
  if (lists.length === 0) return []
  const busy = await reader.busy(before.id, { start: now, end: LATEST })
  const all = new Set(busy.map(({ id }) => id))
  const ahead = busy.filter(
    ({ status, end, linkedTo }) => end > now && !ended.includes(status) && !(linkedTo != null && all.has(linkedTo)),
  )
  const locations = lists.includes('locations') ? await reader.locationsAhead(before.id, now) : new Map()
  const namesOf = {
    practitioners: (item: Busy) => item.practitioners,
    chairs: (item: Busy) => [item.chair],
    reasons: (item: Busy) => [item.reason],
    locations: (item: Busy) => [locations.get(item.id)],
  }
  return lists.flatMap((list) =>
    before[list].flatMap(({ id, name }) => {
      if (after[list].some((kept) => kept.id === id)) return []
      const count = ahead.filter((item) => (namesOf[list](item) as readonly unknown[]).includes(id)).length
      return count === 0 ? [] : [{ list, id, name, count }]
    }),
  )
}
