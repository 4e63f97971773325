import { PatientAccountDialog } from './patient-account-dialog.tsx'
import { PatientAddressDialog } from './patient-address-dialog.tsx'
import { PatientCompareDialog } from './patient-compare-dialog.tsx'
import { PatientConsentsDialog } from './patient-consents-dialog.tsx'
import { PatientEditDialog } from './patient-edit-dialog.tsx'
import { PatientEraseDialog } from './patient-erase-dialog.tsx'
import { PatientMergeDialog } from './patient-merge-dialog.tsx'
import { PatientNewDialog } from './patient-new-dialog.tsx'
import { PatientOutcomeDialog } from './patient-outcome-dialog.tsx'
import type { PatientsPart } from './patients-room.tsx'

/** The dialog that is open; one at a time. */
export function PatientQuestions(part: PatientsPart) {
  const question = part.model.question.value
  const patient = part.model.page.value
  if (question?.about === 'new') return <PatientNewDialog {...part} />
  if (!question || !patient) return null
  const of = { ...part, patient }
  switch (question.about) {
    case 'edit':
      return <PatientEditDialog {...of} />
    case 'address':
      return <PatientAddressDialog {...of} />
    case 'consents':
      return <PatientConsentsDialog {...of} thenInvite={question.thenInvite} />
    case 'outcome':
      return (
        <PatientOutcomeDialog
          {...{ portal: part.portal, patient, outcome: question.outcome }}
          lastChange={patient.consents.find(({ channel }) => question.outcome.missing.includes(channel)) ?? null}
          onClose={() => part.model.ask(null)}
          onRecord={() => part.model.ask({ about: 'consents', thenInvite: true })}
          onEdit={part.model.askEdit}
        />
      )
    case 'account':
      return <PatientAccountDialog {...of} />
    case 'compare':
      return <PatientCompareDialog {...of} duplicate={question.with} other={question.other} />
    case 'merge':
      return <PatientMergeDialog {...part} stays={question.stays} goes={question.goes} />
    case 'erase':
      return <PatientEraseDialog {...of} />
  }
}
