import type { ComponentChildren } from 'preact'
import { Chip } from './chip.tsx'
import { RateBar } from './report-bar.tsx'
import type { ReportPart } from './report-room.tsx'
import { answerSpan, shortOfAim } from './report-words.ts'

/** The whole in a line: the rate against its aim, what it is made of, how soon patients are answered. */
export function Figures({ report, words, listOf }: ReportPart) {
  const { all, aim, within } = report
  const short = shortOfAim(all, aim)
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
      <Figure number={words.number(all.received)} list={listOf()} opens="these requests">
        Received
        {all.pending > 0 && (
          <>
            , <a href={listOf({ outcome: 'pending' })}>{words.number(all.pending)} still pending</a>
          </>
        )}
      </Figure>
      <Figure number={words.number(all.accepted)} list={listOf({ outcome: 'accepted' })} opens="the accepted">
        Accepted,{' '}
        {all.changed > 0 ? (
          <a href={listOf({ changed: 'yes' })}>{words.number(all.changed)} at a changed time</a>
        ) : (
          'none at a changed time'
        )}
      </Figure>
      <Figure number={words.number(all.rejected)} list={listOf({ outcome: 'rejected' })} opens="the rejected">
        Rejected
      </Figure>
      <Figure number={words.number(all.cancelled)} list={listOf({ outcome: 'cancelled' })} opens="the cancelled">
        Cancelled by patients before an answer
      </Figure>
      <Figure number={words.number(all.expired)} list={listOf({ outcome: 'expired' })} opens="the expired">
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
