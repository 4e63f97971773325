import type { Role } from '../../server/contract/desk.ts'
import { fieldFault } from '../model/act.ts'
import type { Portal } from '../model/portal.ts'
import { roleWords, type StaffModel } from '../model/staff.ts'
import { AccountFault } from './account-fault.tsx'
import { CopyButton } from './copy-button.tsx'
import { Icon } from './icon.tsx'

/** Email and role of whoever is to work here too. */
export function StaffInvite({ portal, model }: { portal: Portal; model: StaffModel }) {
  const fault = fieldFault(model.inviting, '/email')

  async function send(form: HTMLFormElement) {
    const typed = new FormData(form)
    const isDone = await model.invite(String(typed.get('email')).trim(), String(typed.get('role')) as Role)
    if (isDone) form.reset()
    const email = form.elements.namedItem('email')
    if (email instanceof HTMLInputElement) email.focus()
  }

  return (
    <section class="panel" aria-labelledby="staff-invite">
      <div class="panel-head">
        <h2 id="staff-invite">Invite somebody</h2>
      </div>
      <div class="panel-body">
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void send(event.currentTarget)
          }}
        >
          <div class="field">
            <label for="invite-email">Email</label>
            <input
              id="invite-email"
              class={fault ? 'input bad' : 'input'}
              type="email"
              name="email"
              autocomplete="off"
              maxLength={254}
              required
              aria-invalid={fault !== null}
              aria-describedby={fault ? 'invite-fault' : undefined}
            />
            {fault && (
              <p class="small danger field-hint" id="invite-fault" role="alert">
                {fault}
              </p>
            )}
          </div>
          <fieldset class="roles">
            <legend>Role</legend>
            {(['staff', 'read-only', 'owner'] as const).map((role) => (
              <label key={role} class="role">
                <input type="radio" name="role" value={role} defaultChecked={role === 'staff'} />
                <span>
                  {roleWords[role].name}
                  <span class="small muted line">{roleWords[role].can}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <button type="submit" class="button main" aria-busy={model.inviting.going.value}>
            <Icon name="mail" />
            {model.inviting.going.value ? 'Inviting…' : 'Invite'}
          </button>
        </form>
        <AccountFault act={model.inviting} />
        <Invited portal={portal} model={model} />
      </div>
    </section>
  )
}

/** What became of the last invitation: mailed, or a link to be handed over. */
function Invited({ portal, model }: { portal: Portal; model: StaffModel }) {
  const invited = model.invited.value
  if (!invited) return null
  const until = portal.words.value.momentInSentence(Date.parse(invited.expiresAt), portal.clock())
  if (invited.link === null) {
    return (
      <p class="note success">
        <Icon name="check" />
        <span>
          The invitation goes to <span class="break">{invited.email}</span>. Its link works once, until {until}.
        </span>
      </p>
    )
  }
  return (
    <div class="note warning">
      <Icon name="mail" />
      <div>
        <p>
          This server sends no mail. Hand this link to <span class="break">{invited.email}</span> yourself, and to
          nobody else: whoever opens it first gets in. It works once, until {until}, and is shown only now.
        </p>
        <p class="handed">
          <code class="break">{invited.link}</code>
          <CopyButton copies={portal.copies} id="invitation" label="Link" text={invited.link} />
        </p>
      </div>
    </div>
  )
}
