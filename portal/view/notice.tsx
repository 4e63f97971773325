import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

const icons = { success: 'check', danger: 'warn', plain: 'search' } as const

type Action = { words: string; icon: IconName; act: () => unknown }

/** Stands where a list or a page would: nothing to show, or nothing could be read. */
export function Notice(props: {
  tone: 'success' | 'danger' | 'plain'
  icon?: IconName
  level: 'h1' | 'h2'
  title: string
  children: ComponentChildren
  action?: Action
  technical?: string
}) {
  const { tone, icon, level: Title, title, children, action, technical } = props
  return (
    <div class="notice" role={tone === 'danger' ? 'alert' : undefined}>
      <span class={`disc ${tone}`}>
        <Icon name={icon ?? icons[tone]} />
      </span>
      <Title class="title">{title}</Title>
      <p class="muted">{children}</p>
      {action && (
        <button type="button" class={tone === 'danger' ? 'button main' : 'button'} onClick={() => void action.act()}>
          <Icon name={action.icon} />
          {action.words}
        </button>
      )}
      {technical && <p class="small muted">Technical: {technical}</p>}
    </div>
  )
}
