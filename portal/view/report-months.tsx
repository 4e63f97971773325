import type { ReportGroup } from '../../server/contract/report.ts'
import type { ReportPart } from './report-room.tsx'
import type { ReportWords } from './report-words.ts'

type Outcome = 'accepted' | 'cancelled' | 'expired' | 'rejected' | 'pending'

/** From the ground up. */
const layers: readonly { outcome: Outcome; words: string }[] = [
  { outcome: 'accepted', words: 'Accepted' },
  { outcome: 'cancelled', words: 'Cancelled' },
  { outcome: 'expired', words: 'Expired' },
  { outcome: 'rejected', words: 'Rejected' },
  { outcome: 'pending', words: 'Pending' },
]

/** What came each month, and what became of it. */
export function Months({ report, words }: ReportPart) {
  const { byMonth, aim } = report
  const ticks = ticksFor(Math.max(...byMonth.map(({ received }) => received)))
  const top = ticks.at(-1)!
  const hasYears = byMonth.some(({ key }) => isNewYear(key))
  return (
    <section class="panel months" aria-labelledby="months-title">
      <div class="panel-head">
        <h2 id="months-title">By month</h2>
        <ul class="legend" aria-hidden="true">
          {layers.map(({ outcome, words: name }) => (
            <li key={outcome}>
              <svg class="swatch" viewBox="0 0 22 14" aria-hidden="true">
                <rect class={`layer ${outcome}`} x="0.5" y="0.5" width="21" height="13" rx="3" />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      </div>
      {/* Patterns are of the page, not of one drawing. */}
      <svg class="sr" aria-hidden="true">
        <defs>
          <pattern id="rejected" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect class="pattern-ground" width="6" height="6" />
            <rect class="pattern-stripe" width="2.5" height="6" />
          </pattern>
        </defs>
      </svg>
      <div class={hasYears ? 'chart years' : 'chart'} aria-hidden="true" ref={showLatest}>
        <div class="axis">
          {ticks.map((tick) => (
            <span key={tick} style={{ bottom: `${(tick / top) * 100}%` }}>
              <b>{words.number(tick)}</b>
            </span>
          ))}
        </div>
        <div class="plot">
          {byMonth.map((month) => (
            <Column key={month.key} month={month} top={top} aim={aim} words={words} />
          ))}
        </div>
      </div>
      <MonthsInNumbers months={byMonth} aim={aim} words={words} />
    </section>
  )
}

function Column({ month, top, aim, words }: { month: ReportGroup; top: number; aim: number; words: ReportWords }) {
  const heightOf = (count: number) => (count / top) * 100
  let under = 0
  const parts = layers.flatMap(({ outcome }) => {
    const height = heightOf(month[outcome])
    if (height === 0) return []
    under += height
    return { outcome, y: `${100 - under}%`, height: `${height}%` }
  })
  return (
    <div class="column">
      <svg class="stack" width="100%" height="100%" aria-hidden="true">
        {parts.map(({ outcome, y, height }) => (
          <rect key={outcome} class={`layer ${outcome}`} x="0.5" y={y} width="100%" height={height} />
        ))}
      </svg>
      {month.rate !== null && (
        <span
          class={month.rate >= aim ? 'column-rate good' : 'column-rate poor'}
          style={{ bottom: `${heightOf(month.received)}%` }}
        >
          {words.wholeRate(month.rate, aim)}
        </span>
      )}
      <span class="column-name">
        {words.month(month.key)}
        {isNewYear(month.key) && <span class="line">{month.key.slice(0, 4)}</span>}
      </span>
    </div>
  )
}

const isNewYear = (month: string) => month.endsWith('-01')

/** Kept outside the component: it must run once. On a phone a year is wider than the screen. */
const showLatest = (chart: HTMLElement | null) => {
  if (chart) chart.scrollLeft = chart.scrollWidth
}

/** The picture once more, for whoever can't see it. */
function MonthsInNumbers({ months, aim, words }: { months: readonly ReportGroup[]; aim: number; words: ReportWords }) {
  return (
    <div class="sr">
      <table>
        <caption>Requests by month and outcome</caption>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col">Received</th>
            {layers.map(({ outcome, words: name }) => (
              <th key={outcome} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">Acceptance</th>
          </tr>
        </thead>
        <tbody>
          {months.map((month) => (
            <tr key={month.key}>
              <th scope="row">{words.monthInFull(month.key)}</th>
              <td>{month.received}</td>
              {layers.map(({ outcome }) => (
                <td key={outcome}>{month[outcome]}</td>
              ))}
              <td>{month.rate === null ? 'none answered' : words.wholeRate(month.rate, aim)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Round numbers from 0 to at least the most, four or five of them. */
function ticksFor(most: number): number[] {
  const rough = Math.max(1, most / 4)
  const ten = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, ten * ([1, 2, 5, 10].find((factor) => factor * ten >= rough) ?? 10))
  return Array.from({ length: Math.ceil(Math.max(most, 1) / step) + 1 }, (_, i) => i * step)
}
