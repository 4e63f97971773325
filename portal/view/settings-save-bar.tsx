import type { Unsaved } from '../model/unsaved.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'

/** What is not saved yet, and the way to save it; after that, the way back. */
export function SaveBar({ model, names }: { model: Unsaved; names: string }) {
  const changed = model.changed.value
  const saved = model.saved.value
  const failure = model.saveFailure.value
  if (changed.length === 0) {
    return saved ? (
      <div class="save-bar saved">
        <p class="row">
          <Icon name="check" /> {saved.words}
        </p>
        {saved.before && (
          <button type="button" class="button" aria-busy={model.isSaving.value} onClick={() => void model.undo()}>
            <Icon name="undo" />
            Undo
          </button>
        )}
      </div>
    ) : null
  }
  return (
    <section class="save-bar" aria-label="Not saved">
      <p>
        <b>Not saved:</b> {names}
        {failure && (
          <span class="line danger" role="alert">
            {faultOf(failure.problem?.errors) ?? failureWords(failure)} Nothing was changed; save again.
          </span>
        )}
      </p>
      <button type="button" class="button" onClick={model.discard}>
        Take back
      </button>
      <button type="button" class="button main" aria-busy={model.isSaving.value} onClick={() => void model.save()}>
        {model.isSaving.value ? 'Saving…' : 'Save'}
      </button>
    </section>
  )
}

const faultOf = (errors: readonly { detail: string }[] | undefined) => errors?.[0]?.detail
