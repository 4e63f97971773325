import { createMiddleware } from 'hono/factory'
import type { Staff } from './accounts.ts'
import type { Room } from './context.ts'
import { ProblemError } from './problem.ts'

export interface SignedIn {
  Variables: { staff: Staff }
}

/** Lets nobody through who hasn't signed in. */
export function signedIn({ accounts }: Room) {
  return createMiddleware<SignedIn>(async (context, next) => {
    const staff = await accounts.sessionOf(context.req.raw.headers)
    if (!staff) throw new ProblemError('sign-in-required', 'Sign in to see this.')
    context.set('staff', staff)
    await next()
  })
}

/** Another practice's rows look as if they weren't there. */
export function worksFor({ store }: Room) {
  return createMiddleware<SignedIn>(async (context, next) => {
    const practices = await store.practicesOf(context.get('staff').userId)
    const practice = context.req.param('practice')
    if (!practice || !practices.includes(practice)) throw new ProblemError('not-found', 'There is nothing here.')
    await next()
  })
}

/** Changes come from our own pages only. Cookies are SameSite=Strict besides. */
export function fromOwnPages({ ownOrigins }: Room) {
  return createMiddleware(async (context, next) => {
    const origin = context.req.header('Origin')
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(context.req.method)
    if (changes && (origin === undefined || !ownOrigins.includes(origin))) {
      throw new ProblemError('origin-not-allowed', 'This change must come from the portal itself.')
    }
    await next()
  })
}
