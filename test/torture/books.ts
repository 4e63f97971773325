import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { StandingClaim, StoredHold, StoredRequest } from '../../server/store/model.ts'
import type { Store } from '../../server/store/store.ts'

const MINUTE_MS = 60_000
/** Lanes from here on are overflow. Written down again on purpose: nothing here is asked of the server's code. */
const OVERFLOW_LANE = 1000

/** What takes time, as it stands in a record. */
export type Taking = Pick<
  StoredRequest | StoredHold,
  'id' | 'practitioners' | 'chair' | 'start' | 'end' | 'bufferBeforeMinutes' | 'bufferAfterMinutes'
>

/** Everything that a database says about who takes what. */
export interface Books {
  readonly requests: readonly StoredRequest[]
  /** Those that ran out and haven't been swept yet too. */
  readonly holds: readonly StoredHold[]
  readonly claims: readonly StandingClaim[]
}

export async function readBooks(store: Store, file: PracticeFile): Promise<Books> {
  const resources = [
    ...file.practitioners.map(({ id }) => `practitioner:${id}`),
    ...file.chairs.map(({ id }) => `chair:${id}`),
  ]
  return store.transaction(async (transaction) => ({
    requests: await transaction.requests(file.id, 'pending'),
    holds: await transaction.liveHolds(file.id, 0),
    claims: await transaction.claims(file.id, resources, 0, 1e9),
  }))
}

/** Minutes that a visit takes, buffers included. */
function minutesOf({ start, end, bufferBeforeMinutes, bufferAfterMinutes }: Taking): [from: number, to: number] {
  return [Math.floor(start / MINUTE_MS) - bufferBeforeMinutes, Math.ceil(end / MINUTE_MS) + bufferAfterMinutes]
}

function resourcesOf({ practitioners, chair }: Taking): string[] {
  return [...practitioners.map((id) => `practitioner:${id}`), ...(chair === null ? [] : [`chair:${chair}`])]
}

/** Counts minute by minute how much more is taken than there is: 0 when nobody was sold what isn't there. */
export function oversoldMinutes(file: PracticeFile, visits: readonly Taking[]): number {
  const taken = new Map<string, number>()
  let oversold = 0
  for (const visit of visits) {
    const [from, to] = minutesOf(visit)
    for (const resource of resourcesOf(visit)) {
      const room = roomOf(file, resource)
      for (let minute = from; minute < to; minute++) {
        const key = `${resource} ${minute}`
        const count = (taken.get(key) ?? 0) + 1
        taken.set(key, count)
        if (count > room) oversold++
      }
    }
  }
  return oversold
}

/** How many visits a resource takes at once. */
export function roomOf(file: PracticeFile, resource: string): number {
  const [kind, id] = resource.split(':')
  return kind === 'practitioner'
    ? file.practitioners.find((one) => one.id === id)!.splitBooking
    : file.chairs.find((one) => one.id === id)!.capacity
}

/**
 * Reckons from the visits which claims must stand, and compares. Holds that ran out may have theirs or not.
 *
 * @returns One line for every claim that is missing, stands for nobody, or stands in the wrong lane.
 */
export function claimFaults(file: PracticeFile, { requests, holds, claims }: Books, now: number): string[] {
  const faults: string[] = []
  const unclaimed = new Set(claims.map(({ holder, resource, quantum }) => `${holder} ${resource} ${quantum}`))
  if (unclaimed.size !== claims.length) faults.push('somebody holds two places of one resource at once')
  for (const visit of [...requests, ...holds]) {
    const mayLack = 'expiresAt' in visit && visit.expiresAt <= now
    for (const resource of resourcesOf(visit)) {
      const [from, to] = minutesOf(visit)
      for (let quantum = from - (from % 5); quantum < to; quantum += 5) {
        const key = `${visit.id} ${resource} ${quantum}`
        if (!unclaimed.delete(key) && !mayLack) faults.push(`missing: ${key}`)
      }
    }
  }
  for (const key of unclaimed) faults.push(`for nobody: ${key}`)
  return [...faults, ...laneFaults(file, claims)]
}

/** Overflow is for what finds no free lane: while one is free, the key guards nothing. */
function laneFaults(file: PracticeFile, claims: readonly StandingClaim[]): string[] {
  const places = new Map<string, { low: number; over: number }>()
  const faults: string[] = []
  for (const { resource, quantum, lane } of claims) {
    const key = `${resource} ${quantum}`
    const place = places.get(key) ?? { low: 0, over: 0 }
    if (lane >= OVERFLOW_LANE) place.over++
    else if (lane < roomOf(file, resource)) place.low++
    else faults.push(`lane ${lane} of ${key}`)
    places.set(key, place)
  }
  for (const [key, { low, over }] of places) {
    if (over > 0 && low < roomOf(file, key.split(' ')[0]!)) faults.push(`overflow beside a free lane: ${key}`)
  }
  return faults
}
