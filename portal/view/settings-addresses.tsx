import { Icon } from './icon.tsx'
import { AddForm } from './settings-add.tsx'
import { Panel } from './settings-panel.tsx'
import type { SettingsPart } from './settings-room.tsx'
import { reminderHours, reminderText } from './settings-words.ts'

const mostAddresses = 20

/** Who hears of a new request, and of one that waits too long. */
export function AddressSettings({ model, mayChange }: SettingsPart) {
  const { notify, remindAfterHours } = model.draft.value!
  const hours = remindAfterHours !== null && !reminderHours.includes(remindAfterHours) ? [remindAfterHours] : []
  return (
    <Panel id="new-requests" title="New requests">
      <p class="muted">
        Each new request is mailed to these addresses. The mail names no patient; its link leads here.
      </p>
      {notify.length === 0 ? (
        <NoAddress email={model.kept.value?.email ?? null} />
      ) : (
        <ul class="settings-list" aria-label="Addresses">
          {notify.map((address) => (
            <li key={address}>
              <Icon name="mail" />
              <span class="break">{address}</span>
              {mayChange && (
                <button
                  type="button"
                  class="button quiet small"
                  onClick={() => model.change({ notify: notify.filter((each) => each !== address) })}
                >
                  Remove<span class="sr">: {address}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange && notify.length < mostAddresses && (
        <AddForm
          label="Another address"
          type="email"
          placeholder="desk@example.com"
          maxLength={254}
          faultOf={(address) => faultOf(address, notify)}
          add={(address) => model.change({ notify: [...notify, address] })}
        />
      )}
      <label class="field reminder">
        <span>Mail once more when nobody has answered</span>
        <select
          class="input"
          disabled={!mayChange}
          value={remindAfterHours ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget
            model.change({ remindAfterHours: value === '' ? null : Number(value) })
          }}
        >
          <option value="">{reminderText(null)}</option>
          {[...hours, ...reminderHours].map((each) => (
            <option key={each} value={each}>
              {reminderText(each)}
            </option>
          ))}
        </select>
      </label>
    </Panel>
  )
}

/** The list is empty: the practice's own address takes its place, where there is one. */
function NoAddress({ email }: { email: string | null }) {
  return email === null ? (
    <p class="note warning">
      <Icon name="warn" />
      <span>Nobody is mailed. New requests are seen only by whoever has the desk open.</span>
    </p>
  ) : (
    <p class="note">
      <Icon name="mail" />
      <span>
        No address is listed, so the one in the practice file is mailed: <b class="break">{email}</b>
      </span>
    </p>
  )
}

function faultOf(address: string, notify: readonly string[]): string | null {
  if (!/^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(\.[a-z\d-]+)+$/i.test(address)) {
    return 'Type an email address, like desk@example.com.'
  }
  const isListed = notify.some((each) => each.toLowerCase() === address.toLowerCase())
  return isListed ? 'This address stands here already.' : null
}
