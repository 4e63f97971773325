import { defineElement, tag } from './element.ts'
import { part, partsFrom } from './part.ts'
import { createFor } from './place.ts'
import { readVisit } from './visit.ts'

type ModesPart = typeof import('./parts/modes.ts')

// Optimisers and tag managers inline scripts, join them or run them late: then the page is asked where this one stood.
const current = document.currentScript as HTMLScriptElement | null
const script = current?.dataset.practice
  ? current
  : (document.querySelector<HTMLScriptElement>('script[data-practice],script[src*="/v1"][src*="/book.js"]') ?? current)
const { dataset = {}, src = '' } = script ?? {}
const { practice, mode } = dataset
const api = dataset.api ?? (src && new URL(src).origin)

/** Buttons, dialogs, frames and places elsewhere on the page are a part of their own: few pages have any. */
const show = (spot: HTMLElement | null, otherwise?: () => void) =>
  part<ModesPart>('modes').then((modes) => modes.show(spot, api), otherwise)

/** Where the tag stands, unless the page has the element for it: beside the tag, or put by hand anywhere. */
const put = () => {
  const byHand = `${tag}[practice="${practice}"]:not(script[data-practice]+${tag})`
  if (!script || script.nextElementSibling?.localName === tag || document.querySelector(byHand)) return
  const element = createFor(script, api)
  // Tag managers put it into the head, or take it away as it runs.
  if (script.closest('body')) script.after(element)
  else document.body.append(element)
}

const place = () => {
  if (practice) {
    if (mode) show(script, put)
    else put()
  }
  if (document.querySelector('[data-chairtime]')) show(null)
}

partsFrom(src ? new URL('.', src).href : `${api}/v1/`)
defineElement(api, readVisit(window.location.href, document.referrer))

// A link to the practice's own page opens it as a dialog; where that can't be had, it is a link.
document.addEventListener('click', (event) => {
  const link = (event.target as Element).closest?.<HTMLAnchorElement>('a[data-chairtime-popup]')
  if (!link || event.ctrlKey || event.metaKey || event.defaultPrevented) return
  event.preventDefault()
  show(link, () => {
    location.href = link.href
  })
})

// An element further down may not have been read yet.
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place)
else place()
