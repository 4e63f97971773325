import type { ConnectionMode } from '../../server/contract/desk.ts'
import { Dialog } from './dialog.tsx'
import { Panel } from './settings-panel.tsx'
import type { SettingsPart } from './settings-room.tsx'
import { modeWords } from './settings-words.ts'

const modes = Object.keys(modeWords) as ConnectionMode[]

/** Where the schedule is kept, and what accepting a request does there. */
export function ModeSettings({ model, mayChange }: SettingsPart) {
  const { mode } = model.draft.value!
  return (
    <Panel id="schedule" title="Where your schedule is kept">
      <fieldset class="choices" disabled={!mayChange}>
        <legend class="sr">Where your schedule is kept</legend>
        {modes.map((each) => (
          <label key={each} class="setting-choice">
            <input
              type="radio"
              name="mode"
              value={each}
              checked={mode === each}
              onChange={() => model.change({ mode: each })}
            />
            <span>
              <b>{modeWords[each].name}</b>
              <span class="line small muted">{modeWords[each].meaning}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </Panel>
  )
}

/** Before the connection changes: what changes with it. */
export function ModeDialog({ model }: SettingsPart) {
  const [before, after] = [model.kept.value?.settings.mode, model.draft.value?.mode]
  if (!model.isAskingMode.value || !before || !after) return null
  const later = () => {
    model.isAskingMode.value = false
  }
  return (
    <Dialog
      title={questionFor(before, after)}
      onLater={later}
      onMain={() => void model.save(true)}
      foot={
        <>
          <button type="button" class="button" onClick={later}>
            Not now
          </button>
          <span class="gap" />
          <button type="submit" class="button main">
            Change and save
          </button>
        </>
      }
    >
      <p>
        Until now: <b>{modeWords[before].name}</b>. From now on: <b>{modeWords[after].name}</b>.
      </p>
      <ul class="bullets">
        <li>{modeWords[after].accepting}</li>
        <li>{before === 'own' ? leavingOwn : after === 'own' ? comingHome : staysElsewhere}</li>
        <li>It counts at once for everybody who works here. Requests that wait stay as they are.</li>
      </ul>
    </Dialog>
  )
}

function questionFor(before: ConnectionMode, after: ConnectionMode): string {
  if (after === 'own') return 'Keep the schedule here from now on?'
  return before === 'own' ? 'Keep the schedule in the PMS from now on?' : 'Join the PMS in another way?'
}

const leavingOwn =
  'Appointments made here until now stay, and keep their times from being offered. Enter them in the PMS as well.'
const comingHome =
  'Requests that were accepted and not yet linked are no longer shown as unfinished. Link them before you change this.'
const staysElsewhere = 'Appointments and links stay as they are.'
