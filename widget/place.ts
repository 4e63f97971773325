import { tag } from './element.ts'

/**
 * The element with what a tag, a link or a place says of it; not on the page yet.
 *
 * @param spot - Its `data-practice`, `-api`, `-lang`, `-theme`, `-color`, `-reason`, `-provider`, `-engine` and
 *   `-prefill-…` count.
 * @param api - Origin of the server, where the spot names none.
 */
export const createFor = (spot: Element, api: string): HTMLElement => {
  const element = document.createElement(tag)
  element.setAttribute('api', api)
  for (const { name, value } of spot.attributes) {
    if (/^data-(practice|api|lang|theme|color|reason|provider|engine|prefill-.+)$/.test(name))
      element.setAttribute(name.slice(5), value)
  }
  return element
}
