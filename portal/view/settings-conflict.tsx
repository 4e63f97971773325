import { Icon } from './icon.tsx'
import type { SettingsPart } from './settings-room.tsx'
import { fieldWords, valueText } from './settings-words.ts'

/** A colleague was quicker: theirs beside one's own, and nothing lost of either. */
export function ConflictNote({ portal, model }: SettingsPart) {
  const conflict = model.conflict.value
  const [mine, theirs] = [model.draft.value, model.kept.value?.settings]
  if (!conflict || !mine || !theirs) return null
  const differing = model.changed.value.filter((field) => conflict.fields.includes(field))
  const when = conflict.at && portal.words.value.momentInSentence(Date.parse(conflict.at), portal.clock())
  return (
    <div class="note warning conflict" role="alert">
      <Icon name="warn" />
      <div>
        <p>
          <b>{conflict.by} has changed the settings meanwhile</b>
          {when && `, ${when}`}. What you changed is not saved yet.
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
                  <th scope="row">{fieldWords[field]}</th>
                  <td data-label="Yours">{valueText(field, mine)}</td>
                  <td data-label="As it is saved">{valueText(field, theirs)}</td>
                  <td>
                    <button type="button" class="button small" onClick={() => model.takeTheirs(field)}>
                      Keep as saved<span class="sr">: {fieldWords[field]}</span>
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
