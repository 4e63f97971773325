import type { ReportCounts, ReportGroup } from '../../server/contract/report.ts'
import type { ListFilters, Outcome } from '../model/list-filters.ts'
import type { ReportModel } from '../model/report.ts'
import type { GroupedBy } from '../model/report-filters.ts'
import { RateBar } from './report-bar.tsx'
import { ListLink } from './report-list-link.tsx'
import type { ReportPart } from './report-room.tsx'
import { answerSpan, type ReportWords } from './report-words.ts'

const groupings: readonly { by: GroupedBy; words: string; of: (report: ReportPart['report']) => ReportGroup[] }[] = [
  { by: 'reason', words: 'Reason', of: (report) => report.byReason },
  { by: 'practitioner', words: 'Practitioner', of: (report) => report.byPractitioner },
  { by: 'source', words: 'Source', of: (report) => report.bySource },
  { by: 'month', words: 'Month', of: (report) => report.byMonth },
]

/** The same counts by whatever divides them. */
export function GroupTable({ report, words, listOf, model }: ReportPart & { model: ReportModel }) {
  const { by } = model.filters.value
  const open = groupings.find((grouping) => grouping.by === by)!
  const groups = open.of(report)
  const nameOf = ({ key, name }: ReportGroup) => (by === 'month' ? words.monthInFull(key) : name)
  const narrowedBy = ({ key }: ReportGroup) => (by === 'month' ? { from: key, to: key } : { [by]: key })

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
                <th scope="row">{nameOf(group)}</th>
                <Counts
                  counts={group}
                  words={words}
                  of={nameOf(group)}
                  listOf={(narrowed) => listOf({ ...narrowedBy(group), ...narrowed })}
                />
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
              <Counts counts={report.all} words={words} of="all" listOf={listOf} />
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  )
}

const outcomes = ['accepted', 'rejected', 'cancelled', 'expired'] as const satisfies readonly Outcome[]

function Counts(props: {
  counts: ReportCounts
  words: ReportWords
  of: string
  listOf: (narrowed: Partial<ListFilters>) => string
}) {
  const { counts, words, of, listOf } = props
  return (
    <>
      <td class="right">
        <ListLink to={listOf({})} count={counts.received} of={`received, ${of}`} words={words} />
      </td>
      {outcomes.map((outcome) => (
        <td key={outcome} class="right">
          <ListLink to={listOf({ outcome })} count={counts[outcome]} of={`${outcome}, ${of}`} words={words} />
        </td>
      ))}
      <td class="right muted">{answerSpan(counts.medianAnswerMs)}</td>
    </>
  )
}
