import { effect } from '@preact/signals'
import { render } from 'preact'
import { alertDevice } from './alerts.ts'
import { createApi } from './api.ts'
import { App } from './app.tsx'
import { writeClipboard } from './clipboard.ts'
import { focusBack, focusDetails, focusRow } from './focus.ts'
import { bindKeys } from './keys.ts'
import { createPortal } from './model/portal.ts'
import { listen } from './shared-events.ts'
import { fetchDialogs } from './view/answer-later.tsx'

/** Private windows may refuse storage; the choice then lasts as long as the page. */
const memory = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(`chairtime-${key}`)
    } catch {
      return null
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(`chairtime-${key}`, value)
    } catch {}
  },
}

/** Opening a request marks the entry, so that Back and Esc can leave it the way it came. */
function writeHash(hash: string, step: 'on' | 'over' | 'back') {
  if (step === 'on') history.pushState({ opened: true }, '', hash)
  else if (step === 'over') history.replaceState(history.state, '', hash)
  else if (history.state?.opened) history.back()
  else history.replaceState(null, '', hash)
}

const portal = createPortal({
  api: createApi(),
  clock: Date.now,
  writeClipboard,
  writeHash,
  memory,
  listen,
  alerts: alertDevice,
  onClosed: focusBack,
})

const readHash = () => {
  portal.hash.value = location.hash
}
const readVisible = () => {
  portal.visible.value = document.visibilityState === 'visible'
}
readHash()
readVisible()
window.addEventListener('popstate', () => {
  const before = portal.open.value
  readHash()
  const after = portal.open.value
  if (after !== null && after.id !== before?.id) focusDetails()
  if (after === null && before !== null) focusRow(before.id)
})
document.addEventListener('visibilitychange', readVisible)
for (const use of ['keydown', 'pointerdown']) document.addEventListener(use, () => void portal.session.used())
bindKeys(portal)
effect(() => {
  document.title = portal.title.value
})

effect(() => {
  if (portal.desk.value?.list.value.rows.value) setTimeout(fetchDialogs, 500)
})

const place = document.getElementById('portal')
if (place) render(<App portal={portal} />, place)
void portal.session.open()
