import type { RequestDetail } from '../../server/contract/desk.ts'
import { asText } from '../model/fields.ts'
import type { Portal } from '../model/portal.ts'
import { Icon } from './icon.tsx'
import { KeyCap } from './key-cap.tsx'

const key = 'all'

/** Every field of the request as lines of text. */
export const copyAll = (portal: Portal, request: RequestDetail, now: number) =>
  portal.copies.copy(key, 'All details', asText(request, portal.words.value, now))

export function CopyAllButton({ portal, request, now }: { portal: Portal; request: RequestDetail; now: number }) {
  const last = portal.copies.last.value
  const state = last?.key !== key ? 'ready' : last.done ? 'done' : 'failed'
  return (
    <button type="button" class={`button small copy-all ${state}`} onClick={() => void copyAll(portal, request, now)}>
      <Icon name={state === 'ready' ? 'copy' : state === 'done' ? 'check' : 'x'} />
      {state === 'ready' ? 'Copy all' : state === 'done' ? 'Copied' : 'Not copied'}
      {portal.lettersOn.value && <KeyCap>C</KeyCap>}
    </button>
  )
}
