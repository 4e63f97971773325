import { addBusy, type Busy, compile, type Occupancy, occupancyOf, removeBusy, type Snapshot } from '../engine/index.ts'
import type { PracticeFile } from './contract/practice-file.ts'
import { addDays, todayOf } from './dates.ts'
import { ProblemError } from './problem.ts'
import {
  MovedError,
  type Reader,
  type Store,
  type StoredHold,
  type StoredPractice,
  type StoredRequest,
  type Transaction,
  type Versions,
} from './store/store.ts'

const DAY_MS = 86_400_000

/** A practice at one moment: its file, and everything its openings depend on. */
export interface Present {
  readonly practice: StoredPractice
  readonly snapshot: Snapshot
}

interface Resident {
  practice: StoredPractice
  versions: Versions
  today: string
  occupancy: Occupancy
  /** When each hold runs out: it ends by the clock, without a word from the database. */
  holds: Map<string, number>
}

/**
 * Practices asked for lately, kept in memory ready to answer. Each question first asks the database for two numbers; only
 * when they have moved are rules or bookings read again. The oldest goes when there are too many: making one anew costs
 * some milliseconds.
 */
export interface Residents {
  /** Null when there is no such practice. */
  present(reader: Reader, id: string, now: number): Promise<Present | null>
  /**
   * Runs a change in one transaction, with the practice as that transaction sees it.
   *
   * @throws ProblemError `not-found` when there is no such practice.
   */
  change<T>(
    store: Store,
    id: string,
    now: number,
    run: (transaction: Transaction, present: Present) => Promise<T>,
  ): Promise<T>
}

/** What a committed change did to what takes time. */
interface Changes {
  readonly added: readonly Busy[]
  readonly removed: readonly string[]
  readonly holds: ReadonlyMap<string, number>
}

/** @param most - How many are kept, at least 1. */
export function createResidents(most = 100): Residents {
  /** As committed: what questions are answered from. */
  const kept = createMemory(most)
  /** As the changes that are under way see it, one after another, where they see each other before they are committed. */
  const changing = createMemory(most)
  /** When changes were undone together, nothing that was learned from them may stay. */
  let generation = 0

  return {
    present: kept.present,

    async change(store, id, now, run) {
      const memory = store.isSerial ? changing : kept
      let follow = (): void => {}
      try {
        const result = await store.transaction(async (transaction) => {
          if (store.generation() !== generation) {
            generation = store.generation()
            changing.clear()
          }
          const found = await memory.present(transaction, id, now)
          if (!found) throw new ProblemError('not-found', 'There is no such practice.')
          const changes = noteChanges(transaction)
          const answer = await run(changes.transaction, found)
          // Who changed nothing has no version of its own: taking the present one for it would skip another's change.
          const after = changes.isNone() ? null : await transaction.lockVersions(id)
          if (after && !store.isSerial && after.rules !== found.practice.rulesVersion) throw rulesMoved()
          if (store.isSerial) changing.follow(id, changes, after)
          follow = () => kept.follow(id, changes, after)
          return answer
        })
        follow()
        return result
      } catch (error) {
        const fault = error instanceof MovedError ? error.otherwise : error
        // A refusal changed nothing; after anything else nobody knows what stood in memory.
        if (store.isSerial && !(fault instanceof ProblemError)) changing.forget(id)
        throw fault
      }
    },
  }
}

function createMemory(most: number) {
  const kept = new Map<string, Resident>()
  return {
    async present(reader: Reader, id: string, now: number): Promise<Present | null> {
      const versions = await reader.versions(id)
      if (!versions) return null
      let resident = kept.get(id)
      const hasRules =
        resident?.versions.rules === versions.rules && resident.today === todayOf(resident.practice.file, now)
      const hasData = resident?.versions.data === versions.data
      if (!resident || !hasRules || !hasData) {
        resident = await load(reader, id, versions, now, hasRules ? resident : undefined)
      }
      dropEnded(resident, now)
      kept.delete(id)
      kept.set(id, resident)
      if (kept.size > most) kept.delete(kept.keys().next().value!)
      const { practice, occupancy } = resident
      return { practice, snapshot: { compiled: occupancy.compiled, occupancy, now } }
    },

    /** Does what a change did, unless something else came between: then it is read again when it is asked for. */
    follow(id: string, { added, removed, holds }: Changes, after: Versions | null): void {
      const resident = kept.get(id)
      if (!resident || !after) return
      if (resident.versions.rules !== after.rules || resident.versions.data + 1 !== after.data) return
      for (const gone of removed) removeBusy(resident.occupancy, gone)
      for (const item of added) addBusy(resident.occupancy, item)
      for (const [hold, until] of holds) resident.holds.set(hold, until)
      resident.versions = after
    },

    forget(id: string): void {
      kept.delete(id)
    },

    clear(): void {
      kept.clear()
    },
  }
}

/** A transaction that remembers what it adds and removes, so that memory can follow once it has committed. */
function noteChanges(transaction: Transaction) {
  const added: Busy[] = []
  const removed: string[] = []
  const holds = new Map<string, number>()
  return {
    added,
    holds,
    removed,
    isNone: () => added.length + removed.length + holds.size === 0,
    transaction: {
      ...transaction,
      async addRequest(practice: string, request: StoredRequest) {
        await transaction.addRequest(practice, request)
        added.push(busyOfRequest(request))
      },
      async addHold(practice: string, hold: StoredHold) {
        await transaction.addHold(practice, hold)
        added.push(busyOfHold(hold))
        holds.set(hold.id, hold.expiresAt)
      },
      async renewHold(practice: string, id: string, expiresAt: number) {
        await transaction.renewHold(practice, id, expiresAt)
        holds.set(id, expiresAt)
      },
      async removeHold(practice: string, id: string) {
        await transaction.removeHold(practice, id)
        removed.push(id)
      },
      async setRequestState(...change: Parameters<Transaction['setRequestState']>) {
        const isSet = await transaction.setRequestState(...change)
        const [, id, , to] = change
        if (isSet && (to === 'cancelled' || to === 'rejected' || to === 'expired' || to === 'noshow')) removed.push(id)
        return isSet
      },
    } satisfies Transaction,
  }
}

async function load(reader: Reader, id: string, versions: Versions, now: number, same?: Resident): Promise<Resident> {
  const practice = same?.practice ?? (await reader.practice(id))!
  const compiled = same?.occupancy.compiled ?? compileFor(practice.file, now)
  const busy = await reader.busy(id, { start: now - DAY_MS, end: compiled.span.end })
  const holds = await reader.liveHolds(id, now)
  return {
    practice,
    versions,
    today: todayOf(practice.file, now),
    occupancy: occupancyOf(compiled, [...busy, ...holds.map(busyOfHold)]),
    holds: new Map(holds.map((hold) => [hold.id, hold.expiresAt])),
  }
}

function dropEnded({ holds, occupancy }: Resident, now: number): void {
  for (const [id, until] of holds) {
    if (until > now) continue
    removeBusy(occupancy, id)
    holds.delete(id)
  }
}

function rulesMoved(): MovedError {
  return new MovedError(
    new ProblemError('unavailable', "The practice's hours are being changed. Try again in a moment."),
  )
}

/** A practice's rules from yesterday to the end of what it offers. */
export function compileFor(file: PracticeFile, now: number) {
  const today = todayOf(file, now)
  return compile(file, { from: addDays(today, -1), to: addDays(today, 31 * file.horizonMonths + 2) })
}

function busyOfRequest(request: StoredRequest): Busy {
  return { ...timeOf(request), kind: 'request', status: 'pending', patients: request.isNewPatient ? 'new' : 'existing' }
}

/** A hold as the engine counts it. */
export function busyOfHold(hold: StoredHold): Busy {
  return { ...timeOf(hold), kind: 'hold', status: 'pending' }
}

/** Only what takes time: names and birth dates have no business in memory. */
function timeOf(item: StoredRequest | StoredHold) {
  const { id, start, end, practitioners, chair, reason, bufferBeforeMinutes, bufferAfterMinutes } = item
  return { id, start, end, practitioners, chair, reason, bufferBeforeMinutes, bufferAfterMinutes }
}
