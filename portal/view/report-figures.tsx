import type { ComponentChildren } from 'preact'
import { formatRoute } from '../model/route.ts'
import { Chip } from './chip.tsx'
import { RateBar } from './report-bar.tsx'
import type { ReportPart } from './report-room.tsx'
import { answerSpan, shortOfAim } from './report-words.ts'

/** The whole in a line: the rate against its aim, what it is made of, how soon patients are answered. */
export function Figures({ report, words, practice }: ReportPart) {
  const { all, aim, within } = report
  const short = shortOfAim(all, aim)
  const everything = formatRoute(practice.id, null, 'all')
  return (
    <section class="figures" aria-label="In figures">
      <div class="figure rate">
        <p class="row">
          <span class="number">{all.rate === null ? '–' : words.rate(all.rate, aim)}</span>
          {all.rate !== null &&
            (short === 0 ? (
              <Chip icon="check" tone="success">
                Aim reached
              </Chip>
            ) : (
              <Chip icon="warn" tone="warning">
                {words.number(short)} short of the aim
              </Chip>
            ))}
        </p>
        <RateBar rate={all.rate} aim={aim} />
        <p class="label">Accepted, aim 9 in 10 · accepted ÷ (accepted + rejected + expired)</p>
      </div>
      <Figure number={words.number(all.received)} list={everything} opens="all requests">
        Received
        {all.pending > 0 && (
          <>
            , <a href={formatRoute(practice.id)}>{words.number(all.pending)} still pending</a>
          </>
        )}
      </Figure>
      <Figure number={words.number(all.accepted)} list={everything} opens="all requests">
        Accepted, {words.number(all.changed)} at a changed time
      </Figure>
      <Figure number={words.number(all.rejected)} list={everything} opens="all requests">
        Rejected
      </Figure>
      <Figure number={words.number(all.cancelled)} list={everything} opens="all requests">
        Cancelled by patients before an answer
      </Figure>
      <Figure number={words.number(all.expired)} list={everything} opens="all requests">
        Expired without an answer
      </Figure>
      <Figure number={answerSpan(all.medianAnswerMs)}>
        {within === null ? 'None answered yet' : `Half answered within this time, 9 in 10 within ${answerSpan(within)}`}
      </Figure>
    </section>
  )
}

function Figure(props: { number: string; list?: string; opens?: string; children: ComponentChildren }) {
  const { number, list, opens, children } = props
  return (
    <div class="figure">
      <p class="number">
        {list ? (
          <a href={list}>
            {number}
            <span class="sr">: open {opens}</span>
          </a>
        ) : (
          number
        )}
      </p>
      <p class="label">{children}</p>
    </div>
  )
}
