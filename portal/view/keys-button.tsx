import type { Portal } from '../model/portal.ts'
import { KeyCap } from './key-cap.tsx'

/** Opens the sheet of shortcuts; last in the top of each room that has some. */
export function KeysButton({ portal }: { portal: Portal }) {
  return (
    <button
      type="button"
      class="button quiet icon-only keys-button"
      onClick={() => {
        portal.keysShown.value = true
      }}
    >
      <KeyCap>?</KeyCap>
      <span class="sr">Keyboard shortcuts</span>
    </button>
  )
}
