import type { StaffList } from '../../server/contract/settings.ts'
import type { Portal } from '../model/portal.ts'
import { roleWords, type StaffModel } from '../model/staff.ts'

/** Invitations that nobody has accepted yet. */
export function StaffInvited({ portal, model, list }: { portal: Portal; model: StaffModel; list: StaffList }) {
  const words = portal.words.value
  const now = portal.clock()
  return (
    <section class="panel" aria-labelledby="staff-invited">
      <div class="panel-head">
        <h2 id="staff-invited">Invited, not here yet</h2>
      </div>
      <ul class="lines">
        {list.invited.map(({ email, role, invitedBy, expiresAt }) => (
          <li key={email}>
            <span class="grow">
              <span class="strong break">{email}</span>
              <span class="small muted line">
                {roleWords[role].name}
                {invitedBy && `, invited by ${invitedBy}`}, until {words.momentInSentence(Date.parse(expiresAt), now)}
              </span>
            </span>
            <button type="button" class="button small" onClick={() => model.ask({ about: 'withdrawal', email })}>
              Withdraw… <span class="sr">the invitation for {email}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
