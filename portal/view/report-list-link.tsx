import type { ReportWords } from './report-words.ts'

/** A number that leads to the requests it counts; nothing leads nowhere. `of`: what is counted, for whoever hears it alone. */
export function ListLink(props: { to: string; count: number; of: string; words: ReportWords; class?: string }) {
  const { to, count, of, words } = props
  const number = words.number(count)
  if (count === 0) return <span class={props.class}>{number}</span>
  return (
    <a class={`list-link ${props.class ?? ''}`.trim()} href={to}>
      {number}
      <span class="sr">: list {of}</span>
    </a>
  )
}
