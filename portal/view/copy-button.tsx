import type { Copies } from '../model/copies.ts'
import { Icon } from './icon.tsx'

/** Copies one value; for two seconds its own words say so. */
export function CopyButton(props: { copies: Copies; id: string; label: string; text: string; as?: string }) {
  const { copies, id, label, text, as } = props
  const last = copies.last.value
  const state = last?.key !== id ? 'ready' : last.done ? 'done' : 'failed'
  return (
    <button type="button" class={`button quiet small copy ${state}`} onClick={() => void copies.copy(id, label, text)}>
      <Icon name={state === 'ready' ? 'copy' : state === 'done' ? 'check' : 'x'} />
      {state !== 'ready' && <span aria-hidden="true">{state === 'done' ? 'Copied' : 'Not copied'}</span>}
      <span class="sr">
        {state === 'ready' && `Copy ${lower(label)}${as ? ` as ${as}` : ''}`}
        {state === 'done' && `${label} copied`}
        {state === 'failed' && `${label} not copied`}
      </span>
    </button>
  )
}

const lower = (label: string) => label.charAt(0).toLowerCase() + label.slice(1)
