import { type Context, Hono } from 'hono'
import { readBody } from '../body.ts'
import { calendarFile } from '../calendar-file.ts'
import type { Room } from '../context.ts'
import { AskAnotherBody, MyBody } from '../contract/my.ts'
import { limited } from '../limits.ts'
import { askAnother, cancelMine, findMine, myReply } from '../my.ts'
import { readKey } from './requests.ts'

/**
 * What a patient may do by a private link. Each is a POST, so that no link ever stands in an address, and nothing happens
 * by being opened. The link is the only authority: from which website it comes doesn't matter.
 */
export function myRoutes(room: Room) {
  const { store, residents, clock, secret } = room
  const app = new Hono()
  app.on('POST', ['/:practice/my', '/:practice/my/calendar'], limited(room, 'read'))
  app.on('POST', ['/:practice/my/cancel', '/:practice/my/ask-another'], limited(room, 'send'))
  app.use('/:practice/my/*', async (context, next) => {
    await next()
    context.header('Cache-Control', 'no-store')
  })

  app.post('/:practice/my', async (context) => {
    const { found, now } = await foundBy(context)
    return context.json(myReply(found, now))
  })

  app.post('/:practice/my/cancel', async (context) => {
    const { link } = await readBody(context, MyBody)
    return context.json(await cancelMine(store, residents, clock(), context.req.param('practice'), link))
  })

  app.post('/:practice/my/ask-another', async (context) => {
    const practice = context.req.param('practice')
    const key = readKey(context)
    const body = await readBody(context, AskAnotherBody)
    return context.json(await askAnother(store, residents, clock(), { practice, key, body, secret }), 201)
  })

  app.post('/:practice/my/calendar', async (context) => {
    const { found, now } = await foundBy(context)
    return context.body(calendarFile(found, now), 200, {
      'Content-Type': 'text/calendar; charset=utf-8; method=PUBLISH',
      'Content-Disposition': `attachment; filename="${found.request.reference}.ics"`,
    })
  })

  async function foundBy(context: Context) {
    const now = clock()
    const { link } = await readBody(context, MyBody)
    return { found: await findMine(store, residents, now, context.req.param('practice') ?? '', link), now }
  }

  return app
}
