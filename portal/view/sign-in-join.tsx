import { useSignal } from '@preact/signals'
import { fieldFault } from '../model/act.ts'
import type { InvitationModel } from '../model/invitation.ts'
import type { Session } from '../model/session.ts'
import { AccountFault } from './account-fault.tsx'
import { AccountField } from './account-field.tsx'
import { passwordHint } from './account-new-password.tsx'

/** Name and password of whoever has no account yet. */
export function SignInJoin({ model, session, email }: { model: InvitationModel; session: Session; email: string }) {
  const name = useSignal('')
  const password = useSignal('')
  const tried = useSignal(false)
  const isGoing = model.accepting.going.value || session.attempt.value === 'going'
  const nameFault = tried.value && !name.value.trim() ? 'Write your name, as colleagues know you.' : null
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        tried.value = true
        if (name.value.trim()) void model.join(name.value.trim(), password.value)
      }}
    >
      <label class="field">
        <span>Email</span>
        <input class="input" type="email" name="email" autocomplete="username" value={email} readOnly />
      </label>
      <AccountField
        id="join-name"
        label="Your name"
        autocomplete="name"
        maxLength={100}
        value={name}
        error={nameFault ?? fieldFault(model.accepting, '/name')}
      />
      <AccountField
        id="join-password"
        label="Choose a password"
        type="password"
        autocomplete="new-password"
        value={password}
        hint={passwordHint}
        error={fieldFault(model.accepting, '/password')}
      />
      <AccountFault act={model.accepting} />
      <button type="submit" class="button main wide" aria-busy={isGoing}>
        {isGoing ? 'Making your account…' : 'Make the account and sign in'}
      </button>
    </form>
  )
}
