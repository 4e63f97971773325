import { defineElement, tag } from './element.ts'
import { readVisit } from './visit.ts'

// Optimisers and tag managers inline scripts or run them late: then the page is asked where this one stood.
const current = document.currentScript as HTMLScriptElement | null
const script =
  current?.src || current?.dataset.practice
    ? current
    : document.querySelector<HTMLScriptElement>('script[data-practice],script[src*="/v1/book.js"]')
const { dataset = {}, src = '' } = script ?? {}
const api = dataset.api ?? (src && new URL(src).origin)

defineElement(api, readVisit(window.location.href, document.referrer))

/** Where the tag stands, unless the page has the element for it: beside the tag, or put by hand anywhere. */
const place = () => {
  const byHand = `${tag}[practice="${dataset.practice}"]:not(script[data-practice]+${tag})`
  if (!script || script.nextElementSibling?.localName === tag || document.querySelector(byHand)) return
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries({ ...dataset, api })) {
    if (/^(practice|api|theme|color)$/.test(name) && value) element.setAttribute(name, value)
  }
  script.after(element)
}

// An element further down may not have been read yet.
if (/^[\w-]+$/.test(dataset.practice ?? '')) {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place)
  else place()
}
