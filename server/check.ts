import { type Busy, type Occupancy, occupancyOf } from '../engine/index.ts'
import { placesOf } from './claims.ts'
import { busyOfHold, compileFor } from './residents.ts'
import type { StandingClaim } from './store/model.ts'
import type { Store } from './store/store.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** See {@link StandingClaim}: lanes from here on are overflow. */
const OVERFLOW_LANE = 1000
const MOST_READS = 5

/**
 * What is wrong with a claim: `missing` in the table though a visit takes the place, `superfluous` there though none
 * does, in a lane `beyond-capacity`, or in `needless-overflow` though a lane is free.
 */
export type ClaimFaultKind = 'missing' | 'superfluous' | 'beyond-capacity' | 'needless-overflow'

/** One difference between the claims that stand and those that should. Ids and times only. */
export interface ClaimFault {
  readonly kind: ClaimFaultKind
  readonly holder: string
  readonly resource: string
  /** Epoch minutes; of a ceiling the start of its span. */
  readonly quantum: number
}

/**
 * Reckons every claim anew from requests, appointments and live holds, and compares. Looks from yesterday on: what is
 * over sells nothing, and an import of the rules leaves it out.
 *
 * @param now - Epoch ms.
 * @returns Differences in order of resource, time and holder; empty when all is well.
 * @throws RangeError when there is no such practice.
 */
export async function checkClaims(store: Store, id: string, now: number): Promise<ClaimFault[]> {
  const { practice, busy, holds, expired, claims } = await readAtOnce(store, id, now)
  const compiled = compileFor(practice.file, now)
  const all = [...busy, ...holds.map(busyOfHold)]
  const from = compiled.span.start / MINUTE_MS
  const faults: ClaimFault[] = []

  const needed = new Map<string, number>()
  const capacities = new Map<string, number>()
  for (const visit of counted(occupancyOf(compiled, all), all)) {
    for (const { resource, capacity, quanta } of placesOf(compiled, visit)) {
      capacities.set(resource, capacity)
      for (const quantum of quanta) {
        const key = keyOf({ holder: visit.id, resource, quantum })
        if (quantum >= from) needed.set(key, (needed.get(key) ?? 0) + 1)
      }
    }
  }

  const standing = claims.filter(({ quantum }) => quantum >= from)
  for (const claim of standing) {
    const { holder, resource, quantum } = claim
    const key = keyOf(claim)
    const left = needed.get(key) ?? 0
    if (left > 0) needed.set(key, left - 1)
    // A hold that ran out keeps its key until the next booking clears it away.
    else if (!expired.includes(holder)) faults.push({ kind: 'superfluous', holder, resource, quantum })
  }
  for (const [key, count] of needed) {
    const [holder, resource, quantum] = JSON.parse(key) as [string, string, number]
    for (let i = 0; i < count; i++) faults.push({ kind: 'missing', holder, resource, quantum })
  }
  faults.push(...wrongLanes(standing, capacities))
  return faults.sort(inOrder)
}

/** Differences as lines for people: one a holder and resource, from its first place on. */
export function describeClaimFaults(faults: readonly ClaimFault[]): string[] {
  const groups = new Map<string, ClaimFault[]>()
  for (const fault of faults) {
    const key = JSON.stringify([fault.kind, fault.holder, fault.resource])
    const group = groups.get(key)
    if (group) group.push(fault)
    else groups.set(key, [fault])
  }
  return [...groups.values()].map((group) => {
    const { kind, holder, resource, quantum } = group[0]!
    const places = group.length === 1 ? '1 place' : `${group.length} places`
    return `${kind}: ${resource}, ${places} from ${new Date(quantum * MINUTE_MS).toISOString()}, held by ${holder}`
  })
}

/** Everything as one moment has it, also where a transaction sees what others commit meanwhile. */
async function readAtOnce(store: Store, id: string, now: number) {
  for (let tries = 1; ; tries++) {
    const found = await store.transaction(async (transaction) => {
      const before = await transaction.versions(id)
      const practice = await transaction.practice(id)
      if (!before || !practice) throw new RangeError(`there is no practice "${id}"`)
      const read = {
        practice,
        busy: await transaction.busy(id, { start: now - 2 * DAY_MS, end: 8.64e15 }),
        holds: await transaction.liveHolds(id, now),
        expired: await transaction.expiredHolds(id, now),
        claims: await transaction.allClaims(id),
      }
      const after = await transaction.versions(id)
      return before.rules === after?.rules && before.data === after.data ? read : null
    })
    if (found) return found
    if (tries === MOST_READS) throw new RangeError(`practice "${id}" is changing too fast to be checked; try again`)
  }
}

/** Only what is counted as taking time claims it. */
function counted({ practitioners, chairs }: Occupancy, all: readonly Busy[]): Busy[] {
  const books = [...practitioners.values(), ...chairs.values()]
  const ids = new Set(books.flatMap(({ taken }) => taken.map(({ id }) => id)))
  return all.filter(({ id }) => ids.has(id))
}

function* wrongLanes(claims: readonly StandingClaim[], capacities: ReadonlyMap<string, number>): Generator<ClaimFault> {
  const taken = new Map<string, number>()
  const placeOf = ({ resource, quantum }: StandingClaim) => `${resource} ${quantum}`
  for (const claim of claims) {
    if (claim.lane < OVERFLOW_LANE) taken.set(placeOf(claim), (taken.get(placeOf(claim)) ?? 0) + 1)
  }
  for (const claim of claims) {
    const capacity = capacities.get(claim.resource)
    if (capacity === undefined) continue
    const { holder, resource, quantum, lane } = claim
    if (lane >= capacity && lane < OVERFLOW_LANE) yield { kind: 'beyond-capacity', holder, resource, quantum }
    const isFree = (taken.get(placeOf(claim)) ?? 0) < capacity
    if (lane >= OVERFLOW_LANE && isFree) yield { kind: 'needless-overflow', holder, resource, quantum }
  }
}

function keyOf({ holder, resource, quantum }: Omit<ClaimFault, 'kind'>): string {
  return JSON.stringify([holder, resource, quantum])
}

function inOrder(a: ClaimFault, b: ClaimFault): number {
  if (a.resource !== b.resource) return a.resource < b.resource ? -1 : 1
  return a.quantum - b.quantum || (a.holder < b.holder ? -1 : Number(a.holder > b.holder))
}
