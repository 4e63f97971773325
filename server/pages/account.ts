import { html } from 'hono/html'
import type { Language } from '../contract/language.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { todayOf } from '../dates.ts'
import { localeIn } from '../language.ts'
import { dataBlock, languageMenu, layout, type Markup, phoneLink, safeColor } from './layout.ts'
import { fill, words } from './words.ts'

/** What the pages of an invitation and of an account are made from. Nothing in it is about a patient. */
export interface AccountHosting {
  /** Its last part in the address, too. */
  readonly kind: 'invitation' | 'account'
  readonly file: PracticeFile
  readonly language: Language
  /** As it was asked for, if it was. */
  readonly lang: string | undefined
  /** The script's texts by the English ones; left out: English. */
  readonly texts: object | undefined
  /** Epoch ms. */
  readonly now: number
  readonly css: string
  readonly script: string
  readonly booking: string
}

/**
 * The page behind an invitation, and that of an account, without what they lead to: the script asks for that, with a
 * link's token in a body, or the session. The widget is there too, for the booking.
 */
export function accountPage({ kind, file, language, lang, texts, now, css, script, booking }: AccountHosting): Markup {
  const { id, name, phone, privacyUrl } = file
  const page = words[language]
  const title = fill(kind === 'invitation' ? page.invitationTitle : page.accountTitle, { name })
  const data = {
    kind,
    practice: id,
    name,
    phone,
    privacyUrl,
    consents: file.consentLanguages.includes(language),
    locale: localeIn(language, file.locale),
    language,
    lang: lang === undefined ? undefined : language,
    today: todayOf(file, now),
    texts,
  }
  const head = html`<meta name="robots" content="noindex">
${dataBlock('application/json', 'page', data)}
<script defer src="${script}"></script>
<script async src="${booking}"></script>`
  const body = html`<main class="alone own">
<div class="ct g">
<header class="brand r">
<p class="name">${name}</p>
${phoneLink(phone, 'lk', phone)}
</header>
<div id="account">
<div class="g bones" aria-hidden="true"><div class="z z1"></div><div class="z z2"></div><div class="z z3"></div></div>
<noscript>
<h1>${title}</h1>
<p>${page.accountByPhone}</p>
${phoneLink(phone, 'btn go', fill(page.call, { phone }))}
</noscript>
</div>
<p class="m hidden" role="status" id="status">${page.accountOpening}</p>
</div>
<div id="book" hidden></div>
<footer>${languageMenu(language, (other) => `/${id}/${kind}?lang=${other}`)}</footer>
</main>`
  return layout({ language, title, theme: 'auto', accent: safeColor(file.accent), initial: name, head, body }, css)
}
