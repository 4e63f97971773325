import { useSignal } from '@preact/signals'
import { Icon } from './icon.tsx'
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
        <AddAddress notify={notify} add={(address) => model.change({ notify: [...notify, address] })} />
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

function AddAddress({ notify, add }: { notify: readonly string[]; add: (address: string) => void }) {
  const fault = useSignal<string | null>(null)
  return (
    <form
      class="settings-add"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const input = event.currentTarget.elements.namedItem('address') as HTMLInputElement
        const address = input.value.trim()
        fault.value = faultOf(address, notify)
        input.focus()
        if (fault.value) return
        add(address)
        input.value = ''
      }}
    >
      <label class="field">
        <span>Another address</span>
        <input
          class={fault.value ? 'input bad' : 'input'}
          type="email"
          name="address"
          autocomplete="off"
          spellcheck={false}
          maxLength={254}
          placeholder="desk@example.com"
          aria-invalid={fault.value !== null}
          aria-describedby="address-fault"
        />
      </label>
      <button type="submit" class="button">
        <Icon name="plus" />
        Add
      </button>
      <p class="danger small" id="address-fault" role="alert">
        {fault.value}
      </p>
    </form>
  )
}

function faultOf(address: string, notify: readonly string[]): string | null {
  if (!/^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(\.[a-z\d-]+)+$/i.test(address)) {
    return 'Type an email address, like desk@example.com.'
  }
  const isListed = notify.some((each) => each.toLowerCase() === address.toLowerCase())
  return isListed ? 'This address stands here already.' : null
}
