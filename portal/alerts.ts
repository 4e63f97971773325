import type { AlertDevice } from './model/alerts.ts'

const isSupported = 'Notification' in globalThis
let sound: AudioContext | undefined

/** Notifications of the desktop, and a short sound made here: a file would be one more thing to load. */
export const alertDevice: AlertDevice = {
  leave: () => (isSupported ? Notification.permission : 'unsupported'),
  askLeave: async () => (isSupported ? Notification.requestPermission() : 'unsupported'),
  show(text, onClick) {
    try {
      // One takes the place of the one before: a busy morning must not fill the corner of the screen.
      const shown = new Notification(text, { tag: 'chairtime', icon: '/portal/icon.svg' })
      shown.onclick = () => {
        window.focus()
        shown.close()
        onClick()
      }
    } catch {
      // Chrome on Android offers the name but wants a service worker.
    }
  },
  beep() {
    sound ??= new AudioContext()
    void sound.resume()
    const at = sound.currentTime
    note(sound, 660, at)
    note(sound, 880, at + 0.16)
  },
}

function note(context: AudioContext, hertz: number, at: number): void {
  const tone = context.createOscillator()
  const volume = context.createGain()
  tone.frequency.value = hertz
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(0.16, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.32)
  tone.connect(volume).connect(context.destination)
  tone.start(at)
  tone.stop(at + 0.34)
}
