import type { Portal } from '../model/portal.ts'
import { Icon } from './icon.tsx'

const keys: readonly { press: readonly string[]; does: string; letter?: true }[] = [
  { press: ['J', 'K'], does: 'Next and previous request', letter: true },
  { press: ['↓', '↑'], does: 'The same, while focus is in the list' },
  { press: ['Enter'], does: 'Open the request' },
  { press: ['C'], does: 'Copy all details of the open request', letter: true },
  { press: ['Esc'], does: 'Close, back to the row' },
  { press: ['?'], does: 'Show these keys', letter: true },
]

/** All keys, and the switch for the single letters among them (WCAG 2.1.4). */
export function KeysSheet({ portal }: { portal: Portal }) {
  if (!portal.keysShown.value) return null
  const close = () => {
    portal.keysShown.value = false
  }
  return (
    <dialog class="sheet" aria-labelledby="keys-title" ref={showModal} onClose={close}>
      <div class="sheet-head">
        <h2 id="keys-title">Keyboard shortcuts</h2>
        <button type="button" class="button quiet small icon-only" onClick={close}>
          <Icon name="x" />
          <span class="sr">Close</span>
        </button>
      </div>
      <dl>
        {keys.map(({ press, does, letter }) => (
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
    </dialog>
  )
}

const showModal = (dialog: HTMLDialogElement | null) => {
  if (dialog && !dialog.open) dialog.showModal()
}
