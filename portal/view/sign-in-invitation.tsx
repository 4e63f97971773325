import { useEffect, useMemo } from 'preact/hooks'
import { focusPage, titleId } from '../focus.ts'
import { createInvitation, type InvitationModel } from '../model/invitation.ts'
import type { Portal } from '../model/portal.ts'
import { formatRoute } from '../model/route.ts'
import { roleWords } from '../model/staff.ts'
import { AccountFault } from './account-fault.tsx'
import { AloneCard } from './alone-card.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import { SignInSteps } from './sign-in.tsx'
import { SignInJoin } from './sign-in-join.tsx'
import { SignOutButton } from './sign-out-button.tsx'

/** What the link in an invitation's mail opens, signed in or not. */
export function Invitation({ portal, practice, token }: { portal: Portal; practice: string; token: string }) {
  const model = useMemo(
    () =>
      createInvitation({
        api: portal.api,
        session: portal.session,
        practice,
        token,
        onJoined() {
          portal.go(formatRoute(practice), 'over')
          focusPage()
        },
      }),
    [portal, practice, token],
  )
  useEffect(() => void model.look(), [model])
  const invitation = model.invitation.value
  const failure = model.failure.value
  if (failure?.kind === 'not-found') {
    return (
      <main class="alone">
        <Notice
          tone="plain"
          icon="clock"
          level="h1"
          title="This invitation no longer works"
          action={{ words: 'Go to the sign-in', icon: 'right', act: () => portal.go('#/', 'over') }}
        >
          It was accepted, was withdrawn, or is older than seven days. An owner of the practice can send another.
        </Notice>
      </main>
    )
  }
  if (failure) {
    return (
      <main class="alone">
        <Notice
          tone="danger"
          level="h1"
          title="The invitation could not be opened"
          technical={failure.code}
          action={{ words: 'Try again', icon: 'sync', act: model.look }}
        >
          {failureWords(failure)} Its link still works.
        </Notice>
      </main>
    )
  }
  if (!invitation) {
    return (
      <main class="alone late" aria-busy="true">
        <p class="row muted">
          <Icon name="clock" /> Opening the invitation…
        </p>
      </main>
    )
  }
  const { invitedBy, role } = invitation
  return (
    <AloneCard>
      <h1 class="title" id={titleId} tabIndex={-1}>
        Work at the desk of {invitation.practice}
      </h1>
      <p>
        {invitedBy ?? 'An owner'} invites you. Your role is {roleWords[role].now}:{' '}
        {roleWords[role].can.charAt(0).toLowerCase() + roleWords[role].can.slice(1)}.
      </p>
      <Acceptance portal={portal} model={model} />
    </AloneCard>
  )
}

/** A new account, or the one there is: signed out, as it, or as another. */
function Acceptance({ portal, model }: { portal: Portal; model: InvitationModel }) {
  const { email, hasAccount, practice } = model.invitation.value!
  const { session } = portal
  const state = session.state.value
  if (!hasAccount) return <SignInJoin model={model} session={session} email={email} />
  if (state.at === 'signed-in' && state.me.user.email === email) {
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void model.accept()
        }}
      >
        <AccountFault act={model.accepting} />
        <p>
          You are signed in as <span class="strong break">{email}</span>.
        </p>
        <button type="submit" class="button main wide" aria-busy={model.accepting.going.value}>
          {model.accepting.going.value ? 'Accepting…' : `Accept for ${practice}`}
        </button>
      </form>
    )
  }
  if (state.at === 'signed-in') {
    return (
      <>
        <p class="note warning">
          <Icon name="user" />
          <span>
            The invitation is for <span class="break">{email}</span>, and you are signed in as{' '}
            <span class="break">{state.me.user.email}</span>.
          </span>
        </p>
        <SignOutButton session={session} />
      </>
    )
  }
  return (
    <>
      <p>You have an account with this email. Sign in to accept.</p>
      <SignInSteps session={session} email={email} />
    </>
  )
}
