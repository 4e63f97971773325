import type { Act } from '../model/act.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'

/** What went wrong, unless it stands beside the field that it is about. */
export function AccountFault({ act, words = {} }: { act: Act; words?: Readonly<Record<string, string>> }) {
  const failure = act.failure.value
  const isOfField = (failure?.problem?.errors?.length ?? 0) > 0
  return (
    <div role="alert" class="fault">
      {failure && !isOfField && (
        <p class="note danger">
          <Icon name="warn" />
          <span>{words[failure.code] ?? (failure.problem?.detail || failureWords(failure))}</span>
        </p>
      )}
    </div>
  )
}
