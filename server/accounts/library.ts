import type { DatabaseSync } from 'node:sqlite'
import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth'
import type { Dialect, PostgresPool } from 'kysely'
import { makeBesideOthers } from '../store/postgres.ts'
import { newBackupCodes } from './backup-codes.ts'
import { memoryLimit } from './memory-limit.ts'
import { maxPasswordLength, minPasswordLength } from './passwords.ts'

export const basePath = '/portal/auth'
export const cookiePrefix = 'chairtime'
export const idleSeconds = 15 * 60
/** The caller's address as our own server has found it; whatever a caller writes there itself is thrown away. */
export const addressHeader = 'x-chairtime-address'

export type AccountsOptions = {
  /** May be shared: its tables all begin with `staff_`, and no call here opens a transaction. */
  database: DatabaseSync | PostgresPool | { readonly dialect: Dialect; readonly type: 'sqlite' }
  /** Where staff reach the portal, like `https://book.example.com`. Its scheme decides whether cookies are `Secure`. */
  baseUrl: string
  /** Signs the cookies: at least 32 random characters, the same after a restart. */
  secret: string
  /** Further origins a sign-in may come from, besides that of `baseUrl`. */
  trustedOrigins?: string[]
  /** Sign-ins tried per minute and address, and codes likewise. 10 when left out. */
  signInsPerMinute?: number
  /** Gets one line a warning or fault, without addresses of people. Nothing is written when left out. */
  log?: (line: string) => void
}

/** The library that keeps accounts and sessions, set up as we use it. */
export type Library = Awaited<ReturnType<typeof makeLibrary>>

/** One more table of the library's: how often something was tried; see `tries.ts`. */
const tries = {
  id: 'tries',
  schema: {
    staffTry: {
      modelName: 'staff_try',
      fields: {
        key: { type: 'string', required: true, unique: true },
        count: { type: 'number', required: true },
        endsAt: { type: 'date', required: true },
      },
    },
  },
} satisfies BetterAuthPlugin

/** Loads the library, which is a quarter of the server's memory, and makes those of its tables that are missing. */
export async function makeLibrary(options: AccountsOptions) {
  const [{ betterAuth }, { getMigrations }, { APIError }, { twoFactor }, { passkey }] = await Promise.all([
    import('better-auth'),
    import('better-auth/db/migration'),
    import('better-auth/api'),
    // Not from `better-auth/plugins`: that loads all of them.
    import('better-auth/plugins/two-factor'),
    import('@better-auth/passkey'),
  ])
  const { database, secret, signInsPerMinute = 10, log = () => {} } = options
  const base = new URL(options.baseUrl)
  const trustedOrigins = options.trustedOrigins ?? []
  const perAddress = { window: 60, max: signInsPerMinute }

  /** A passkey stands for password and code only if whoever holds the device was asked, by finger, face or PIN. */
  const mustBeVerified = (isVerified: boolean | undefined) => {
    if (!isVerified) throw new APIError('UNAUTHORIZED', { message: 'the device did not verify its user' })
  }

  const settings = {
    appName: 'chairtime',
    baseURL: base.origin,
    basePath,
    secret,
    database,
    trustedOrigins,
    user: { modelName: 'staff_user' },
    account: { modelName: 'staff_account' },
    verification: { modelName: 'staff_verification' },
    // Each change that matters asks for the password itself, so that how fresh a session is says nothing more.
    session: { modelName: 'staff_session', expiresIn: idleSeconds, updateAge: 30, freshAge: 0 },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength, maxPasswordLength },
    plugins: [
      twoFactor({
        issuer: 'chairtime',
        backupCodeOptions: { customBackupCodesGenerate: newBackupCodes },
        // Besides five tries with one password: ten wrong codes in a row, and codes are refused for 15 minutes.
        accountLockout: { maxFailedAttempts: 10, durationSeconds: 15 * 60 },
        schema: { twoFactor: { modelName: 'staff_two_factor' } },
      }),
      passkey({
        rpID: rpIdOf(base),
        rpName: 'chairtime',
        origin: [...new Set([base.origin, ...trustedOrigins])],
        advanced: { webAuthnChallengeCookie: 'passkey' },
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: async ({ verification }) => mustBeVerified(verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: async ({ verification }) => mustBeVerified(verification.authenticationInfo.userVerified),
        },
        schema: { passkey: { modelName: 'staff_passkey' } },
      }),
      tries,
    ],
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
        '/sign-in/email': perAddress,
        '/two-factor/*': perAddress,
        '/passkey/*': { window: 60, max: 3 * signInsPerMinute },
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

  await makeBesideOthers(async () => (await getMigrations(settings)).runMigrations())
  return betterAuth(settings)
}

/** Passkeys belong to a name; on one's own machine that is `localhost`, as no address may stand there. */
function rpIdOf({ hostname }: URL): string {
  return hostname === '127.0.0.1' || hostname === '[::1]' ? 'localhost' : hostname
}
