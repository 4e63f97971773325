import { ConflictNote } from './conflict-note.tsx'
import type { ConnectionPart } from './connection-room.tsx'
import { connectionFieldWords, connectionValueText } from './connection-words.ts'

/** What of the connection a colleague has saved otherwise meanwhile. */
export function ConnectionConflict({ portal, model }: ConnectionPart) {
  const conflict = model.conflict.value
  const [mine, theirs] = [model.draft.value, model.kept.value?.connection]
  if (!conflict || !mine || !theirs) return null
  const rows = model.changed.value
    .filter((field) => conflict.fields.includes(field))
    .map((field) => ({
      ...{ field, name: connectionFieldWords[field] },
      ...{ mine: connectionValueText(field, mine), theirs: connectionValueText(field, theirs) },
    }))
  return <ConflictNote what="the connection" {...{ portal, conflict, rows, takeTheirs: model.takeTheirs }} />
}
