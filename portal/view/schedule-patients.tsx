type Patients = 'new' | 'existing' | undefined

/** For whom a rule is. `of`: whose it is, for whoever hears the fields one by one; `undefined`: for everybody. */
export function PatientsField(props: {
  of: string
  patients: Patients
  isFixed: boolean
  onChange: (patients: Patients) => void
}) {
  const { of, patients, isFixed, onChange } = props
  return (
    <label class="field">
      <span>
        Patients<span class="sr">, {of}</span>
      </span>
      <select
        class="input"
        disabled={isFixed}
        value={patients ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange(value === 'new' || value === 'existing' ? value : undefined)
        }
      >
        <option value="">All</option>
        <option value="new">New only</option>
        <option value="existing">Existing only</option>
      </select>
    </label>
  )
}
