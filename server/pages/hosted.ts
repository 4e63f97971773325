import { html, raw } from 'hono/html'
import { Language } from '../contract/language.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { languageOf, localeIn, textIn } from '../language.ts'
import type { LocationHours } from './hours.ts'
import { closureTime, hoursLines, weekdayName } from './hours-text.ts'
import { describePractice } from './json-ld.ts'
import { dataBlock, languageMenu, layout, type Markup, phoneLink, safeColor, type Theme } from './layout.ts'
import type { PageWords } from './text/en.ts'
import { fill, words } from './words.ts'

/** What the address of the page asks for. */
export interface Wish {
  readonly language: Language
  readonly isEmbedded: boolean
  readonly theme: Theme
  readonly reason?: string | undefined
  readonly practitioner?: string | undefined
}

/** What a hosted page is made from. */
export interface Hosting {
  readonly file: PracticeFile
  readonly hours: readonly LocationHours[]
  readonly wish: Wish
  /** Like `https://book.example.com`. */
  readonly origin: string
  readonly css: string
}

/**
 * A practice's page: the widget, and all that helps without it: the reasons, the phone, when and where. In somebody
 * else's frame it is the widget alone.
 */
export function hostedPage({ file, hours, wish, origin, css }: Hosting): Markup {
  const { language, isEmbedded, theme } = wish
  const page = words[language]
  const { name, phone } = file
  const url = addressOf(file, language, origin)
  const within = answerWithin(file, language)
  const description = fill(page.description, { name, phone })
  const head = html`<script async src="/v1/book.js"></script>
${
  isEmbedded
    ? html`<meta name="robots" content="noindex">
<script type="module" src="/v1/embed.js"></script>`
    : html`<meta name="description" content="${description}">
<meta property="og:title" content="${fill(page.title, { name })}">
<meta property="og:description" content="${description}">
<meta property="og:type" content="website">
<meta property="og:url" content="${url}">
<link rel="canonical" href="${url}">
${Language.options.map(
  (other) => html`<link rel="alternate" hreflang="${other}" href="${addressOf(file, other, origin)}">
`,
)}${dataBlock('application/ld+json', 'practice', describePractice(file, hours, url, language))}`
}`
  const widget = html`<chairtime-booking practice="${file.id}" lang="${language}" theme="${theme}"${attribute('reason', wish.reason)}${attribute('provider', wish.practitioner)}>
${fallback(file, language, page, isEmbedded && hoursPart(file, hours, language, page))}
</chairtime-booking>`
  const body = isEmbedded
    ? html`<main class="book">
<h1 class="hidden">${fill(page.title, { name })}</h1>
${widget}
</main>`
    : html`<a class="skip" href="#main">${page.skip}</a>
<header class="top"><div class="wrap">
<p class="name">${name}</p>
${phoneLink(phone, 'tel', phone)}
${languageMenu(language, (other) => addressOf(file, other))}
</div></header>
<main class="wrap host" id="main" tabindex="-1">
<div class="intro">
<h1>${page.heading}</h1>
<p>${page.lead}${within ? ` ${fill(page.answers, { name, within })}` : ''}</p>
</div>
<div class="book">${widget}</div>
<div class="facts">
${hoursPart(file, hours, language, page)}
</div>
</main>
<footer class="foot"><div class="wrap">
<span>${name}</span>
<a class="lk" href="${addressOf(file, language, '', '/account')}">${page.account}</a>
${phoneLink(phone, 'lk', phone)}
${file.email ? html`<a class="lk" href="mailto:${file.email}">${file.email}</a>` : ''}
${file.privacyUrl ? html`<a class="lk" href="${file.privacyUrl}">${page.privacy}</a>` : ''}
</div></footer>`
  return layout(
    {
      language,
      title: fill(page.title, { name }),
      theme,
      accent: safeColor(file.accent),
      initial: name,
      head,
      body,
      isEmbedded,
    },
    css,
  )
}

/** In the page's own language, or not at all: half a sentence in another one helps nobody. */
export function answerWithin({ locale, answerWithin, answersWithin }: PracticeFile, language: Language) {
  return answersWithin?.[language] ?? (language === ownLanguage(locale) ? answerWithin : undefined)
}

export function ownLanguage(locale: string): Language {
  return languageOf(locale) ?? 'en'
}

/** The page's address, or that of one below it; in the practice's own language without saying so. */
function addressOf(file: PracticeFile, language: Language, origin = '', path = ''): string {
  const isOwn = language === ownLanguage(file.locale)
  return `${origin}/${file.id}${path}${isOwn ? '' : `?lang=${language}`}`
}

function attribute(name: string, value: string | undefined): Markup | '' {
  return value === undefined ? '' : html` ${raw(name)}="${value}"`
}

/** What stands where the widget will be, until it comes, and for good where no script runs. */
function fallback(file: PracticeFile, language: Language, page: PageWords, hours: Markup | false): Markup {
  const { urgentCare, reasons, phone } = file
  return html`<div class="ct">
${
  urgentCare &&
  html`<div class="b y">
<h2>${textIn(language, urgentCare.title, urgentCare.titles)}</h2>
<p>${textIn(language, urgentCare.text, urgentCare.texts)}</p>
${phoneLink(urgentCare.phone, 'lk', fill(page.call, { phone: urgentCare.phone }))}
</div>`
}
<h2>${page.canRequest}</h2>
<ul class="reasons">
${reasons.map(({ name, names, description, descriptions, durationMinutes, patients }) => {
  const facts = [
    fill(page.minutes, { minutes: durationMinutes }),
    description && textIn(language, description, descriptions),
    patients && (patients === 'new' ? page.forNew : page.forExisting),
  ]
  return html`<li><b><bdi>${textIn(language, name, names)}</bdi></b><small>${facts.filter(Boolean).join(page.comma)}</small></li>
`
})}</ul>
<noscript>
<p>${page.byPhone}</p>
${phoneLink(phone, 'btn go', fill(page.call, { phone }))}
${hours}
</noscript>
</div>`
}

/** When and where, a location after the other. */
function hoursPart(file: PracticeFile, hours: readonly LocationHours[], language: Language, page: PageWords): Markup {
  const locale = localeIn(language, file.locale)
  const isSeveral = file.locations.length > 1
  return html`${file.locations.map(({ name, address }, i) => {
    const { week, closures } = hours[i]!
    return html`<section>
<h2>${isSeveral ? name : page.hours}</h2>
${isSeveral && html`<p><bdi>${address}</bdi></p>`}
<table class="hours">
${isSeveral && html`<caption>${page.hours}</caption>`}
<tbody>
${inOrder(week, file.weekStart).map(
  (day) => html`<tr><th scope="row">${weekdayName(day.weekday, locale)}</th><td>${hoursLines(day, page, locale).map(
    (line) => html`<span>${line}</span>`,
  )}</td></tr>
`,
)}</tbody>
</table>
${
  closures.length > 0 &&
  html`<h3>${page.closures}</h3>
<ul class="closures">
${closures.map(
  (closure) => html`<li><b><bdi>${closure.name}</bdi></b><span>${closureTime(closure, page, locale)}</span></li>
`,
)}</ul>`
}
</section>
${
  !isSeveral &&
  html`<section>
<h2>${page.address}</h2>
<address>${name !== file.name && html`<bdi>${name}</bdi><br>`}<bdi>${address}</bdi></address>
</section>`
}`
  })}`
}

/** The week as it begins there. */
function inOrder<T>(week: readonly T[], weekStart: number): readonly T[] {
  return [...week.slice(weekStart - 1), ...week.slice(0, weekStart - 1)]
}
