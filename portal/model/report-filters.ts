/** Months in a row, like `2026-06`, both of them included. */
export type Months = { from: string; to: string }
export type Period = 'this-month' | 'last-month' | '3-months' | '6-months' | '12-months' | 'this-year' | 'months'
export type GroupedBy = 'reason' | 'practitioner' | 'source' | 'month'

/** What a report shows. null: all of them. */
export type ReportFilters = {
  period: Period
  /** With the period `months`. */
  months: Months | null
  reason: string | null
  practitioner: string | null
  source: string | null
  /** Which table is open. */
  by: GroupedBy
}

export const periodWords: Readonly<Record<Period, string>> = {
  'this-month': 'This month',
  'last-month': 'Last month',
  '3-months': 'Last 3 months',
  '6-months': 'Last 6 months',
  '12-months': 'Last 12 months',
  'this-year': 'This year',
  months: 'Choose months',
}

const usual = { period: '6-months', by: 'reason' } as const
const groups: readonly GroupedBy[] = ['reason', 'practitioner', 'source', 'month']
/** As many as the server counts at once. */
const mostMonths = 36

/** Reads what stands after `?` in the address. What can't be read counts as not said. */
export function parseFilters(hash: string): ReportFilters {
  const query = new URLSearchParams(hash.split('?')[1] ?? '')
  const from = monthIn(query.get('from'))
  const to = monthIn(query.get('to'))
  const isRange = from !== null && to !== null && from <= to && monthsFrom(from, to) <= mostMonths
  const period = query.get('period')
  const by = groups.find((group) => group === query.get('by')) ?? usual.by
  const shared = {
    reason: query.get('reason') || null,
    practitioner: query.get('practitioner') || null,
    source: query.get('source') || null,
    by,
  }
  if (isRange) return { ...shared, period: 'months', months: { from, to } }
  const isKnown = period !== null && period !== 'months' && Object.hasOwn(periodWords, period)
  return { ...shared, period: isKnown ? (period as Period) : usual.period, months: null }
}

/** What stands after `?`; empty where everything is as usual. A period stays what it is called, so a bookmark moves on. */
export function formatFilters({ period, months, reason, practitioner, source, by }: ReportFilters): string {
  const query = new URLSearchParams()
  if (months) for (const [name, month] of Object.entries(months)) query.set(name, month)
  else if (period !== usual.period) query.set('period', period)
  for (const [name, id] of Object.entries({ reason, practitioner, source })) if (id !== null) query.set(name, id)
  if (by !== usual.by) query.set('by', by)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/**
 * The months of a period.
 *
 * @param today - `YYYY-MM-DD` at the practice.
 */
export function monthsOf({ period, months }: Pick<ReportFilters, 'period' | 'months'>, today: string): Months {
  const to = today.slice(0, 7)
  switch (period) {
    case 'months':
      return months ?? { from: addMonths(to, -5), to }
    case 'this-month':
      return { from: to, to }
    case 'last-month':
      return { from: addMonths(to, -1), to: addMonths(to, -1) }
    case 'this-year':
      return { from: `${to.slice(0, 4)}-01`, to }
    default:
      return { from: addMonths(to, 1 - Number.parseInt(period, 10)), to }
  }
}

/** What the server is asked: dates, the second one not included. */
export function askOf(filters: ReportFilters, today: string): string {
  const { from, to } = monthsOf(filters, today)
  const query = new URLSearchParams({ from: `${from}-01`, to: `${addMonths(to, 1)}-01` })
  const { reason, practitioner, source } = filters
  for (const [name, id] of Object.entries({ reason, practitioner, source })) if (id !== null) query.set(name, id)
  return query.toString()
}

/** Months to choose from, latest first. */
export function monthChoices(today: string): string[] {
  return Array.from({ length: mostMonths }, (_, back) => addMonths(today.slice(0, 7), -back))
}

export function addMonths(month: string, count: number): string {
  const number = numberOf(month) + count
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`
}

function monthsFrom(from: string, to: string): number {
  return numberOf(to) - numberOf(from) + 1
}

function numberOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
}

/** A month like `2026-06`; null when it is none. */
export function monthIn(text: string | null): string | null {
  return text !== null && /^2\d{3}-(0[1-9]|1[0-2])$/.test(text) ? text : null
}
