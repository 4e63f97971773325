import type { RequestListQuery } from '../contract/desk.ts'
import { fieldProblem } from '../problem.ts'
import { checkRange } from '../report.ts'
import { sourceGrouper } from '../report-source.ts'
import { midnightOf } from '../retention.ts'
import type { StoredPractice } from '../store/model.ts'
import type { CountedAsk } from '../store/report-reading.ts'
import type { Reader } from '../store/store.ts'

const MINUTE_MS = 60_000
/** Of the query: what only a list of what a report counts can be narrowed by. */
const narrowing = [
  'to',
  'reason',
  'source',
  'outcome',
  'changed',
  'cause',
  'rejection',
  'answeredAbove',
  'answeredUpTo',
] as const

/**
 * Which requests stand behind a number of a report, as the desk's list asks for them.
 *
 * @param ownOrigins - Where the hosted page is reached.
 * @returns undefined when the list isn't about a report.
 * @throws ProblemError when the dates make no range, or are missing where something else is given.
 */
export async function countedAsk(
  reader: Reader,
  { file }: StoredPractice,
  ownOrigins: readonly string[],
  query: RequestListQuery,
): Promise<CountedAsk | undefined> {
  const { tab, from, to, reason, practitioner, source, outcome, changed, cause, rejection } = query
  if (from === undefined && narrowing.every((name) => query[name] === undefined)) return undefined
  if (tab !== 'all')
    throw fieldProblem('/tab', 'Only the list of all requests can be narrowed to what a report counts.')
  if (from === undefined || to === undefined) {
    throw fieldProblem(from === undefined ? '/from' : '/to', 'Say from and to which date the requests were received.')
  }
  checkRange({ from, to })
  const range = { from: midnightOf(file, from), to: midnightOf(file, to), reason, practitioner }
  const { answeredAbove, answeredUpTo } = query
  const sourceOf = sourceGrouper(ownOrigins)
  return {
    ...range,
    outcome,
    sent:
      source === undefined
        ? undefined
        : (await reader.sentFrom(file.id, range)).filter((sent) => sourceOf(sent).key === source),
    isChanged: changed === 'yes',
    cause: cause === 'none' ? null : cause,
    rejection: rejection === 'none' ? null : rejection,
    answered:
      answeredAbove === undefined && answeredUpTo === undefined
        ? undefined
        : { aboveMs: inMs(answeredAbove), upToMs: inMs(answeredUpTo) },
  }
}

const inMs = (minutes: number | undefined) => (minutes === undefined ? null : minutes * MINUTE_MS)
