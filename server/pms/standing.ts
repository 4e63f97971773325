import type { SyncStanding } from '../contract/connection.ts'
import { localIso } from '../dates.ts'
import type { StoredPractice } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { connectionOf } from './connection.ts'
import { staleAt, staleFrom, stalenessOf } from './stale.ts'

const MINUTE_MS = 60_000

/** How the connection with a practice's software stands, in the practice's own time. */
export async function standingOf(reader: Reader, practice: StoredPractice, now: number): Promise<SyncStanding> {
  const { file } = practice
  const kept = await connectionOf(reader, file.id)
  const { connection, state } = kept
  const unreadable = await reader.unreadable(file.id)
  const staleness = stalenessOf(kept, practice, unreadable)
  const from = staleFrom(staleness)
  const zone = file.locations[0]!.timeZone
  const told = (at: number | null) => (at === null ? null : localIso(at, zone))
  const { problem, progress } = state
  // One look that failed is nothing yet; the next may well succeed.
  const isOverdue = from !== null && now - (from - staleness.limitMs) > 2 * connection.everyMinutes * MINUTE_MS
  const stale = staleAt(staleness, now)
  const isFirst = ([, until]: [string, number]) => until + staleness.limitMs === from
  const first = [...staleness.knownUntil].filter(isFirst).map(([id]) => id)
  const vanishesAt = isOverdue || (problem && from !== null) ? from : null
  return {
    isRunning: progress !== null,
    progress,
    lastTriedAt: told(state.lastTriedAt),
    lastGoodAt: told(state.lastGoodAt),
    problem: problem && { kind: problem.kind, words: problem.words, since: localIso(problem.since, zone) },
    staleFrom: told(vanishesAt),
    isStale: stale.size > 0,
    practitioners: stale.size > 0 ? [...stale.keys()] : vanishesAt === null ? [] : first,
    unreadable: unreadable.filter(({ setAside }) => !setAside).length,
    appointments: await reader.countPmsAppointments(file.id, now),
  }
}
