import { Hono } from 'hono'
import { fromOwnPages, needs, type SignedIn, signedIn, worksFor } from '../access.ts'
import { readBody } from '../body.ts'
import type { Room } from '../context.ts'
import { Language } from '../contract/language.ts'
import { PutSettings, RemoveOrigin, type Settings, type SettingsReply } from '../contract/settings.ts'
import { localIso } from '../dates.ts'
import { settingsOf } from '../desk/settings.ts'
import { actorName, staffIn } from '../desk/view.ts'
import { connectionOf } from '../pms/connection.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import type { StoredPractice } from '../store/model.ts'
import type { Reader } from '../store/store.ts'

const SUBJECT = 'settings'
const CHANGED = 'settings-changed'

/** What a practice sets for its desk, and the websites that may send. */
export function settingsRoutes(room: Room) {
  const { store, accounts, clock, ownOrigins } = room
  const app = new Hono<SignedIn>()
  app.use(fromOwnPages(room))
  app.use(signedIn(room))
  app.use('/practices/:practice/*', worksFor(room))

  app.get('/practices/:practice/settings', needs('read'), async (context) =>
    context.json(await replyFor(await found(context.req.param('practice')))),
  )

  app.post('/practices/:practice/settings', needs('manage'), async (context) => {
    const practice = await found(context.req.param('practice'))
    const { settings, version } = await readBody(context, PutSettings)
    refuseTwice(settings.notify)
    await store.transaction(async (transaction) => {
      const kept = await settingsOf(transaction, practice.file.id)
      if (kept.version !== version) throw changedMeanwhile()
      await checkMode(transaction, practice.file.id, settings)
      const fields = changedFields(kept.settings, settings)
      if (fields.length === 0) return
      if (!(await transaction.putSettings(practice.file.id, settings, version))) throw changedMeanwhile()
      await transaction.addAudit(practice.file.id, {
        at: clock(),
        actor: `staff:${context.get('staff').userId}`,
        action: CHANGED,
        subject: SUBJECT,
        // Names only: what stands in them may be somebody's address.
        detail: { fields },
      })
    })
    return context.json(await replyFor(practice))
  })

  app.post('/practices/:practice/origins/remove', needs('manage'), async (context) => {
    const { file } = await found(context.req.param('practice'))
    const { origin } = await readBody(context, RemoveOrigin)
    if (file.origins.includes(origin)) {
      throw fieldProblem('/origin', 'This website stands in the practice file, and can be taken out only there.')
    }
    await store.transaction(async (transaction) => {
      if (!(await transaction.isOriginAllowed(file.id, origin))) return
      await transaction.forgetOrigin(file.id, origin)
      await transaction.addAudit(file.id, {
        at: clock(),
        actor: `staff:${context.get('staff').userId}`,
        action: 'origin-removed',
        subject: `origin:${origin}`,
      })
    })
    return context.body(null, 204)
  })

  async function replyFor({ file }: StoredPractice): Promise<SettingsReply> {
    const [{ settings, version }, origins, audit] = await Promise.all([
      settingsOf(store, file.id),
      store.allowedOrigins(file.id),
      store.auditOf(file.id, SUBJECT),
    ])
    const last = audit.findLast(({ action }) => action === CHANGED)
    const names = await accounts.namesOf(last ? staffIn([last.actor]) : [])
    const host = ownOrigins[0] ?? ''
    return {
      settings,
      version,
      changed: last ? { at: localIso(last.at, file.locations[0]!.timeZone), by: actorName(last.actor, names) } : null,
      origins: origins.map((origin) => ({ origin, isInFile: file.origins.includes(origin) })),
      snippet: `<script async src="${host}/v1/book.js" data-practice="${file.id}"></script>`,
      page: `${host}/${file.id}`,
      accent: file.accent ?? null,
      email: file.email ?? null,
      languages: Language.options.map((tag) => ({ tag, isApproved: file.consentLanguages.includes(tag) })),
    }
  }

  async function found(id: string): Promise<StoredPractice> {
    const practice = await store.practice(id)
    if (!practice) throw new ProblemError('not-found', 'There is no such practice.')
    return practice
  }

  return app
}

function changedMeanwhile(): ProblemError {
  return new ProblemError(
    'changed-meanwhile',
    'A colleague has changed the settings meanwhile. Look at both, then save.',
  )
}

/** Whose schedule is kept elsewhere can't make appointments here alone; and what can only be read isn't written. */
async function checkMode(reader: Pick<Reader, 'connection'>, practice: string, { mode }: Settings): Promise<void> {
  const { connection, state } = await connectionOf(reader, practice)
  if (connection.source === null) return
  if (mode === 'own') {
    throw fieldProblem('/settings/mode', 'Your own software is connected. End the connection first.')
  }
  if (mode === 'writes' && state.lastGoodAt !== null && !state.canWrite) {
    throw fieldProblem('/settings/mode', 'The connected software can only be read.')
  }
}

function changedFields(before: Settings, after: Settings): string[] {
  const fields = Object.keys(after) as (keyof Settings)[]
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
}

function refuseTwice(notify: readonly string[]): void {
  const seen = new Set<string>()
  for (const [i, address] of notify.entries()) {
    const same = address.toLowerCase()
    if (seen.has(same)) throw fieldProblem(`/settings/notify/${i}`, 'This address stands here twice.')
    seen.add(same)
  }
}
