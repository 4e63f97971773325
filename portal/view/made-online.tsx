import type { Portal } from '../model/portal.ts'

/** Stands at every appointment that came from a request, with the moment the patient sent it. */
export function MadeOnline({ portal, at }: { portal: Portal; at: string | null }) {
  if (at === null) return null
  return (
    <p class="small">
      <span class="muted">Created by: </span>
      <b>Online appointment</b>
      <span class="muted">, made {portal.words.value.momentInFull(Date.parse(at))}</span>
    </p>
  )
}
