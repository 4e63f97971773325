import type { Source } from './contract/request.ts'
import type { SentFrom } from './store/report-reading.ts'

/** Where patients came from, as a report groups them. */
export interface SourceGroup {
  readonly key: string
  readonly name: string
}

const MOST_LETTERS = 100
const website: SourceGroup = { key: 'website', name: 'Website' }
const hostedPage: SourceGroup = { key: 'hosted-page', name: 'Hosted page' }
const program: SourceGroup = { key: 'program', name: 'Another program' }

/**
 * The group of one request. What the link said (`utm_source`) comes first, as somebody has chosen that word; else the
 * website that led there; else, for those who came straight, where they sent it from: the practice's own website, the
 * page that is hosted here, or a program that is no web page.
 *
 * Capitals don't count, nor does a leading `www.`: `Google` and `google` are one.
 *
 * @param source - As it is kept: JSON, or null.
 * @param origin - The website that sent it, or null.
 * @param ownOrigins - Where the hosted page is reached.
 * @example
 * sourceGroup('{"utmSource":"Google","referrer":"bing.com"}', null, []) // { key: 'link:google', name: 'google' }
 */
export function sourceGroup(source: string | null, origin: string | null, ownOrigins: readonly string[]): SourceGroup {
  const { utmSource, referrer } = (source === null ? {} : JSON.parse(source)) as Source
  const campaign = tidy(utmSource)
  if (campaign) return { key: `link:${campaign}`, name: campaign }
  const site = tidy(referrer).replace(/^www\./, '')
  if (site) return { key: `site:${site}`, name: site }
  if (origin === null) return program
  return ownOrigins.includes(origin) ? hostedPage : website
}

/** The same for very many: each source is read once. */
export function sourceGrouper(ownOrigins: readonly string[]): (of: SentFrom) => SourceGroup {
  const known = new Map<string, SourceGroup>()
  return ({ source, origin }) => {
    const key = `${origin} ${source}`
    let group = known.get(key)
    if (!group) {
      group = sourceGroup(source, origin, ownOrigins)
      known.set(key, group)
    }
    return group
  }
}

/** What strangers wrote into an address: one line, not too long. */
function tidy(text = ''): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .toLowerCase()
    .slice(0, MOST_LETTERS)
}
