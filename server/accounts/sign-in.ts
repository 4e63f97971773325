import { CodeBody, PasskeyBody, SignInBody, type SignInReply } from '../contract/account.ts'
import { keyedHash } from '../hash.ts'
import { ProblemError } from '../problem.ts'
import { tidyBackupCode } from './backup-codes.ts'
import { answerWith, ask, type Call, faultOf, read, refuseWith } from './call.ts'
import { cookiePrefix, type Library } from './library.ts'
import { clearTries, codeUses, passwordTries, returnTry, takeTry } from './tries.ts'

const wrongPassword = 'Email or password is not right.'
const paused =
  'There were too many wrong passwords for this email. Signing in with it is paused for 15 minutes; a passkey still works.'
const codesPaused = 'There were too many wrong codes. Signing in to this account is paused for 15 minutes.'

/** Email and password; the same words and the same time whether there is such an account or not. */
export async function signIn(call: Call): Promise<Response> {
  const { email, password } = read(call, SignInBody)
  const key = await passwordKey(call, email)
  const turn = await takeTry(call.auth, key, passwordTries)
  if (turn === 'none') throw new ProblemError('account-paused', paused)
  const reply = await ask(call, 'POST', '/sign-in/email', { email, password }).catch(async (error) => {
    await returnTry(call.auth, key)
    throw error
  })
  if (!reply.ok) {
    const userId = await userIdOf(call.auth, email)
    if (userId) {
      call.tellAside({ what: 'sign-in-failed', userId, isOwn: false, detail: { with: 'password' } })
      if (turn === 'last') call.tellAside({ what: 'sign-in-paused', userId, isOwn: false })
    }
    return refuseWith(new ProblemError('sign-in-required', wrongPassword))
  }
  await clearTries(call.auth, key)
  await dropEnded(call.auth)
  const said: { twoFactorRedirect?: boolean; user?: { id: string } } = await reply.json()
  if (said.twoFactorRedirect) return answerWith(reply, { next: 'code' } satisfies SignInReply)
  return signedIn(call, reply, said.user?.id, 'password')
}

/** The second step: a code of the authenticator, or one of the backup codes. */
export async function verifyCode(call: Call, kind: 'totp' | 'backup-code'): Promise<Response> {
  const { code: typed } = read(call, CodeBody)
  const code = kind === 'totp' ? typed.replace(/\s/g, '') : tidyBackupCode(typed)
  const challenge = cookieOf(call.headers, 'two_factor')
  const userId = challenge && (await challengedUser(call.auth, challenge.value))
  if (!userId) throw new ProblemError('sign-in-required', 'This sign-in has run out of time. Begin again.')
  // A session that is still there would be answered for, instead of the account whose password has just been typed.
  const headers = new Headers(call.headers)
  headers.set('cookie', challenge.pair)

  const isFresh = kind === 'backup-code' || (await isFirstUse(call, userId, code))
  // A code that was used goes on as a wrong one, so that it is counted like one.
  const reply = await ask({ ...call, headers }, 'POST', `/two-factor/verify-${kind}`, { code: isFresh ? code : '' })
  if (reply.ok) return signedIn(call, reply, userId, kind)

  await call.tell({ what: 'sign-in-failed', userId, isOwn: false, detail: { with: kind } })
  const fault = await faultOf(reply)
  if (fault === 'ACCOUNT_TEMPORARILY_LOCKED') return refuseWith(new ProblemError('account-paused', codesPaused), reply)
  if (fault === 'INVALID_CODE' || fault === 'INVALID_BACKUP_CODE') {
    const detail =
      kind === 'totp' ? 'That is not the code that is shown now.' : 'That is none of the unused backup codes.'
    return refuseWith(new ProblemError('invalid-request', detail, { errors: [{ pointer: '/code', detail }] }), reply)
  }
  return refuseWith(
    new ProblemError('sign-in-required', 'This sign-in has ended. Begin again with the password.'),
    reply,
  )
}

/** What the browser needs to ask for a passkey; whose it is, the passkey itself says. */
export async function passkeyOptions(call: Call): Promise<Response> {
  const reply = await ask(
    { ...call, headers: withoutCookies(call.headers) },
    'GET',
    '/passkey/generate-authenticate-options',
  )
  return answerWith(reply, { ...(await reply.json()), userVerification: 'required' })
}

/** A passkey is both factors at once: the device, and the finger, face or PIN that it asks for. */
export async function verifyPasskey(call: Call): Promise<Response> {
  const { response } = read(call, PasskeyBody)
  const challenge = cookieOf(call.headers, 'passkey')
  const headers = new Headers(call.headers)
  headers.set('cookie', challenge?.pair ?? '')
  const { adapter } = await call.auth.$context
  const passkey = await adapter.findOne<{ userId: string }>({
    model: 'passkey',
    where: [{ field: 'credentialID', value: String(response.id) }],
  })
  const reply = await ask({ ...call, headers }, 'POST', '/passkey/verify-authentication', { response })
  if (reply.ok) return signedIn(call, reply, passkey?.userId, 'passkey')
  if (passkey) {
    await call.tell({ what: 'sign-in-failed', userId: passkey.userId, isOwn: false, detail: { with: 'passkey' } })
  }
  const detail = passkey
    ? 'This passkey could not be confirmed. Try again, or sign in with the password.'
    : 'This passkey belongs to no account here. Sign in with the password.'
  return refuseWith(new ProblemError('sign-in-required', detail), reply)
}

/** Counts passwords of one account wherever they are typed; what was typed as an email isn't kept. */
export async function passwordKey({ secret }: Pick<Call, 'secret'>, email: string): Promise<string> {
  return keyedHash(secret, `password ${email.trim().toLowerCase()}`)
}

async function signedIn(call: Call, reply: Response, userId: string | undefined, by: string): Promise<Response> {
  if (userId) await call.tell({ what: 'signed-in', userId, isOwn: true, detail: { with: by } })
  return answerWith(reply, { next: 'done' } satisfies SignInReply)
}

async function isFirstUse(call: Call, userId: string, code: string): Promise<boolean> {
  return (await takeTry(call.auth, await keyedHash(call.secret, `code ${userId} ${code}`), codeUses)) !== 'none'
}

async function userIdOf(auth: Library, email: string): Promise<string | undefined> {
  return (await (await auth.$context).internalAdapter.findUserByEmail(email.toLowerCase()))?.user.id
}

/** Whose password has been typed. The signature is the library's to check; the value alone can't be guessed either. */
async function challengedUser(auth: Library, value: string): Promise<string | undefined> {
  const identifier = decodeURIComponent(value).split('.').slice(0, -1).join('.')
  return (await (await auth.$context).internalAdapter.findVerificationValue(identifier))?.value
}

/** One of the library's cookies, whatever it puts before the name. */
function cookieOf(headers: Headers, name: string): { pair: string; value: string } | null {
  for (const pair of (headers.get('cookie') ?? '').split(/;\s*/)) {
    const [key = '', value = ''] = pair.split('=', 2)
    if (key.endsWith(`${cookiePrefix}.${name}`)) return { pair, value }
  }
  return null
}

function withoutCookies(headers: Headers): Headers {
  const rest = new Headers(headers)
  rest.delete('cookie')
  return rest
}

async function dropEnded(auth: Library): Promise<void> {
  const { adapter } = await auth.$context
  const where = [{ field: 'expiresAt', operator: 'lt' as const, value: new Date() }]
  await adapter.deleteMany({ model: 'session', where })
  await adapter.deleteMany({ model: 'verification', where })
}
