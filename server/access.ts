import { createMiddleware } from 'hono/factory'
import type { Staff } from './accounts.ts'
import type { Room } from './context.ts'
import { ProblemError } from './problem.ts'
import type { Role } from './store/model.ts'

export interface SignedIn {
  Variables: { staff: Staff; role: Role }
}

/** `read` what stands there; `answer` requests and send messages; `manage` settings and who has access. */
export type Right = 'read' | 'answer' | 'manage'

const rights: Readonly<Record<Role, readonly Right[]>> = {
  owner: ['read', 'answer', 'manage'],
  staff: ['read', 'answer'],
  'read-only': ['read'],
}

/** Lets nobody through who hasn't signed in. */
export function signedIn({ accounts }: Room) {
  return createMiddleware<SignedIn>(async (context, next) => {
    // Several groups of routes lie under one address, each with this before it.
    if (context.get('staff')) return next()
    const staff = await accounts.sessionOf(context.req.raw.headers)
    if (!staff) throw new ProblemError('sign-in-required', 'Sign in to see this.')
    context.set('staff', staff)
    await next()
  })
}

/** Another practice's rows look as if they weren't there. */
export function worksFor({ store }: Room) {
  return createMiddleware<SignedIn>(async (context, next) => {
    if (context.get('role')) return next()
    const role = await store.roleOf(context.req.param('practice') ?? '', context.get('staff').userId)
    if (!role) throw new ProblemError('not-found', 'There is nothing here.')
    context.set('role', role)
    await next()
  })
}

/** Has a role this right? */
export function hasRight(role: Role, right: Right): boolean {
  return rights[role].includes(right)
}

/** Behind {@link worksFor}: lets through whose role has this right. */
export function needs(right: Right) {
  return createMiddleware<SignedIn>(async (context, next) => {
    if (!hasRight(context.get('role'), right)) {
      throw new ProblemError('not-allowed', 'Your account may look at this, but not do it. An owner can change that.')
    }
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
