import { titleId } from '../focus.ts'
import { formatAccess } from '../model/patients-address.ts'
import { Icon } from './icon.tsx'
import { KeysButton } from './keys-button.tsx'
import type { PatientsPart } from './patients-room.tsx'
import { PatientsSearch } from './patients-search.tsx'

/** Title, the way to *Patient access*, a new patient, the search. */
export function PatientsTop(part: PatientsPart) {
  const { portal, model } = part
  return (
    <div class="top patients-top">
      <h1 id={titleId} tabIndex={-1}>
        Patients
      </h1>
      <span class="patients-acts">
        <span class="wide-only">
          <AccessLink {...part} />
        </span>
        {model.mayChange && (
          <button type="button" class="button main small new-patient" onClick={model.askNew}>
            <Icon name="plus" />
            New patient
          </button>
        )}
      </span>
      <PatientsSearch
        portal={portal}
        list={model.list}
        placeholder="Search patients"
        onType={() => {
          if (model.id.value !== null) portal.go(model.listHref)
        }}
      />
      <KeysButton portal={portal} />
    </div>
  )
}

/** With how many were ever invited, once that is known. */
export function AccessLink({ practice, model }: PatientsPart) {
  const counts = model.list.counts.value
  const count = counts ? counts.invited + counts.enrolled + counts.removed : 0
  return (
    <a class="button small" href={formatAccess(practice.id, 'any')}>
      Patient access
      {count > 0 && <span class="muted"> {count.toLocaleString(practice.locale)}</span>}
    </a>
  )
}
