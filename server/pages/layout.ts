import { html, raw } from 'hono/html'
import type { Context as AppContext } from '../context.ts'
import { Language } from '../contract/language.ts'
import { directionOf, ownNames, words } from './words.ts'

/** Something that needs no escaping any more. */
export type Markup = ReturnType<typeof html>

export type Theme = 'light' | 'dark' | 'auto'

/** What differs from page to page. */
export interface Page {
  readonly language: Language
  readonly title: string
  readonly theme: Theme
  /** A colour that was checked: it stands in a style sheet. */
  readonly accent: string
  /** Letter on the tab's icon. */
  readonly initial: string
  readonly head: Markup
  readonly body: Markup
  readonly isEmbedded?: boolean
}

const DEFAULT_ACCENT = '#0b6e6e'

/** The one rule that differs between practices; its hash stands in the Content-Security-Policy. */
export function accentRule(accent: string): string {
  return `:root{--accent:${accent}}`
}

/** A CSS colour as it stands, or our own when it could be anything else: it is written into a style sheet. */
export function safeColor(color: string | undefined): string {
  const isColor = /^(#[\da-f]{3,8}|[a-z]{3,30}|(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([\d\s.,%/a-z+-]{1,60}\))$/i
  return color && isColor.test(color) ? color : DEFAULT_ACCENT
}

/** Where a built file is; told by its content, so that a page and its script are of the same day. */
export function assetUrl(
  { asset }: Pick<AppContext, 'asset'>,
  name: 'patient.js' | 'account.js' | 'account-booking.js' | 'patient.css',
): string {
  const etag = asset(`widget/${name}`)?.etag.replaceAll(/[^\w-]/g, '')
  return etag ? `/v1/${name}?v=${etag}` : `/v1/${name}`
}

/** A whole page. */
export function layout(page: Page, css: string): Markup {
  const { language, title, theme, accent, head, body, isEmbedded = false } = page
  const scheme = theme === 'auto' ? 'light dark' : theme
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}" data-theme="${theme}"${isEmbedded ? raw(' class="embedded"') : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="color-scheme" content="${scheme}">
<meta name="theme-color" content="${accent}">
<link rel="icon" href="${iconOf(page)}">
<style>${raw(accentRule(accent))}</style>
<link rel="stylesheet" href="${css}">
${head}
</head>
<body>
${body}
</body>
</html>
`
}

/** Structured data; nothing in it can end the element it stands in. */
export function dataBlock(type: 'application/ld+json' | 'application/json', id: string, data: object): Markup {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return html`<script type="${type}" id="${id}">${raw(json)}</script>`
}

/** The same page in the other languages, without a script. */
export function languageMenu(language: Language, hrefOf: (other: Language) => string): Markup {
  return html`<details class="langs">
<summary aria-label="${words[language].language}: ${ownNames[language]}">${icon('globe')}<span>${ownNames[language]}</span></summary>
<ul>
${Language.options.map(
  (other) =>
    html`<li><a href="${hrefOf(other)}" lang="${other}" hreflang="${other}" dir="${directionOf(other)}"${other === language ? raw(' aria-current="true"') : ''}>${ownNames[other]}</a></li>
`,
)}</ul>
</details>`
}

export function phoneLink(phone: string, className: string, text: string): Markup {
  return html`<a class="${className}" href="tel:${phone.replace(/[^+\d]/g, '')}">${icon('phone')}<span>${text}</span></a>`
}

const icons = {
  phone:
    'M5 4h3.5l1.7 4.3-2.2 1.6a12 12 0 0 0 6.1 6.1l1.6-2.2L20 15.5V19a1.5 1.5 0 0 1-1.6 1.5A15.5 15.5 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4Z',
  globe: 'M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 1 0-17 0h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17',
}

function icon(name: keyof typeof icons): Markup {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${icons[name]}"/></svg>`
}

function iconOf({ accent, initial }: Page): string {
  const letter = `&#${initial.codePointAt(0) ?? 63};`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${accent}"/><text x="16" y="23" font-family="sans-serif" font-size="20" font-weight="600" text-anchor="middle" fill="#fff">${letter}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
