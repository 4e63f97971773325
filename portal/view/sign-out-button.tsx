import type { Session } from '../model/session.ts'

export function SignOutButton({ session }: { session: Session }) {
  return (
    <div class="sign-out">
      <button type="button" class="button small" onClick={() => void session.signOut()}>
        Sign out
      </button>
      {session.stillSignedIn.value && (
        <p class="small danger" role="alert">
          You are still signed in: the server did not answer. Sign out again.
        </p>
      )}
    </div>
  )
}
