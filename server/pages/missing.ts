import { html } from 'hono/html'
import type { Language } from '../contract/language.ts'
import { layout, type Markup, safeColor } from './layout.ts'
import { words } from './words.ts'

/** Where there is no such practice. */
export function missingPage(language: Language, css: string): Markup {
  const { missingTitle, missing } = words[language]
  return layout(
    {
      language,
      title: missingTitle,
      theme: 'auto',
      accent: safeColor(undefined),
      initial: '?',
      head: html`<meta name="robots" content="noindex">`,
      body: html`<main class="alone"><div class="ct s"><h1>${missingTitle}</h1><p>${missing}</p></div></main>`,
    },
    css,
  )
}
