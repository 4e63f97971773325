import { useSignal } from '@preact/signals'
import type { SettingsPart } from './settings-room.tsx'

/** The booking as patients find it, with what is saved. It can be looked at only: a request sent from it would be real. */
export function WidgetPreview({ model, practice }: SettingsPart) {
  const language = useSignal('')
  const theme = useSignal('light')
  const { version, languages, page } = model.kept.value!
  const names = new Intl.DisplayNames(practice.locale, { type: 'language' })
  const query = new URLSearchParams({ embed: '', theme: theme.value, v: String(version) })
  if (language.value) query.set('lang', language.value)
  return (
    <section class="panel preview" aria-labelledby="preview">
      <div class="panel-head">
        <h2 id="preview">As patients see it</h2>
        <a class="small" href={page} target="_blank" rel="noreferrer">
          Open the page<span class="sr"> (opens a new tab)</span>
        </a>
      </div>
      <div class="preview-choice">
        <select
          class="input"
          aria-label="Language of the preview"
          value={language.value}
          onChange={(event) => {
            language.value = event.currentTarget.value
          }}
        >
          <option value="">The practice’s language</option>
          {languages.map(({ tag }) => (
            <option key={tag} value={tag}>
              {names.of(tag) ?? tag}
            </option>
          ))}
        </select>
        <select
          class="input"
          aria-label="Brightness of the preview"
          value={theme.value}
          onChange={(event) => {
            theme.value = event.currentTarget.value
          }}
        >
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </select>
      </div>
      <iframe
        key={query.toString()}
        class={`preview-frame ${theme.value}`}
        title="The booking, to look at"
        src={`../${encodeURIComponent(practice.id)}?${query}`}
        loading="lazy"
        inert
      />
      <p class="small muted preview-note">
        With what is saved. To try it out, open the page: what you send there is real.
      </p>
    </section>
  )
}
