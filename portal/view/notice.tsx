import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

type Action = { words: string; icon: IconName; act: () => unknown }

/** Stands where a list or a page would: nothing to show, or nothing could be read. */
export function Notice(props: {
  tone: 'success' | 'danger'
  level: 'h1' | 'h2'
  title: string
  children: ComponentChildren
  action?: Action
  technical?: string
}) {
  const { tone, level: Title, title, children, action, technical } = props
  return (
    <div class="notice" role={tone === 'danger' ? 'alert' : undefined}>
      <span class={`disc ${tone}`}>
        <Icon name={tone === 'danger' ? 'warn' : 'check'} />
      </span>
      <Title class="title">{title}</Title>
      <p class="muted">{children}</p>
      {action && (
        <button type="button" class="button main" onClick={() => void action.act()}>
          <Icon name={action.icon} />
          {action.words}
        </button>
      )}
      {technical && <p class="small muted">Technical: {technical}</p>}
    </div>
  )
}
