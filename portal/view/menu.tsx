import type { ComponentChildren } from 'preact'

/** Things that are needed less often, behind a button. Esc and a tap elsewhere close it, as for every popover. */
export function Menu(props: {
  id: string
  /** What stands on the button. */
  label: ComponentChildren
  class?: string
  children: ComponentChildren
}) {
  const { id, label, class: look = 'button', children } = props
  return (
    <>
      <button type="button" class={look} popovertarget={id}>
        {label}
      </button>
      <div
        id={id}
        class="menu"
        popover="auto"
        onToggle={(event) => {
          if (event.newState !== 'open') return window.removeEventListener('resize', placeOpen)
          place(event.currentTarget)
          // A phone is turned, or the page made larger.
          window.addEventListener('resize', placeOpen)
        }}
      >
        {children}
      </div>
    </>
  )
}

/** One thing in a menu; choosing it closes the menu. */
export function MenuItem(props: { menu: string; onClick: () => void; children: ComponentChildren }) {
  const { menu, onClick, children } = props
  return (
    <button type="button" class="menu-item" popovertarget={menu} popovertargetaction="hide" onClick={onClick}>
      {children}
    </button>
  )
}

/** Under its button, its right edge to the button's, and inside the window; anchors in CSS are too new. */
function place(menu: HTMLElement): void {
  const button = document.querySelector(`[popovertarget="${menu.id}"]:not(.menu-item)`)
  if (!button) return
  // Where it was before it might not be as wide as it can.
  menu.style.left = '0'
  const at = button.getBoundingClientRect()
  const isBelow = at.bottom + menu.offsetHeight + 8 <= window.innerHeight
  const top = isBelow ? at.bottom + 4 : at.top - menu.offsetHeight - 4
  menu.style.top = `${Math.max(8, top)}px`
  menu.style.left = `${Math.max(8, Math.min(at.right, window.innerWidth - 8) - menu.offsetWidth)}px`
}

function placeOpen(): void {
  const menu = document.querySelector<HTMLElement>('.menu:popover-open')
  if (menu) place(menu)
}
