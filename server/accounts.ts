import type { DatabaseSync } from 'node:sqlite'
import type { BetterAuthOptions } from 'better-auth'
import type { PostgresPool } from 'kysely'
import { z } from 'zod'
import { makeBesideOthers } from './store/postgres.ts'

const basePath = '/portal/auth'
const cookiePrefix = 'chairtime'
const idleSeconds = 15 * 60
const absoluteMs = 12 * 60 * 60 * 1000
const minPasswordLength = 12
const maxPasswordLength = 128
const addressHeader = 'x-chairtime-address'

/** All that is reachable over HTTP. The library has some twenty paths more; no screen needs them. */
const open = ['POST /sign-in/email', 'POST /sign-out', 'GET /get-session'] as const

const Email = z.email('must be an email address').max(254)
const SignIn = z.object({ email: z.string().max(254), password: z.string().max(maxPasswordLength) })

/** Who is signed in, or has an account. */
export type Staff = { userId: string; name: string; email: string }

export type AccountsOptions = {
  /** May be shared: its tables all begin with `staff_`, and no call here opens a transaction. */
  database: DatabaseSync | PostgresPool
  /** Where staff reach the portal, like `https://book.example.com`. Its scheme decides whether cookies are `Secure`. */
  baseUrl: string
  /** Signs the cookies: at least 32 random characters, the same after a restart. */
  secret: string
  /** Further origins a sign-in may come from, besides that of `baseUrl`. */
  trustedOrigins?: string[]
  /** Sign-ins tried per minute and address. 10 when left out. */
  signInsPerMinute?: number
  /** Gets one line a warning or fault, without addresses of people. Nothing is written when left out. */
  log?: (line: string) => void
}

export type Accounts = ReturnType<typeof createAccounts>

/**
 * Accounts and sessions of staff: email and password, nothing else. Accounts are made by `addStaff`, never over HTTP.
 *
 * A session ends 15 minutes after it was last renewed, and 12 hours after sign-in whatever happens. Only
 * `GET /portal/auth/get-session` renews it (at most once in 30 seconds), and the portal calls that only after a key or
 * a tap. So its polling, which asks `sessionOf`, doesn't keep an unattended screen open. Times come from the
 * process's own clock, which the library reads itself.
 *
 * @throws RangeError when the secret is shorter than 32 characters; TypeError when `baseUrl` is no URL.
 */
export function createAccounts(options: AccountsOptions) {
  const { database, secret, signInsPerMinute = 10, log = () => {} } = options
  const base = new URL(options.baseUrl)
  if (secret.length < 32) throw new RangeError(`secret has ${secret.length} characters; it must have at least 32`)

  const settings = {
    appName: 'chairtime',
    baseURL: base.origin,
    basePath,
    secret,
    database,
    trustedOrigins: options.trustedOrigins ?? [],
    user: { modelName: 'staff_user' },
    account: { modelName: 'staff_account' },
    verification: { modelName: 'staff_verification' },
    session: { modelName: 'staff_session', expiresIn: idleSeconds, updateAge: 30 },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength, maxPasswordLength },
    advanced: {
      cookiePrefix,
      useSecureCookies: base.protocol === 'https:',
      // Strict still works for a link in a mail: the page loads without the cookie, its own calls then carry it.
      defaultCookieAttributes: { sameSite: 'strict', path: '/portal', httpOnly: true },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      // Said outright, because the library turns this check off by itself when NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    rateLimit: {
      enabled: true,
      customRules: {
        '/sign-in/email': { window: 60, max: signInsPerMinute },
        '/sign-out': false,
        '/get-session': false,
      },
      customStorage: memoryLimit(),
    },
    logger: {
      level: 'warn',
      disableColors: true,
      // What follows the message is dropped: it may hold a request or a database error with its values.
      log: (level, message) => log(`accounts ${level}: ${message.replace(/\S+@\S+/g, '(email)')}`),
    },
    // Faults come out of the handler instead of being printed whole to the console.
    onAPIError: { throw: true },
    telemetry: { enabled: false },
    experimental: { instrumentation: { enabled: false } },
  } satisfies BetterAuthOptions

  let made: ReturnType<typeof make> | undefined
  /** The library is a quarter of the server's memory: it waits until somebody comes to the portal. */
  function library() {
    made ??= make().catch((error) => {
      made = undefined
      throw error
    })
    return made
  }
  async function make() {
    const [{ betterAuth }, { getMigrations }] = await Promise.all([
      import('better-auth'),
      import('better-auth/db/migration'),
    ])
    await makeBesideOthers(async () => (await getMigrations(settings)).runMigrations())
    return betterAuth(settings)
  }

  async function liveSession(headers: Headers) {
    if (!headers.get('cookie')?.includes(cookiePrefix)) return null
    const auth = await library()
    const found = await auth.api.getSession({ headers, query: { disableRefresh: true } })
    if (!found) return null
    if (Date.now() - found.session.createdAt.getTime() < absoluteMs) return found
    const { internalAdapter } = await auth.$context
    await internalAdapter.deleteSession(found.session.token)
    return null
  }

  async function dropEndedSessions() {
    const { adapter } = await (await library()).$context
    await adapter.deleteMany({
      model: 'session',
      where: [{ field: 'expiresAt', operator: 'lt', value: new Date() }],
    })
  }

  async function answer(request: Request, address?: string): Promise<Response> {
    const path = new URL(request.url).pathname.slice(basePath.length)
    const call = open.find((each) => each === `${request.method} ${path}`)
    if (!call) return Response.json({ message: 'Not found' }, { status: 404 })

    const headers = new Headers(request.headers)
    headers.delete(addressHeader)
    if (address) headers.set(addressHeader, address)

    if (call === 'POST /sign-in/email') {
      // Only these two are passed on: `rememberMe: false` would make a session of a day that knows no idle time.
      const typed = SignIn.safeParse(await request.json().catch(() => null))
      if (!typed.success) return Response.json({ message: 'Email and password are needed' }, { status: 400 })
      headers.set('content-type', 'application/json')
      headers.delete('content-length')
      const reply = await (await library()).handler(
        new Request(request.url, { method: 'POST', headers, body: JSON.stringify(typed.data) }),
      )
      if (reply.ok) await dropEndedSessions()
      return reply
    }

    if (call === 'POST /sign-out') {
      headers.set('content-type', 'application/json')
      headers.delete('content-length')
      return (await library()).handler(new Request(request.url, { method: 'POST', headers, body: '{}' }))
    }

    await liveSession(headers)
    return (await library()).handler(new Request(request.url, { headers }))
  }

  return {
    /**
     * Answers everything below `/portal/auth`: `POST /sign-in/email` with `{ email, password }` (401 for an unknown
     * email and a wrong password alike, 429 after too many), `POST /sign-out`, and `GET /get-session`, which renews.
     *
     * @param address - The caller's IP address as the connection has it. Without it all callers share one limit.
     */
    async handler(request: Request, address?: string): Promise<Response> {
      try {
        return await answer(request, address)
      } catch (error) {
        log(`accounts error: ${error instanceof Error ? error.name : 'unknown'}`)
        return Response.json({ message: 'Something went wrong on our side' }, { status: 500 })
      }
    },

    /** Makes the tables that are missing, which else waits for the first call. Again, it changes nothing. */
    async migrate(): Promise<void> {
      await library()
    },

    /** Who sent these headers, or null when the session is unknown, idle for 15 minutes or 12 hours old. Renews nothing. */
    async sessionOf(headers: Headers): Promise<Staff | null> {
      const found = await liveSession(headers)
      return found && { userId: found.user.id, name: found.user.name, email: found.user.email }
    },

    /** The account with this email (case doesn't matter), or null. */
    async findStaff(email: string): Promise<Staff | null> {
      const { internalAdapter } = await (await library()).$context
      const found = await internalAdapter.findUserByEmail(email)
      return found && { userId: found.user.id, name: found.user.name, email: found.user.email }
    },

    /**
     * Makes an account, or gives an existing one this password (and name) and ends its sessions.
     *
     * @throws RangeError when the email is none, or the password hasn't 12 to 128 characters.
     */
    async addStaff(staff: { email: string; name?: string; password: string }): Promise<Staff & { created: boolean }> {
      if (!Email.safeParse(staff.email).success) throw new RangeError('email must be an address like dana@example.com')
      if (staff.password.length < minPasswordLength || staff.password.length > maxPasswordLength) {
        throw new RangeError(`password must have ${minPasswordLength} to ${maxPasswordLength} characters`)
      }
      const { internalAdapter, password } = await (await library()).$context
      const hash = await password.hash(staff.password)
      const found = await internalAdapter.findUserByEmail(staff.email, { includeAccounts: true })
      if (!found) {
        const made = await internalAdapter.createUser(
          { email: staff.email, name: staff.name ?? staff.email, emailVerified: true },
          { method: 'admin' },
        )
        await internalAdapter.linkAccount({
          userId: made.id,
          accountId: made.id,
          providerId: 'credential',
          password: hash,
        })
        return { userId: made.id, name: made.name, email: made.email, created: true }
      }
      const { user, accounts } = found
      if (accounts.some((account) => account.providerId === 'credential')) {
        await internalAdapter.updatePassword(user.id, hash)
      } else {
        // A first run that was cut short between the two inserts above.
        await internalAdapter.linkAccount({
          userId: user.id,
          accountId: user.id,
          providerId: 'credential',
          password: hash,
        })
      }
      if (staff.name) await internalAdapter.updateUser(user.id, { name: staff.name })
      await internalAdapter.deleteUserSessions(user.id)
      return { userId: user.id, name: staff.name ?? user.name, email: user.email, created: false }
    },
  }
}

/** Counts calls in memory, by instance: the library's own store is one for the whole process. */
function memoryLimit() {
  const counts = new Map<string, { count: number; endsAt: number }>()
  return {
    async consume(key: string, rule: { window: number; max: number }) {
      const now = Date.now()
      for (const [each, entry] of counts) if (entry.endsAt <= now) counts.delete(each)
      const entry = counts.get(key) ?? { count: 0, endsAt: now + rule.window * 1000 }
      if (entry.count >= rule.max) return { allowed: false, retryAfter: Math.ceil((entry.endsAt - now) / 1000) }
      counts.set(key, { ...entry, count: entry.count + 1 })
      return { allowed: true, retryAfter: null }
    },
  }
}
