import { CountBar } from './report-bar.tsx'
import type { ReportPart } from './report-room.tsx'
import { answerTimeText } from './report-words.ts'

/** How long patients waited for an answer. */
export function AnswerTimes({ report, words }: ReportPart) {
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
            <b>{words.number(count)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}
