import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { ListBones } from './bones.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import { OriginBanner } from './origin-banner.tsx'
import { RequestLink } from './request-link.tsx'

/** Who waits, longest first. */
export function RequestList({ portal, desk }: { portal: Portal; desk: Desk }) {
  const rows = desk.requests.value
  const failure = desk.failure.value
  const readAt = desk.readAt.value
  const readTime = readAt === null ? '' : portal.words.value.time(readAt)
  return (
    <section class="list" id="requests" aria-label="Requests" tabIndex={-1}>
      <OriginBanner portal={portal} desk={desk} />
      {rows && failure && (
        <div class="note warning band" role="alert">
          <Icon name="warn" />
          <div>
            <p class="strong">Not up to date since {readTime}</p>
            <p>{failureWords(failure)} What you see was read before.</p>
            <button type="button" class="button small" onClick={() => void desk.read()}>
              <Icon name="sync" />
              Try again
            </button>
          </div>
        </div>
      )}
      {rows && rows.length > 0 && (
        <>
          <p class="list-head">
            <span>
              <b>{rows.length === 1 ? '1 request' : `${rows.length} requests`}</b>
              {rows.length > 1 && ', oldest first'}
            </span>
            <span>Read {readTime}</span>
          </p>
          <ul>
            {rows.map((row) => (
              <li key={row.id}>
                <RequestLink portal={portal} desk={desk} request={row} />
              </li>
            ))}
          </ul>
        </>
      )}
      {rows?.length === 0 && !failure && (
        <Notice tone="success" level="h2" title="Nothing is waiting">
          A new request appears here by itself. Last looked at {readTime}.
        </Notice>
      )}
      {!rows && failure && (
        <Notice
          tone="danger"
          level="h2"
          title="The requests could not be read"
          technical={failure.code}
          action={{ words: 'Try again', icon: 'sync', act: desk.read }}
        >
          {failureWords(failure)} Requests that were sent are kept. This page tries again every 15 seconds.
        </Notice>
      )}
      {!rows && !failure && <ListBones />}
    </section>
  )
}
