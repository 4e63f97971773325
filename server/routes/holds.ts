import { Hono } from 'hono'
import { readBody } from '../body.ts'
import type { Room } from '../context.ts'
import { HoldBody, HoldName } from '../contract/hold.ts'
import { releaseHold, renewHold, takeHold } from '../holds.ts'
import { limited, visitorOf } from '../limits.ts'
import { listedOrigin } from '../origins.ts'

/** Keeping a time while a form is filled in. */
export function holdRoutes(room: Room) {
  const { store, residents, clock } = room
  const app = new Hono()
  app.use('/:practice/holds/*', limited(room, 'hold'), listedOrigin(room))

  app.post('/:practice/holds', async (context) => {
    const practice = context.req.param('practice')
    const body = await readBody(context, HoldBody)
    const address = room.addressOf(context.req.raw, context.env) ?? 'unknown'
    const visitor = await visitorOf(room, practice, address)
    return context.json(await takeHold(store, residents, clock(), practice, body, visitor), 201)
  })

  app.post('/:practice/holds/renew', async (context) => {
    const { hold } = await readBody(context, HoldName)
    return context.json(await renewHold(store, residents, clock(), context.req.param('practice'), hold))
  })

  app.post('/:practice/holds/release', async (context) => {
    const { hold } = await readBody(context, HoldName)
    await releaseHold(store, residents, clock(), context.req.param('practice'), hold)
    return context.body(null, 204)
  })

  return app
}
