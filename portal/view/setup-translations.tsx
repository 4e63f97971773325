import type { Language, Translations } from '../../server/contract/language.ts'
import { TextField } from './setup-field.tsx'
import type { SetupPart } from './setup-room.tsx'
import { languageWords } from './setup-words.ts'

/** One text in the other languages that patients can read. Left empty, they read it as it stands above. */
export function TranslationFields(props: {
  part: SetupPart
  /** Where the translations stand in the file. */
  at: string
  /** What is translated, like `Name`. */
  of: string
  value: Translations | undefined
  isLong?: boolean
  onInput: (value: Translations | undefined) => void
}) {
  const { part, at, of, value = {}, isLong, onInput } = props
  const own = part.file.locale.split('-')[0]
  const others = (Object.keys(languageWords) as Language[]).filter((tag) => tag.split('-')[0] !== own)
  const count = others.filter((tag) => value[tag]).length
  return (
    <details class="setup-others" open={part.model.rules.faultAt(at) !== null}>
      <summary>
        {of} in other languages <span class="muted">({count === 0 ? 'none yet' : `${count} of ${others.length}`})</span>
      </summary>
      <div class="setup-grid">
        {others.map((tag) => (
          <TextField
            key={tag}
            part={part}
            at={`${at}/${tag}`}
            label={
              <>
                <span class="sr">{of}: </span>
                <span lang={tag}>{languageWords[tag]}</span>
              </>
            }
            lang={tag}
            isLong={isLong}
            value={value[tag] ?? ''}
            onInput={(text) => {
              const { [tag]: _was, ...rest } = value
              const next: Translations = text === '' ? rest : { ...value, [tag]: text }
              onInput(Object.keys(next).length > 0 ? next : undefined)
            }}
          />
        ))}
      </div>
    </details>
  )
}
