import { CountBar } from './report-bar.tsx'
import { ListLink } from './report-list-link.tsx'
import type { ReportPart } from './report-room.tsx'
import { answerTimeText } from './report-words.ts'

const minutes = (ms: number | null | undefined) => (ms == null ? null : String(ms / 60_000))

/** How long patients waited for an answer. */
export function AnswerTimes({ report, words, listOf }: ReportPart) {
  const times = report.answerTimes
  const most = Math.max(0, ...times.map(({ count }) => count))
  return (
    <section class="panel" aria-labelledby="answer-times">
      <div class="panel-head">
        <h2 id="answer-times">Time to answer</h2>
      </div>
      <ul class="answer-times">
        {times.map(({ upToMs, count }, i) => (
          <li key={upToMs}>
            <span class="muted">{answerTimeText(times, i)}</span>
            <CountBar count={count} most={most} tone="accent" />
            <ListLink
              class="strong"
              to={listOf({ above: minutes(times[i - 1]?.upToMs), upto: minutes(upToMs) })}
              count={count}
              of={answerTimeText(times, i)}
              words={words}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
