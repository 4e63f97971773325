import { Hono } from 'hono'
import { readBody } from '../body.ts'
import { submitRequest } from '../booking.ts'
import type { Room } from '../context.ts'
import { RequestBody } from '../contract/request.ts'
import { listedOrigin } from '../origins.ts'
import { fieldProblem } from '../problem.ts'

/** What patients may send. */
export function requestRoutes(room: Room) {
  const { store, residents, clock } = room
  const app = new Hono()

  app.post('/:practice/requests', listedOrigin(room), async (context) => {
    const practice = context.req.param('practice')
    const origin = context.req.header('Origin') ?? null
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

  return app
}
