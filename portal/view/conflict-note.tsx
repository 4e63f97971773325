import type { Conflict } from '../model/conflict.ts'
import type { Portal } from '../model/portal.ts'
import { Icon } from './icon.tsx'

/**
 * A colleague was quicker: theirs beside one's own, and nothing lost of either.
 *
 * @param what - What both have changed: `the settings`.
 * @param rows - A row for each field that still differs, in words.
 */
export function ConflictNote<Field extends string>(props: {
  portal: Portal
  what: string
  conflict: Conflict<Field>
  rows: readonly { field: Field; name: string; mine: string; theirs: string }[]
  takeTheirs: (field: Field) => void
  /** What a row is. */
  each?: string
}) {
  const { portal, what, conflict, rows, takeTheirs, each = 'Setting' } = props
  const when = conflict.at && portal.words.value.momentInSentence(Date.parse(conflict.at), portal.clock())
  return (
    <div class="note warning conflict" role="alert">
      <Icon name="warn" />
      <div>
        <p>
          <b>
            {conflict.by} has changed {what} meanwhile
          </b>
          {when && `, ${when}`}. What you changed is not saved yet.
        </p>
        {rows.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">{each}</th>
                <th scope="col">Yours</th>
                <th scope="col">As it is saved</th>
                <th scope="col">
                  <span class="sr">Choice</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ field, name, mine, theirs }) => (
                <tr key={field}>
                  <th scope="row">{name}</th>
                  <td data-label="Yours">{mine}</td>
                  <td data-label="As it is saved">{theirs}</td>
                  <td>
                    <button type="button" class="button small" onClick={() => takeTheirs(field)}>
                      Keep as saved<span class="sr">: {name}</span>
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p class="small">Saving puts yours in place of what stands there, and leaves everything else as it is.</p>
      </div>
    </div>
  )
}
