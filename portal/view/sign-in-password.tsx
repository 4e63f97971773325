import { askForPasskey, canUsePasskeys } from '../../widget/account/passkey.ts'
import { focusPage } from '../focus.ts'
import type { Session } from '../model/session.ts'
import { Icon } from './icon.tsx'

/** Email and password, or a passkey instead of both. */
export function SignInPassword({ session, email }: { session: Session; email?: string | undefined }) {
  const { attempt } = session
  const isWrong = attempt.value === 'wrong'

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

  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send(event.currentTarget)
        }}
      >
        <label class="field">
          <span>Email</span>
          <input
            class={isWrong ? 'input bad' : 'input'}
            type="email"
            name="email"
            autocomplete="username"
            spellcheck={false}
            maxLength={254}
            required
            readOnly={email !== undefined}
            {...(email === undefined ? {} : { value: email })}
            aria-invalid={isWrong}
            ref={email === undefined ? focusFirst : null}
          />
        </label>
        <label class="field">
          <span>Password</span>
          <input
            class={isWrong ? 'input bad' : 'input'}
            type="password"
            name="password"
            autocomplete="current-password"
            maxLength={128}
            required
            aria-invalid={isWrong}
            ref={email === undefined ? null : focusFirst}
          />
        </label>
        <button type="submit" class="button main wide" aria-busy={attempt.value === 'going'}>
          {attempt.value === 'going' ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
      {canUsePasskeys() && (
        <button
          type="button"
          class="button wide"
          onClick={() => void session.signInWithPasskey(askForPasskey).then(() => session.me.value && focusPage())}
        >
          <Icon name="key" />
          Sign in with a passkey
        </button>
      )}
      <p class="small muted">
        Password or phone lost? Ask an owner of the practice or whoever runs the server for a new password.
      </p>
    </>
  )
}

/** Kept outside the component: a new function each time would take focus back at every keystroke. */
const focusFirst = (input: HTMLInputElement | null) => input?.focus()
