import type { PatientList } from '../model/patient-list.ts'
import type { Portal } from '../model/portal.ts'
import { SearchField } from './search-field.tsx'

/** Looks for patients among those listed. `onType`: somebody has begun. */
export function PatientsSearch(props: { portal: Portal; list: PatientList; placeholder: string; onType?: () => void }) {
  const { portal, list, placeholder, onType } = props
  const search = {
    text: list.text,
    isOn: list.isSearching,
    type: (text: string) => {
      onType?.()
      list.type(text)
    },
    look: () => {
      onType?.()
      return list.read()
    },
    clear: list.clear,
  }
  return <SearchField portal={portal} search={search} label="Search patients" placeholder={placeholder} />
}
