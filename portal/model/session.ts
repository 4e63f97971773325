import { computed, signal } from '@preact/signals'
import type { Me } from '../../server/contract/desk.ts'
import type { Api, Failure, SignInOutcome } from '../api.ts'

export type SessionState =
  | { at: 'opening' }
  | { at: 'unavailable'; failure: Failure }
  | { at: 'signed-out'; why: 'first' | 'ended' | 'left' }
  | { at: 'signed-in'; me: Me }
export type SignInRefusal = Exclude<SignInOutcome, 'signed-in'>
export type Session = ReturnType<typeof createSession>

/** The server ends a session that wasn't renewed for 15 minutes; once a minute is often enough to renew it. */
const renewEveryMs = 60_000

/** Who is at the screen. */
export function createSession(api: Api, clock: () => number) {
  const state = signal<SessionState>({ at: 'opening' })
  const me = computed(() => (state.value.at === 'signed-in' ? state.value.me : null))
  const attempt = signal<'none' | 'going' | SignInRefusal>('none')
  const stillSignedIn = signal(false)
  let renewedAt = clock()

  function end(why: 'ended' | 'left') {
    state.value = { at: 'signed-out', why }
  }

  async function open(): Promise<void> {
    const reply = await api.me()
    renewedAt = clock()
    if (reply.ok) state.value = { at: 'signed-in', me: reply.value }
    else if (reply.failure.kind === 'sign-in-required') state.value = { at: 'signed-out', why: 'first' }
    else state.value = { at: 'unavailable', failure: reply.failure }
  }

  return {
    state,
    me,
    /** Asks the server who is signed in. */
    open,
    /** How far the last try to sign in got. */
    attempt,
    async signIn(email: string, password: string): Promise<void> {
      if (attempt.value === 'going') return
      attempt.value = 'going'
      const outcome = await api.signIn(email, password)
      if (outcome === 'signed-in') await open()
      attempt.value = outcome === 'signed-in' ? 'none' : outcome
    },
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
    /** Somebody pressed a key or tapped. Polling doesn't count as use, so an unattended screen signs itself out. */
    async used(): Promise<void> {
      if (state.value.at !== 'signed-in' || clock() - renewedAt < renewEveryMs) return
      renewedAt = clock()
      const reply = await api.renew()
      if (reply.ok && reply.value === null) end('ended')
    },
  }
}
