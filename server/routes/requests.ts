import { Hono } from 'hono'
import { readBody } from '../body.ts'
import { submitRequest } from '../booking.ts'
import type { Room } from '../context.ts'
import { RequestBody } from '../contract/request.ts'
import { isOrigin } from '../practice-file.ts'
import { fieldProblem, ProblemError } from '../problem.ts'

/** What patients may send. */
export function requestRoutes({ store, clock, residents, ownOrigins }: Room) {
  const app = new Hono()

  app.post('/:practice/requests', async (context) => {
    const practice = context.req.param('practice')
    const origin = context.req.header('Origin') ?? null
    if (!(await store.versions(practice))) throw new ProblemError('not-found', 'There is no such practice.')
    if (origin !== null && !(await isListed(practice, origin))) {
      throw new ProblemError(
        'origin-not-allowed',
        'This website is not yet allowed to send requests to the practice. Please call; the practice can allow it with one tap.',
      )
    }
    const key = context.req.header('Idempotency-Key') ?? ''
    if (!/^[\x21-\x7e]{8,100}$/.test(key)) {
      throw fieldProblem(
        '/headers/Idempotency-Key',
        'Send an Idempotency-Key of 8 to 100 characters, new for each request.',
      )
    }
    const body = await readBody(context, RequestBody)
    const reply = await submitRequest(store, residents, clock(), { practice, key, body, origin })
    return context.json(reply, 201)
  })

  /** A website that isn't listed is remembered, so that staff can allow it. */
  async function isListed(practice: string, origin: string): Promise<boolean> {
    if (ownOrigins.includes(origin) || (await store.isOriginAllowed(practice, origin))) return true
    if (isOrigin(origin) && origin.length <= 300) {
      await store.transaction((transaction) => transaction.noteRefusedOrigin(practice, origin, clock()))
    }
    return false
  }

  return app
}
