import { ConflictNote } from './conflict-note.tsx'
import type { SettingsPart } from './settings-room.tsx'
import { fieldWords, valueText } from './settings-words.ts'

/** What of the settings a colleague has saved otherwise meanwhile. */
export function SettingsConflict({ portal, model }: SettingsPart) {
  const conflict = model.conflict.value
  const [mine, theirs] = [model.draft.value, model.kept.value?.settings]
  if (!conflict || !mine || !theirs) return null
  const rows = model.changed.value
    .filter((field) => conflict.fields.includes(field))
    .map((field) => ({
      ...{ field, name: fieldWords[field] },
      ...{ mine: valueText(field, mine), theirs: valueText(field, theirs) },
    }))
  return <ConflictNote what="the settings" {...{ portal, conflict, rows, takeTheirs: model.takeTheirs }} />
}
