import type { PreviewReply } from '../../server/contract/calendar.ts'

type Weeks = PreviewReply['weeks']

const [barWidth, half] = [5, 24]

/** Openings gained and lost, week by week: a small picture, and the same in numbers. */
export function OpeningsByWeek({ weeks, locale }: { weeks: Weeks; locale: string }) {
  if (weeks.length === 0) return null
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' })
  const most = Math.max(1, ...weeks.flatMap(({ gained, lost }) => [gained, lost]))
  const height = (count: number) => (count / most) * half
  return (
    <div class="schedule-weeks">
      <svg
        viewBox={`0 0 ${weeks.length * barWidth} ${half * 2 + 1}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        style={{ width: `${Math.min(100, weeks.length * 2)}%` }}
      >
        {weeks.map(({ week, gained, lost }, i) => (
          <g key={week}>
            <rect
              class="gained"
              x={i * barWidth}
              width={barWidth - 1}
              y={half - height(gained)}
              height={height(gained)}
            />
            <rect class="lost" x={i * barWidth} width={barWidth - 1} y={half + 1} height={height(lost)} />
          </g>
        ))}
        <rect class="zero" x="0" y={half} width={weeks.length * barWidth} height="1" />
      </svg>
      <details>
        <summary>
          {weeks.length === 1 ? '1 week changes' : `${weeks.length} weeks change`}
          <span class="muted small"> · in numbers</span>
        </summary>
        <table class="schedule-table">
          <caption class="sr">Openings gained and lost by week</caption>
          <thead>
            <tr>
              <th scope="col">Week of</th>
              <th scope="col">Gained</th>
              <th scope="col">Lost</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ week, gained, lost }) => (
              <tr key={week}>
                <th scope="row">{format.format(Date.parse(`${week}T00:00:00Z`))}</th>
                <td>+ {gained}</td>
                <td>− {lost}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  )
}
