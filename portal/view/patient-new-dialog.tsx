import { useEffect } from 'preact/hooks'
import { focusFault } from '../focus.ts'
import { localOf } from '../model/local-time.ts'
import { fullName } from '../model/patient-words.ts'
import { AccountFault } from './account-fault.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import { DuplicateFacts, Reasons } from './patient-duplicates.tsx'
import { PatientFields } from './patient-fields.tsx'
import type { PatientsPart } from './patients-room.tsx'

/** Somebody who isn't known yet: their details, what they agreed to just now, and whether they are invited at once. */
export function PatientNewDialog({ portal, practice, model }: PatientsPart) {
  const { fresh } = model
  const { email, text, invite } = fresh.ticks.value
  const me = portal.session.me.value?.user.name ?? ''
  const isBusy = fresh.saving.going.value
  const isAsked = fresh.isAsked.value
  useEffect(() => fresh.end, [fresh])
  const close = () => model.ask(null)
  return (
    <Dialog
      title="New patient"
      onLater={close}
      onMain={() => void fresh.save().then((isSaved) => !isSaved && focusFault())}
      isBusy={isBusy}
      foot={
        <ConfirmFoot
          onCancel={close}
          main={isBusy ? 'Saving…' : isAsked ? 'Save as another patient' : invite ? 'Save and send invitation' : 'Save'}
          isBusy={isBusy}
        />
      }
    >
      <PatientFields
        typed={fresh.typed.value}
        faultOf={fresh.faultOf}
        onType={fresh.type}
        today={localOf(portal.clock(), practice.timeZone).date}
      />
      {isAsked && (
        <p class="note warning" role="alert">
          <Icon name="warn" />
          <span>{fresh.saving.failure.value?.problem?.detail}</span>
        </p>
      )}
      <Alike portal={portal} practice={practice} model={model} />
      <div class="patient-ticks">
        {(['email', 'text'] as const).map((channel) => (
          <label key={channel} class="check plain">
            <input
              type="checkbox"
              checked={channel === 'email' ? email : text}
              onChange={(event) => fresh.tick(channel, event.currentTarget.checked)}
            />
            <span>
              Agreed to {channel === 'email' ? 'emails' : 'texts'}{' '}
              <span class="muted asked-by">asked by {me}, today</span>
            </span>
          </label>
        ))}
        <label class="check">
          <input
            type="checkbox"
            checked={invite}
            onChange={(event) => fresh.tick('invite', event.currentTarget.checked)}
          />
          <span class="strong">Send invitation on saving</span>
        </label>
      </div>
      {!isAsked && <AccountFault act={fresh.saving} />}
    </Dialog>
  )
}

/** Who is known already and may be the one being typed. */
function Alike({ portal, model }: PatientsPart) {
  const alike = model.fresh.alike.value
  if (alike.length === 0) return null
  return (
    <section class="note warning alike" aria-labelledby="alike">
      <Icon name="users" />
      <div>
        <h3 id="alike">{alike.length === 1 ? 'May be the same person' : 'May be one of these'}</h3>
        <ul>
          {alike.map((each) => (
            <li key={each.patient.id}>
              <a href={model.hrefOf(each.patient.id)} onClick={() => model.ask(null)}>
                {fullName(each.patient)}
              </a>
              <DuplicateFacts portal={portal} duplicate={each} />
              <Reasons reasons={each.reasons} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
