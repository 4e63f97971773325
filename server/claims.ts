import { type Busy, type Compiled, ceilingsOn, footprintOf } from '../engine/index.ts'
import type { Claim, StandingClaim } from './store/model.ts'
import { MovedError, type Transaction } from './store/store.ts'

const MINUTE_MS = 60_000
/** Lanes from here on are overflow: what a schedule already holds beyond capacity, never something sold. */
const OVERFLOW_LANE = 1000

export type Taking = Pick<
  Busy,
  | 'id'
  | 'practitioners'
  | 'chair'
  | 'reason'
  | 'patients'
  | 'start'
  | 'end'
  | 'bufferBeforeMinutes'
  | 'bufferAfterMinutes'
>

/**
 * Claims every place a visit takes, in lanes below capacity only.
 *
 * @returns False when a place is taken; nothing is left behind then.
 */
export async function claimPlaces(
  transaction: Transaction,
  practice: string,
  compiled: Compiled,
  visit: Taking,
): Promise<boolean> {
  const claims = await lowestLanes(transaction, practice, placesOf(compiled, visit))
  const isOver = claims.some(({ lane }) => lane >= OVERFLOW_LANE)
  return !isOver && transaction.claim(practice, visit.id, claims)
}

/** Claims for what the schedule already holds: beyond capacity in overflow lanes, so that nothing more is sold there. */
export async function claimRegardless(
  transaction: Transaction,
  practice: string,
  compiled: Compiled,
  visit: Taking,
): Promise<void> {
  const claims = await lowestLanes(transaction, practice, placesOf(compiled, visit))
  if (!(await transaction.claim(practice, visit.id, claims))) {
    throw new MovedError(new Error('claims moved each time that they were taken'))
  }
}

/**
 * Every claim of what a practice holds, laid from nothing: beyond capacity in overflow lanes.
 *
 * @param visits - Each is counted as taking time.
 */
export function claimsOfAll(compiled: Compiled, visits: readonly Taking[]): StandingClaim[] {
  const lanes = new Map<string, Set<number>>()
  const claims: StandingClaim[] = []
  for (const visit of [...visits].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))) {
    for (const { resource, capacity, quanta } of placesOf(compiled, visit)) {
      for (const quantum of quanta) {
        const key = `${resource} ${quantum}`
        const taken = lanes.get(key) ?? new Set()
        const lane = lowestFree(taken, capacity)
        lanes.set(key, taken.add(lane))
        claims.push({ resource, quantum, lane, holder: visit.id })
      }
    }
  }
  return claims
}

/**
 * Frees everything a holder has claimed. What stands in overflow on those places moves down into them, else the key
 * would no longer guard them.
 */
export async function releasePlaces(
  transaction: Transaction,
  practice: string,
  compiled: Compiled,
  holder: string,
): Promise<void> {
  const freed = await transaction.release(practice, holder)
  const capacities = new Map(freed.map(({ resource }) => [resource, capacityOf(compiled, resource)]))
  for (const [resource, capacity] of capacities) {
    const quanta = freed.filter((claim) => claim.resource === resource).map(({ quantum }) => quantum)
    const standing = await transaction.claims(practice, [resource], Math.min(...quanta), Math.max(...quanta) + 1)
    for (const quantum of quanta) {
      const here = standing.filter((claim) => claim.quantum === quantum)
      const over = here.filter(({ lane }) => lane >= OVERFLOW_LANE).sort((a, b) => a.lane - b.lane)
      for (const claim of over) {
        const lane = lowestFree(new Set(here.map((other) => other.lane)), capacity)
        if (lane >= OVERFLOW_LANE) break
        await transaction.moveClaim(practice, claim, lane)
        here.push({ ...claim, lane })
      }
    }
  }
}

/** Places of one resource that a visit needs: one in each quantum. */
interface Needed {
  readonly resource: string
  readonly capacity: number
  /** Epoch minutes. */
  readonly quanta: readonly number[]
}

/** Practitioners and chair for the footprint, and one place of each ceiling that the visit counts towards. */
export function placesOf(compiled: Compiled, visit: Taking): Needed[] {
  const unit = compiled.practice.timeUnitMinutes
  const { practitioner, chair } = footprintOf(compiled, visit)
  const quantaIn = (parts: readonly { start: number; end: number }[]) =>
    parts.flatMap(({ start, end }) =>
      Array.from({ length: (end - start) / MINUTE_MS / unit }, (_, i) => start / MINUTE_MS + i * unit),
    )
  const needed = (resource: string, quanta: readonly number[]): Needed => ({
    resource,
    capacity: capacityOf(compiled, resource),
    quanta,
  })
  return [
    ...visit.practitioners.map((id) => needed(`practitioner:${id}`, quantaIn(practitioner))),
    ...(visit.chair === null ? [] : [needed(`chair:${visit.chair}`, quantaIn([chair]))]),
    ...ceilingsOn(compiled, visit).map(({ ceiling, span }) =>
      needed(`ceiling:${ceiling.id}`, [span.start / MINUTE_MS]),
    ),
  ]
}

function capacityOf(compiled: Compiled, resource: string): number {
  const [kind, id = ''] = resource.split(':')
  if (kind === 'practitioner') return compiled.practitioners.get(id)?.splitBooking ?? 1
  if (kind === 'chair') return compiled.chairs.get(id)?.capacity ?? 1
  return compiled.ceilings.find(({ ceiling }) => ceiling.id === id)?.ceiling.most ?? 0
}

async function lowestLanes(transaction: Transaction, practice: string, places: readonly Needed[]): Promise<Claim[]> {
  const all = places.flatMap(({ quanta }) => quanta)
  if (all.length === 0) return []
  const resources = places.map(({ resource }) => resource)
  const standing = await transaction.claims(practice, resources, Math.min(...all), Math.max(...all) + 1)
  const lanes = lanesBy(standing)
  return places.flatMap(({ resource, capacity, quanta }) =>
    quanta.map((quantum) => ({ resource, quantum, lane: lowestFree(lanes.get(`${resource} ${quantum}`), capacity) })),
  )
}

function lanesBy(claims: readonly StandingClaim[]): Map<string, Set<number>> {
  const lanes = new Map<string, Set<number>>()
  for (const { resource, quantum, lane } of claims) {
    const key = `${resource} ${quantum}`
    const taken = lanes.get(key)
    if (taken) taken.add(lane)
    else lanes.set(key, new Set([lane]))
  }
  return lanes
}

function lowestFree(taken: ReadonlySet<number> | undefined, capacity: number): number {
  for (let lane = 0; lane < capacity; lane++) if (!taken?.has(lane)) return lane
  let lane = OVERFLOW_LANE
  while (taken?.has(lane)) lane++
  return lane
}
