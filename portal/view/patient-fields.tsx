import type { ComponentChildren } from 'preact'
import type { PatientField, TypedPatient } from '../model/patient-new.ts'
import { Icon } from './icon.tsx'

const labels: Readonly<Record<PatientField, string>> = {
  given: 'Given name',
  family: 'Family name',
  birthDate: 'Date of birth',
  mobile: 'Mobile',
  email: 'Email',
}
export const patientFieldName = (field: PatientField) => labels[field]

const kinds = { given: 'text', family: 'text', birthDate: 'date', mobile: 'tel', email: 'email' } as const

/** The details of a patient, to be typed: two beside each other where there is room. */
export function PatientFields(props: {
  typed: TypedPatient
  faultOf: (field: PatientField) => string | null
  onType: (field: PatientField, text: string) => void
  /** The practice's date, `YYYY-MM-DD`: nobody is born later. */
  today: string
  hints?: Partial<Record<PatientField, ComponentChildren>>
}) {
  return (
    <div class="patient-form">
      {(['given', 'family', 'birthDate', 'mobile', 'email'] as const).map((field) => (
        <Field key={field} field={field} {...props} />
      ))}
    </div>
  )
}

function Field(props: Parameters<typeof PatientFields>[0] & { field: PatientField }) {
  const { field, typed, faultOf, onType, today, hints } = props
  const fault = faultOf(field)
  const hint = hints?.[field]
  const id = `patient-field-${field}`
  const kind = kinds[field]
  const shared = {
    id,
    class: fault ? 'input bad' : 'input',
    value: typed[field],
    autocomplete: 'off' as const,
    spellcheck: false,
    autofocus: field === 'given',
    'aria-invalid': fault !== null,
    'aria-describedby': [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined,
    onInput: (event: { currentTarget: HTMLInputElement }) => onType(field, event.currentTarget.value),
  }
  return (
    <div class={`field ${field}`}>
      <label for={id}>{labels[field]}</label>
      {kind === 'date' ? (
        <input {...shared} type="date" max={today} />
      ) : (
        <input
          {...shared}
          {...{ type: kind, list: undefined }}
          maxLength={field === 'mobile' ? 40 : field === 'email' ? 254 : 100}
        />
      )}
      {hint && (
        <p class="small muted field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p class="small danger field-hint" id={`${id}-fault`} role="alert">
          <Icon name="warn" /> {fault}
        </p>
      )}
    </div>
  )
}
