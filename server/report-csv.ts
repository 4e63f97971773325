import { localIso } from './dates.ts'
import { nameOf } from './desk/view.ts'
import type { ReportAsked } from './report.ts'
import { sourceGrouper } from './report-source.ts'
import { midnightOf } from './retention.ts'
import type { StoredPractice } from './store/model.ts'
import type { ReportLine } from './store/report-reading.ts'
import type { Reader } from './store/store.ts'

const LINES_AT_ONCE = 2000
const MINUTE_MS = 60_000

const columns = [
  'received',
  'month',
  'reason',
  'practitioner',
  'source',
  'counted as',
  'state',
  'asked start',
  'scheduled start',
  'minutes to answer',
  'change cause',
  'rejection reason',
]

/**
 * The requests behind a report as CSV, one a line, without anything about patients: a part at a time, as it is asked for.
 *
 * Times are those of the practice's clock, as spreadsheets read them. Excel needs the mark at the beginning to read UTF-8.
 * Texts are quoted, and one that a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection):
 * strangers write the source.
 */
export async function* reportCsv(
  reader: Reader,
  practice: StoredPractice,
  ownOrigins: readonly string[],
  { from, to, reason, practitioner, source }: ReportAsked,
): AsyncGenerator<string> {
  const { stringify } = await import('csv-stringify/sync')
  const write = (rows: readonly unknown[][]) =>
    stringify([...rows], { escape_formulas: true, quoted_string: true, record_delimiter: 'windows' })
  const sourceOf = sourceGrouper(ownOrigins)
  const { file } = practice
  const zone = file.locations[0]!.timeZone
  const wall = (instant: number) => localIso(instant, zone).slice(0, 16).replace('T', ' ')
  const ask = { from: midnightOf(file, from), to: midnightOf(file, to), reason, practitioner }

  yield `\ufeff${write([columns])}`
  for (let last: ReportLine | undefined; ; ) {
    const lines = await reader.reportLines(file.id, ask, LINES_AT_ONCE, last)
    const rows = lines.flatMap((line) => {
      const group = sourceOf(line)
      if (source !== undefined && source !== group.key) return []
      const { outcome } = line
      const isAnswer = outcome === 'accepted' || outcome === 'rejected'
      const received = wall(line.createdAt)
      return [
        [
          received,
          received.slice(0, 7),
          nameOf(file.reasons, line.reason),
          nameOf(file.practitioners, line.practitioner),
          group.name,
          outcome,
          line.state,
          wall(line.askedStart),
          outcome === 'accepted' ? wall(line.start) : null,
          isAnswer && line.answerMs !== null ? Math.round(line.answerMs / MINUTE_MS) : null,
          line.isChanged ? line.why : null,
          outcome === 'rejected' ? line.why : null,
        ],
      ]
    })
    if (rows.length > 0) yield write(rows)
    last = lines.at(-1)
    if (lines.length < LINES_AT_ONCE) return
  }
}
