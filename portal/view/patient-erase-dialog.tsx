import { useSignal } from '@preact/signals'
import type { PatientPage } from '../../server/contract/patients.ts'
import { focusFault } from '../focus.ts'
import { fullName, isAhead } from '../model/patient-words.ts'
import { AccountFault } from './account-fault.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import type { PatientsPart } from './patients-room.tsx'

/** Everything kept of one person goes for good; the family name is typed so that nobody does it by mistake. */
export function PatientEraseDialog({ model, patient }: PatientsPart & { patient: PatientPage }) {
  const typed = useSignal('')
  const isWrong = useSignal(false)
  const name = patient.family || patient.given
  const ahead = patient.coming.filter(isAhead).length
  const isBusy = model.acting.going.value
  const close = () => model.ask(null)
  if (ahead > 0) {
    return (
      <Dialog
        title={`${fullName(patient)} can’t be erased yet`}
        onLater={close}
        onMain={close}
        foot={
          <>
            <span class="gap" />
            <button type="submit" class="button main" autofocus>
              OK
            </button>
          </>
        }
      >
        <p class="note warning">
          <Icon name="warn" />
          <span>
            {ahead === 1 ? 'A visit is' : `${ahead} visits are`} still ahead. Cancel or answer{' '}
            {ahead === 1 ? 'it' : 'them'} first, so that the practice and the patient know of the same.
          </span>
        </p>
      </Dialog>
    )
  }
  const erase = async () => {
    isWrong.value = typed.value.trim().toLowerCase() !== name.trim().toLowerCase()
    if (!isWrong.value) await model.erase()
    else focusFault()
  }
  return (
    <Dialog
      title={`Erase ${fullName(patient)}?`}
      onLater={close}
      onMain={() => void erase()}
      isBusy={isBusy}
      foot={<ConfirmFoot onCancel={close} main={isBusy ? 'Erasing…' : 'Erase for good'} isBusy={isBusy} isDangerous />}
    >
      <p>
        Name and details, messages, consents and the account go, and requests and visits name nobody any more. Export
        first if the patient wants a copy.
      </p>
      {patient.pmsId !== null && (
        <p class="note">
          <Icon name="info" />
          <span>Erase them in the PMS first: what changes there comes in again.</span>
        </p>
      )}
      <p class="note warning">
        <Icon name="warn" />
        <span>This can’t be undone.</span>
      </p>
      <div class="field">
        <label for="erase-name">
          Type <b>{name}</b> to erase
        </label>
        <input
          id="erase-name"
          class={isWrong.value ? 'input bad' : 'input'}
          autocomplete="off"
          spellcheck={false}
          autofocus
          value={typed.value}
          aria-invalid={isWrong.value}
          aria-describedby={isWrong.value ? 'erase-fault' : undefined}
          onInput={(event) => {
            typed.value = event.currentTarget.value
            isWrong.value = false
          }}
        />
        {isWrong.value && (
          <p class="small danger field-hint" id="erase-fault" role="alert">
            <Icon name="warn" /> Type the name as it stands above.
          </p>
        )}
      </div>
      <AccountFault act={model.acting} />
    </Dialog>
  )
}
