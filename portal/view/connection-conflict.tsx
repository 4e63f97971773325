import type { ConnectionPart } from './connection-room.tsx'
import { connectionFieldWords, connectionValueText } from './connection-words.ts'
import { Icon } from './icon.tsx'

/** A colleague was quicker: theirs beside one's own, and nothing lost of either. */
export function ConnectionConflict({ model }: ConnectionPart) {
  const conflict = model.conflict.value
  const [mine, theirs] = [model.draft.value, model.kept.value?.connection]
  if (!conflict || !mine || !theirs) return null
  const differing = model.changed.value.filter((field) => conflict.includes(field))
  return (
    <div class="note warning conflict" role="alert">
      <Icon name="warn" />
      <div>
        <p>
          <b>A colleague has changed the connection meanwhile.</b> What you changed is not saved yet.
        </p>
        {differing.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">Setting</th>
                <th scope="col">Yours</th>
                <th scope="col">As it is saved</th>
                <th scope="col">
                  <span class="sr">Choice</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {differing.map((field) => (
                <tr key={field}>
                  <th scope="row">{connectionFieldWords[field]}</th>
                  <td data-label="Yours">{connectionValueText(field, mine)}</td>
                  <td data-label="As it is saved">{connectionValueText(field, theirs)}</td>
                  <td>
                    <button type="button" class="button small" onClick={() => model.takeTheirs(field)}>
                      Keep as saved<span class="sr">: {connectionFieldWords[field]}</span>
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
