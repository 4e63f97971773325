import type { Desk } from '../model/desk.ts'
import type { RefusedOrigin } from '../model/origins.ts'
import type { Portal } from '../model/portal.ts'
import { Icon } from './icon.tsx'

/** Websites that tried and may not yet: one tap lets one in. */
export function OriginBanner({ portal, desk }: { portal: Portal; desk: Desk }) {
  const { refused, allowed } = desk.origins
  return (
    <>
      {allowed.value && (
        <p class="note success band">
          <Icon name="check" />
          <span>
            <b class="address">{allowed.value}</b> can now send requests.
          </span>
        </p>
      )}
      {refused.value.map((each) => (
        <Refused key={each.origin} portal={portal} desk={desk} refused={each} />
      ))}
    </>
  )
}

function Refused({ portal, desk, refused }: { portal: Portal; desk: Desk; refused: RefusedOrigin }) {
  const { origin, times } = refused
  const { allowing, failed, allow } = desk.origins
  const mayAllow = portal.practice.value?.role === 'owner'
  const last = portal.words.value.momentInSentence(Date.parse(refused.lastAt), desk.now.value)
  return (
    <div class="note warning band">
      <Icon name="warn" />
      <div>
        <p>
          A website that is not on your list tried to send requests: <b class="address">{origin}</b>
        </p>
        <p class="small">
          {times === 1 ? `Once, ${last}.` : `${times} times, last ${last}.`} Allow it only if it is yours.
        </p>
        {mayAllow ? (
          <button
            type="button"
            class="button small"
            aria-busy={allowing.value === origin}
            onClick={() => void allow(origin)}
          >
            {allowing.value === origin ? 'Allowing…' : 'Allow this website'}
            <span class="sr">: {origin}</span>
          </button>
        ) : (
          <p class="small muted">An owner of the practice can allow it.</p>
        )}
        {failed.value === origin && (
          <p class="danger" role="alert">
            It could not be added this time. Try again.
          </p>
        )}
      </div>
    </div>
  )
}
