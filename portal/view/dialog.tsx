import type { ComponentChildren } from 'preact'
import { focusOpener } from '../focus.ts'
import { Icon } from './icon.tsx'

const titleOf = (title: string) => `dialog-${title.replace(/\W+/g, '-').toLowerCase()}`

/**
 * A question with its answers. Esc and × put it off. Enter gives the main answer: the foot's button of type `submit`. What
 * should have focus first carries `autofocus`.
 */
export function Dialog(props: {
  title: string
  size?: 'small' | 'medium' | 'large'
  onLater: () => void
  onMain?: () => void
  onKey?: (event: KeyboardEvent) => void
  isBusy?: boolean
  children: ComponentChildren
  /** Left the ways out, right the main button; a `<span class="gap" />` between. */
  foot?: ComponentChildren
}) {
  const { title, size = 'small', onLater, onMain, onKey, isBusy = false, children, foot } = props
  return (
    <dialog
      class={size === 'small' ? 'dialog' : `dialog ${size}`}
      aria-labelledby={titleOf(title)}
      aria-busy={isBusy}
      ref={showModal}
      onCancel={(event) => {
        // Whoever opened it takes it away; the browser's own closing would leave it in the page, shut.
        event.preventDefault()
        onLater()
      }}
      onClose={onLater}
      onKeyDown={(event) => {
        // From the title, where nothing else would take it.
        if (event.key === 'Enter' && event.target instanceof HTMLHeadingElement && !isBusy) onMain?.()
        else onKey?.(event)
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy) onMain?.()
        }}
      >
        <div class="dialog-head">
          <h2 id={titleOf(title)} tabIndex={-1}>
            {title}
          </h2>
          <button type="button" class="button quiet small icon-only" onClick={onLater}>
            <Icon name="x" />
            <span class="sr">Close</span>
          </button>
        </div>
        <div class="dialog-body">{children}</div>
        {foot && <div class="dialog-foot">{foot}</div>}
      </form>
    </dialog>
  )
}

/** What had focus before the first of several dialogs in a row. */
let opener: Element | null = null

/** Kept outside the component: it must run once, when the dialog comes. What it returns runs when the dialog goes. */
const showModal = (dialog: HTMLDialogElement | null) => {
  if (!dialog || dialog.open) return
  opener ??= document.activeElement
  dialog.showModal()
  // The browser would take the × for the first thing to do, and scroll a long sheet to its end for the main button.
  const first = dialog.querySelector<HTMLElement>('[autofocus]') ?? dialog.querySelector<HTMLElement>('h2')
  first?.focus({ preventScroll: true })
  // Taken out of the page while open, a dialog gives focus back to nobody.
  return () =>
    setTimeout(() => {
      if (document.querySelector('dialog[open]')) return
      focusOpener(opener)
      opener = null
    })
}
