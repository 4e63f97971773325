import type { PatientPage, PossibleDuplicate } from '../../server/contract/patients.ts'
import { birthOf, fullName } from '../model/patient-words.ts'
import { Icon } from './icon.tsx'
import type { PatientsPart } from './patients-room.tsx'

/** Who else may be this patient, and what speaks for and against it. Nothing is merged by itself. */
export function PatientDuplicates({ portal, model, patient }: PatientsPart & { patient: PatientPage }) {
  const { duplicates } = patient
  if (duplicates.length === 0) return null
  return (
    <section class="panel duplicates" aria-labelledby="patient-duplicates">
      <div class="panel-head">
        <h3 id="patient-duplicates">{duplicates.length === 1 ? 'Possibly the same person' : 'Possibly the same'}</h3>
      </div>
      <ul class="lines">
        {duplicates.map((each) => (
          <li key={each.patient.id}>
            <span class="grow">
              <a class="strong" href={model.hrefOf(each.patient.id)}>
                {fullName(each.patient)}
              </a>
              <DuplicateFacts portal={portal} duplicate={each} />
              <Reasons reasons={each.reasons} />
            </span>
            {model.mayChange && (
              <span class="acts">
                <button type="button" class="button small" onClick={() => void model.compare(each)}>
                  Compare… <span class="sr">with {fullName(each.patient)}</span>
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** `born 14 Mar 1991 · (206) 555-0142 · imani@example.com`. */
export function DuplicateFacts({ portal, duplicate }: Pick<PatientsPart, 'portal'> & { duplicate: PossibleDuplicate }) {
  const { patient } = duplicate
  const birth = birthOf(patient.birthDate, portal.words.value, portal.clock())
  return (
    <span class="small muted line break">
      {[birth && `born ${birth.text}`, patient.mobile, patient.email].filter(Boolean).join(' · ')}
    </span>
  )
}

/** What speaks for and against it, in sentences. */
export function Reasons({ reasons }: Pick<PossibleDuplicate, 'reasons'>) {
  return (
    <ul class="reasons small">
      {reasons.map(({ speaks, text }) => (
        <li key={text} class={speaks}>
          <Icon name={speaks === 'for' ? 'plus' : 'minus'} />
          <span>
            <span class="sr">{speaks === 'for' ? 'For: ' : 'Against: '}</span>
            {text}
          </span>
        </li>
      ))}
    </ul>
  )
}
