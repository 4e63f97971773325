import { focusPage } from '../focus.ts'
import type { Session, SignInRefusal } from '../model/session.ts'
import { Icon } from './icon.tsx'
import { Logo } from './logo.tsx'

const refusals = {
  wrong: 'Email or password is not right. Check both, then sign in again.',
  'too-many': 'Too many attempts from here. Wait a minute, then sign in again.',
  unreachable: 'The server does not answer. Check the connection, then sign in again.',
  failed: 'Signing in did not work this time. Nothing is wrong with what you typed; sign in again.',
} satisfies Record<SignInRefusal, string>

const reasons = {
  first: null,
  ended: 'Your session has ended, as it does after 15 minutes without use. Sign in to go on where you were.',
  left: 'You are signed out.',
}

export function SignIn({ session, why }: { session: Session; why: keyof typeof reasons }) {
  const { attempt } = session

  async function send(form: HTMLFormElement) {
    const typed = new FormData(form)
    await session.signIn(String(typed.get('email')).trim(), String(typed.get('password')))
    if (session.me.value) focusPage()
    const password = form.elements.namedItem('password')
    if (attempt.value === 'wrong' && password instanceof HTMLInputElement) {
      password.focus()
      password.select()
    }
  }

  const refusal = attempt.value === 'none' || attempt.value === 'going' ? null : refusals[attempt.value]
  const reason = reasons[why]
  return (
    <main class="alone">
      <div class="card sign-in">
        <p class="brand">
          <Logo /> chairtime
        </p>
        <h1 class="title">Sign in</h1>
        {reason && !refusal && (
          <p class={`note ${why === 'ended' ? 'warning' : 'plain'}`} role="status">
            <Icon name={why === 'ended' ? 'clock' : 'check'} />
            <span>{reason}</span>
          </p>
        )}
        <div role="alert">
          {refusal && (
            <p class="note danger" id="refusal">
              <Icon name="warn" />
              <span>{refusal}</span>
            </p>
          )}
        </div>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void send(event.currentTarget)
          }}
        >
          <label class="field">
            <span>Email</span>
            <input
              class={attempt.value === 'wrong' ? 'input bad' : 'input'}
              type="email"
              name="email"
              autocomplete="username"
              spellcheck={false}
              maxLength={254}
              required
              aria-invalid={attempt.value === 'wrong'}
              ref={focusFirst}
            />
          </label>
          <label class="field">
            <span>Password</span>
            <input
              class={attempt.value === 'wrong' ? 'input bad' : 'input'}
              type="password"
              name="password"
              autocomplete="current-password"
              maxLength={128}
              required
              aria-invalid={attempt.value === 'wrong'}
            />
          </label>
          <button type="submit" class="button main wide" aria-busy={attempt.value === 'going'}>
            {attempt.value === 'going' ? 'Signing in…' : 'Sign in'}
          </button>
        </form>
        <p class="small muted">Password forgotten? Whoever looks after chairtime at your practice can set a new one.</p>
      </div>
    </main>
  )
}

/** Kept outside the component: a new function each time would take focus back at every keystroke. */
const focusFirst = (input: HTMLInputElement | null) => input?.focus()
