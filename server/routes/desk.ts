import { Hono } from 'hono'
import { fromOwnPages, type SignedIn, signedIn, worksFor } from '../access.ts'
import { zoneAt } from '../availability.ts'
import { readBody } from '../body.ts'
import type { Room } from '../context.ts'
import {
  AllowOrigin,
  type Me,
  type OriginList,
  type RequestDetail,
  type RequestList,
  type RequestRow,
  RequestState,
} from '../contract/desk.ts'
import { localIso } from '../dates.ts'
import { isOrigin } from '../practice-file.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import type { StoredPractice, StoredRequest } from '../store/store.ts'

const MOST_LISTED = 10_000

/** What staff may read and change, after signing in, of the practices they work for. */
export function deskRoutes(room: Room) {
  const { store, clock } = room
  const app = new Hono<SignedIn>()
  /** User and request, since the server began. */
  const listed = new Set<string>()
  app.use(fromOwnPages(room))
  app.use(signedIn(room))
  app.use('/practices/:practice/*', worksFor(room))

  app.get('/me', async (context) => {
    const { userId, name, email } = context.get('staff')
    const practices = []
    for (const id of await store.practicesOf(userId)) {
      const { file } = await found(id)
      practices.push({ id, name: file.name, locale: file.locale, timeZone: file.locations[0]!.timeZone })
    }
    return context.json({ user: { name, email }, practices } satisfies Me)
  })

  app.get('/practices/:practice/requests', async (context) => {
    const practice = await found(context.req.param('practice'))
    const state = RequestState.safeParse(context.req.query('state') ?? 'pending')
    if (!state.success) throw fieldProblem('/state', `The state must be one of ${RequestState.options.join(', ')}.`)
    const requests = await store.requests(practice.file.id, state.data)
    await auditListed(practice.file.id, context.get('staff').userId, requests)
    return context.json({ requests: requests.map((request) => rowOf(practice, request)) } satisfies RequestList)
  })

  app.get('/practices/:practice/requests/:id', async (context) => {
    const practice = await found(context.req.param('practice'))
    const request = await store.request(practice.file.id, context.req.param('id'))
    if (!request) throw new ProblemError('not-found', 'There is no such request.')
    await store.transaction((transaction) =>
      transaction.addAudit(practice.file.id, {
        at: clock(),
        actor: `staff:${context.get('staff').userId}`,
        action: 'request-read',
        subject: `request:${request.id}`,
      }),
    )
    return context.json(detailOf(practice, request))
  })

  app.get('/practices/:practice/origins', async (context) => {
    const practice = await found(context.req.param('practice'))
    const zone = practice.file.locations[0]!.timeZone
    const refused = await store.refusedOrigins(practice.file.id)
    return context.json({
      refused: refused.map(({ origin, times, lastAt }) => ({ origin, times, lastAt: localIso(lastAt, zone) })),
    } satisfies OriginList)
  })

  app.post('/practices/:practice/origins', async (context) => {
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

  /** A list that is looked at all day would fill the audit: each request is told once for whoever saw it in a list. */
  async function auditListed(practice: string, userId: string, requests: readonly StoredRequest[]): Promise<void> {
    const unseen = requests.filter(({ id }) => !listed.has(`${userId} ${id}`))
    if (unseen.length === 0) return
    const entry = { at: clock(), actor: `staff:${userId}`, action: 'request-listed' }
    await store.transaction(async (transaction) => {
      for (const { id } of unseen) await transaction.addAudit(practice, { ...entry, subject: `request:${id}` })
    })
    if (listed.size > MOST_LISTED) listed.clear()
    for (const { id } of unseen) listed.add(`${userId} ${id}`)
  }

  async function found(id: string): Promise<StoredPractice> {
    const practice = await store.practice(id)
    if (!practice) throw new ProblemError('not-found', 'There is no such practice.')
    return practice
  }

  return app
}

function rowOf(practice: StoredPractice, request: StoredRequest): RequestRow {
  const { file } = practice
  const zone = zoneAt(practice, request.location)
  return {
    id: request.id,
    reference: request.reference,
    state: request.state,
    receivedAt: localIso(request.createdAt, zone),
    start: localIso(request.start, zone),
    end: localIso(request.end, zone),
    patient: { given: request.patient.given, family: request.patient.family },
    isNewPatient: request.isNewPatient,
    hasEmail: request.patient.email !== null,
    reason: nameOf(file.reasons, request.reason),
    practitioner: request.practitioners.map((id) => nameOf(file.practitioners, id)).join(', '),
    anyone: request.anyone,
  }
}

function detailOf(practice: StoredPractice, request: StoredRequest): RequestDetail {
  const { file } = practice
  return {
    ...rowOf(practice, request),
    patient: request.patient,
    guardian: request.guardian,
    note: request.note,
    consent: request.consent,
    durationMinutes: (request.end - request.start) / 60_000,
    chair: request.chair === null ? null : nameOf(file.chairs, request.chair),
    location: nameOf(file.locations, request.location),
    source: request.source,
    origin: request.origin,
  }
}

/** The name in force; an id that the rules no longer know is shown as it is. */
function nameOf(list: readonly { id: string; name: string }[], id: string): string {
  return list.find((item) => item.id === id)?.name ?? id
}
