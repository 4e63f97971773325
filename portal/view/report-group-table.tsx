import type { ReportCounts, ReportGroup } from '../../server/contract/report.ts'
import type { ReportModel } from '../model/report.ts'
import type { GroupedBy } from '../model/report-filters.ts'
import { RateBar } from './report-bar.tsx'
import type { ReportPart } from './report-room.tsx'
import { answerSpan } from './report-words.ts'

const groupings: readonly { by: GroupedBy; words: string; of: (report: ReportPart['report']) => ReportGroup[] }[] = [
  { by: 'reason', words: 'Reason', of: (report) => report.byReason },
  { by: 'practitioner', words: 'Practitioner', of: (report) => report.byPractitioner },
  { by: 'source', words: 'Source', of: (report) => report.bySource },
  { by: 'month', words: 'Month', of: (report) => report.byMonth },
]

/** The same counts by whatever divides them. */
export function GroupTable({ report, words, model }: ReportPart & { model: ReportModel }) {
  const { by } = model.filters.value
  const open = groupings.find((grouping) => grouping.by === by)!
  const groups = open.of(report)

  function step(event: KeyboardEvent) {
    const steps = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (steps === undefined) return
    event.preventDefault()
    const at = groupings.indexOf(open)
    const next = groupings[(at + steps + groupings.length) % groupings.length]!
    model.choose({ by: next.by })
    document.getElementById(`by-${next.by}`)?.focus()
  }

  return (
    <section class="panel" aria-label="Divided">
      <div class="panel-head">
        <div class="segments" role="tablist" aria-label="Divided by" onKeyDown={step}>
          {groupings.map((grouping) => (
            <button
              key={grouping.by}
              type="button"
              role="tab"
              id={`by-${grouping.by}`}
              aria-selected={grouping === open}
              aria-controls="report-groups"
              tabIndex={grouping === open ? 0 : -1}
              onClick={() => model.choose({ by: grouping.by })}
            >
              {grouping.words}
            </button>
          ))}
        </div>
        <span class="small muted">The mark is the aim, {words.wholeRate(report.aim, report.aim)}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a phone, and must do so by keyboard */}
      <div class="table-wide" role="tabpanel" id="report-groups" aria-labelledby={`by-${by}`} tabIndex={0}>
        <table class="groups">
          <thead>
            <tr>
              <th scope="col">{open.words}</th>
              {['Received', 'Accepted', 'Rejected', 'Cancelled', 'Expired', 'Answered in'].map((name) => (
                <th key={name} scope="col" class="right">
                  {name}
                </th>
              ))}
              <th scope="col">Acceptance</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.key}>
                <th scope="row">{by === 'month' ? words.monthInFull(group.key) : group.name}</th>
                <Counts counts={group} number={words.number} />
                <td>
                  <span class="acceptance">
                    <RateBar rate={group.rate} aim={report.aim} />
                    {group.rate === null ? (
                      <span class="muted">–</span>
                    ) : (
                      <b class={group.rate >= report.aim ? 'good' : 'poor'}>
                        {words.wholeRate(group.rate, report.aim)}
                      </b>
                    )}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">All</th>
              <Counts counts={report.all} number={words.number} />
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  )
}

function Counts({ counts, number }: { counts: ReportCounts; number: (count: number) => string }) {
  return (
    <>
      <td class="right">{number(counts.received)}</td>
      <td class="right">{number(counts.accepted)}</td>
      <td class="right">{number(counts.rejected)}</td>
      <td class="right">{number(counts.cancelled)}</td>
      <td class="right">{number(counts.expired)}</td>
      <td class="right muted">{answerSpan(counts.medianAnswerMs)}</td>
    </>
  )
}
