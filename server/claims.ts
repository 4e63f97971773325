import { type Busy, type Compiled, footprintOf } from '../engine/index.ts'
import type { Claim, Transaction } from './store/store.ts'

const MINUTE_MS = 60_000
/** Lanes from here on are overflow: what a schedule already holds beyond capacity, never something sold. */
const OVERFLOW_LANE = 1000

type Taking = Pick<
  Busy,
  'id' | 'practitioners' | 'chair' | 'reason' | 'start' | 'end' | 'bufferBeforeMinutes' | 'bufferAfterMinutes'
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
  const claims = await lowestLanes(transaction, practice, compiled, visit)
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
  const claims = await lowestLanes(transaction, practice, compiled, visit)
  if (!(await transaction.claim(practice, visit.id, claims))) {
    throw new Error('claims moved inside a transaction that holds the write lock')
  }
}

async function lowestLanes(
  transaction: Transaction,
  practice: string,
  compiled: Compiled,
  visit: Taking,
): Promise<Claim[]> {
  const unit = compiled.practice.timeUnitMinutes
  const { practitioner, chair } = footprintOf(compiled, visit)
  const wanted = [
    ...visit.practitioners.map((id) => ({
      resource: `practitioner:${id}`,
      capacity: compiled.practitioners.get(id)?.splitBooking ?? 1,
      parts: practitioner,
    })),
    ...(visit.chair === null
      ? []
      : [
          {
            resource: `chair:${visit.chair}`,
            capacity: compiled.chairs.get(visit.chair)?.capacity ?? 1,
            parts: [chair],
          },
        ]),
  ]
  const standing = await transaction.claims(
    practice,
    wanted.map(({ resource }) => resource),
    chair.start / MINUTE_MS,
    chair.end / MINUTE_MS,
  )
  const taken = new Set(standing.map(keyOf))
  const claims: Claim[] = []
  for (const { resource, capacity, parts } of wanted) {
    for (const { start, end } of parts) {
      for (let quantum = start / MINUTE_MS; quantum < end / MINUTE_MS; quantum += unit) {
        let lane = 0
        while (taken.has(keyOf({ resource, quantum, lane }))) lane = lane === capacity - 1 ? OVERFLOW_LANE : lane + 1
        claims.push({ resource, quantum, lane })
      }
    }
  }
  return claims
}

function keyOf({ resource, quantum, lane }: Claim): string {
  return `${resource} ${quantum} ${lane}`
}
