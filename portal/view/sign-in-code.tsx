import { focusPage } from '../focus.ts'
import type { CodeKind, Session } from '../model/session.ts'

const kinds = {
  totp: {
    label: 'Code of six digits',
    hint: 'Your authenticator app shows it. It changes every 30 seconds.',
    other: 'backup-code',
    change: 'Use a backup code instead',
  },
  'backup-code': {
    label: 'Backup code',
    hint: 'One of the ten that you kept when you set the second factor up. Each works once.',
    other: 'totp',
    change: 'Use the authenticator app instead',
  },
} as const

/** After the password: the second factor. */
export function SignInCode({ session, kind }: { session: Session; kind: CodeKind }) {
  const { attempt } = session
  const { label, hint, other, change } = kinds[kind]
  const isWrong = attempt.value === 'code-wrong'

  async function send(form: HTMLFormElement) {
    await session.sendCode(String(new FormData(form).get('code')).trim())
    if (session.me.value) focusPage()
    const code = form.elements.namedItem('code')
    if (attempt.value === 'code-wrong' && code instanceof HTMLInputElement) {
      code.focus()
      code.select()
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
        <label class="field" key={kind}>
          <span>{label}</span>
          <input
            class={isWrong ? 'input code-input bad' : 'input code-input'}
            name="code"
            type="text"
            inputMode={kind === 'totp' ? 'numeric' : 'text'}
            autocomplete={kind === 'totp' ? 'one-time-code' : 'off'}
            autocapitalize="off"
            spellcheck={false}
            maxLength={32}
            required
            aria-invalid={isWrong}
            aria-describedby="code-hint"
            ref={focusFirst}
          />
        </label>
        <p class="small muted hint" id="code-hint">
          {hint}
        </p>
        <button type="submit" class="button main wide" aria-busy={attempt.value === 'going'}>
          {attempt.value === 'going' ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
      <div class="ways">
        <button type="button" class="button quiet small" onClick={() => session.chooseCode(other)}>
          {change}
        </button>
        <button type="button" class="button quiet small" onClick={session.beginAgain}>
          Back to the password
        </button>
      </div>
    </>
  )
}

const focusFirst = (input: HTMLInputElement | null) => input?.focus()
