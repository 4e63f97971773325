import { Icon } from './icon.tsx'

export function Logo() {
  return (
    <span class="logo">
      <Icon name="clock" />
    </span>
  )
}
