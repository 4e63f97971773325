import { Chip } from './chip.tsx'
import { Panel } from './settings-panel.tsx'
import type { SettingsPart } from './settings-room.tsx'

/** In which languages patients can read, and where they may be asked for consent. */
export function LanguageSettings({ model, practice }: SettingsPart) {
  const names = new Intl.DisplayNames(practice.locale, { type: 'language' })
  return (
    <Panel id="languages" title="Languages">
      <p class="muted">
        Patients read the booking in the language of your website, or choose one on the hosted page. They are asked
        whether they agree to texts and emails only where the practice has approved that wording.
      </p>
      <ul class="settings-list" aria-label="Languages">
        {model.kept.value!.languages.map(({ tag, isApproved }) => (
          <li key={tag}>
            <span>{names.of(tag) ?? tag}</span>
            {isApproved ? (
              <Chip icon="check" tone="success">
                Consent approved
              </Chip>
            ) : (
              <Chip icon="minus" tone="outline">
                Consent not asked for
              </Chip>
            )}
          </li>
        ))}
      </ul>
      <p class="small muted">
        Approved languages stand in the practice file (<code>consentLanguages</code>), where a change is checked.
      </p>
    </Panel>
  )
}
