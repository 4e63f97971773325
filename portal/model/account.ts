import { signal } from '@preact/signals'
import type { Account, BackupCodes, SecondFactor } from '../../server/contract/account.ts'
import type { Api, Failure, Reply } from '../api.ts'
import { createAct } from './act.ts'
import type { AskPasskey } from './session.ts'

export type AccountModel = ReturnType<typeof createAccount>

/** What is asked in a dialog. */
export type AccountQuestion =
  | { about: 'password' }
  | { about: 'second-factor'; step: 'confirm' }
  | { about: 'second-factor'; step: 'scan'; set: SecondFactor }
  | { about: 'second-factor-off' }
  | { about: 'new-codes' }
  /** Shown once: they can't be read again. */
  | { about: 'codes'; codes: readonly string[]; isNew: boolean }
  | { about: 'passkey' }
  | { about: 'passkey-removal'; id: string; name: string }
  | { about: 'everywhere' }

/** How somebody signs in, and what they may change of it. */
export function createAccount(from: {
  api: Api
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
  /** The name at the side of every page is read anew. */
  onRenamed: () => Promise<void>
  /** Every session has ended, this one too. */
  onLeft: () => void
}) {
  const { api, announce, onFailure, onRenamed, onLeft } = from
  const account = signal<Account | null>(null)
  const failure = signal<Failure | null>(null)
  const question = signal<AccountQuestion | null>(null)
  /** What was done last, in a sentence. */
  const done = signal<string | null>(null)
  const naming = createAct(onFailure)
  const answering = createAct(onFailure)

  const send =
    <T>(what: string, body: object) =>
    () =>
      api.call<T>('POST', `/portal/auth/${what}`, body)

  async function read(): Promise<void> {
    const reply = await api.call<Account>('GET', '/portal/auth/account')
    if (reply.ok) account.value = reply.value
    else onFailure(reply.failure)
    failure.value = reply.ok ? null : reply.failure
  }

  function ask(next: AccountQuestion | null) {
    answering.clear()
    question.value = next
  }

  /** Sends the dialog's answer; closes it and says what was done. */
  async function answer(what: string, body: object, words: string): Promise<void> {
    if (await answering.run(send(what, body))) await finish(words)
  }

  async function finish(words: string): Promise<void> {
    ask(null)
    await read()
    done.value = words
    announce(words)
  }

  return {
    account,
    failure,
    question,
    done,
    naming,
    answering,
    read,
    ask,
    async rename(name: string): Promise<void> {
      done.value = null
      if (!(await naming.run(send('account/name', { name })))) return
      await finish('Your name is changed.')
      await onRenamed()
    },
    changePassword: (password: string, newPassword: string) =>
      answer(
        'account/password',
        { password, newPassword },
        'Your password is changed. Everywhere else you are signed out.',
      ),
    /** First the password, then the secret is shown. */
    async beginSecondFactor(password: string): Promise<void> {
      const begun = await answering.run(send<SecondFactor>('second-factor/begin', { password }))
      if (begun) ask({ about: 'second-factor', step: 'scan', set: begun.value })
    },
    async turnOnSecondFactor(set: SecondFactor, code: string): Promise<void> {
      if (!(await answering.run(send('second-factor/on', { code })))) return
      ask({ about: 'codes', codes: set.backupCodes, isNew: true })
      announce('The second factor is on')
      await read()
    },
    turnOffSecondFactor: (password: string) =>
      answer('second-factor/off', { password }, 'The second factor is off. Your password alone signs you in.'),
    async renewCodes(password: string): Promise<void> {
      const made = await answering.run(send<BackupCodes>('second-factor/codes', { password }))
      if (made) ask({ about: 'codes', codes: made.value.backupCodes, isNew: false })
    },
    codesKept: () => finish('The second factor is on. It is asked from the next sign-in on.'),
    /** @param make - Has the browser make it; null when that was called off. */
    async addPasskey(name: string, password: string, make: AskPasskey): Promise<void> {
      const added = await answering.run<unknown>(async () => {
        const begun = await api.call('POST', '/portal/auth/passkeys/begin', { password })
        if (!begun.ok) return begun
        const response = await make(begun.value)
        if (response === null) return calledOff
        return api.call('POST', '/portal/auth/passkeys/add', { name, response })
      })
      if (added) await finish(`The passkey “${name}” is added. From now on it signs you in without a password.`)
    },
    removePasskey: (id: string, name: string) => answer('passkeys/remove', { id }, `The passkey “${name}” is removed.`),
    async signOutEverywhere(): Promise<void> {
      if (await answering.run(send('account/sign-out-everywhere', {}))) onLeft()
    },
  }
}

/** Said by no server: the browser made nothing. */
export const calledOffCode = 'passkey-not-made'
const calledOff: Reply<never> = { ok: false, failure: { kind: 'failed', code: calledOffCode } }
