import type { Failure } from '../../api.ts'
import { failureWords } from '../failure-words.ts'
import { Icon } from '../icon.tsx'

/** Why the last try brought nothing; what was chosen stays chosen. */
export function Fault({ failure }: { failure: Failure | null }) {
  return (
    <div role="alert" class="fault">
      {failure && (
        <p class="note danger">
          <Icon name="warn" />
          <span>
            {faultWords(failure)}
            <span class="small muted line">Technical: {failure.code}</span>
          </span>
        </p>
      )}
    </div>
  )
}

/** The server's own words where they are for staff; what it says of faults is not. */
function faultWords(failure: Failure): string {
  const isForStaff = failure.problem && failure.problem.status < 500
  if (failure.refusal === 'changed-meanwhile') return `${failure.problem?.detail} It has been read again.`
  return isForStaff ? failure.problem!.detail : `${failureWords(failure)} Nothing was changed.`
}
