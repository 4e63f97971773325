import type { Against, Rule, Snapshot } from '../../engine/index.ts'
import type { DeskRequest, StoredPractice } from '../store/model.ts'
import { type Choice, judge, wordsAgainst } from './choosing.ts'

const QUARTER_MS = 15 * 60_000

/** A day on which a request could start nowhere. */
export interface EmptyDay {
  readonly practice: StoredPractice
  readonly snapshot: Snapshot
  readonly request: DeskRequest
  readonly choice: Omit<Choice, 'start'>
  /** Epoch ms. */
  readonly range: { readonly start: number; readonly end: number }
  /** Starts that the rules allow, whatever is taken. */
  readonly allowed: readonly number[]
}

/** What would have to be otherwise for anything to start that day; bookings aren't the cause then. */
const causes: readonly Rule[] = ['closed', 'too-soon', 'too-far', 'not-in-window', 'patients', 'reason-not-given']
const bookings: readonly Rule[] = ['practitioner-full', 'no-chair', 'ceiling']

/** Why a day offers nothing, in words for staff. */
export function whyEmpty({ practice, snapshot, request, choice, range, allowed }: EmptyDay): string {
  const { file } = practice
  if (range.end <= snapshot.now) return 'This day has passed.'
  if (allowed.length > 0) return whyFull({ snapshot, request, choice, allowed })
  const say = (against: Against) => wordsAgainst(snapshot, file, choice, against)
  const first = Math.max(range.start, Math.ceil(snapshot.now / QUARTER_MS) * QUARTER_MS)
  let fewest: readonly Against[] = []
  for (let start = first; start < range.end; start += QUARTER_MS) {
    // No grid is asked for: a quarter of an hour meets each window, but not each start.
    const answer = judge(snapshot, request, { ...choice, start }, ['off-grid', ...bookings, ...causes])
    const found = answer.offered ? answer.overruled.filter(({ rule }) => causes.includes(rule)) : []
    if (found.length > 0 && (fewest.length === 0 || found.length < fewest.length)) fewest = found
  }
  if (fewest[0]) return say(fewest[0])
  if (range.start <= snapshot.now) return 'No more times on this day.'
  const noon = (range.start + range.end) / 2
  const answer = judge(snapshot, request, { ...choice, start: noon }, ['off-grid'])
  const hours = answer.offered ? [] : answer.against.filter(({ rule }) => rule === 'outside-hours' || rule === 'closed')
  const words = [...new Set(hours.map(say))].join(' ')
  return words || 'Outside hours.'
}

function whyFull({ snapshot, request, choice, allowed }: Omit<EmptyDay, 'practice' | 'range'>): string {
  for (const start of allowed) {
    const answer = judge(snapshot, request, { ...choice, start })
    const [first, ...others] = answer.offered ? [] : answer.against
    if (first?.rule !== 'ceiling' || others.some(({ rule }) => rule !== 'ceiling')) continue
    return `Full: at most ${first.most} such ${first.most === 1 ? 'visit is' : 'visits are'} taken then.`
  }
  return 'Full: every time is taken.'
}
