import { type Child, h } from '../dom.ts'

/**
 * Browsers send a click for arrow keys and Space too. Those only select: going on with each would throw a person who
 * uses the keyboard off the list at its second entry.
 */
let isByKey = false

const letGo = () => {
  isByKey = false
}

/**
 * One native radio in the option box: reasons, locations, yes or no, times.
 *
 * @param onGo - Where a choice leads at once: by a tap, a click or Enter.
 * @param id - Of the control the error summary leads to.
 */
export const choice = (
  name: string,
  key: string,
  isChosen: boolean,
  onSelect: () => void,
  children: Child,
  onGo?: () => void,
  id?: string,
) =>
  h(
    'label',
    { class: 'o', key, onpointerdown: letGo },
    h('input', {
      type: 'radio',
      name,
      id,
      checked: isChosen,
      onkeydown: (event) => {
        isByKey = /^( |Arrow.*)$/.test(event.key ?? '')
        if (event.key === 'Enter' && onGo) {
          event.preventDefault()
          onSelect()
          onGo()
        }
      },
      onkeyup: letGo,
      onclick: () => {
        onSelect()
        if (!isByKey) onGo?.()
      },
    }),
    h('span', {}, children),
  )
