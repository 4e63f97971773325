import { Hono } from 'hono'
import { fromOwnPages, needs, type SignedIn, signedIn, worksFor } from '../access.ts'
import { readBody } from '../body.ts'
import type { Room } from '../context.ts'
import {
  AllowOrigin,
  type Me,
  type OriginList,
  type RequestList,
  RequestListQuery,
  SearchBody,
  type SearchReply,
} from '../contract/desk.ts'
import { localIso } from '../dates.ts'
import { detailFor } from '../desk/detail.ts'
import { createListNotes } from '../desk/listed.ts'
import { listFor, searchFor } from '../desk/lists.ts'
import { settingsOf } from '../desk/settings.ts'
import { appointmentView } from '../desk/view.ts'
import { isOrigin } from '../practice-file.ts'
import { fieldProblem, ProblemError, validationProblem } from '../problem.ts'
import type { StoredPractice } from '../store/model.ts'

/** What staff may read and change, after signing in, of the practices they work for. */
export function deskRoutes(room: Room) {
  const { store, clock, ownOrigins } = room
  const app = new Hono<SignedIn>()
  const auditListed = createListNotes(room)
  app.use(fromOwnPages(room))
  app.use(signedIn(room))
  app.use('/practices/:practice/*', worksFor(room))

  app.get('/me', async (context) => {
    const { userId, name, email } = context.get('staff')
    const practices = []
    for (const id of await store.practicesOf(userId)) {
      const { file } = await found(id)
      practices.push({
        id,
        name: file.name,
        locale: file.locale,
        timeZone: file.locations[0]!.timeZone,
        role: (await store.roleOf(id, userId))!,
        mode: (await settingsOf(store, id)).settings.mode,
        practitioners: file.practitioners.map(named),
        chairs: file.chairs.map(named),
        reasons: file.reasons.map(named),
      })
    }
    return context.json({ user: { id: userId, name, email }, practices } satisfies Me)
  })

  app.get('/practices/:practice/requests', async (context) => {
    const practice = await found(context.req.param('practice'))
    const query = RequestListQuery.safeParse(context.req.query())
    if (!query.success) throw validationProblem(query.error)
    const { list, requests } = await listFor(store, practice, ownOrigins, clock(), query.data)
    await auditListed(practice.file.id, context.get('staff').userId, requests)
    return context.json(list satisfies RequestList)
  })

  app.post('/practices/:practice/search', async (context) => {
    const practice = await found(context.req.param('practice'))
    const { text } = await readBody(context, SearchBody)
    const { rows, requests } = await searchFor(store, practice, text)
    await auditListed(practice.file.id, context.get('staff').userId, requests)
    return context.json({ requests: rows } satisfies SearchReply)
  })

  app.get('/practices/:practice/requests/:id', async (context) => {
    const practice = await found(context.req.param('practice'))
    const request = await store.request(practice.file.id, context.req.param('id'))
    if (!request) throw new ProblemError('not-found', 'There is no such request.')
    await noteRead(practice.file.id, context.get('staff').userId, 'request-read', `request:${request.id}`)
    return context.json(await detailFor(room, practice, request))
  })

  app.get('/practices/:practice/appointments/:id', async (context) => {
    const practice = await found(context.req.param('practice'))
    const appointment = await store.appointment(practice.file.id, context.req.param('id'))
    if (!appointment) throw new ProblemError('not-found', 'There is no such appointment.')
    await noteRead(practice.file.id, context.get('staff').userId, 'appointment-read', `appointment:${appointment.id}`)
    const request = appointment.request ? await store.request(practice.file.id, appointment.request) : null
    return context.json(appointmentView(practice, appointment, request))
  })

  app.get('/practices/:practice/origins', async (context) => {
    const practice = await found(context.req.param('practice'))
    const zone = practice.file.locations[0]!.timeZone
    const refused = await store.refusedOrigins(practice.file.id)
    return context.json({
      refused: refused.map(({ origin, times, lastAt }) => ({ origin, times, lastAt: localIso(lastAt, zone) })),
    } satisfies OriginList)
  })

  app.post('/practices/:practice/origins', needs('manage'), async (context) => {
    const practice = await found(context.req.param('practice'))
    const { origin } = await readBody(context, AllowOrigin)
    if (!isOrigin(origin))
      throw fieldProblem('/origin', 'Name a website without a path, like "https://elm.example.com".')
    await store.transaction(async (transaction) => {
      await transaction.allowOrigin(practice.file.id, origin, clock())
      await transaction.addAudit(practice.file.id, {
        at: clock(),
        actor: `staff:${context.get('staff').userId}`,
        action: 'origin-allowed',
        subject: `origin:${origin}`,
      })
    })
    return context.body(null, 204)
  })

  async function noteRead(practice: string, userId: string, action: string, subject: string): Promise<void> {
    const entry = { at: clock(), actor: `staff:${userId}`, action, subject }
    await store.transaction((transaction) => transaction.addAudit(practice, entry))
  }

  async function found(id: string): Promise<StoredPractice> {
    const practice = await store.practice(id)
    if (!practice) throw new ProblemError('not-found', 'There is no such practice.')
    return practice
  }

  return app
}

const named = ({ id, name }: { id: string; name: string }) => ({ id, name })
