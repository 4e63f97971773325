import type { Portal } from '../model/portal.ts'
import { Dialog } from './dialog.tsx'

type Keys = readonly { press: readonly string[]; does: string; letter?: true }[]

const calendarKeys: Keys = [
  { press: ['J', 'K'], does: 'Next and previous week, or day', letter: true },
  { press: ['T'], does: 'Today', letter: true },
  { press: ['D'], does: 'One day of everyone, or back to the week', letter: true },
  { press: ['←', '→', '↑', '↓'], does: 'Over bookings and days, while focus is among them' },
  { press: ['Enter'], does: 'Open the booking' },
  { press: ['P'], does: 'Open the patient of the booking', letter: true },
  { press: ['W'], does: 'Why is this time not offered?', letter: true },
  { press: ['E'], does: 'Edit this week', letter: true },
  { press: ['/'], does: 'Search', letter: true },
  { press: ['Esc'], does: 'Close' },
  { press: ['?'], does: 'Show these keys', letter: true },
]

const patientsKeys: Keys = [
  { press: ['J', 'K'], does: 'Next and previous row', letter: true },
  { press: ['Enter'], does: 'Open the patient; in a dialog its main button' },
  { press: ['N'], does: 'New patient', letter: true },
  { press: ['E'], does: 'Edit the open patient', letter: true },
  { press: ['I'], does: 'Send the open patient an invitation', letter: true },
  { press: ['/'], does: 'Search', letter: true },
  { press: ['Esc'], does: 'End the search, or back to the list' },
  { press: ['?'], does: 'Show these keys', letter: true },
]

const keys: Keys = [
  { press: ['J', 'K'], does: 'Next and previous', letter: true },
  { press: ['↓', '↑'], does: 'The same, while focus is in the list' },
  { press: ['Enter'], does: 'Open the row; in a dialog its main button' },
  { press: ['A'], does: 'Accept', letter: true },
  { press: ['L'], does: 'Link appointment', letter: true },
  { press: ['R'], does: 'Reject', letter: true },
  { press: ['C'], does: 'Copy all details', letter: true },
  { press: ['P'], does: 'Open the patient', letter: true },
  { press: ['/'], does: 'Search', letter: true },
  { press: ['1', '9'], does: 'Choose a candidate, while matches are compared', letter: true },
  { press: ['Ctrl', 'Enter'], does: 'Save the note that is being typed' },
  { press: ['Esc'], does: 'Close, back to the row' },
  { press: ['?'], does: 'Show these keys', letter: true },
]

/** All keys, and the switch for the single letters among them (WCAG 2.1.4). */
export function KeysSheet({ portal }: { portal: Portal }) {
  if (!portal.keysShown.value) return null
  const close = () => {
    portal.keysShown.value = false
  }
  const route = portal.route.value
  const room = route.at === 'room' ? route.room : null
  const isPatients = room === 'patients' || room === 'patient-access'
  const shown = room === 'calendar' ? calendarKeys : isPatients ? patientsKeys : keys
  return (
    <Dialog title="Keyboard shortcuts" onLater={close} onMain={close}>
      <dl class="key-list">
        {shown.map(({ press, does, letter }) => (
          <div key={does} class={letter && !portal.lettersOn.value ? 'key off' : 'key'}>
            <dt>
              {press.map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={portal.lettersOn.value}
          onChange={(event) => portal.setLetters(event.currentTarget.checked)}
        />
        <span>
          Single letters work as keys
          <span class="small muted">Switch this off if speech input sets them off.</span>
        </span>
      </label>
    </Dialog>
  )
}
