import { signal } from '@preact/signals'
import type { Invitation } from '../../server/contract/account.ts'
import type { Api, Failure } from '../api.ts'
import { createAct } from './act.ts'
import type { Session } from './session.ts'

export type InvitationModel = ReturnType<typeof createInvitation>

/** What a link in an invitation's mail leads to. */
export function createInvitation(from: {
  api: Api
  session: Session
  practice: string
  token: string
  /** Accepted, and signed in. */
  onJoined: () => void
}) {
  const { api, session, practice, token, onJoined } = from
  const invitation = signal<Invitation | null>(null)
  const failure = signal<Failure | null>(null)
  const accepting = createAct(() => {})

  async function look(): Promise<void> {
    const reply = await api.call<Invitation>('POST', '/portal/api/invitation/look', { practice, token })
    if (reply.ok) invitation.value = reply.value
    failure.value = reply.ok ? null : reply.failure
  }

  async function accept(more: object): Promise<boolean> {
    const done = await accepting.run(() =>
      api.call('POST', '/portal/api/invitation/accept', { practice, token, ...more }),
    )
    // Used, withdrawn or ended meanwhile; or an account has been made: then another page stands here.
    const refusal = accepting.failure.value?.refusal
    if (refusal === 'link-ended' || refusal === 'sign-in-required') await look()
    return done !== null
  }

  return {
    invitation,
    failure,
    accepting,
    look,
    /** For who has no account yet: it is made, and signed in to. */
    async join(name: string, password: string): Promise<void> {
      const email = invitation.value?.email
      if (email === undefined || !(await accept({ name, password }))) return
      await session.signIn(email, password)
      onJoined()
    },
    /** For who is signed in with the account that was invited. */
    async accept(): Promise<void> {
      if (!(await accept({}))) return
      await session.open()
      onJoined()
    },
  }
}
