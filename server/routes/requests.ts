import { type Context, Hono } from 'hono'
import { patientOf } from '../account/session.ts'
import { readBody } from '../body.ts'
import { submitRequest } from '../booking.ts'
import type { Room } from '../context.ts'
import { RequestBody } from '../contract/request.ts'
import { limited, refuseAutomated } from '../limits.ts'
import { listedOrigin } from '../origins.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import { checkProof, newChallenge } from '../proof.ts'

/** What patients may send. */
export function requestRoutes(room: Room) {
  const { store, residents, clock, secret } = room
  const app = new Hono()

  app.post('/:practice/requests', limited(room, 'send'), listedOrigin(room), async (context) => {
    const practice = context.req.param('practice')
    const origin = context.req.header('Origin') ?? null
    const key = readKey(context)
    // None belongs to the request: a retry may have taken longer to fill in, or bring a new proof.
    const { website, filledMs, proof, ...body } = await readBody(context, RequestBody)
    refuseAutomated({ website, filledMs })
    const checked = proof ? await checkProof(secret, practice, clock(), proof) : null
    const account = (await patientOf(room, context))?.id ?? null
    const sending = { practice, key, body, origin, proof: checked, secret, account }
    return context.json(await submitRequest(store, residents, clock(), sending), 201)
  })

  app.get('/:practice/challenge', limited(room, 'read'), async (context) => {
    const practice = context.req.param('practice')
    if (!(await store.versions(practice))) throw new ProblemError('not-found', 'There is no such practice.')
    return context.json(await newChallenge(secret, practice, clock()), 200, { 'Cache-Control': 'no-store' })
  })

  return app
}

/** The key under which a request is sent, and sent again. */
export function readKey(context: Context): string {
  const key = context.req.header('Idempotency-Key') ?? ''
  if (!/^[\x21-\x7e]{8,100}$/.test(key)) {
    throw fieldProblem(
      '/headers/Idempotency-Key',
      'Send an Idempotency-Key of 8 to 100 characters, new for each request.',
    )
  }
  return key
}
