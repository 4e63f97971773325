import type { PatientPage } from '../../server/contract/patients.ts'
import { birthOf, fullName } from '../model/patient-words.ts'
import { AccountFault } from './account-fault.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import type { PatientsPart } from './patients-room.tsx'

/** The last question before two records become one: what stays, what comes along, and that there is no way back. */
export function PatientMergeDialog(props: PatientsPart & { stays: PatientPage; goes: PatientPage }) {
  const { portal, model, stays, goes } = props
  const birth = birthOf(stays.birthDate ?? goes.birthDate, portal.words.value, portal.clock())
  const isBusy = model.acting.going.value
  const close = () => model.ask(null)
  const known = [
    ['Name', fullName(stays)],
    ['Date of birth', birth?.text],
    ['Mobile', stays.mobile ?? goes.mobile],
    ['Email', stays.email ?? goes.email],
  ] as const
  return (
    <Dialog
      title="Merge into one record?"
      onLater={close}
      onMain={() => void model.merge(stays, goes)}
      isBusy={isBusy}
      foot={<ConfirmFoot onCancel={close} main={isBusy ? 'Merging…' : 'Merge'} isBusy={isBusy} />}
    >
      <p>These details stay:</p>
      <dl class="facts account-facts">
        {known.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? <span class="muted">Not known</span>}</dd>
          </div>
        ))}
      </dl>
      <p>
        Requests, visits and the history of consents of both come together. Open invitations and the account of the
        other record end.
      </p>
      <p class="note warning">
        <Icon name="warn" />
        <span>This can’t be undone.</span>
      </p>
      <AccountFault act={model.acting} />
    </Dialog>
  )
}
