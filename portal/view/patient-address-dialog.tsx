import { useSignal } from '@preact/signals'
import type { PatientPage } from '../../server/contract/patients.ts'
import { focusFault } from '../focus.ts'
import { fieldFault } from '../model/act.ts'
import { AccountFault } from './account-fault.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import type { PatientsPart } from './patients-room.tsx'

/** Corrects the email, withdraws what went to the wrong one, and sends anew, in one step. */
export function PatientAddressDialog({ model, patient }: PatientsPart & { patient: PatientPage }) {
  const email = useSignal(patient.email ?? '')
  const isSending = useSignal(true)
  const own = useSignal<string | null>(null)
  const isBusy = model.acting.going.value
  const fault = own.value ?? fieldFault(model.acting, '/email')
  const close = () => model.ask(null)
  const act = async () => {
    const typed = email.value.trim()
    own.value =
      typed === '' ? 'Enter an email address.' : typed === patient.email ? 'This is the email as it is now.' : null
    if (own.value === null) await model.correctAddress(typed, isSending.value)
    focusFault()
  }
  return (
    <Dialog
      title="Correct the address"
      onLater={close}
      onMain={() => void act()}
      isBusy={isBusy}
      foot={<ConfirmFoot onCancel={close} main={isSending.value ? 'Correct and send' : 'Correct'} isBusy={isBusy} />}
    >
      <div class="field">
        <label for="email-now">Email now</label>
        <input id="email-now" class="input" value={patient.email ?? ''} readOnly />
      </div>
      <div class="field">
        <label for="email-right">Correct email</label>
        <input
          id="email-right"
          class={fault ? 'input bad' : 'input'}
          type="email"
          value={email.value}
          maxLength={254}
          autocomplete="off"
          spellcheck={false}
          autofocus
          aria-invalid={Boolean(fault)}
          aria-describedby={fault ? 'email-right-fault' : undefined}
          onInput={(event) => {
            email.value = event.currentTarget.value
            own.value = null
          }}
        />
        {fault && (
          <p class="small danger field-hint" id="email-right-fault" role="alert">
            <Icon name="warn" /> {fault}
          </p>
        )}
      </div>
      <p class="note">
        <Icon name="info" />
        <span>The old invitation is withdrawn and its link stops working at once.</span>
      </p>
      <label class="check plain">
        <input
          type="checkbox"
          checked={isSending.value}
          onChange={(event) => {
            isSending.value = event.currentTarget.checked
          }}
        />
        <span>Send a new invitation to the correct address</span>
      </label>
      <AccountFault act={model.acting} />
    </Dialog>
  )
}
