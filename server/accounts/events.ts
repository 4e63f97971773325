/** What happened to an account, for the audit of the practices it works for. Never what was typed. */
export interface AccountEvent {
  readonly what:
    | 'signed-in'
    | 'sign-in-failed'
    | 'sign-in-paused'
    | 'signed-out'
    | 'signed-out-everywhere'
    | 'name-changed'
    | 'password-changed'
    | 'second-factor-on'
    | 'second-factor-off'
    | 'backup-codes-renewed'
    | 'passkey-added'
    | 'passkey-removed'
  readonly userId: string
  /** Was it the account's own holder? Whoever fails to sign in may be anybody. */
  readonly isOwn: boolean
  readonly detail?: Readonly<Record<string, string>>
}

/** Is told before the answer leaves; when it fails, the answer does too. Only a wrong password is answered without waiting. */
export type Tell = (event: AccountEvent) => Promise<void>
