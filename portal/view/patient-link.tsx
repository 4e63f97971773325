import { focusDetails } from '../focus.ts'
import { formatPatient } from '../model/patients-address.ts'
import type { Portal } from '../model/portal.ts'
import { Icon } from './icon.tsx'
import { KeyCap } from './key-cap.tsx'

/** From an appointment or request to the page of its patient. Null: of nobody known well enough. */
export function PatientLink(props: { portal: Portal; practice: string; patient: string | null }) {
  const { portal, practice, patient } = props
  if (patient === null) return null
  const href = formatPatient(practice, patient)
  return (
    <a
      class="button small patient-record"
      href={href}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        portal.go(href)
        focusDetails()
      }}
    >
      <Icon name="user" />
      Open patient
      {portal.lettersOn.value && <KeyCap>P</KeyCap>}
    </a>
  )
}
