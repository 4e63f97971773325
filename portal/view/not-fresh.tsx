import type { Failure } from '../api.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'

/** What is shown was read before, and reading it again failed. `at`: the class that gives it its place on the page. */
export function NotFresh(props: { failure: Failure; read: () => unknown; at: string; since?: string }) {
  const { failure, read, at, since } = props
  return (
    <div class={`note warning ${at}`} role="alert">
      <Icon name="warn" />
      <div>
        <p class="strong">Not up to date{since && ` since ${since}`}</p>
        <p>{failureWords(failure)} What you see was read before.</p>
        <button type="button" class="button small" onClick={() => void read()}>
          <Icon name="sync" />
          Try again
        </button>
      </div>
    </div>
  )
}
