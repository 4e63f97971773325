import {
  compile,
  days,
  evaluate,
  explain,
  explainRemoval,
  first,
  next,
  occupancyOf,
  overflowOf,
  type Practice,
  readSnapshot,
  type Snapshot,
  slots,
  starts,
  writeAnswer,
  writeSnapshot,
} from '../../engine/index.ts'
import { asks, booked, dates, judged, now, practice } from './fixture.ts'

/** Odd quarters of hours and even ones in turn. */
const JUDGED_EVERY_MS = 45 * 60_000
const DAY_MS = 86_400_000

/** All that the engine says of the fixture, one JSON value a line, keys sorted. */
export function answers(): string {
  const lines: string[] = []
  const sentences = new Set<string>()
  const write = (what: string, value: unknown) => lines.push(`${what} ${JSON.stringify(value, sorted)}`)
  const snapshots = {
    window: snapshotOf({ ...practice, grid: 'window' }),
    clock: snapshotOf({ ...practice, grid: 'clock' }),
  }
  const texts = {
    window: JSON.stringify(writeSnapshot(snapshots.window, 'any')),
    clock: JSON.stringify(writeSnapshot(snapshots.clock, 'any')),
  }
  const revived = { window: readSnapshot(JSON.parse(texts.window)), clock: readSnapshot(JSON.parse(texts.clock)) }
  write('written', texts)
  write('overflow', overflowOf(snapshots.window.occupancy))
  for (const { grid, ...ask } of asks) {
    const snapshot = snapshots[grid]
    const { span } = snapshot.compiled
    write('ask', { ...ask, grid })
    for (const slot of slots(snapshot, ask, span)) write('slot', slot)
    write('starts', [...starts(snapshot, ask, span)])
    write('revived', writeAnswer(revived[grid], ask, span))
    write('days', days(snapshot, ask, dates))
    write('first', first(snapshot, ask))
    write('next', next(snapshot, ask, now + 200 * DAY_MS))
    for (const [from, to] of judged) {
      for (let start = Date.parse(from); start < Date.parse(to); start += JUDGED_EVERY_MS) {
        const answer = evaluate(snapshot, ask, start)
        write(new Date(start).toISOString(), answer)
        for (const against of answer.offered ? [] : answer.against) {
          sentences.add(explain(snapshot.compiled, against))
          for (const removal of against.remove) sentences.add(explainRemoval(snapshot.compiled, removal))
        }
      }
    }
  }
  write('sentences', [...sentences])
  return `${lines.join('\n')}\n`
}

function snapshotOf(practice: Practice): Snapshot {
  const compiled = compile(practice, dates)
  return { compiled, occupancy: occupancyOf(compiled, booked), now }
}

/** Where this runs, as it would show if anything asked without naming a zone or language. */
export function surroundings(): string {
  const { locale, timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return `${timeZone} ${locale} ${new Date(2027, 6, 1).toLocaleString()}`
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
