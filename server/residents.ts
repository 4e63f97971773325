import { addBusy, type Busy, compile, type Occupancy, occupancyOf, removeBusy, type Snapshot } from '../engine/index.ts'
import type { PracticeFile } from './contract/practice-file.ts'
import { addDays, localIso, todayOf } from './dates.ts'
import { ProblemError } from './problem.ts'
import { busyOfBlock } from './store/blocks.ts'
import type { StoredHold, StoredPractice, Versions } from './store/model.ts'
import { MovedError, type Reader, type Store, type Transaction } from './store/store.ts'

const DAY_MS = 86_400_000

/** A practice at one moment: its file, and everything its openings depend on. */
export interface Present {
  readonly practice: StoredPractice
  readonly snapshot: Snapshot
  /** Two with the same differ in the time of day only. The same on every server. */
  readonly version: string
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
 * when they have moved is anything read again: the items that changed since, or all of it when the rules or the date
 * are others. The oldest goes when there are too many: making one anew costs some milliseconds.
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

/** @param most - How many are kept, at least 1. */
export function createResidents(most = 100): Residents {
  /** As committed: what questions are answered from. */
  const kept = createMemory(most)
  /** As the changes that are under way see it, one after another, where they see each other before they are committed. */
  const changing = createMemory(most, kept)
  /** When changes were undone together, nothing that was learned from them may stay. */
  let generation = 0

  return {
    present: kept.present,

    async change(store, id, now, run) {
      const memory = store.isSerial ? changing : kept
      // All of a practice is read before the transaction, once for everybody who waits for it.
      if (!(await kept.present(store, id, now))) throw notFound()
      try {
        return await store.transaction(async (transaction) => {
          if (store.generation() !== generation) {
            generation = store.generation()
            changing.clear()
          }
          const found = await memory.present(transaction, id, now)
          if (!found) throw notFound()
          const answer = await run(transaction, found)
          if (!store.isSerial && transaction.hasTouched(id)) {
            const after = await transaction.lockVersions(id)
            if (after?.rules !== found.practice.rulesVersion) throw rulesMoved()
          }
          return answer
        })
      } catch (error) {
        const fault = error instanceof MovedError ? error.otherwise : error
        // A refusal changed nothing; after anything else nobody knows what stood in memory.
        if (store.isSerial && !(fault instanceof ProblemError)) changing.forget(id)
        throw fault
      }
    },
  }
}

interface Memory {
  present(reader: Reader, id: string, now: number): Promise<Present | null>
  /** A resident of one's own, sharing its rows with the one that is kept. */
  copy(id: string): Resident | undefined
  forget(id: string): void
  clear(): void
}

/** @param other - Where to look for what isn't kept here. */
function createMemory(most: number, other?: Memory): Memory {
  const kept = new Map<string, Resident>()
  /** Practices being read whole, so that many who ask at once wait for one answer. */
  const reading = new Map<string, Promise<Resident>>()

  /** All of it, unless somebody has read a newer one meanwhile. */
  async function read(reader: Reader, id: string, versions: Versions, now: number): Promise<Resident> {
    const read = await load(reader, id, versions, now, kept.get(id))
    const meanwhile = kept.get(id)
    const isNewer = meanwhile?.versions.rules === versions.rules && meanwhile.versions.data >= versions.data
    return isNewer && meanwhile.today === read.today ? meanwhile : read
  }

  function readOnce(reader: Reader, id: string, versions: Versions, now: number): Promise<Resident> {
    // In a transaction of one's own nobody is waited for: who waited might be in the way of who reads.
    if ('claim' in reader) return read(reader, id, versions, now)
    const key = `${id} ${versions.rules} ${versions.data}`
    const running = reading.get(key) ?? read(reader, id, versions, now).finally(() => reading.delete(key))
    reading.set(key, running)
    return running
  }

  return {
    async present(reader, id, now) {
      let versions = await reader.versions(id)
      if (!versions) return null
      let resident = kept.get(id) ?? other?.copy(id)
      // Others may have read on between the two: then these numbers are the older ones.
      if (resident && resident.versions.data > versions.data) versions = (await reader.versions(id))!
      if (!resident || !(await catchUp(reader, id, resident, versions, now))) {
        resident = await readOnce(reader, id, versions, now)
      }
      dropEnded(resident, now)
      kept.delete(id)
      kept.set(id, resident)
      if (kept.size > most) kept.delete(kept.keys().next().value!)
      const { practice, occupancy } = resident
      return {
        practice,
        snapshot: { compiled: occupancy.compiled, occupancy, now },
        version: versionOf(resident, now),
      }
    },

    copy(id) {
      const resident = kept.get(id)
      if (!resident) return undefined
      const { compiled, items } = resident.occupancy
      return { ...resident, occupancy: occupancyOf(compiled, [...items.values()]), holds: new Map(resident.holds) }
    },

    forget: (id) => void kept.delete(id),
    clear: () => kept.clear(),
  }
}

/** Reads what moved since a resident was read. False when all of it must be read. */
async function catchUp(
  reader: Reader,
  id: string,
  resident: Resident,
  versions: Versions,
  now: number,
): Promise<boolean> {
  if (resident.versions.rules !== versions.rules || resident.today !== todayOf(resident.practice.file, now))
    return false
  const since = resident.versions.data
  if (since === versions.data) return true
  const items = since < versions.data ? await reader.changedSince(id, since) : null
  if (!items) return false
  const { busy, holds } = await reader.taking(id, items, now)
  // Somebody who read later may have been quicker; what was read here is the older of the two.
  if (resident.versions.data >= versions.data) return true
  for (const item of items) {
    removeBusy(resident.occupancy, item)
    resident.holds.delete(item)
  }
  for (const item of [...busy, ...holds.map(busyOfHold)]) addBusy(resident.occupancy, item)
  for (const hold of holds) resident.holds.set(hold.id, hold.expiresAt)
  resident.versions = versions
  return true
}

async function load(reader: Reader, id: string, versions: Versions, now: number, old?: Resident): Promise<Resident> {
  const isSame = old?.versions.rules === versions.rules
  const practice = isSame ? old.practice : (await reader.practice(id))!
  const isToday = isSame && old.today === todayOf(practice.file, now)
  const compiled = isToday ? old.occupancy.compiled : compileFor(practice.file, now)
  const busy = await reader.busy(id, { start: now - DAY_MS, end: compiled.span.end })
  const holds = await reader.liveHolds(id, now)
  const blocks = await reader.blocks(id, now - DAY_MS)
  return {
    practice,
    versions,
    today: todayOf(practice.file, now),
    occupancy: occupancyOf(compiled, [...busy, ...blocks.map(busyOfBlock), ...holds.map(busyOfHold)]),
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

function versionOf({ practice: { file }, versions, holds }: Resident, now: number): string {
  const dates = new Set(file.locations.map(({ timeZone }) => localIso(now, timeZone).slice(0, 10)))
  // Holds end by the clock, without moving the data's version, but in one order: how many are left tells which.
  return [versions.rules, versions.data, holds.size, ...dates].join('.')
}

function notFound(): ProblemError {
  return new ProblemError('not-found', 'There is no such practice.')
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

/** A hold as the engine counts it: nothing in it names anybody. */
export function busyOfHold(hold: StoredHold): Busy {
  const { id, start, end, practitioners, chair, reason, bufferBeforeMinutes, bufferAfterMinutes } = hold
  const time = { id, start, end, practitioners, chair, reason, bufferBeforeMinutes, bufferAfterMinutes }
  return { ...time, kind: 'hold', status: 'pending' }
}
