import { formatRoute } from '../model/route.ts'
import { CountBar } from './report-bar.tsx'
import type { ReportPart } from './report-room.tsx'
import { causeText } from './report-words.ts'

/** Why patients did not get the time they asked for, and the rule to mend. */
export function Causes({ report, words, practice }: ReportPart) {
  const { causes, all } = report
  const most = Math.max(0, ...causes.map(({ count }) => count))
  return (
    <section class="panel" aria-labelledby="causes">
      <div class="panel-head">
        <h2 id="causes">
          Time had to change: {words.number(all.changed)} {all.changed === 1 ? 'request' : 'requests'}
        </h2>
        {all.changed > 0 && (
          <a class="small" href={formatRoute(practice.id, null, 'all')}>
            See them<span class="sr"> among all requests</span>
          </a>
        )}
      </div>
      {causes.length === 0 ? (
        <p class="panel-none muted">Every accepted request got the time it asked for.</p>
      ) : (
        <ul class="causes">
          {causes.map(({ cause, count }) => {
            const { words: text, rule } = causeText(cause)
            return (
              <li key={cause ?? ''}>
                <span>
                  {text}
                  <span class="line small muted">{ruleText(cause, rule)}</span>
                </span>
                <CountBar count={count} most={most} tone="plain" />
                <b>{words.number(count)}</b>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}

function ruleText(cause: string | null, rule: string | null): string {
  if (rule) return `Rule: ${rule}`
  return cause === null ? 'Nobody chose one' : 'No rule behind it'
}
