import type { ReportCounts } from '../../server/contract/report.ts'
import { causeWords, rejectWords } from '../model/answer/words.ts'
import { span } from '../model/words.ts'

export type ReportWords = ReturnType<typeof createReportWords>

/** Numbers and months as the practice reads them. */
export function createReportWords(locale: string) {
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const wholePercent = new Intl.NumberFormat(locale, { style: 'percent' })
  const month = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
  const monthAndYear = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
  const at = (key: string) => Date.parse(`${key}-01T00:00:00Z`)
  return {
    number: (count: number) => number.format(count),
    /** `89.6%`. */
    rate: (rate: number, aim: number) => percent.format(short(rate, aim, 1000)),
    /** `90%`. */
    wholeRate: (rate: number, aim: number) => wholePercent.format(short(rate, aim, 100)),
    /** `Nov` */
    month: (key: string) => month.format(at(key)),
    /** `Nov 2026` */
    monthInFull: (key: string) => monthAndYear.format(at(key)),
    /** `Jun – Nov 2026` */
    months: (from: string, to: string) => monthAndYear.formatRange(at(from), at(to)).replace(/\s?–\s?/, ' – '),
  }
}

/** Rounded, but never up to an aim that isn't reached: 89.96% are not 90%. */
function short(rate: number, aim: number, parts: number): number {
  const rounded = Math.round(rate * parts) / parts
  return rate < aim && rounded >= aim ? Math.floor(rate * parts) / parts : rounded
}

/** `46 min`; less than one isn't nothing. */
export function answerSpan(ms: number | null): string {
  if (ms === null) return '–'
  return ms < 60_000 ? 'under 1 min' : span(ms)
}

/** How many more would have had to be accepted; 0: the aim is reached. */
export function shortOfAim({ accepted, rejected, expired }: ReportCounts, aim: number): number {
  // A hair less, since 0.9 × 70 isn't quite 63 in binary.
  return Math.max(0, Math.ceil((accepted + rejected + expired) * aim - 1e-9) - accepted)
}

/** Where the rule behind a cause is set. The rooms for it are still to come: a name without a link. */
const rules: Readonly<Record<string, string>> = {
  'length-too-short': 'Lengths by reason',
  'practitioner-away': 'Exceptions and closures',
  'no-chair': 'Chairs by reason',
}

export function causeText(cause: string | null): { words: string; rule: string | null } {
  if (cause === null) return { words: 'No cause noted', rule: null }
  const known: Readonly<Record<string, string>> = causeWords
  return { words: known[cause] ?? cause, rule: rules[cause] ?? null }
}

export function rejectText(reason: string | null): string {
  if (reason === null) return 'No reason noted'
  const known: Readonly<Record<string, string>> = rejectWords
  return known[reason] ?? reason
}

/** `under 15 min`, `15 min – 1 h`, `over 24 h`. */
export function answerTimeText(times: readonly { upToMs: number | null }[], at: number): string {
  const before = times[at - 1]?.upToMs
  const { upToMs } = times[at]!
  const text = (ms: number) => (ms === 86_400_000 ? '24 h' : span(ms))
  if (before == null) return upToMs === null ? 'any time' : `up to ${text(upToMs)}`
  return upToMs === null ? `over ${text(before)}` : `${text(before)} – ${text(upToMs)}`
}
