import { addBusy, type Busy, compile, type Occupancy, occupancyOf, type Snapshot } from '../engine/index.ts'
import type { PracticeFile } from './contract/practice-file.ts'
import { addDays, todayOf } from './dates.ts'
import type { Reader, StoredPractice, Versions } from './store/store.ts'

const DAY_MS = 86_400_000

/** A practice at one moment: its file, and everything its openings depend on. */
export interface Present {
  readonly practice: StoredPractice
  readonly snapshot: Snapshot
  readonly versions: Versions
}

interface Resident {
  practice: StoredPractice
  versions: Versions
  today: string
  occupancy: Occupancy
}

/**
 * Practices asked for lately, kept in memory ready to answer. Each question first asks the database for two numbers; only
 * when they have moved are rules or bookings read again. The oldest goes when there are too many: making one anew costs
 * some milliseconds.
 */
export interface Residents {
  /** Null when there is no such practice. */
  present(reader: Reader, id: string, now: number): Promise<Present | null>
  /** Adds what a transaction just committed, if nothing else came between: then nothing need be read again. */
  committed(id: string, added: Busy, before: Versions): void
}

/** @param most - How many are kept, at least 1. */
export function createResidents(most = 100): Residents {
  const kept = new Map<string, Resident>()

  return {
    async present(reader, id, now) {
      const versions = await reader.versions(id)
      if (!versions) return null
      let resident = kept.get(id)
      const hasRules =
        resident?.versions.rules === versions.rules && resident.today === todayOf(resident.practice.file, now)
      if (!resident || !hasRules || resident.versions.data !== versions.data) {
        resident = await load(reader, id, versions, now, hasRules ? resident : undefined)
      }
      kept.delete(id)
      kept.set(id, resident)
      if (kept.size > most) kept.delete(kept.keys().next().value!)
      const { practice, occupancy } = resident
      return { practice, versions, snapshot: { compiled: occupancy.compiled, occupancy, now } }
    },

    committed(id, added, before) {
      const resident = kept.get(id)
      if (resident?.versions.rules !== before.rules || resident.versions.data !== before.data) return
      addBusy(resident.occupancy, added)
      resident.versions = { ...before, data: before.data + 1 }
    },
  }
}

async function load(reader: Reader, id: string, versions: Versions, now: number, same?: Resident): Promise<Resident> {
  const practice = same?.practice ?? (await reader.practice(id))!
  const compiled = same?.occupancy.compiled ?? compileFor(practice.file, now)
  const busy = await reader.busy(id, { start: now - DAY_MS, end: compiled.span.end })
  return { practice, versions, today: todayOf(practice.file, now), occupancy: occupancyOf(compiled, busy) }
}

/** A practice's rules from yesterday to the end of what it offers. */
export function compileFor(file: PracticeFile, now: number) {
  const today = todayOf(file, now)
  return compile(file, { from: addDays(today, -1), to: addDays(today, 31 * file.horizonMonths + 2) })
}
