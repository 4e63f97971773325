import { useSignal } from '@preact/signals'
import type { PatientPage } from '../../server/contract/patients.ts'
import { fullName } from '../model/patient-words.ts'
import { AccountFault } from './account-fault.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import type { PatientsPart } from './patients-room.tsx'

/** Records what the patient said, under the name of who asked. `thenInvite`: an invitation waits for it. */
export function PatientConsentsDialog(props: PatientsPart & { patient: PatientPage; thenInvite: boolean }) {
  const { portal, model, patient, thenInvite } = props
  const ticks = useSignal(patient.consent)
  const note = useSignal('')
  const isBusy = model.acting.going.value
  const { email, text } = ticks.value
  const isInviting = thenInvite && email && text
  const isChanged = email !== patient.consent.email || text !== patient.consent.text
  const isEnding = patient.access === 'invited' && !patient.isLinkEnded && (!email || !text)
  const me = portal.session.me.value?.user.name ?? ''
  const close = () => model.ask(null)
  return (
    <Dialog
      title={thenInvite ? 'Record the consent' : 'Change the consents'}
      onLater={close}
      onMain={() => void model.changeConsents(ticks.value, note.value, thenInvite)}
      isBusy={isBusy}
      foot={
        <ConfirmFoot onCancel={close} main={isInviting ? 'Record and send invitation' : 'Record'} isBusy={isBusy} />
      }
    >
      <p>Tick what {fullName(patient)} has told you.</p>
      <div>
        {(['email', 'text'] as const).map((channel, at) => (
          <label key={channel} class="check plain">
            <input
              type="checkbox"
              autofocus={at === 0}
              checked={ticks.value[channel]}
              onChange={(event) => {
                ticks.value = { ...ticks.value, [channel]: event.currentTarget.checked }
              }}
            />
            <span>Agrees to {channel === 'email' ? 'emails' : 'texts'}</span>
          </label>
        ))}
      </div>
      <div class="field">
        <label for="consent-note">How did you ask? (optional)</label>
        <input
          id="consent-note"
          class="input"
          maxLength={200}
          autocomplete="off"
          placeholder="By phone"
          value={note.value}
          onInput={(event) => {
            note.value = event.currentTarget.value
          }}
        />
      </div>
      {isEnding && (
        <p class="note warning">
          <Icon name="warn" />
          <span>The open invitation is withdrawn, and its link stops working at once.</span>
        </p>
      )}
      <p class="small muted">
        {isChanged ? `Recorded as asked by ${me}, now.` : 'Nothing differs from what is recorded.'} Earlier changes stay
        in the history.
      </p>
      <AccountFault act={model.acting} />
    </Dialog>
  )
}
