import { CountBar } from './report-bar.tsx'
import { ListLink } from './report-list-link.tsx'
import type { ReportPart } from './report-room.tsx'
import { causeText } from './report-words.ts'

/** Why patients did not get the time they asked for, and the rule to mend. */
export function Causes({ report, words, listOf }: ReportPart) {
  const { causes, all } = report
  const most = Math.max(0, ...causes.map(({ count }) => count))
  return (
    <section class="panel" aria-labelledby="causes">
      <div class="panel-head">
        <h2 id="causes">
          Time had to change: {words.number(all.changed)} {all.changed === 1 ? 'request' : 'requests'}
        </h2>
        {all.changed > 0 && (
          <a class="small" href={listOf({ changed: 'yes' })}>
            See them<span class="sr">, those whose time had to change</span>
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
                <ListLink
                  class="strong"
                  to={listOf({ cause: cause ?? 'none' })}
                  count={count}
                  of={text}
                  words={words}
                />
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
