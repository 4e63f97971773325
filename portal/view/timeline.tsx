import type { RequestDetail } from '../../server/contract/desk.ts'
import type { Portal } from '../model/portal.ts'
import { timelineTimes, timelineWords } from '../model/timeline.ts'
import { span } from '../model/words.ts'

/** What happened to the request, latest first. */
export function Timeline({ portal, request, now }: { portal: Portal; request: RequestDetail; now: number }) {
  const words = portal.words.value
  const moment = (at: string) => words.moment(Date.parse(at), now)
  const isWaiting = request.state === 'pending'
  if (!isWaiting && request.timeline.length === 0) return null
  return (
    <section class="timeline" aria-labelledby="timeline">
      <h3 id="timeline" class="second">
        Timeline
      </h3>
      <ol>
        {isWaiting && (
          <li class="now">
            <b>Waiting for the practice</b>
            <span class="muted line">{span(now - Date.parse(request.receivedAt))} so far</span>
          </li>
        )}
        {request.timeline.map((entry) => {
          const times = timelineTimes(entry)
          return (
            <li key={`${entry.at} ${entry.what}`}>
              {timelineWords(entry)}
              {times && (
                <span class="line">
                  <s>{moment(times.was)}</s> → {moment(times.is)}
                </span>
              )}
              <time class="muted line" dateTime={entry.at}>
                {moment(entry.at)}
              </time>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
