import { useSignal } from '@preact/signals'
import { contrastOf, isHexColor, leastContrast, looksAlike, mended, type Scheme, textOn } from '../model/accent.ts'
import { Icon } from './icon.tsx'
import { Panel } from './settings-panel.tsx'
import type { SettingsPart } from './settings-room.tsx'

/** What the widget has when neither staff nor the file say anything (widget/base.css). */
const houseColor = '#0b6e6e'

/** The practice's colour, and what patients see of it. */
export function ColorSettings({ model, mayChange }: SettingsPart) {
  const { accent } = model.draft.value!
  const inFile = model.kept.value!.accent
  const shown = accent ?? resolved(inFile ?? houseColor)
  return (
    <Panel id="color" title="Colour of the booking">
      <div class="color-choice">
        <input
          type="color"
          class="input color-well"
          aria-label="Choose a colour"
          disabled={!mayChange}
          value={shown ?? houseColor}
          onInput={(event) => model.change({ accent: event.currentTarget.value.toLowerCase() })}
        />
        <ColorCode key={accent} accent={accent} shown={shown} model={model} mayChange={mayChange} />
        {mayChange && accent !== null && (
          <button type="button" class="button" onClick={() => model.change({ accent: null })}>
            Back to {inFile === null ? 'the usual one' : 'that of the practice file'}
          </button>
        )}
      </div>
      {accent === null && (
        <p class="small muted">
          {inFile === null
            ? 'Nobody has chosen one: this is the usual one.'
            : `As the practice file has it: ${inFile}.`}
        </p>
      )}
      {shown && (
        <div class="samples">
          <Sample color={shown} scheme="light" words="On light pages" />
          <Sample color={shown} scheme="dark" words="On dark pages" />
        </div>
      )}
    </Panel>
  )
}

function ColorCode(props: Pick<SettingsPart, 'model' | 'mayChange'> & { accent: string | null; shown: string | null }) {
  const { accent, shown, model, mayChange } = props
  const isWrong = useSignal(false)
  return (
    <label class="field">
      <span>Code</span>
      <input
        class={isWrong.value ? 'input bad' : 'input'}
        disabled={!mayChange}
        spellcheck={false}
        autocomplete="off"
        maxLength={7}
        value={accent ?? shown ?? ''}
        aria-invalid={isWrong.value}
        aria-describedby="color-fault"
        onChange={(event) => {
          const typed = event.currentTarget.value.trim().replace(/^(?=[\da-f]{6}$)/i, '#')
          isWrong.value = !isHexColor(typed)
          if (!isWrong.value) model.change({ accent: typed.toLowerCase() })
        }}
      />
      <span class="danger small fault" id="color-fault" role="alert">
        {isWrong.value && 'Type a code like #0b6e6e.'}
      </span>
    </label>
  )
}

/** As patients see it, with how well it can be read. */
function Sample({ color, scheme, words }: { color: string; scheme: Scheme; words: string }) {
  const seen = mended(color, scheme)
  const [before, after] = [contrastOf(color, scheme), contrastOf(seen, scheme)]
  const isMended = !looksAlike(seen, color)
  return (
    <figure class={`sample ${scheme}`}>
      <span class="sample-button" style={{ background: seen, color: textOn(scheme) }}>
        Send request
      </span>
      <span class="sample-link" style={{ color: seen }}>
        Another time
      </span>
      <figcaption class="small">
        <b>{words}</b>
        {isMended ? (
          <span class="line">
            <Icon name="info" /> {reasonFor(before, scheme)} Patients see {seen}: {ratio(after)}.
          </span>
        ) : (
          <span class="line">
            <Icon name="check" /> Seen as chosen: {ratio(after)}.
          </span>
        )}
      </figcaption>
    </figure>
  )
}

function reasonFor(contrast: number, scheme: Scheme): string {
  if (contrast >= leastContrast) return `Readable (${ratio(contrast)}), and toned down a little.`
  return `Too ${scheme === 'light' ? 'pale' : 'dark'} to read: ${ratio(contrast)}, where 4.5 : 1 is needed.`
}

const ratio = (contrast: number) => `${(Math.floor(contrast * 10) / 10).toFixed(1)} : 1`

/** A colour of the practice file, which may be any that browsers know, as `#rrggbb`. null: this one can't be told. */
function resolved(color: string): string | null {
  if (isHexColor(color)) return color.toLowerCase()
  const canvas = document.createElement('canvas').getContext('2d')
  if (!canvas) return null
  canvas.fillStyle = '#000'
  canvas.fillStyle = color
  return isHexColor(String(canvas.fillStyle)) ? String(canvas.fillStyle) : null
}
