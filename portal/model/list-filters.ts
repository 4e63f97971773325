import { reasonWords } from './answer/words.ts'
import { addMonths, type Months, monthIn } from './report-filters.ts'
import { span } from './words.ts'

export type Outcome = 'pending' | 'accepted' | 'rejected' | 'cancelled' | 'expired'

/** Which number of a report a list stands behind: months, and what narrows them. Nothing in it is about a patient. */
export type ListFilters = Months & {
  reason?: string | null
  practitioner?: string | null
  /** Key of a group of sources. */
  source?: string | null
  outcome?: Outcome | null
  /** `yes`: accepted at another time than asked for. */
  changed?: 'yes' | null
  /** Why the time had to change; `none`: nobody said. */
  cause?: string | null
  /** Why it was rejected; `none`: nobody said. */
  rejection?: string | null
  /** Answered after more than so many minutes. */
  above?: string | null
  /** Answered after at most so many minutes. */
  upto?: string | null
}

const names = ['reason', 'practitioner', 'source', 'outcome', 'changed', 'cause', 'rejection', 'above', 'upto'] as const

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  pending: 'Pending',
  accepted: 'Accepted',
  rejected: 'Rejected',
  cancelled: 'Cancelled before an answer',
  expired: 'Expired',
}

/** Reads what stands after `?` in the address of a list. null: it isn't narrowed, or that can't be read. */
export function parseListFilters(hash: string): ListFilters | null {
  const query = new URLSearchParams(hash.split('?')[1] ?? '')
  const from = monthIn(query.get('from'))
  const to = monthIn(query.get('to'))
  if (from === null || to === null || from > to) return null
  const isWhole = (text: string | null) => (text !== null && /^\d{1,6}$/.test(text) ? text : null)
  const outcome = query.get('outcome') ?? ''
  return {
    from,
    to,
    reason: query.get('reason') || null,
    practitioner: query.get('practitioner') || null,
    source: query.get('source') || null,
    outcome: Object.hasOwn(outcomeWords, outcome) ? (outcome as Outcome) : null,
    changed: query.get('changed') === 'yes' ? 'yes' : null,
    cause: query.get('cause') || null,
    rejection: query.get('rejection') || null,
    above: isWhole(query.get('above')),
    upto: isWhole(query.get('upto')),
  }
}

/** What stands after `?`, with it; empty for null. */
export function formatListFilters(filters: ListFilters | null): string {
  if (!filters) return ''
  const query = new URLSearchParams({ from: filters.from, to: filters.to })
  for (const name of names) if (filters[name]) query.set(name, filters[name])
  return `?${query}`
}

const asked: Readonly<Record<string, string>> = { above: 'answeredAbove', upto: 'answeredUpTo' }

/** What the server is asked, besides the tab: dates, the second one not included. */
export function listAsk(filters: ListFilters): Record<string, string> {
  const narrowing = names.flatMap((name) => (filters[name] ? [[asked[name] ?? name, filters[name]]] : []))
  return { from: `${filters.from}-01`, to: `${addMonths(filters.to, 1)}-01`, ...Object.fromEntries(narrowing) }
}

type Named = readonly { id: string; name: string }[]

/** What a list is narrowed to, as people say it, the months first: `Nov 2026`, `Accepted`, `Check-up`. */
export function filterWords(
  filters: ListFilters,
  practice: { locale: string; reasons: Named; practitioners: Named },
): string[] {
  const months = new Intl.DateTimeFormat(practice.locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
  const at = (month: string) => Date.parse(`${month}-01T00:00:00Z`)
  const nameIn = (list: Named, id: string) => list.find((each) => each.id === id)?.name ?? id
  const { from, to, reason, practitioner, source, outcome, changed, cause, rejection } = filters
  return [
    `Received ${months.formatRange(at(from), at(to)).replace(/\s?–\s?/, ' – ')}`,
    ...(outcome ? [outcomeWords[outcome]] : []),
    ...(changed && !cause ? ['Time had to change'] : []),
    ...(cause ? [`Time had to change: ${cause === 'none' ? 'no cause noted' : reasonWords(cause)}`] : []),
    ...(rejection ? [`Rejected: ${rejection === 'none' ? 'no reason noted' : reasonWords(rejection)}`] : []),
    ...answeredWords(filters),
    ...(reason ? [nameIn(practice.reasons, reason)] : []),
    ...(practitioner ? [nameIn(practice.practitioners, practitioner)] : []),
    ...(source ? [`Source: ${sourceWords[source] ?? source.replace(/^(link|site):/, '')}`] : []),
  ]
}

const sourceWords: Readonly<Record<string, string>> = {
  website: 'Website',
  'hosted-page': 'Hosted page',
  program: 'Another program',
}

function answeredWords({ above, upto }: ListFilters): string[] {
  const text = (minutes: string) => (minutes === '1440' ? '24 h' : span(Number(minutes) * 60_000))
  if (above && upto) return [`Answered in ${text(above)} – ${text(upto)}`]
  if (above) return [`Answered after more than ${text(above)}`]
  return upto ? [`Answered within ${text(upto)}`] : []
}
