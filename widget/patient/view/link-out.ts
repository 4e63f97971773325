import { type Child, h } from '../../dom.ts'
import { callLink } from '../../view/call-link.ts'
import type { Mine } from '../model.ts'

/** The way out that always works. */
export const callPractice = ({ page }: Mine, className = 'btn') => callLink(page.phone, className)

/** To the practice's page, for a new request; with the reason chosen if there was one. */
export const startAnew = ({ page, request }: Mine, text: Child, isMain = true) => {
  const query = new URLSearchParams()
  if (new URLSearchParams(location.search).has('lang')) query.set('lang', page.language)
  if (request.value) query.set('reason', request.value.reason.id)
  return h('a', { class: isMain ? 'btn go' : 'btn', href: `/${page.practice}${query.size ? `?${query}` : ''}` }, text)
}
