import type { PatientPage } from '../../server/contract/patients.ts'
import { focusFault } from '../focus.ts'
import { localOf } from '../model/local-time.ts'
import type { PatientField } from '../model/patient-new.ts'
import { AccountFault } from './account-fault.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { ConflictNote } from './conflict-note.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import { PatientFields, patientFieldName } from './patient-fields.tsx'
import type { PatientsPart } from './patients-room.tsx'

/** Changes the details; what somebody else saved meanwhile is shown, and nothing of either is lost. */
export function PatientEditDialog({ portal, practice, model }: PatientsPart & { patient: PatientPage }) {
  const { edit } = model
  const typed = edit.typed.value
  if (!typed) return null
  const conflict = edit.conflict.value
  const isBusy = edit.saving.going.value
  const close = () => model.ask(null)
  const shown = (field: PatientField, text: string) =>
    field === 'birthDate' && text ? portal.words.value.birthDate(text).text : text || 'Not given'
  const part = edit.partOfBirth.value
  return (
    <Dialog
      title="Edit the details"
      onLater={close}
      onMain={() => void edit.save().then((isSaved) => !isSaved && focusFault())}
      isBusy={isBusy}
      foot={<ConfirmFoot onCancel={close} main={isBusy ? 'Saving…' : 'Save'} isBusy={isBusy} />}
    >
      {conflict && (
        <ConflictNote
          portal={portal}
          what="this patient"
          each="Detail"
          conflict={conflict}
          rows={conflict.fields.map((field) => ({
            field,
            name: patientFieldName(field),
            mine: shown(field, typed[field]),
            theirs: shown(field, edit.theirsOf(field)),
          }))}
          takeTheirs={edit.takeTheirs}
        />
      )}
      <PatientFields
        typed={typed}
        faultOf={edit.faultOf}
        onType={edit.type}
        today={localOf(portal.clock(), practice.timeZone).date}
        hints={part === null ? {} : { birthDate: `Only ${part} is known.` }}
      />
      {edit.isEndingInvitation.value && (
        <p class="note">
          <Icon name="info" />
          <span>With another email the open invitation is withdrawn, and its link stops working at once.</span>
        </p>
      )}
      <AccountFault act={edit.saving} />
    </Dialog>
  )
}
