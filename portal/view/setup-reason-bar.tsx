import type { Entry } from '../model/setup-lists.ts'
import { barOf } from '../model/setup-reason.ts'

/** A visit drawn to scale: when the practitioner is needed, when only the chair is, what is kept free around it. */
export function ReasonBar({ reason }: { reason: Entry<'reasons'> }) {
  const parts = barOf(reason)
  if (parts.length === 0) return null
  const whole = reason.bufferBeforeMinutes + reason.durationMinutes + reason.bufferAfterMinutes
  const needed = (reason.segments ?? [{ startMinutes: 0, endMinutes: reason.durationMinutes }])
    .map(({ startMinutes, endMinutes }) => `${startMinutes}–${endMinutes}`)
    .join(', ')
  return (
    <figure class="reason-bar">
      <div class="reason-bar-track" aria-hidden="true">
        {parts.map(({ kind, from, size }) => (
          <span key={`${kind}${from}`} class={kind} style={{ left: `${from}%`, width: `${size}%` }} />
        ))}
      </div>
      <figcaption class="small muted">
        {whole} minutes in all. The practitioner is needed in minutes {needed} of {reason.durationMinutes}.
        {(reason.bufferBeforeMinutes > 0 || reason.bufferAfterMinutes > 0) &&
          ` Hatched: kept free, ${reason.bufferBeforeMinutes} before and ${reason.bufferAfterMinutes} after.`}
      </figcaption>
    </figure>
  )
}
