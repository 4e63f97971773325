import { Panel } from './settings-panel.tsx'
import type { SettingsPart } from './settings-room.tsx'

/** What patients are told by mail. */
export function MailSettings({ model, mayChange }: SettingsPart) {
  const { isCancellationTold } = model.draft.value!
  return (
    <Panel id="to-patients" title="Mail to patients">
      <label class="setting-choice">
        <input
          type="checkbox"
          disabled={!mayChange}
          checked={isCancellationTold}
          onChange={(event) => model.change({ isCancellationTold: event.currentTarget.checked })}
        />
        <span>
          <b>Tell patients when you reject or cancel</b>
          <span class="line small muted">
            Whoever rejects or cancels can still leave it out for one patient. Off: nobody is told, so call them.
          </span>
        </span>
      </label>
      <p class="small muted">
        When you accept, you are asked each time whether the patient is told by mail. Where the time differs from what
        they asked for, they are always told.
      </p>
    </Panel>
  )
}
