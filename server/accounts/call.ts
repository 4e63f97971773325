import type { z } from 'zod'
import { ProblemError, problemOf, validationProblem } from '../problem.ts'
import type { AccountEvent, Tell } from './events.ts'
import { basePath, type Library } from './library.ts'

/** One call to `/portal/auth`, on its way to the library. */
export interface Call {
  readonly auth: Library
  readonly url: string
  /** The caller's, with the address in them as our own server has found it. */
  readonly headers: Headers
  /** What was sent as JSON; null when it was none. */
  readonly body: unknown
  /** Keys the hashes under which tries are counted. */
  readonly secret: string
  readonly tell: Tell
  /** Tells without being waited for: how long it takes must not give away that there is such an account. */
  readonly tellAside: (event: AccountEvent) => void
}

/** Who calls, as their session says. */
export interface OwnCall extends Call {
  readonly session: { readonly id: string; readonly token: string }
  readonly user: {
    readonly id: string
    readonly name: string
    readonly email: string
    readonly twoFactorEnabled?: unknown
  }
}

/** What the body must be. */
export function read<T extends z.ZodType>({ body }: Call, shape: T): z.infer<T> {
  const parsed = shape.safeParse(body)
  if (!parsed.success) throw validationProblem(parsed.error)
  return parsed.data
}

/**
 * Asks the library as if the caller had. Only what is named here reaches it: a field more, like `rememberMe`, could make a
 * session that knows no idle time.
 *
 * @throws ProblemError when this address has asked too often, or the page it comes from isn't ours.
 */
export async function ask(
  { auth, url, headers: sent }: Pick<Call, 'auth' | 'url' | 'headers'>,
  method: 'GET' | 'POST',
  path: string,
  body: unknown = {},
): Promise<Response> {
  const headers = new Headers(sent)
  headers.delete('content-length')
  headers.delete('content-type')
  if (method === 'POST') headers.set('content-type', 'application/json')
  const asked = { method, headers, ...(method === 'POST' ? { body: JSON.stringify(body) } : {}) }
  const reply = await auth.handler(new Request(new URL(`${basePath}${path}`, url), asked))
  // The library's own 429 for codes comes with a code of its own, and is told apart where codes are asked.
  if (reply.status === 429 && reply.headers.has('x-retry-after')) {
    throw new ProblemError('too-many-requests', 'Too many tries from here. Wait a minute, then try again.')
  }
  if (reply.status === 403) {
    throw new ProblemError('origin-not-allowed', 'This change must come from the portal itself.')
  }
  return reply
}

/** Our own answer, with the cookies of the library's. */
export function answerWith(reply: Response | null, body: unknown): Response {
  const answer = Response.json(body, { headers: { 'cache-control': 'no-store' } })
  for (const cookie of reply?.headers.getSetCookie() ?? []) answer.headers.append('set-cookie', cookie)
  return answer
}

/** A refusal as the rest of the API words it, with the cookies that the library takes away. */
export function refuseWith(error: ProblemError, reply?: Response): Response {
  const problem = problemOf(error)
  const answer = Response.json(problem, {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  })
  for (const cookie of reply?.headers.getSetCookie() ?? []) answer.headers.append('set-cookie', cookie)
  return answer
}

/** The library's word for what was wrong. */
export async function faultOf(reply: Response): Promise<string> {
  const body: { code?: unknown } | null = await reply.json().catch(() => null)
  return typeof body?.code === 'string' ? body.code : String(reply.status)
}
