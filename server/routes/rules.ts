import { Hono } from 'hono'
import { fromOwnPages, needs, type SignedIn, signedIn, worksFor } from '../access.ts'
import { readBody } from '../body.ts'
import type { Room } from '../context.ts'
import { PreviewBody, SaveRules, UndoRules } from '../contract/calendar.ts'
import { ProblemError } from '../problem.ts'
import { previewFor, readRules } from '../rules/reading.ts'
import { saveRules, undoRules } from '../rules/saving.ts'
import type { StoredPractice } from '../store/model.ts'

const MOST_LISTED = 10_000

/**
 * A practice's rules: read, tried out, saved, undone. All staff may change hours and places; set-up, owners only, which is
 * found by comparing.
 */
export function ruleRoutes(room: Room) {
  const { store, accounts, clock } = room
  const app = new Hono<SignedIn>()
  /** User and what they have seen, since the server began. */
  const listed = new Set<string>()
  app.use(fromOwnPages(room))
  app.use(signedIn(room))
  app.use('/practices/:practice/*', worksFor(room))

  app.get('/practices/:practice/rules', needs('read'), async (context) =>
    context.json(await replyFor(context.req.param('practice'))),
  )

  app.post('/practices/:practice/rules/preview', needs('answer'), async (context) => {
    const practice = await found(context.req.param('practice'))
    const { file } = await readBody(context, PreviewBody)
    const { reply, requests, appointments } = await previewFor(store, practice, file, clock())
    const subjects = [
      ...requests.map(({ id }) => ({ action: 'request-listed', subject: `request:${id}` })),
      ...appointments.map(({ id }) => ({ action: 'appointment-listed', subject: `appointment:${id}` })),
    ]
    await noteListed(practice.file.id, context.get('staff').userId, subjects)
    return context.json(reply)
  })

  app.post('/practices/:practice/rules', needs('answer'), async (context) => {
    const practice = context.req.param('practice')
    const { file, base } = await readBody(context, SaveRules)
    const { userId } = context.get('staff')
    await saveRules(store, { practice, userId, role: context.get('role'), base, now: clock() }, file)
    return context.json(await replyFor(practice))
  })

  app.post('/practices/:practice/rules/undo', needs('answer'), async (context) => {
    const practice = context.req.param('practice')
    const { base } = await readBody(context, UndoRules)
    const { userId } = context.get('staff')
    await undoRules(store, { practice, userId, role: context.get('role'), base, now: clock() })
    return context.json(await replyFor(practice))
  })

  /** Both as one moment has them, so that `base` fits the file. */
  async function replyFor(id: string) {
    for (;;) {
      const practice = await found(id)
      const reply = await readRules(store, practice, accounts.namesOf)
      if ((await found(id)).rulesVersion === practice.rulesVersion) return reply
    }
  }

  /** A draft is previewed with every change of it: each visit is told once for whoever saw it. */
  async function noteListed(
    practice: string,
    userId: string,
    seen: readonly { readonly action: string; readonly subject: string }[],
  ): Promise<void> {
    const unseen = seen.filter(({ subject }) => !listed.has(`${userId} ${practice} ${subject}`))
    if (unseen.length === 0) return
    const entry = { at: clock(), actor: `staff:${userId}` }
    await store.transaction(async (transaction) => {
      for (const each of unseen) await transaction.addAudit(practice, { ...entry, ...each })
    })
    if (listed.size > MOST_LISTED) listed.clear()
    for (const { subject } of unseen) listed.add(`${userId} ${practice} ${subject}`)
  }

  async function found(id: string): Promise<StoredPractice> {
    const practice = await store.practice(id)
    if (!practice) throw new ProblemError('not-found', 'There is no such practice.')
    return practice
  }

  return app
}
