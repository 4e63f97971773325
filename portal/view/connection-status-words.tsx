import { useSignal } from '@preact/signals'
import type { CsvSource } from '../../server/contract/connection.ts'
import type { SourcePart } from './connection-source.tsx'
import { statusWords } from './connection-words.ts'
import { Icon } from './icon.tsx'

type Meaning = CsvSource['statuses'][string]

const meanings = Object.keys(statusWords) as Meaning[]

/** What stands in the status column, and what it means. */
export function StatusMeanings({ source, set, mayChange }: SourcePart<CsvSource>) {
  const listed = Object.entries(source.statuses)
  const without = (word: string) => Object.fromEntries(listed.filter(([each]) => each !== word))
  return (
    <fieldset class="connection-set">
      <legend>Words of the status column</legend>
      <p class="small muted">What they mean, capitals or not. FHIR’s own words, like “booked”, need no entry.</p>
      {listed.length > 0 && (
        <ul class="settings-list" aria-label="Words of the status column">
          {listed.map(([word, meaning]) => (
            <li key={word}>
              <span class="break">
                “{word}” means <b>{statusWords[meaning]}</b>
              </span>
              {mayChange && (
                <button
                  type="button"
                  class="button quiet small"
                  onClick={() => set({ ...source, statuses: without(word) })}
                >
                  Remove<span class="sr">: {word}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange && (
        <AddMeaning
          add={(word, meaning) => {
            const same = listed.find(([each]) => each.toLowerCase() === word.toLowerCase())?.[0]
            set({ ...source, statuses: { ...(same ? without(same) : source.statuses), [word]: meaning } })
          }}
        />
      )}
    </fieldset>
  )
}

function AddMeaning({ add }: { add: (word: string, meaning: Meaning) => void }) {
  const word = useSignal('')
  const meaning = useSignal<Meaning>('booked')
  const isMissing = useSignal(false)
  return (
    <form
      class="status-add"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const input = event.currentTarget.elements.namedItem('word') as HTMLInputElement
        input.focus()
        isMissing.value = word.value.trim() === ''
        if (isMissing.value) return
        add(word.value.trim(), meaning.value)
        word.value = ''
      }}
    >
      <label class="field">
        <span>Word</span>
        <input
          class={isMissing.value ? 'input bad' : 'input'}
          name="word"
          autocomplete="off"
          spellcheck={false}
          maxLength={100}
          value={word.value}
          aria-invalid={isMissing.value}
          aria-describedby="word-fault"
          onInput={(event) => {
            word.value = event.currentTarget.value
          }}
        />
      </label>
      <label class="field">
        <span>Means</span>
        <select
          class="input"
          value={meaning.value}
          onChange={(event) => {
            meaning.value = event.currentTarget.value as Meaning
          }}
        >
          {meanings.map((each) => (
            <option key={each} value={each}>
              {statusWords[each]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button">
        <Icon name="plus" />
        Add
      </button>
      <p class="danger small" id="word-fault" role="alert">
        {isMissing.value && 'Type a word of the status column.'}
      </p>
    </form>
  )
}
