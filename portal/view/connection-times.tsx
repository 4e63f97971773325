import { SelectField } from './connection-field.tsx'
import type { ConnectionPart } from './connection-room.tsx'
import { minutesText } from './connection-words.ts'
import { Panel } from './settings-panel.tsx'

const optionsOf = (minutes: readonly number[]) => minutes.map((each) => [each, minutesText(each)] as const)
const often = optionsOf([1, 2, 5, 10, 15, 30, 60])
const stale = optionsOf([15, 30, 60, 120, 240, 480, 720, 1440])

/** How often it is read, how long an old reading is believed, and what patients hear of changes made there. */
export function ConnectionTimes({ model, mayChange }: ConnectionPart) {
  const { everyMinutes, staleAfterMinutes, tell } = model.draft.value!
  return (
    <Panel id="times" title="Syncs">
      <div class="connection-grid">
        <SelectField
          id="every-minutes"
          label="Read every"
          help="What is entered there is seen here after at most so long."
          value={everyMinutes}
          options={often}
          disabled={!mayChange}
          fault={model.faultAt('/connection/everyMinutes')}
          onChange={(minutes) => model.change({ everyMinutes: minutes })}
        />
        <SelectField
          id="stale-minutes"
          label="Offer no times after"
          help="When it could not be read for so long, nobody knows what is still free."
          value={staleAfterMinutes}
          options={stale}
          disabled={!mayChange}
          fault={model.faultAt('/connection/staleAfterMinutes')}
          onChange={(minutes) => model.change({ staleAfterMinutes: minutes })}
        />
      </div>
      <fieldset class="connection-set" disabled={!mayChange}>
        <legend>Mail patients when, in your practice system, their visit is</legend>
        <label class="check plain">
          <input
            type="checkbox"
            checked={tell.moved}
            onChange={(event) => model.change({ tell: { ...tell, moved: event.currentTarget.checked } })}
          />
          <span>moved</span>
        </label>
        <label class="check plain">
          <input
            type="checkbox"
            checked={tell.cancelled}
            onChange={(event) => model.change({ tell: { ...tell, cancelled: event.currentTarget.checked } })}
          />
          <span>cancelled</span>
        </label>
      </fieldset>
    </Panel>
  )
}
