import { formatDate, parseDate } from '../engine/date.ts'
import type { Report, ReportCounts, ReportGroup } from './contract/report.ts'
import { addDays, todayOf } from './dates.ts'
import { nameOf } from './desk/view.ts'
import { fieldProblem } from './problem.ts'
import { quantile } from './quantile.ts'
import { sourceGrouper } from './report-source.ts'
import { midnightOf } from './retention.ts'
import type { StoredPractice } from './store/model.ts'
import type { Outcome, RequestCount } from './store/report-reading.ts'
import type { Reader } from './store/store.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Nine in ten (requirement B10). */
const AIM = 0.9
const ANSWER_TIMES = [15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS, null]
const MONTHS_SHOWN = 6
const MOST_MONTHS = 36

/** What a report is about; dates at the practice, `[from, to)`. */
export interface ReportAsked {
  readonly from: string
  readonly to: string
  readonly reason?: string | undefined
  readonly practitioner?: string | undefined
  /** Key of a group of sources. */
  readonly source?: string | undefined
}

/** This month and the five before it, to the end of today. */
export function usualRange({ file }: StoredPractice, now: number): { from: string; to: string } {
  const today = todayOf(file, now)
  let from = `${today.slice(0, 7)}-01`
  for (let i = 1; i < MONTHS_SHOWN; i++) from = `${addDays(from, -1).slice(0, 7)}-01`
  return { from, to: addDays(today, 1) }
}

/** @throws ProblemError when the dates make no range, or none that can be counted. */
export function checkRange({ from, to }: Pick<ReportAsked, 'from' | 'to'>): void {
  // Before and after, time zones aren't known.
  if (from < '2000' || to > '2100') throw fieldProblem('/from', 'The dates must lie between 2000 and 2100.')
  if (to <= from) throw fieldProblem('/to', 'The last date must be after the first.')
  if (monthNumber(to) - monthNumber(from) > MOST_MONTHS) {
    throw fieldProblem('/to', `A report covers at most ${MOST_MONTHS} months.`)
  }
}

function monthNumber(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
}

/**
 * Counts the requests that a practice received.
 *
 * @param ownOrigins - Where the hosted page is reached.
 */
export async function reportFor(
  reader: Reader,
  practice: StoredPractice,
  ownOrigins: readonly string[],
  asked: ReportAsked,
): Promise<Report> {
  const { file } = practice
  const { from, to, reason, practitioner } = asked
  const all = newTally()
  const months = new Tallies()
  const [reasons, practitioners, sources] = [new Tallies(), new Tallies(), new Tallies()]
  const [causes, rejections] = [new Map<string | null, number>(), new Map<string | null, number>()]
  const choices = new Map<string, string>()
  const sourceOf = sourceGrouper(ownOrigins)

  // A month at a time: the database knows no time zones, and nobody waits long for one month to be counted.
  for (const month of monthsBetween(from, to)) {
    const range = { from: midnightOf(file, month.from), to: midnightOf(file, month.to) }
    const inMonth = months.of(month.key, month.key)
    for (const group of await reader.countRequests(file.id, { ...range, reason, practitioner })) {
      const source = sourceOf(group)
      choices.set(source.key, source.name)
      if (asked.source !== undefined && asked.source !== source.key) continue
      const { outcome } = group
      const tallies = [
        all,
        inMonth,
        reasons.of(group.reason, nameOf(file.reasons, group.reason)),
        practitioners.of(group.practitioner, nameOf(file.practitioners, group.practitioner)),
        sources.of(source.key, source.name),
      ]
      for (const tally of tallies) add(tally, group)
      if (group.isChanged) addTo(causes, group.why, group.count)
      if (outcome === 'rejected') addTo(rejections, group.why, group.count)
    }
  }

  return {
    from,
    to,
    aim: AIM,
    all: countsOf(all),
    within: quantile(all.times, 0.9),
    byMonth: months.groups(),
    byReason: mostFirst(reasons.groups()),
    byPractitioner: mostFirst(practitioners.groups()),
    bySource: mostFirst(sources.groups()),
    causes: inOrder(causes).map(([cause, count]) => ({ cause, count })),
    rejections: inOrder(rejections).map(([why, count]) => ({ reason: why, count })),
    answerTimes: answerTimesOf(all.times),
    sources: [...choices].map(([key, name]) => ({ key, name })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

interface Tally extends Record<Outcome, number> {
  changed: number
  readonly times: number[]
}

function newTally(): Tally {
  return { pending: 0, accepted: 0, rejected: 0, cancelled: 0, expired: 0, changed: 0, times: [] }
}

function add(tally: Tally, { outcome, count, isChanged, answerMs }: RequestCount): void {
  tally[outcome] += count
  if (isChanged) tally.changed += count
  if (outcome === 'accepted' || outcome === 'rejected') for (const ms of answerMs) tally.times.push(ms)
}

/** Groups in the order in which they were first asked for. */
class Tallies {
  readonly #tallies = new Map<string, { name: string; tally: Tally }>()

  of(key: string, name: string): Tally {
    let found = this.#tallies.get(key)
    if (!found) {
      found = { name, tally: newTally() }
      this.#tallies.set(key, found)
    }
    return found.tally
  }

  groups(): ReportGroup[] {
    return [...this.#tallies].map(([key, { name, tally }]) => ({ key, name, ...countsOf(tally) }))
  }
}

function countsOf({ times, ...counts }: Tally): ReportCounts {
  const { pending, accepted, rejected, cancelled, expired } = counts
  const decided = accepted + rejected + expired
  return {
    ...counts,
    received: pending + decided + cancelled,
    medianAnswerMs: quantile(times, 0.5),
    rate: decided === 0 ? null : accepted / decided,
  }
}

function answerTimesOf(times: readonly number[]): Report['answerTimes'] {
  const counts = ANSWER_TIMES.map((upToMs) => ({ upToMs, count: 0 }))
  for (const ms of times) counts.find(({ upToMs }) => upToMs === null || ms <= upToMs)!.count++
  return counts
}

/** Months that a range of dates touches, each cut to it. */
function monthsBetween(from: string, to: string): { key: string; from: string; to: string }[] {
  const months = []
  for (let first = from; first < to; ) {
    const key = first.slice(0, 7)
    const next = firstOfNext(key)
    const end = next < to ? next : to
    months.push({ key, from: first, to: end })
    first = end
  }
  return months
}

function firstOfNext(month: string): string {
  // 31 days after its first it is the next month in every case.
  return `${formatDate(parseDate(`${month}-01`) + 31).slice(0, 7)}-01`
}

function addTo(counts: Map<string | null, number>, key: string | null, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}

/** Most first; of as many, by name, and what nobody named last. */
function inOrder(counts: Map<string | null, number>): [string | null, number][] {
  return [...counts].sort(([a, most], [b, least]) => least - most || ((a ?? '~') < (b ?? '~') ? -1 : 1))
}

function mostFirst(groups: ReportGroup[]): ReportGroup[] {
  return groups.sort((a, b) => b.received - a.received || (a.name < b.name ? -1 : 1))
}
