import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Room } from '../context.ts'
import type { Language } from '../contract/language.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { todayOf } from '../dates.ts'
import { withAccent } from '../desk/settings.ts'
import { hashText } from '../hash.ts'
import { languageOf } from '../language.ts'
import { limited } from '../limits.ts'
import { accountPage } from '../pages/account.ts'
import { hostedPage } from '../pages/hosted.ts'
import { type LocationHours, openingHours } from '../pages/hours.ts'
import { accentRule, assetUrl, type Markup, safeColor, type Theme } from '../pages/layout.ts'
import { missingPage } from '../pages/missing.ts'
import { requestPage } from '../pages/request.ts'
import { isOrigin } from '../practice-file.ts'
import { type Texts, withoutOwn } from '../texts.ts'

const PRACTICE = ':practice{[a-z0-9]+(?:-[a-z0-9]+)*}'

/** Who may show a page in a frame: nobody, our own pages, these and some websites, or any. */
type Framing = "'none'" | "'self'" | `'self' ${string}` | '*'

/** Pages that people open by themselves: a practice's own, and those of a patient: a request, an invitation, an account. */
export function pageRoutes(room: Room) {
  const { store, residents, clock, ownOrigins } = room
  const app = new Hono()
  const css = assetUrl(room, 'patient.css')
  const script = assetUrl(room, 'patient.js')
  const accountScripts = { script: assetUrl(room, 'account.js'), booking: assetUrl(room, 'account-booking.js') }
  /** Reckoned once a day from each version of a practice's rules. */
  const hoursKept = new WeakMap<PracticeFile, { today: string; hours: LocationHours[] }>()

  app.get(`/${PRACTICE}/`, (context) => {
    const { search } = new URL(context.req.url)
    return context.redirect(`/${context.req.param('practice')}${search}`, 301)
  })

  app.get(`/${PRACTICE}`, safely('strict-origin-when-cross-origin'), limited(room, 'read'), async (context) => {
    const now = clock()
    const file = await fileOf(context, now)
    if (!file) return missing(context)
    const { lang, embed, theme, reason, provider } = context.req.query()
    const isEmbedded = embed !== undefined
    const wish = {
      language: languageFor(lang, file),
      isEmbedded,
      theme: themeFrom(theme),
      reason: file.reasons.find(({ id }) => id === reason)?.id,
      practitioner: file.practitioners.find(({ id }) => id === provider)?.id,
    }
    const shown = await withAccent(store, file)
    const markup = hostedPage({ file: shown, hours: hoursOf(file, now), wish, origin: ownOrigins[0] ?? '', css })
    context.header('Cache-Control', 'public, max-age=60, stale-while-revalidate=600')
    // So that it may stand in a page that lets nothing in without a word.
    context.header('Cross-Origin-Embedder-Policy', 'require-corp')
    context.header('Cross-Origin-Resource-Policy', isEmbedded ? 'cross-origin' : 'same-origin')
    return send(context, markup, safeColor(shown.accent), isEmbedded ? await framersOf(context, file) : "'self'")
  })

  app.get(`/${PRACTICE}/request`, safely('no-referrer'), limited(room, 'read'), async (context) => {
    const now = clock()
    const file = await fileOf(context, now)
    if (!file) return missing(context)
    const language = languageFor(context.req.query('lang'), file)
    const texts = withoutOwn(textsIn('patient', language), file, language)
    context.header('Cache-Control', 'no-cache')
    context.header('Cross-Origin-Resource-Policy', 'same-origin')
    context.header('X-Robots-Tag', 'noindex')
    const shown = await withAccent(store, file)
    const markup = requestPage({ file: shown, language, texts, now, css, script })
    return send(context, markup, safeColor(shown.accent), "'none'")
  })

  for (const kind of ['invitation', 'account'] as const) {
    app.get(`/${PRACTICE}/${kind}`, safely('no-referrer'), limited(room, 'read'), async (context) => {
      const now = clock()
      const file = await fileOf(context, now)
      if (!file) return missing(context)
      const lang = context.req.query('lang')
      const language = languageFor(lang, file)
      const texts = withoutOwn(textsIn('account', language), file, language)
      context.header('Cache-Control', 'no-cache')
      context.header('Cross-Origin-Resource-Policy', 'same-origin')
      context.header('X-Robots-Tag', 'noindex')
      const shown = await withAccent(store, file)
      const markup = accountPage({ kind, file: shown, language, lang, texts, now, css, ...accountScripts })
      return send(context, markup, safeColor(shown.accent), "'none'")
    })
  }

  async function fileOf(context: Context, now: number): Promise<PracticeFile | null> {
    const present = await residents.present(store, context.req.param('practice') ?? '', now)
    return present?.practice.file ?? null
  }

  /**
   * Where a practice says which websites may send, no other may show its form either. The file's list stands there whole;
   * of those that staff have allowed since, the one that asks.
   */
  async function framersOf(context: Context, { id, origins }: PracticeFile): Promise<Framing> {
    if (origins.length === 0) return '*'
    context.header('Vary', 'Referer', { append: true })
    const referrer = context.req.header('Referer') ?? ''
    const asking = URL.canParse(referrer) ? new URL(referrer).origin : ''
    const isAllowed = isOrigin(asking) && !origins.includes(asking) && (await store.isOriginAllowed(id, asking))
    return `'self' ${[...origins, ...(isAllowed ? [asking] : [])].join(' ')}`
  }

  function hoursOf(file: PracticeFile, now: number): LocationHours[] {
    const today = todayOf(file, now)
    const kept = hoursKept.get(file)
    if (kept?.today === today) return kept.hours
    const hours = openingHours(file, now)
    hoursKept.set(file, { today, hours })
    return hours
  }

  /** The built file of a script of a patient's; English needs none, and is what a language that wasn't built falls back to. */
  function textsIn(script: 'patient' | 'account', language: Language): Texts | undefined {
    const file = language === 'en' ? null : room.asset(`widget/${script}/${language}.json`)
    return file ? (JSON.parse(new TextDecoder().decode(file.body)) as Texts) : undefined
  }

  function missing(context: Context): Promise<Response> {
    const language = languageOf(context.req.query('lang') ?? '') ?? 'en'
    context.header('Cache-Control', 'no-cache')
    return send(context, missingPage(language, css), safeColor(undefined), "'none'", 404)
  }

  return app
}

/** Who may frame a page stands in its Content-Security-Policy, and who may load it in what it says itself. */
function safely(referrerPolicy: 'no-referrer' | 'strict-origin-when-cross-origin') {
  return secureHeaders({ xFrameOptions: false, crossOriginResourcePolicy: false, referrerPolicy })
}

/** What was asked for, else the practice's own. */
function languageFor(lang: string | undefined, { locale }: PracticeFile): Language {
  return languageOf(lang ?? '') ?? languageOf(locale) ?? 'en'
}

function themeFrom(text: string | undefined): Theme {
  return text === 'light' || text === 'dark' ? text : 'auto'
}

async function send(
  context: Context,
  markup: Markup,
  accent: string,
  framing: Framing,
  status: 200 | 404 = 200,
): Promise<Response> {
  const text = String(await markup)
  const etag = `"${(await hashText(text)).slice(0, 20)}"`
  context.header('ETag', etag)
  context.header('Content-Security-Policy', await policy(accent, framing))
  if (status === 200 && context.req.header('If-None-Match') === etag) return context.body(null, 304)
  return context.html(text, status)
}

/** Nothing from elsewhere, and no script or style that isn't ours. */
async function policy(accent: string, framing: Framing): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accentRule(accent)))
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)))
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'sha256-${hash}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${framing}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}
