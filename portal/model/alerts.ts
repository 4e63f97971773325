import { signal } from '@preact/signals'
import type { Memory } from './unread.ts'

export type Alerts = ReturnType<typeof createAlerts>
export type Leave = 'granted' | 'denied' | 'default' | 'unsupported'

/** What the browser can do beside its window. */
export type AlertDevice = {
  leave: () => Leave
  askLeave: () => Promise<Leave>
  show: (text: string, onClick: () => void) => void
  beep: () => void
}

/** Tells of new requests beside the window: by a notification and by a sound, each only where this browser was told so. */
export function createAlerts(device: AlertDevice | undefined, memory: Memory, onClick: () => void) {
  const leave = signal<Leave>(device?.leave() ?? 'unsupported')
  const isShown = signal(memory.get('notify') === 'on')
  const isHeard = signal(memory.get('sound') === 'on')

  return {
    /** Whether the browser lets us show notifications. */
    leave,
    isShown,
    isHeard,
    /** Asks the browser for leave the first time; only ever after a tap. */
    async setShown(on: boolean): Promise<void> {
      if (on && leave.value === 'default') leave.value = (await device?.askLeave()) ?? 'unsupported'
      isShown.value = on && leave.value === 'granted'
      memory.set('notify', isShown.value ? 'on' : 'off')
    },
    setHeard(on: boolean) {
      isHeard.value = on
      memory.set('sound', on ? 'on' : 'off')
      if (on) device?.beep()
    },
    test() {
      device?.beep()
      if (isShown.value && leave.value === 'granted') device?.show('This is how a new request is told', onClick)
    },
    /** No name: a notification may be read by whoever stands at the desk. */
    tell(count: number) {
      if (isHeard.value) device?.beep()
      if (!isShown.value || leave.value !== 'granted') return
      device?.show(count === 1 ? 'New appointment request' : `${count} new appointment requests`, onClick)
    },
  }
}
