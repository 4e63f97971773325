import { tag } from '../element.ts'
import { createFor } from '../place.ts'
import { ar } from '../text/ar.ts'
import { de } from '../text/de.ts'
import * as en from '../text/en.ts'
import { es } from '../text/es.ts'
import { fr } from '../text/fr.ts'
import { zhHans } from '../text/zh-Hans.ts'
import { onFrameMessage } from './frames.ts'
import css from './modes.css?inline'

/** What a button and a dialog say before the practice's reply is there, by the first part of a language's tag. */
const words: { readonly [language: string]: { readonly openLabel: string; readonly close: string } } = {
  ar: { openLabel: ar.openLabel, close: ar.close },
  de: { openLabel: de.openLabel, close: de.close },
  en: { openLabel: en.openLabel, close: en.close },
  es: { openLabel: es.openLabel, close: es.close },
  fr: { openLabel: fr.openLabel, close: fr.close },
  zh: { openLabel: zhHans.openLabel, close: zhHans.close },
}

const sheet = new CSSStyleSheet()
sheet.replaceSync(css)

const lock = new CSSStyleSheet()

/** Behind a dialog the page stands still, in its place; on paper what was sent stands alone. */
const lockPage = () => {
  const scrollbar = window.innerWidth - document.documentElement.clientWidth
  lock.replaceSync(
    `@media screen{html{overflow:hidden!important;padding-inline-end:${scrollbar}px!important}}@media print{body>:not(chairtime-dialog){display:none!important}}`,
  )
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, lock]
}

const unlockPage = () => {
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== lock)
}

/** Places that have what they ask for already. */
const shown = new WeakSet<HTMLElement>()
/** By what is said of the widget in it, so that a page which draws its link again and again has one dialog. */
const dialogs = new Map<string, (opener: HTMLElement) => void>()

/**
 * Shows what a place asks for: a script tag or `<div data-chairtime="elm">` with `data-mode` `popup` or `float` a
 * button, another `<div data-chairtime="elm">` the widget, `<iframe data-chairtime>` its right height, and a pressed
 * `<a data-chairtime-popup>` the dialog.
 *
 * @param spot - null: every `data-chairtime` on the page that has nothing yet.
 * @param api - Origin of the server, where the place names none.
 */
export const show = (spot: HTMLElement | null, api: string) => {
  if (!spot) for (const each of document.querySelectorAll<HTMLElement>('[data-chairtime]')) fill(each, api)
  else if (spot instanceof HTMLAnchorElement)
    openFrom(spot, createFromLink(spot), spot.ariaLabel ?? spot.textContent.trim())
  else fill(spot, api)
}

const fill = (spot: HTMLElement, api: string) => {
  if (shown.has(spot)) return
  shown.add(spot)
  // One listener, however many frames come and go.
  if (spot instanceof HTMLIFrameElement) return window.addEventListener('message', onFrameMessage)
  const { chairtime, mode, label } = spot.dataset
  const element = createFor(spot, api)
  // A copy of a page that had it already, as single-page apps keep them; or the element, put by hand.
  if ((chairtime ? spot.lastElementChild : spot.nextElementSibling)?.localName === tag) return
  if (chairtime) {
    element.setAttribute('practice', chairtime)
    // What stands in the place is there for as long as the widget is not.
    element.append(...spot.childNodes)
  }
  const isFloat = mode === 'float'
  const put = isFloat || mode === 'popup' ? createButton(element, label, isFloat) : element
  if (isFloat || !spot.closest('body')) document.body.append(put)
  else if (chairtime) spot.append(put)
  else spot.after(put)
}

/** A link to the practice's own page says which practice, and what is chosen, as that page reads it. */
const createFromLink = (link: HTMLAnchorElement) => {
  const { origin, pathname, searchParams } = new URL(link.href)
  const element = createFor(link, origin)
  element.setAttribute('practice', pathname.split('/')[1] ?? '')
  for (const name of ['lang', 'reason', 'provider']) {
    const value = searchParams.get(name)
    if (value && !element.hasAttribute(name)) element.setAttribute(name, value)
  }
  return element
}

const wordsFor = (element: Element) => {
  const language = (element.getAttribute('lang') ?? document.documentElement.lang).toLowerCase()
  const own = /^zh.(hant|tw|hk|mo)/.test(language) ? '' : language.split('-')[0]!
  const known = Object.hasOwn(words, own) ? own : 'en'
  return { ...words[known]!, language: known, direction: known === 'ar' ? 'rtl' : 'ltr' }
}

/** An element of ours on the page, closed to the page's own styles. */
const createHost = (name: string, element: Element) => {
  const host = document.createElement(name)
  const theme = element.getAttribute('theme')
  if (theme) host.setAttribute('theme', theme)
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [sheet]
  return { host, root }
}

const createControl = (text: string, onClick: (control: HTMLButtonElement) => void) => {
  const control = document.createElement('button')
  control.type = 'button'
  control.textContent = text
  control.addEventListener('click', () => onClick(control))
  return control
}

const createBox = (name: string, child: Node) => {
  const box = document.createElement('div')
  box.className = name
  box.append(child)
  return box
}

const createButton = (element: HTMLElement, label: string | undefined, isFloat: boolean) => {
  const { host, root } = createHost('chairtime-button', element)
  const { openLabel, language, direction } = wordsFor(element)
  const button = createControl(label ?? openLabel, (control) => openFrom(control, element, control.textContent))
  button.setAttribute('aria-haspopup', 'dialog')
  button.className = 'go'
  if (isFloat) host.setAttribute('float', '')
  if (!label) Object.assign(button, { lang: language, dir: direction })
  root.append(button)
  paint(root, element)
  return host
}

/** The button in the practice's colour: the one the place names, else the one in the practice's file. */
const paint = async (root: ShadowRoot, element: Element) => {
  const own = element.getAttribute('color')
  const color = own ?? (await readAccent(element)) ?? ''
  if (!CSS.supports('color', color)) return
  const accent = new CSSStyleSheet()
  accent.replaceSync(`:host{--accent:${color}}`)
  root.adoptedStyleSheets = [sheet, accent]
}

/** Undefined when there is none, or it can't be had: a button in another colour is still a button. */
const readAccent = async (element: Element): Promise<string | undefined> => {
  try {
    const response = await fetch(`${element.getAttribute('api')}/v1/practices/${element.getAttribute('practice')}`, {
      credentials: 'omit',
    })
    return (await response.json()).accent
  } catch {
    return undefined
  }
}

/** Opens the dialog with this widget in it, and gives the focus back to what opened it. */
const openFrom = (opener: HTMLElement, element: HTMLElement, label: string) => {
  const key = element.outerHTML
  if (!dialogs.has(key))
    dialogs.set(
      key,
      createDialog(element, label, () => dialogs.delete(key)),
    )
  dialogs.get(key)!(opener)
}

const createDialog = (element: HTMLElement, label: string, onEnd: () => void) => {
  const { host, root } = createHost('chairtime-dialog', element)
  const { close, language, direction } = wordsFor(element)
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-label', label)
  const bar = createBox(
    'bar',
    createControl(close, () => dialog.close()),
  )
  Object.assign(bar, { lang: language, dir: direction })
  // A copy, so that the next dialog starts anew.
  dialog.append(bar, createBox('card', createBox('', element.cloneNode(true))))
  root.append(dialog)
  let opener: HTMLElement
  let isSent = false
  host.addEventListener('chairtime:submitted', () => {
    isSent = true
  })
  dialog.addEventListener('close', () => {
    unlockPage()
    opener.focus()
    // What was typed stays for the next time, until it is sent.
    if (!isSent) return
    host.remove()
    onEnd()
  })
  document.body.append(host)
  return (from: HTMLElement) => {
    opener = from
    if (dialog.open) return
    lockPage()
    dialog.showModal()
  }
}
