import { Icon } from './icon.tsx'
import { Panel } from './settings-panel.tsx'
import type { SettingsPart } from './settings-room.tsx'

/** Which websites may send requests. Each counts at once. */
export function WebsiteSettings({ model, mayChange }: SettingsPart) {
  const { origins } = model
  const listed = model.kept.value!.origins
  const removed = origins.removed.value
  return (
    <Panel id="websites" title="Websites that may send requests">
      <p class="muted">
        A request from another website is refused, and shown on the desk. Changes here count at once. Your own page
        above needs no entry.
      </p>
      {listed.length === 0 ? (
        <p class="muted">No website is allowed yet.</p>
      ) : (
        <ul class="settings-list" aria-label="Websites">
          {listed.map(({ origin, isInFile }) => (
            <li key={origin}>
              <Icon name="link" />
              <span class="break">{origin}</span>
              {isInFile ? (
                <span class="small muted">In the practice file</span>
              ) : (
                mayChange && (
                  <button
                    type="button"
                    class="button quiet small"
                    aria-busy={origins.busy.value}
                    onClick={() => void origins.remove(origin)}
                  >
                    Remove<span class="sr">: {origin}</span>
                  </button>
                )
              )}
            </li>
          ))}
        </ul>
      )}
      {removed && (
        <p class="note plain">
          <Icon name="check" />
          <span>
            <b class="address">{removed}</b> may no longer send requests.{' '}
            <button type="button" class="button small" onClick={() => void origins.allow(removed)}>
              Undo
            </button>
          </span>
        </p>
      )}
      {mayChange && <AddWebsite model={model} />}
    </Panel>
  )
}

function AddWebsite({ model: { origins } }: Pick<SettingsPart, 'model'>) {
  const fault = origins.fault.value
  return (
    <form
      class="settings-add"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const input = event.currentTarget.elements.namedItem('website') as HTMLInputElement
        input.focus()
        void origins.allow(input.value).then((done) => {
          if (done) input.value = ''
        })
      }}
    >
      <label class="field">
        <span>Another website</span>
        <input
          class={fault ? 'input bad' : 'input'}
          type="url"
          name="website"
          autocomplete="off"
          spellcheck={false}
          maxLength={300}
          placeholder="https://www.example.com"
          aria-invalid={fault !== null}
          aria-describedby="website-fault"
        />
      </label>
      <button type="submit" class="button" aria-busy={origins.busy.value}>
        <Icon name="plus" />
        Allow
      </button>
      <p class="danger small" id="website-fault" role="alert">
        {fault}
      </p>
    </form>
  )
}
