import type { Session, SignInRefusal } from '../model/session.ts'
import { AloneCard } from './alone-card.tsx'
import { Icon } from './icon.tsx'
import { SignInCode } from './sign-in-code.tsx'
import { SignInPassword } from './sign-in-password.tsx'

const refusals: Record<SignInRefusal, string> = {
  wrong: 'Email or password is not right. Check both, then sign in again.',
  'code-wrong': 'That code is not right. Type the one that is shown now; each works once.',
  'begin-again': 'The time for the code is over, or it was wrong too often. Begin again with the password.',
  passkey: 'This passkey could not be used here. Sign in with the password.',
  'too-many': 'Too many attempts from here. Wait a minute, then sign in again.',
  paused: 'Too many wrong tries. Signing in to this account is paused for 15 minutes; a passkey still works.',
  unreachable: 'The server does not answer. Check the connection, then sign in again.',
  failed: 'Signing in did not work this time. Nothing is wrong with what you typed; sign in again.',
}

const reasons = {
  first: null,
  ended: 'Your session has ended, as it does after 15 minutes without use. Sign in to go on where you were.',
  left: 'You are signed out.',
}

/** The page before all others. */
export function SignIn({ session, why }: { session: Session; why: keyof typeof reasons }) {
  const isCode = session.step.value.at === 'code'
  const reason = isCode || refusalOf(session) ? null : reasons[why]
  return (
    <AloneCard>
      <h1 class="title">{isCode ? 'One more step' : 'Sign in'}</h1>
      {reason && (
        <p class={`note ${why === 'ended' ? 'warning' : 'plain'}`} role="status">
          <Icon name={why === 'ended' ? 'clock' : 'check'} />
          <span>{reason}</span>
        </p>
      )}
      <SignInSteps session={session} />
    </AloneCard>
  )
}

/**
 * What is asked, step by step, and why it was refused.
 *
 * @param email - Typed in beforehand, and not to be changed.
 */
export function SignInSteps({ session, email }: { session: Session; email?: string }) {
  const refusal = refusalOf(session)
  return (
    <>
      <div role="alert">
        {refusal && (
          <p class="note danger" id="refusal">
            <Icon name="warn" />
            <span>{refusals[refusal]}</span>
          </p>
        )}
      </div>
      {session.step.value.at === 'code' ? (
        <SignInCode session={session} kind={session.step.value.kind} />
      ) : (
        <SignInPassword session={session} email={email} />
      )}
    </>
  )
}

function refusalOf({ attempt }: Session): SignInRefusal | null {
  return attempt.value === 'none' || attempt.value === 'going' ? null : attempt.value
}
