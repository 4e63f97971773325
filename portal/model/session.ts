import { computed, signal } from '@preact/signals'
import type { SignInReply } from '../../server/contract/account.ts'
import type { Me } from '../../server/contract/desk.ts'
import type { Api, Failure, Reply } from '../api.ts'

export type SessionState =
  | { at: 'opening' }
  | { at: 'unavailable'; failure: Failure }
  | { at: 'signed-out'; why: 'first' | 'ended' | 'left' }
  | { at: 'signed-in'; me: Me }
/** Which code is asked after the password. */
export type CodeKind = 'totp' | 'backup-code'
export type SignInStep = { at: 'password' } | { at: 'code'; kind: CodeKind }
export type SignInRefusal =
  | 'wrong'
  | 'code-wrong'
  | 'begin-again'
  | 'passkey'
  | 'too-many'
  | 'paused'
  | 'unreachable'
  | 'failed'
export type Session = ReturnType<typeof createSession>
/** Has the browser ask for a passkey; null when it was called off. What is given and taken is JSON. */
export type AskPasskey = (options: unknown) => Promise<unknown>

/** The server ends a session that wasn't renewed for 15 minutes; once a minute is often enough to renew it. */
const renewEveryMs = 60_000

/** Who is at the screen. */
export function createSession(api: Api, clock: () => number) {
  const state = signal<SessionState>({ at: 'opening' })
  const me = computed(() => (state.value.at === 'signed-in' ? state.value.me : null))
  const step = signal<SignInStep>({ at: 'password' })
  const attempt = signal<'none' | 'going' | SignInRefusal>('none')
  const stillSignedIn = signal(false)
  let renewedAt = clock()

  function end(why: 'ended' | 'left') {
    step.value = { at: 'password' }
    state.value = { at: 'signed-out', why }
  }

  async function open(): Promise<void> {
    const reply = await api.me()
    renewedAt = clock()
    if (reply.ok) state.value = { at: 'signed-in', me: reply.value }
    else if (reply.failure.kind === 'sign-in-required') state.value = { at: 'signed-out', why: 'first' }
    else state.value = { at: 'unavailable', failure: reply.failure }
  }

  /** One try, from the click to what came of it. `wrong` is what a refusal of this step means. */
  async function go(call: () => Promise<Reply<SignInReply> | null>, wrong: SignInRefusal): Promise<void> {
    if (attempt.value === 'going') return
    attempt.value = 'going'
    const reply = await call()
    if (reply === null) {
      attempt.value = 'none'
      return
    }
    if (!reply.ok) {
      const refusal = refusalOf(reply.failure, wrong)
      if (refusal === 'begin-again') step.value = { at: 'password' }
      attempt.value = refusal
      return
    }
    if (reply.value?.next === 'code') step.value = { at: 'code', kind: 'totp' }
    else {
      await open()
      step.value = { at: 'password' }
    }
    attempt.value = 'none'
  }

  return {
    state,
    me,
    /** Asks the server who is signed in. */
    open,
    /** What is asked at the sign-in. */
    step,
    /** How far the last try to sign in got. */
    attempt,
    signIn: (email: string, password: string) =>
      go(() => api.call<SignInReply>('POST', '/portal/auth/sign-in/email', { email, password }), 'wrong'),
    sendCode(code: string): Promise<void> {
      if (step.value.at !== 'code') return Promise.resolve()
      const path = `/portal/auth/two-factor/verify-${step.value.kind}`
      return go(() => api.call<SignInReply>('POST', path, { code }), 'code-wrong')
    },
    chooseCode(kind: CodeKind) {
      step.value = { at: 'code', kind }
      attempt.value = 'none'
    },
    /** Back from the code to the password. */
    beginAgain() {
      step.value = { at: 'password' }
      attempt.value = 'none'
    },
    signInWithPasskey: (askPasskey: AskPasskey) =>
      go(async () => {
        const options = await api.call<unknown>('GET', '/portal/auth/passkey/options')
        if (!options.ok) return options
        const response = await askPasskey(options.value)
        return response === null ? null : api.call<SignInReply>('POST', '/portal/auth/passkey/verify', { response })
      }, 'passkey'),
    /** Set when signing out failed: the session would still be open to the next person, so it must be said. */
    stillSignedIn,
    async signOut(): Promise<void> {
      const reply = await api.signOut()
      const done = reply.ok || reply.failure.kind === 'sign-in-required'
      stillSignedIn.value = !done
      if (done) end('left')
    },
    /** A call was answered with "sign in first". */
    ended: () => {
      if (state.value.at === 'signed-in') end('ended')
    },
    /** All sessions were ended from here. */
    left: () => end('left'),
    /** Somebody pressed a key or tapped. Polling doesn't count as use, so an unattended screen signs itself out. */
    async used(): Promise<void> {
      if (state.value.at !== 'signed-in' || clock() - renewedAt < renewEveryMs) return
      renewedAt = clock()
      const reply = await api.renew()
      if (reply.ok && reply.value === null) end('ended')
    },
  }
}

function refusalOf({ kind, code, refusal }: Failure, wrong: SignInRefusal): SignInRefusal {
  if (kind === 'unreachable') return 'unreachable'
  if (refusal === 'account-paused') return 'paused'
  if (refusal === 'too-many-requests' || code.includes('429')) return 'too-many'
  if (kind === 'sign-in-required') return wrong === 'code-wrong' ? 'begin-again' : wrong
  if (refusal === 'invalid-request') return wrong
  return 'failed'
}
