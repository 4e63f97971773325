import type {
  AccountConsentBody,
  AccountDetailsBody,
  AccountReply,
  AskSignInBody,
  ConfirmInvitationBody,
  InvitationReply,
} from '../../server/contract/patient-account.ts'
import type { Refusal } from '../../server/contract/problem.ts'
import type { Complaint } from '../source.ts'

/** Why there is no answer: the server's own words for it, or `unreachable`. */
export type Refused = {
  readonly ok: false
  readonly refusal: Refusal | 'unreachable'
  /** With `no-match`. */
  readonly triesLeft?: number
  /** With `invalid-request`. */
  readonly errors?: readonly Complaint[]
}
export type Answer<T> = { readonly ok: true; readonly value: T } | Refused

/** What the pages of an invitation and of an account ask the server. None of these rejects. */
export type Source = ReturnType<typeof createSource>

/**
 * Links and everything about the patient travel in bodies, so that they stand in no address and no log; the session is a
 * cookie of this website alone.
 *
 * @param practice - The practice's short name.
 */
export const createSource = (practice: string, timeoutMs = 12_000) => {
  const ask = async <T>(path: string, init?: RequestInit): Promise<Answer<T>> => {
    try {
      const signal = AbortSignal.timeout(timeoutMs)
      const response = await fetch(`/v1/practices/${practice}${path}`, { ...init, credentials: 'same-origin', signal })
      const text = await response.text()
      const value = text ? JSON.parse(text) : {}
      if (response.ok) return { ok: true, value }
      const { type, triesLeft, errors } = value
      return { ok: false, refusal: type.slice(type.lastIndexOf('/') + 1), triesLeft, errors }
    } catch {
      return { ok: false, refusal: 'unreachable' }
    }
  }
  const post = <T>(path: string, body: object = {}) =>
    ask<T>(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })

  return {
    /** Where an invitation went; looking at it changes nothing. */
    invitation: (link: string) => post<InvitationReply>('/invitation', { link }),
    confirm: (body: ConfirmInvitationBody) => post<AccountReply>('/invitation/confirm', body),
    account: () => ask<AccountReply>('/account'),
    askSignIn: (body: AskSignInBody) => post<unknown>('/account/sign-in', body),
    open: (link: string) => post<AccountReply>('/account/open', { link }),
    signOut: () => post<unknown>('/account/sign-out'),
    saveDetails: (body: AccountDetailsBody) => post<AccountReply>('/account/details', body),
    saveConsents: (body: AccountConsentBody) => post<AccountReply>('/account/consents', body),
    /** Options for `makePasskey`. */
    beginPasskey: () => post<unknown>('/account/passkeys/begin'),
    addPasskey: (name: string, response: unknown) => post<AccountReply>('/account/passkeys/add', { name, response }),
    removePasskey: (id: string) => post<AccountReply>('/account/passkeys/remove', { id }),
    /** Options for `askForPasskey`. */
    beginByPasskey: () => post<unknown>('/account/passkey/begin'),
    openByPasskey: (response: unknown) => post<AccountReply>('/account/passkey/open', { response }),
  }
}
