import type { Connection } from '../contract/connection.ts'
import { addDays, todayOf } from '../dates.ts'
import type { Log } from '../log.ts'
import type { Residents } from '../residents.ts'
import { midnightOf } from '../retention.ts'
import type { StoredPractice } from '../store/model.ts'
import type { Store } from '../store/store.ts'
import { dropBlocks, dropNeedlessBlocks, putBlocks } from './blocking.ts'
import { connectionOf } from './connection.ts'
import { type Connector, type PmsAppointment, PmsFault, type Unreadable } from './connector.ts'
import { keepAppointments, keepDeleted, type Read, readAs } from './keeping.ts'
import { type Mapping, mappingOf } from './mapping.ts'
import { settle } from './settle.ts'
import { keepStale } from './stale.ts'
import type { SyncState } from './state.ts'
import { keepStrange } from './strange.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** Visits of the last days get their last word late: missed, over. */
const DAYS_BACK = 7
const DAYS_BEYOND = 3
/** Patients who send a request meanwhile wait for so many rows at most. */
const ROWS_A_CHANGE = 10
/** As long as a page may take; each page takes the lease on. */
const LEASE_MS = 2 * MINUTE_MS
/** Fewer than so many may well be deleted between two looks. */
const FEWEST_LOST = 10
/** A software that no longer has more of them than this has mostly been emptied, or is another one. */
const MOST_LOST = 0.9
/** What was kept before a fault is kept again; a sync never reads longer than this. */
const LONGEST_SYNC_MS = 30 * MINUTE_MS

/** What syncs work with. */
export interface SyncRoom {
  readonly store: Store
  readonly residents: Residents
  readonly clock: () => number
  readonly log: Log
  /** @throws PmsFault `misconfigured` */
  readonly openConnector: (practice: StoredPractice, connection: Connection) => Promise<Connector>
  /** How browsers reach the server. */
  readonly publicUrl: string
}

/** How a sync is asked for. */
export interface SyncAsk {
  /** Read all in any case. */
  readonly isWhole?: boolean
  /** Staff say that nearly all is gone indeed. */
  readonly isLossAccepted?: boolean
  readonly signal?: AbortSignal
}

/** `done`: everything was read. `busy`: another sync runs. `none`: there is no connection. */
export type SyncOutcome = 'done' | 'failed' | 'busy' | 'none'

/**
 * Reads a practice's own software, once: what changed since the last time, or, each hour and whenever the connection was
 * changed, all of the year ahead. One at a time for a practice, whichever server runs it.
 *
 */
export async function runSync(
  room: SyncRoom,
  practiceId: string,
  { isWhole = false, isLossAccepted = false, signal = new AbortController().signal }: SyncAsk = {},
): Promise<SyncOutcome> {
  const { store, clock } = room
  const kept = await connectionOf(store, practiceId)
  const practice = await store.practice(practiceId)
  if (!practice || kept.connection.source === null) return 'none'
  const holder = crypto.randomUUID()
  const began = clock()
  const isOurs = await store.transaction((transaction) =>
    transaction.leaseConnection(practiceId, holder, began, began + LEASE_MS),
  )
  if (!isOurs) return 'busy'
  const sync = createSync(room, practice, {
    holder,
    began,
    isLossAccepted,
    signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_SYNC_MS)]),
  })
  try {
    return await sync.run(isWhole)
  } finally {
    await store.transaction((transaction) => transaction.freeConnection(practiceId, holder))
  }
}

/** One sync of one practice, by whoever holds the lease. */
function createSync(
  room: SyncRoom,
  practice: StoredPractice,
  {
    holder,
    began,
    isLossAccepted,
    signal,
  }: {
    readonly holder: string
    readonly began: number
    readonly isLossAccepted: boolean
    readonly signal: AbortSignal
  },
) {
  const { store, residents, clock, log } = room
  const { id } = practice.file

  return { run }

  async function run(isAsked: boolean): Promise<SyncOutcome> {
    const { connection, version, state: before } = await connectionOf(store, id)
    let state: SyncState = { ...before, lastTriedAt: began, progress: { done: 0, total: null } }
    const save = async (changes: Partial<SyncState>) => {
      state = { ...state, ...changes }
      const isOurs = await store.transaction(async (transaction) => {
        const now = clock()
        // Taken over and left free again, it would be had for the asking.
        if (!(await transaction.hasLease(id, holder))) return false
        const still = await transaction.leaseConnection(id, holder, now, now + LEASE_MS)
        return still && (await transaction.putConnectionState(id, holder, state))
      })
      if (!isOurs) throw takenOver()
    }
    // After a clock was set back, what was read counts as read now at the latest.
    const lastGoodAt = before.lastGoodAt === null ? null : Math.min(before.lastGoodAt, began)
    await save({ lastGoodAt })
    try {
      const connector = await room.openConnector(practice, connection)
      const { isIncremental, software } = await connector.capabilities(signal)
      await save({ software, canWrite: connector.writer !== undefined })
      const mapping = mappingOf(connection, practice.file)
      const { lastWholeAt } = state
      const isLongAgo = lastWholeAt === null || lastWholeAt > began || began - lastWholeAt >= HOUR_MS
      const isDue = isLongAgo || state.wholeVersion !== version
      if (isAsked || isDue || !isIncremental || state.cursor === null) {
        // The cursor first: what changes while the window is read comes with the next changes.
        const cursor = isIncremental ? await lastCursor(connector) : null
        await readWindow(connector, mapping, save)
        await readNames(connector)
        await save({ cursor: cursor ?? state.cursor, lastWholeAt: began, wholeVersion: version })
      } else {
        await readChanges(connector, mapping, state.cursor, save)
      }
      await settle({ store, residents, clock }, id, mapping, connection)
      await save({ lastGoodAt: began, problem: null, progress: null })
      return 'done'
    } catch (error) {
      const problem = problemOf(error, clock())
      if (problem.kind === 'internal')
        log({ level: 'error', message: 'not synced', practice: id, fault: nameOf(error) })
      const since = before.problem?.since ?? began
      await save({ problem: { ...problem, since }, progress: null }).catch(() => {})
      return 'failed'
    } finally {
      await keepStale({ store, clock }, practice)
    }
  }

  async function lastCursor(connector: Connector): Promise<string | null> {
    let cursor: string | null = null
    for await (const page of connector.changed(null, signal)) cursor = page.cursor ?? cursor
    return cursor
  }

  async function readChanges(
    connector: Connector,
    mapping: Mapping,
    since: string,
    save: (changes: Partial<SyncState>) => Promise<void>,
  ): Promise<void> {
    let done = 0
    let cursor = since
    for await (const page of connector.changed(since, signal)) {
      await keepPage(mapping, page.items)
      done += page.items.length
      cursor = page.cursor ?? cursor
      // Only when what it stands for is kept.
      await save({ cursor, progress: { done, total: page.total ?? null } })
    }
  }

  async function readWindow(
    connector: Connector,
    mapping: Mapping,
    save: (changes: Partial<SyncState>) => Promise<void>,
  ): Promise<void> {
    const range = windowOf(practice, clock())
    const seen = new Set<string>()
    for await (const page of connector.window(range, signal)) {
      await keepPage(mapping, page.items)
      for (const item of page.items) seen.add(item.id)
      await save({ progress: { done: seen.size, total: page.total ?? null } })
    }
    const known = await store.pmsIdsBetween(id, range)
    const missing = known.filter((each) => !seen.has(each))
    if (!isLossAccepted && missing.length >= FEWEST_LOST && missing.length > known.length * MOST_LOST) {
      throw new EmptiedError(missing.length, known.length)
    }
    const strange = (await store.unreadable(id)).map((each) => each.id).filter((each) => !seen.has(each))
    for (const each of new Set([...missing, ...strange])) {
      // It may have moved while the pages were turned: only the PMS itself says that it is gone.
      const item = await connector.get(each, signal)
      if (item) await keepPage(mapping, [item])
      else {
        await residents.change(store, id, clock(), async (transaction, present) => {
          if (!(await transaction.hasLease(id, holder))) throw takenOver()
          await keepDeleted(transaction, present, [each])
        })
        await store.transaction((transaction) => transaction.dropUnreadable(id, [each]))
        await dropBlocks(store, id, [each])
      }
    }
  }

  async function readNames(connector: Connector): Promise<void> {
    const names = await connector.directory(signal)
    await store.transaction((transaction) => transaction.addPmsNames(id, names))
  }

  async function keepPage(mapping: Mapping, items: readonly (PmsAppointment | Unreadable)[]): Promise<void> {
    const readable = items.filter((item) => item.kind === 'appointment')
    if (!(await store.hasLease(id, holder))) throw takenOver()
    // Before its places are given up for it.
    await putBlocks(room, id, mapping, readable)
    const news = await unknownOf(await Promise.all(readable.map((item) => readAs(mapping, item))))
    for (let i = 0; i < news.length; i += ROWS_A_CHANGE) {
      const part = news.slice(i, i + ROWS_A_CHANGE)
      await residents.change(store, id, clock(), async (transaction, present) => {
        // Whoever took over has read later: what was read here is older by now.
        if (!(await transaction.hasLease(id, holder))) throw takenOver()
        await keepAppointments(transaction, present, part, began)
      })
      await breathe()
    }
    await keepStrange(room, id, mapping, items)
    await dropNeedlessBlocks(room, id, mapping, readable)
    const names = new Map(readable.flatMap((item) => item.names).map((name) => [`${name.kind} ${name.id}`, name]))
    const known = new Set((await store.pmsNames(id)).map((name) => `${name.kind} ${name.id}`))
    const fresh = [...names].filter(([key]) => !known.has(key)).map(([, name]) => name)
    if (fresh.length > 0) await store.transaction((transaction) => transaction.addPmsNames(id, fresh))
  }

  /** Nearly all that is read each hour is known so already, and needs no change. */
  async function unknownOf(reads: readonly Read[]): Promise<Read[]> {
    const known = await store.pmsAppointments(
      id,
      reads.map(({ item }) => item.id),
    )
    return reads.filter(({ item, hash }) => {
      const kept = known.get(item.id)?.pms
      return kept?.hash !== hash || kept.version !== item.version
    })
  }
}

/** From some days back to the end of what is offered. */
export function windowOf({ file }: StoredPractice, now: number): { start: number; end: number } {
  const today = todayOf(file, now)
  const last = addDays(today, 31 * file.horizonMonths + DAYS_BEYOND)
  return { start: midnightOf(file, addDays(today, -DAYS_BACK)), end: midnightOf(file, last) }
}

const takenOver = () => new PmsFault('busy', 'Another server has taken over.')

/** Nearly all is gone at once: more likely the wrong server, or one that was restored empty, than so many deletions. */
class EmptiedError extends Error {
  override readonly name = 'EmptiedError'

  constructor(missing: number, known: number) {
    super(`${missing} of ${known} appointments are no longer in your software. Nothing was freed, and nobody was told.`)
  }
}

function problemOf(error: unknown, now: number): Omit<NonNullable<SyncState['problem']>, 'since'> {
  if (error instanceof PmsFault) {
    const { kind, message, retryAfterSeconds } = error
    const retryAt = retryAfterSeconds === null ? null : now + Math.min(retryAfterSeconds * 1000, HOUR_MS)
    const known = kind === 'moved' || kind === 'gone' || kind === 'conflict' ? 'unreadable' : kind
    return { kind: known, words: message, retryAt }
  }
  if (error instanceof EmptiedError) return { kind: 'emptied', words: error.message, retryAt: null }
  return { kind: 'internal', words: 'Something went wrong here. It is tried again by itself.', retryAt: null }
}

/** Lets those be answered who have come meanwhile: reading and keeping alone never leave the event loop a turn. */
const breathe = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown')
