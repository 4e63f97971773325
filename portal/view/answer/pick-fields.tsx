import type { Me } from '../../../server/contract/desk.ts'
import type { Picker } from '../../model/answer/picker.ts'

type Named = readonly { id: string; name: string }[]

/** Which week, with whom and where. */
export function PickFields({ practice, picker }: { practice: Me['practices'][number]; picker: Picker }) {
  return (
    <div class="pick-fields">
      <label class="field">
        <span>Week of</span>
        <input
          class="input"
          type="date"
          value={picker.week.value}
          min={picker.today}
          autofocus
          onChange={(event) => picker.goTo(event.currentTarget.value)}
        />
      </label>
      <Which label="Practitioner" any="Anyone suitable" all={practice.practitioners} place={picker.practitioner} />
      <Which label="Chair" any="Any suitable chair" all={practice.chairs} place={picker.chair} />
    </div>
  )
}

export function Which(props: { label: string; any: string; all: Named; place: { value: string | null } }) {
  const { label, any, all, place } = props
  return (
    <label class="field">
      <span>{label}</span>
      <select
        class="input"
        value={place.value ?? ''}
        onChange={(event) => {
          place.value = event.currentTarget.value || null
        }}
      >
        <option value="">{any}</option>
        {all.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
