import { type Call, type OwnCall, refuseWith } from './accounts/call.ts'
import type { AccountEvent, Tell } from './accounts/events.ts'
import {
  type AccountsOptions,
  addressHeader,
  basePath,
  cookiePrefix,
  type Library,
  makeLibrary,
} from './accounts/library.ts'
import * as own from './accounts/own.ts'
import { createPeople, type Staff } from './accounts/people.ts'
import { passkeyOptions, signIn, verifyCode, verifyPasskey } from './accounts/sign-in.ts'
import { ProblemError } from './problem.ts'

export type { AccountEvent, AccountsOptions, Staff }

const absoluteMs = 12 * 60 * 60 * 1000

export type Accounts = ReturnType<typeof createAccounts>

/** What anybody may ask. The library has some forty paths more; no screen needs them. */
const forAll: Readonly<Record<string, (call: Call) => Promise<Response>>> = {
  'POST /sign-in/email': signIn,
  'POST /two-factor/verify-totp': (call) => verifyCode(call, 'totp'),
  'POST /two-factor/verify-backup-code': (call) => verifyCode(call, 'backup-code'),
  'GET /passkey/options': passkeyOptions,
  'POST /passkey/verify': verifyPasskey,
}

/** What only who is signed in may ask, about their own account. */
const forOwn: Readonly<Record<string, (call: OwnCall) => Promise<Response>>> = {
  'GET /account': (call) => own.account(call, absoluteMs),
  'POST /account/name': own.changeName,
  'POST /account/password': own.changePassword,
  'POST /account/sign-out-everywhere': own.signOutEverywhere,
  'POST /second-factor/begin': own.beginSecondFactor,
  'POST /second-factor/on': own.turnOnSecondFactor,
  'POST /second-factor/off': own.turnOffSecondFactor,
  'POST /second-factor/codes': own.renewBackupCodes,
  'POST /passkeys/begin': own.beginPasskey,
  'POST /passkeys/add': own.addPasskey,
  'POST /passkeys/remove': own.removePasskey,
}

/**
 * Accounts and sessions of staff: email and password, with a code of an authenticator where it is turned on, or a passkey.
 * Accounts are made by the command line and by invitations, never over HTTP alone.
 *
 * A session ends 15 minutes after it was last renewed, and 12 hours after sign-in whatever happens. Only a call that
 * somebody at the screen makes renews it: those about the own account, and `GET /portal/auth/get-session` (at most once in
 * 30 seconds), which the portal calls only after a key or a tap. So its polling, which asks `sessionOf`, doesn't keep an
 * unattended screen open. Times come from the process's own clock, which the library reads itself.
 *
 * @throws RangeError when the secret is shorter than 32 characters; TypeError when `baseUrl` is no URL.
 */
export function createAccounts(options: AccountsOptions) {
  const { secret, log = () => {} } = options
  new URL(options.baseUrl)
  if (secret.length < 32) throw new RangeError(`secret has ${secret.length} characters; it must have at least 32`)

  let made: Promise<Library> | undefined
  /** It waits until somebody comes to the portal. */
  function library(): Promise<Library> {
    made ??= makeLibrary(options).catch((error) => {
      made = undefined
      throw error
    })
    return made
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

  async function answer(request: Request, address: string | undefined, tell: Tell): Promise<Response> {
    const path = new URL(request.url).pathname.slice(basePath.length)
    const name = `${request.method} ${path}`
    const forAnybody = Object.hasOwn(forAll, name) ? forAll[name] : undefined
    const forOwner = Object.hasOwn(forOwn, name) ? forOwn[name] : undefined
    const isOfSession = name === 'GET /get-session' || name === 'POST /sign-out'
    if (!forAnybody && !forOwner && !isOfSession)
      throw new ProblemError('not-found', 'There is nothing at this address.')

    const headers = new Headers(request.headers)
    headers.delete(addressHeader)
    if (address) headers.set(addressHeader, address)
    const body: unknown = request.method === 'POST' ? await request.json().catch(() => null) : null
    const tellAside = (event: AccountEvent) =>
      void tell(event).catch(() => log(`accounts error: not in the audit: ${event.what}`))
    const call: Call = { auth: await library(), url: request.url, headers, body, secret, tell, tellAside }

    if (forAnybody) return forAnybody(call)
    const found = await liveSession(headers)
    if (forOwner) {
      if (!found) throw new ProblemError('sign-in-required', 'Sign in to see this.')
      return forOwner({ ...call, session: found.session, user: found.user })
    }
    if (found && name === 'POST /sign-out') await tell({ what: 'signed-out', userId: found.user.id, isOwn: true })
    return own.askOfSession(call, name === 'POST /sign-out' ? 'sign-out' : 'get-session')
  }

  return {
    /**
     * Answers everything below `/portal/auth`; the shapes are in `contract/account.ts`, refusals are problem details. An
     * unknown email and a wrong password are answered alike, with 401. 429 follows after too many tries from one address
     * (`too-many-requests`), and after ten wrong passwords for one email, whatever the address (`account-paused`).
     *
     * @param address - The caller's IP address as the connection has it. Without it all callers share one limit.
     * @param tell - Hears what is to be audited. What it throws is thrown on.
     */
    async handler(request: Request, address?: string, tell: Tell = async () => {}): Promise<Response> {
      let fault: unknown
      const telling: Tell = (event) =>
        tell(event).catch((error) => {
          fault = error
          throw error
        })
      try {
        return await answer(request, address, telling)
      } catch (error) {
        if (fault) throw fault
        if (error instanceof ProblemError) return refuseWith(error)
        log(`accounts error: ${error instanceof Error ? error.name : 'unknown'}`)
        return refuseWith(new ProblemError('internal-error', 'Something went wrong here. Try again.'))
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

    ...createPeople(library, secret),
  }
}
