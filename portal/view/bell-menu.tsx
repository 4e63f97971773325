import type { Alerts } from '../model/alerts.ts'
import { Icon } from './icon.tsx'
import { Menu } from './menu.tsx'

/** How new requests are told beside the window, for this browser alone. */
export function BellMenu({ alerts }: { alerts: Alerts }) {
  const leave = alerts.leave.value
  const isShown = alerts.isShown.value
  const isHeard = alerts.isHeard.value
  return (
    <Menu
      id="bell"
      class="button quiet icon-only"
      label={
        <>
          <Icon name="bell" />
          <span class="sr">
            New requests: notification {isShown ? 'on' : 'off'}, sound {isHeard ? 'on' : 'off'}
          </span>
        </>
      }
    >
      <p class="menu-title">When a request comes in</p>
      {leave === 'granted' || leave === 'default' ? (
        <label class="check plain">
          <input
            type="checkbox"
            checked={isShown}
            onChange={(event) => void alerts.setShown(event.currentTarget.checked)}
          />
          <span>
            Notification on the desktop
            <span class="small muted">Without the patient’s name.</span>
          </span>
        </label>
      ) : (
        <p class="small muted menu-words">
          {leave === 'denied'
            ? 'Notifications are blocked for this site. The browser’s own settings allow them again.'
            : 'This browser shows no notifications.'}
        </p>
      )}
      <label class="check plain">
        <input type="checkbox" checked={isHeard} onChange={(event) => alerts.setHeard(event.currentTarget.checked)} />
        <span>
          Sound
          <span class="small muted">While this page is open, also in the background.</span>
        </span>
      </label>
      <p class="menu-words">
        <button type="button" class="button small" onClick={alerts.test}>
          Test
        </button>
      </p>
    </Menu>
  )
}
