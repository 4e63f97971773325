import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

type Tone = 'plain' | 'outline' | 'accent' | 'success' | 'warning' | 'danger'

/** A short fact: icon and word, so that colour is never alone. */
export function Chip(props: { icon: IconName; tone: Tone; children: ComponentChildren }) {
  return (
    <span class={`chip ${props.tone}`}>
      <Icon name={props.icon} />
      {props.children}
    </span>
  )
}
