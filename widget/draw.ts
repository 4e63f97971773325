import { type Child, render } from './dom.ts'
import type { Booking, Step } from './model.ts'

/**
 * Draws into a card and keeps the focus where a person who cannot see the change would look for it: on the heading of a
 * new step, on what needs attention, and, when the focused control went away, on the day or heading that took its
 * place. The first screen takes no focus: the page around it may have it.
 */
export const createDraw = (root: ShadowRoot, card: HTMLElement) => {
  let shown: Step | undefined
  let answered = 0
  let isLost = false

  const find = (selector: string) => root.querySelector<HTMLElement>(selector)

  return (view: Child, booking?: Booking) => {
    const { step, attention } = booking ?? {}
    const focused = root.activeElement
    render(card, [view])
    const isNewStep = shown && shown !== step?.value
    isLost ||= isNewStep || (!!focused && !root.activeElement)
    const target =
      (attention && attention.value > answered && find('.b[tabindex]')) ||
      (isLost && ((!isNewStep && find('[aria-pressed=true]')) || find('h2')))
    shown = step?.value
    answered = attention?.value ?? 0
    if (!target) return
    isLost = false
    target.focus()
  }
}
