import { ListLink } from './report-list-link.tsx'
import type { ReportPart } from './report-room.tsx'
import { rejectText } from './report-words.ts'

/** Why staff said no. */
export function Rejections({ report, words, listOf }: ReportPart) {
  return (
    <section class="panel" aria-labelledby="rejections">
      <div class="panel-head">
        <h2 id="rejections">Why rejected</h2>
      </div>
      {report.rejections.length === 0 ? (
        <p class="panel-none muted">None was rejected.</p>
      ) : (
        <ul class="rejections">
          {report.rejections.map(({ reason, count }) => (
            <li key={reason ?? ''}>
              <span>{rejectText(reason)}</span>
              <ListLink
                class="strong"
                to={listOf({ rejection: reason ?? 'none' })}
                count={count}
                of={rejectText(reason)}
                words={words}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
