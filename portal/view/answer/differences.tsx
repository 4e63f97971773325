import type { ComponentChildren } from 'preact'
import { type FieldRow, fieldWords } from '../../model/answer/speaks.ts'
import { Breakable } from '../breakable.tsx'
import { Icon, type IconName } from '../icon.tsx'

const verdicts: Readonly<Record<FieldRow['verdict'], { words: string; icon: IconName; tone: string }>> = {
  same: { words: 'Same', icon: 'check', tone: 'same' },
  close: { words: 'Close', icon: 'approx', tone: 'other' },
  differs: { words: 'Differs', icon: 'x', tone: 'other' },
  missing: { words: 'Not known', icon: 'minus', tone: 'muted' },
}

/** Field by field, what was asked for beside what is known; only rows that differ are tinted, the part that does is marked. */
export function Differences({ fields, known }: { fields: readonly FieldRow[]; known: string }) {
  return (
    <table class="differences">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Requested online</th>
          <th scope="col">{known}</th>
          <th scope="col">
            <span class="sr">Verdict</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map((row) => {
          const { words, icon, tone } = verdicts[row.verdict]
          return (
            <tr key={row.field} class={tone}>
              <th scope="row">{fieldWords[row.field]}</th>
              <td>{row.asked === null ? <None /> : <Marked text={row.asked} spans={row.differences.asked} />}</td>
              <td>{row.known === null ? <None /> : <Marked text={row.known} spans={spansOf(row)} />}</td>
              <td class="verdict">
                <Icon name={icon} /> <span class="word">{words}</span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const None = () => <span class="muted">Not given</span>

/** Where the comparison marks nothing, all of it is another; of a day and a time, the time alone where the day is the same. */
function spansOf({ verdict, asked, known, differences }: FieldRow): readonly (readonly [number, number])[] {
  const marked = differences.known
  if (marked.length > 0 || differences.asked.length > 0 || known === null) return marked
  if (verdict !== 'close' && verdict !== 'differs') return []
  const at = known.lastIndexOf(', ') + 2
  const isSameDay = at > 1 && asked?.slice(0, at) === known.slice(0, at)
  return [[isSameDay ? at : 0, known.length]]
}

function Marked({ text, spans }: { text: string; spans: readonly (readonly [number, number])[] }) {
  const parts: ComponentChildren[] = []
  let at = 0
  for (const [from, to] of spans) {
    parts.push(
      <Breakable key={at} text={text.slice(at, from)} before="@" />,
      <mark key={`mark ${from}`}>{text.slice(from, to)}</mark>,
    )
    at = to
  }
  parts.push(<Breakable key={at} text={text.slice(at)} before="@" />)
  return <>{parts}</>
}
