import { titleId } from '../focus.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { Details } from './details.tsx'
import { KeyCap } from './key-cap.tsx'
import { KeysBar } from './keys-bar.tsx'
import { RequestList } from './request-list.tsx'

/** Action required: the list, and beside it the request that is open. */
export function DeskRoom({ portal, desk }: { portal: Portal; desk: Desk }) {
  const requests = desk.requests.value
  const count = requests?.length ?? 0
  const hasAnswer = requests !== null || desk.failure.value !== null
  const isBare = hasAnswer && count === 0 && desk.selected.value === null
  return (
    <>
      <div class="top">
        <h1 id={titleId} tabIndex={-1}>
          Action required
        </h1>
        {count > 0 && <span class="tally">{count}</span>}
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
      </div>
      <div class={isBare ? 'desk bare' : 'desk'}>
        <RequestList portal={portal} desk={desk} />
        <Details portal={portal} desk={desk} />
      </div>
      <KeysBar lettersOn={portal.lettersOn} />
    </>
  )
}
