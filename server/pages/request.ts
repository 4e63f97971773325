import { html } from 'hono/html'
import type { Language } from '../contract/language.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { todayOf } from '../dates.ts'
import { localeIn } from '../language.ts'
import { answerWithin } from './hosted.ts'
import { dataBlock, languageMenu, layout, type Markup, phoneLink, safeColor } from './layout.ts'
import { fill, words } from './words.ts'

/** What the patient's page is made from. Nothing in it is about a patient: the script asks for that. */
export interface RequestHosting {
  readonly file: PracticeFile
  readonly language: Language
  /** The script's texts by the English ones; left out: English. */
  readonly texts: object | undefined
  /** Epoch ms. */
  readonly now: number
  readonly css: string
  readonly script: string
}

/** The page behind a private link, without what it leads to: that the link's token alone opens, in a body. */
export function requestPage({ file, language, texts, now, css, script }: RequestHosting): Markup {
  const { id, name, phone } = file
  const page = words[language]
  const title = fill(page.requestTitle, { name })
  const data = {
    practice: id,
    name,
    phone,
    locale: localeIn(language, file.locale),
    language,
    today: todayOf(file, now),
    answerWithin: answerWithin(file, language),
    texts,
  }
  const head = html`<meta name="robots" content="noindex">
${dataBlock('application/json', 'page', data)}
<script defer src="${script}"></script>`
  const body = html`<main class="alone">
<div class="ct g">
<header class="brand r">
<p class="name">${name}</p>
${phoneLink(phone, 'lk', phone)}
</header>
<div id="request">
<div class="g bones" aria-hidden="true"><div class="z z1"></div><div class="z z2"></div><div class="z z3"></div></div>
<noscript>
<h1>${title}</h1>
<p>${page.requestByPhone}</p>
${phoneLink(phone, 'btn go', fill(page.call, { phone }))}
</noscript>
</div>
<p class="m hidden" role="status" id="status">${page.opening}</p>
</div>
<footer>${languageMenu(language, (other) => `/${id}/request?lang=${other}`)}</footer>
</main>`
  return layout({ language, title, theme: 'auto', accent: safeColor(file.accent), initial: name, head, body }, css)
}
