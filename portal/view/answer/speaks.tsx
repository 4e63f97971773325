import { type FieldRow, speaks } from '../../model/answer/speaks.ts'
import { Icon } from '../icon.tsx'

/** The same in sentences. `minutes`: how much later the appointment is than what was asked for. */
export function Speaks({ fields, minutes }: { fields: readonly FieldRow[]; minutes: number }) {
  const { for: forIt, against } = speaks(fields, minutes)
  return (
    <div class="speaks">
      <Side title="Speaks for it" tone="for" sentences={forIt} />
      <Side title="Speaks against it" tone="against" sentences={against} />
    </div>
  )
}

function Side({ title, tone, sentences }: { title: string; tone: 'for' | 'against'; sentences: readonly string[] }) {
  if (sentences.length === 0) return null
  return (
    <div class={tone}>
      <h4>{title}</h4>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>
            <Icon name={tone === 'for' ? 'plus' : 'minus'} />
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  )
}
