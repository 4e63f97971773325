import {
  type Account,
  AddPasskeyBody,
  type BackupCodes,
  CodeBody,
  ConfirmBody,
  NameBody,
  PasswordBody,
  RemovePasskeyBody,
  type SecondFactor,
} from '../contract/account.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import { answerWith, ask, type Call, faultOf, type OwnCall, read } from './call.ts'
import { passwordFault } from './passwords.ts'
import { passwordKey } from './sign-in.ts'
import { clearTries, passwordTries, takeTry } from './tries.ts'

type Passkey = { id: string; userId: string; name?: string | null; createdAt?: Date | string | null }

/** How this person signs in, and where they are signed in. No secret, and no session's token. */
export async function account(call: OwnCall, absoluteMs: number): Promise<Response> {
  const { adapter, internalAdapter } = await call.auth.$context
  const { user, session } = call
  const passkeys = await adapter.findMany<Passkey>({ model: 'passkey', where: [{ field: 'userId', value: user.id }] })
  const sessions = await internalAdapter.listSessions(user.id, { onlyActiveSessions: true })
  const live = sessions.filter(
    ({ createdAt, expiresAt }) => Date.now() < expiresAt.getTime() && Date.now() - createdAt.getTime() < absoluteMs,
  )
  return answerWith(null, {
    name: user.name,
    email: user.email,
    hasSecondFactor: user.twoFactorEnabled === true,
    passkeys: passkeys.map(({ id, name, createdAt }) => ({
      id,
      name: name || 'Passkey',
      addedAt: createdAt ? new Date(createdAt).toISOString() : null,
    })),
    sessions: live
      .sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())
      .map(({ id, token, userAgent, createdAt, updatedAt }) => ({
        id,
        device: userAgent ?? '',
        since: createdAt.toISOString(),
        usedAt: updatedAt.toISOString(),
        isThis: token === session.token,
      })),
  } satisfies Account)
}

export async function changeName(call: OwnCall): Promise<Response> {
  const { name } = read(call, NameBody)
  const reply = await ask(call, 'POST', '/update-user', { name })
  if (!reply.ok) throw await surprise(reply)
  await call.tell({ what: 'name-changed', userId: call.user.id, isOwn: true })
  return answerWith(reply, {})
}

/** All other sessions end with it. */
export async function changePassword(call: OwnCall): Promise<Response> {
  const { password, newPassword } = read(call, PasswordBody)
  const fault = passwordFault(newPassword, [call.user.name, call.user.email])
  if (fault) throw fieldProblem('/newPassword', fault)
  await confirm(call, password)
  const reply = await ask(call, 'POST', '/change-password', {
    currentPassword: password,
    newPassword,
    revokeOtherSessions: true,
  })
  if (!reply.ok) throw await surprise(reply)
  await call.tell({ what: 'password-changed', userId: call.user.id, isOwn: true })
  return answerWith(reply, {})
}

/** Draws a secret and backup codes. Nothing is asked for at sign-in until {@link turnOnSecondFactor}. */
export async function beginSecondFactor(call: OwnCall): Promise<Response> {
  const { password } = read(call, ConfirmBody)
  await confirm(call, password)
  const reply = await ask(call, 'POST', '/two-factor/enable', { password, method: 'totp' })
  if (!reply.ok) {
    if ((await faultOf(reply)) !== 'TOTP_ALREADY_ENABLED') throw await surprise(reply)
    throw new ProblemError('not-changeable', 'A second factor is set up already. Turn it off first to set up another.')
  }
  const { totpURI, backupCodes } = await reply.json()
  return answerWith(reply, { uri: totpURI, backupCodes } satisfies SecondFactor)
}

/** Turned on by a code: whoever has scanned the secret wrongly must not be locked out by it. */
export async function turnOnSecondFactor(call: OwnCall): Promise<Response> {
  const { code } = read(call, CodeBody)
  if (call.user.twoFactorEnabled === true) throw new ProblemError('not-changeable', 'The second factor is on already.')
  const reply = await ask(call, 'POST', '/two-factor/verify-totp', { code: code.replace(/\s/g, '') })
  if (!reply.ok) {
    const fault = await faultOf(reply)
    if (fault === 'INVALID_CODE') {
      throw fieldProblem('/code', 'That is not the code that is shown now. Look at the clock of the phone, too.')
    }
    if (fault === 'TOTP_NOT_ENABLED') throw new ProblemError('not-changeable', 'Begin the set-up first.')
    throw await surprise(reply)
  }
  await call.tell({ what: 'second-factor-on', userId: call.user.id, isOwn: true })
  return answerWith(reply, {})
}

export async function turnOffSecondFactor(call: OwnCall): Promise<Response> {
  const { password } = read(call, ConfirmBody)
  await confirm(call, password)
  const reply = await ask(call, 'POST', '/two-factor/disable', { password })
  if (!reply.ok) throw await surprise(reply)
  await call.tell({ what: 'second-factor-off', userId: call.user.id, isOwn: true })
  return answerWith(reply, {})
}

export async function renewBackupCodes(call: OwnCall): Promise<Response> {
  const { password } = read(call, ConfirmBody)
  await confirm(call, password)
  if (call.user.twoFactorEnabled !== true) throw new ProblemError('not-changeable', 'There is no second factor yet.')
  const reply = await ask(call, 'POST', '/two-factor/generate-backup-codes', { password })
  if (!reply.ok) throw await surprise(reply)
  await call.tell({ what: 'backup-codes-renewed', userId: call.user.id, isOwn: true })
  const { backupCodes } = await reply.json()
  return answerWith(reply, { backupCodes } satisfies BackupCodes)
}

/** What the browser needs to make a passkey. The password is asked: a passkey opens the account for good. */
export async function beginPasskey(call: OwnCall): Promise<Response> {
  await confirm(call, read(call, ConfirmBody).password)
  const reply = await ask(call, 'GET', '/passkey/generate-register-options')
  if (!reply.ok) throw await surprise(reply)
  return answerWith(reply, await reply.json())
}

export async function addPasskey(call: OwnCall): Promise<Response> {
  const { name, response } = read(call, AddPasskeyBody)
  const reply = await ask(call, 'POST', '/passkey/verify-registration', { name, response })
  if (!reply.ok) {
    throw new ProblemError('invalid-request', 'The passkey could not be added. Try again, or use another device.')
  }
  await call.tell({ what: 'passkey-added', userId: call.user.id, isOwn: true, detail: { name } })
  return answerWith(reply, {})
}

export async function removePasskey(call: OwnCall): Promise<Response> {
  const { id } = read(call, RemovePasskeyBody)
  const { adapter } = await call.auth.$context
  const where = [
    { field: 'id', value: id },
    { field: 'userId', value: call.user.id },
  ]
  const passkey = await adapter.findOne<Passkey>({ model: 'passkey', where })
  if (!passkey) throw new ProblemError('not-found', 'There is no such passkey any more.')
  await adapter.deleteMany({ model: 'passkey', where })
  const detail = { name: passkey.name || 'Passkey' }
  await call.tell({ what: 'passkey-removed', userId: call.user.id, isOwn: true, detail })
  return answerWith(null, {})
}

/** Here too. */
export async function signOutEverywhere(call: OwnCall): Promise<Response> {
  const reply = await ask(call, 'POST', '/revoke-sessions')
  if (!reply.ok) throw await surprise(reply)
  await call.tell({ what: 'signed-out-everywhere', userId: call.user.id, isOwn: true })
  return answerWith(reply, {})
}

/** Is it their password? Counted with those typed at sign-in, so that an unattended screen is no place to guess it. */
async function confirm(call: OwnCall, typed: string): Promise<void> {
  const key = await passwordKey(call, call.user.email)
  const turn = await takeTry(call.auth, key, passwordTries)
  if (turn === 'none') {
    throw new ProblemError('account-paused', 'There were too many wrong passwords. Wait 15 minutes, then try again.')
  }
  const { internalAdapter, password } = await call.auth.$context
  const kept = (await internalAdapter.findCredentialAccount(call.user.id))?.password
  if (kept && (await password.verify({ hash: kept, password: typed }))) return clearTries(call.auth, key)
  await call.tell({ what: 'sign-in-failed', userId: call.user.id, isOwn: false, detail: { with: 'password' } })
  if (turn === 'last') await call.tell({ what: 'sign-in-paused', userId: call.user.id, isOwn: false })
  throw fieldProblem('/password', 'That is not your password.')
}

/** Nothing that anybody at the screen could have done differently. */
async function surprise(reply: Response): Promise<Error> {
  return new Error(`the accounts library answered ${await faultOf(reply)}`)
}

/** Renews the session, or ends it; whoever has none is told so. */
export async function askOfSession(call: Call, what: 'get-session' | 'sign-out'): Promise<Response> {
  const reply = await ask(call, what === 'sign-out' ? 'POST' : 'GET', `/${what}`)
  if (!reply.ok) throw await surprise(reply)
  // The page needs to know that there is one; its token stays in the cookie.
  const session = what === 'sign-out' ? {} : await reply.json()
  return answerWith(reply, session && {})
}
