import { createMiddleware } from 'hono/factory'
import type { Room } from './context.ts'
import { isOrigin } from './practice-file.ts'
import { ProblemError } from './problem.ts'

/**
 * Lets web pages through whose website is on the practice's list. One that isn't is remembered, so that staff can allow
 * it. Programs, which send no Origin, pass: a list of websites can't keep them out.
 */
export function listedOrigin({ store, clock, ownOrigins }: Room) {
  return createMiddleware(async (context, next) => {
    const practice = context.req.param('practice') ?? ''
    if (!(await store.versions(practice))) throw new ProblemError('not-found', 'There is no such practice.')
    const origin = context.req.header('Origin')
    const isListed =
      origin === undefined || ownOrigins.includes(origin) || (await store.isOriginAllowed(practice, origin))
    if (!isListed) {
      if (isOrigin(origin) && origin.length <= 300) {
        await store.transaction((transaction) => transaction.noteRefusedOrigin(practice, origin, clock()))
      }
      throw new ProblemError(
        'origin-not-allowed',
        'This website is not yet allowed to send requests to the practice. Please call; the practice can allow it with one tap.',
      )
    }
    await next()
  })
}
