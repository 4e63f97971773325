import { type Context, Hono } from 'hono'
import { fromOwnPages, needs, type SignedIn, signedIn, worksFor } from '../access.ts'
import { readBody } from '../body.ts'
import type { Room } from '../context.ts'
import {
  type Connection,
  type ConnectionReply,
  PutConnection,
  SetAside,
  SyncBody,
  type SyncReply,
  TestConnection,
  type TestReply,
} from '../contract/connection.ts'
import { localIso } from '../dates.ts'
import { settingsOf } from '../desk/settings.ts'
import { actorName, staffIn } from '../desk/view.ts'
import {
  completedSource,
  connectionOf,
  type KeptConnection,
  sealedConnection,
  secretOf,
  withSecret,
} from '../pms/connection.ts'
import { PmsFault } from '../pms/connector.ts'
import { keepStale } from '../pms/stale.ts'
import { standingOf } from '../pms/standing.ts'
import { giveUpAll } from '../pms/write/finishing.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import type { StoredPractice } from '../store/model.ts'
import type { Transaction } from '../store/store.ts'

const SUBJECT = 'connection'
const CHANGED = 'connection-changed'
/** Whoever presses *Sync now* sees the result, unless it takes longer than this. */
const WAIT_MS = 8000
const TEST_MS = 20_000

/** The connection with the practice's own software: what staff set, how it stands, *Sync now*. */
export function connectionRoutes(room: Room) {
  const { store, clock, secret } = room
  const app = new Hono<SignedIn>()
  app.use(fromOwnPages(room))
  app.use(signedIn(room))
  app.use('/practices/:practice/*', worksFor(room))

  app.get('/practices/:practice/connection', needs('read'), async (context) =>
    context.json((await replyFor(await found(context))) satisfies ConnectionReply),
  )

  app.get('/practices/:practice/connection/standing', needs('read'), async (context) =>
    context.json({ standing: await standingOf(store, await found(context), clock()) } satisfies SyncReply),
  )

  app.post('/practices/:practice/connection', needs('manage'), async (context) => {
    const practice = await found(context)
    const { id } = practice.file
    const { connection, version } = await readBody(context, PutConnection)
    checkNames(practice, connection)
    const now = clock()
    await checkSource(id, connection.source)
    await room.residents.change(store, id, now, async (transaction, present) => {
      const kept = await connectionOf(transaction, id)
      if (kept.version !== version) throw changedMeanwhile()
      const next = await sealedConnection(secret, connection, kept.connection)
      const fields = changedFields(kept.connection, next)
      if (fields.length === 0) return
      if (!(await transaction.putConnection(id, next, version))) throw changedMeanwhile()
      const isOther = JSON.stringify(kept.connection.source) !== JSON.stringify(next.source)
      if (next.source) await leaveOwn(transaction, id)
      // Another schedule: what was learned of the one before means nothing to it.
      if (isOther) await transaction.resetConnectionState(id, { since: next.source ? knownSince(kept, now) : now })
      if (isElsewhere(kept.connection.source, next.source)) await giveUpAll(transaction, present)
      await transaction.addAudit(id, {
        ...{ at: now, actor: actorOf(context), action: CHANGED, subject: SUBJECT },
        detail: { fields },
      })
    })
    await keepStale(room, practice)
    return context.json((await replyFor(practice)) satisfies ConnectionReply)
  })

  app.post('/practices/:practice/connection/test', needs('manage'), async (context) => {
    const practice = await found(context)
    const { source } = await readBody(context, TestConnection)
    await checkSource(practice.file.id, source)
    const kept = (await connectionOf(store, practice.file.id)).connection.source
    const complete = await completedSource(secret, source, kept)
    return context.json((await tryOut(practice, complete)) satisfies TestReply)
  })

  app.post('/practices/:practice/connection/sync', needs('answer'), async (context) => {
    const practice = await found(context)
    const { id } = practice.file
    const { isLossAccepted } = await readBody(context, SyncBody)
    if ((await connectionOf(store, id)).connection.source === null) {
      throw new ProblemError('not-changeable', 'No software is connected. An owner can connect it.')
    }
    await store.transaction((transaction) =>
      transaction.addAudit(id, {
        ...{ at: clock(), actor: actorOf(context), action: 'sync-asked', subject: SUBJECT },
        ...(isLossAccepted ? { detail: { isLossAccepted } } : {}),
      }),
    )
    await Promise.race([room.pms?.syncNow(id, isLossAccepted), pause(WAIT_MS)])
    return context.json({ standing: await standingOf(store, practice, clock()) } satisfies SyncReply)
  })

  app.post('/practices/:practice/connection/set-aside', needs('answer'), async (context) => {
    const practice = await found(context)
    const { id } = await readBody(context, SetAside)
    const now = clock()
    await store.transaction(async (transaction) => {
      if (!(await transaction.setAsideUnreadable(practice.file.id, id, actorOf(context), now))) {
        throw new ProblemError('not-found', 'This record can be read by now, or is gone.')
      }
      const entry = { at: now, actor: actorOf(context), action: 'record-set-aside', subject: SUBJECT }
      await transaction.addAudit(practice.file.id, { ...entry, detail: { record: id } })
    })
    await keepStale(room, practice)
    return context.json((await replyFor(practice)) satisfies ConnectionReply)
  })

  async function replyFor(practice: StoredPractice): Promise<ConnectionReply> {
    const { file } = practice
    const { connection, version, state } = await connectionOf(store, file.id)
    const zone = file.locations[0]!.timeZone
    const [unreadable, audit] = await Promise.all([store.unreadable(file.id), store.auditOf(file.id, SUBJECT)])
    const last = audit.findLast(({ action }) => action === CHANGED)
    const actors = unreadable.flatMap(({ setAside }) => setAside?.by ?? [])
    const staff = await room.accounts.namesOf(staffIn(last ? [...actors, last.actor] : actors))
    const { source } = connection
    return {
      connection: source ? { ...connection, source: withSecret(source, null) } : connection,
      hasSecret: source !== null && secretOf(source) !== null,
      version,
      changed: last ? { at: localIso(last.at, zone), by: actorName(last.actor, staff) } : null,
      standing: await standingOf(store, practice, clock()),
      software: state.software,
      canWrite: state.canWrite,
      names: await namesOf(connection, file.id),
      unreadable: unreadable.map(({ id, why, since, practitioners, setAside }) => ({
        ...{ id, why, practitioners: [...practitioners] },
        since: localIso(since, zone),
        setAside: setAside && { at: localIso(setAside.at, zone), by: actorName(setAside.by, staff) },
      })),
    }
  }

  /** What must stand in no address, and in nobody else's folder. */
  async function checkSource(practice: string, source: Connection['source']): Promise<void> {
    if (source?.kind === 'fhir') {
      const { username, password, search } = new URL(source.baseUrl)
      if (username !== '' || password !== '' || search !== '') {
        throw fieldProblem('/connection/source/baseUrl', 'The address must hold no user name, no password and no "?".')
      }
    }
    if (source?.kind !== 'csv') return
    for (const other of await store.practiceIds()) {
      if (other === practice) continue
      const { source: theirs } = (await connectionOf(store, other)).connection
      if (theirs?.kind === 'csv' && theirs.folder === source.folder) {
        throw fieldProblem('/connection/source/folder', 'This folder is of another practice. Choose another name.')
      }
    }
  }

  /** Those that nobody is assigned to first; also what was assigned and has never been seen. */
  async function namesOf(connection: Connection, practice: string): Promise<ConnectionReply['names']> {
    const known = await store.pmsNames(practice)
    const lists = { practitioner: connection.practitioners, chair: connection.chairs, type: connection.types }
    const names = known.map(({ kind, id, name }) => ({
      ...{ kind, name, pms: id },
      ours: lists[kind].find(({ pms }) => pms === id)?.ours ?? null,
    }))
    const seen = new Set(known.map(({ kind, id }) => `${kind} ${id}`))
    for (const kind of ['practitioner', 'chair', 'type'] as const) {
      for (const { pms, ours } of lists[kind])
        if (!seen.has(`${kind} ${pms}`)) names.push({ kind, pms, name: pms, ours })
    }
    return names.sort((a, b) => Number(a.ours !== null) - Number(b.ours !== null))
  }

  async function tryOut(practice: StoredPractice, source: NonNullable<Connection['source']>): Promise<TestReply> {
    if (!room.pms) throw new ProblemError('unavailable', 'Connections cannot be tried here.')
    const signal = AbortSignal.timeout(TEST_MS)
    try {
      const connector = await room.pms.tryConnector(practice, source)
      const { software } = await connector.capabilities(signal)
      const now = clock()
      let count = 0
      for await (const { items } of connector.window({ start: now, end: now + 7 * 86_400_000 }, signal))
        count += items.length
      const words =
        count === 1 ? '1 appointment in the next seven days.' : `${count} appointments in the next seven days.`
      return { ok: true, words: `It works: ${words}`, software }
    } catch (error) {
      if (!(error instanceof PmsFault)) throw error
      return { ok: false, words: error.message, software: null }
    }
  }

  async function found(context: Context): Promise<StoredPractice> {
    const practice = await store.practice(context.req.param('practice') ?? '')
    if (!practice) throw new ProblemError('not-found', 'There is no such practice.')
    return practice
  }

  const actorOf = (context: Context<SignedIn>) => `staff:${context.get('staff').userId}`

  return app
}

/** A schedule that couldn't be read for days isn't known again because its password was entered anew. */
function knownSince({ connection, state }: KeptConnection, now: number): number {
  return connection.source === null ? now : Math.min(now, state.lastGoodAt ?? state.since ?? now)
}

/** Is it another server, to which the ids of the one before mean something else? */
function isElsewhere(before: Connection['source'], after: Connection['source']): boolean {
  if (before === null) return false
  if (before.kind !== 'fhir' || after?.kind !== 'fhir') return before.kind !== after?.kind
  return before.baseUrl !== after.baseUrl
}

/** Whose schedule comes from elsewhere no longer keeps it here: appointments are entered there, and linked. */
async function leaveOwn(transaction: Transaction, practice: string): Promise<void> {
  const { settings, version } = await settingsOf(transaction, practice)
  if (settings.mode === 'own') await transaction.putSettings(practice, { ...settings, mode: 'reads' }, version)
}

/** Only who and what the practice has can be assigned, and each of theirs once. */
function checkNames({ file }: StoredPractice, connection: Connection): void {
  const lists = [
    ['practitioners', file.practitioners],
    ['chairs', file.chairs],
    ['types', file.reasons],
  ] as const
  for (const [list, ours] of lists) {
    const seen = new Set<string>()
    for (const [i, { pms, ours: id }] of connection[list].entries()) {
      const at = `/connection/${list}/${i}`
      if (!ours.some((each) => each.id === id)) throw fieldProblem(`${at}/ours`, 'The practice no longer has this.')
      if (seen.has(pms)) throw fieldProblem(`${at}/pms`, 'This is assigned twice.')
      seen.add(pms)
    }
  }
  const assigned = new Set(connection.practitioners.map(({ ours }) => ours))
  const stranger = connection.integrated.findIndex((id) => !assigned.has(id))
  if (stranger !== -1) {
    throw fieldProblem(
      `/connection/integrated/${stranger}`,
      'Assign somebody of your software to this practitioner first.',
    )
  }
}

function changedFields(before: Connection, after: Connection): string[] {
  const fields = Object.keys(after) as (keyof Connection)[]
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
}

function changedMeanwhile(): ProblemError {
  return new ProblemError(
    'changed-meanwhile',
    'A colleague has changed the connection meanwhile. Look at both, then save.',
  )
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
