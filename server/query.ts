import { z } from 'zod'
import {
  type Busy,
  compile,
  days,
  evaluate,
  explain,
  explainRemoval,
  type ListAsk,
  next,
  occupancyOf,
  rangeOfDates,
  type Slot,
  type Snapshot,
  slots,
  writeSnapshot,
} from '../engine/index.ts'
import { Id, Instant } from './contract/fields.ts'
import type { PracticeFile } from './contract/practice-file.ts'
import { addDays, localIso, todayOf } from './dates.ts'
import { describeFaults, readPracticeFile } from './practice-file.ts'
import { namesIn } from './rule-names.ts'

export const queries = ['slots', 'days', 'next', 'explain', 'compile'] as const
export type Query = (typeof queries)[number]

/** What stands behind the command, as text; `--json` stands alone. */
export interface QueryOptions {
  readonly reason?: string | undefined
  readonly practitioner?: string | undefined
  readonly location?: string | undefined
  readonly patients?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly start?: string | undefined
  readonly at?: string | undefined
  readonly json?: boolean | undefined
}

/** What is asked, with the files read. */
export interface Questioning {
  readonly query: Query
  readonly options: QueryOptions
  readonly practiceFile: string
  /** JSON list of what is taken; left out: nothing is. */
  readonly busyFile?: string | undefined
  /** Epoch ms, when `--at` is left out. */
  readonly now: number
  /** Version of the time zone data. */
  readonly zoneData: string
}

/** What to print, and how the process ends: 0 something is offered, 2 nothing is. */
export interface QueryAnswer {
  readonly text: string
  readonly code: 0 | 2
}

/** What is taken, as a file says it: like the engine's own, with ISO instants and little that must be said. */
const BusyFile = z.array(
  z.strictObject({
    id: z.string(),
    practitioner: Id.optional(),
    practitioners: z.array(Id).optional(),
    chair: Id.nullable().optional(),
    reason: Id.nullable().optional(),
    start: Instant,
    end: Instant,
    status: z
      .enum([
        'proposed',
        'pending',
        'booked',
        'arrived',
        'checked-in',
        'fulfilled',
        'cancelled',
        'noshow',
        'entered-in-error',
      ])
      .optional(),
    kind: z.enum(['appointment', 'request', 'hold', 'block']).optional(),
    patients: z.enum(['new', 'existing']).optional(),
  }),
)

/**
 * Answers a question over a practice file, without a server or a database.
 *
 * @throws RangeError with one message for the person at the keyboard.
 */
export function answerQuery({ query, options, practiceFile, busyFile, now, zoneData }: Questioning): QueryAnswer {
  const at = options.at === undefined ? now : instantOption('at', options.at)
  const read = readPracticeFile(practiceFile, new Date(at).toISOString().slice(0, 10))
  if (!read.ok) throw new RangeError(`the practice file must be changed:\n${describeFaults(read.faults)}`)
  const { file } = read
  const today = todayOf(file, at)
  const from = options.from ?? today
  const to = options.to ?? addDays(from, query === 'slots' || query === 'days' ? 7 : 366)
  const end = to > addDays(today, 368) ? to : addDays(today, 368)
  const compiled = compile(file, { from: from < today ? from : today, to: end })
  const snapshot: Snapshot = { compiled, occupancy: occupancyOf(compiled, readBusy(busyFile)), now: at }
  if (query === 'compile') return { text: JSON.stringify(writeSnapshot(snapshot, zoneData)), code: 0 }

  const ask = askOf(options)
  const print = printerFor(options.json ?? false)
  if (query === 'explain') return explained(snapshot, ask, options, file)
  if (query === 'days') {
    const found = days(snapshot, ask, { from, to })
    return answer(
      found,
      print(found, ({ date, starts }) => [date, `${starts} ${starts === 1 ? 'time' : 'times'}`]),
    )
  }
  if (query === 'next') {
    const found = next(snapshot, ask, options.from === undefined ? at : rangeOfDates(compiled, { from, to }).start)
    return answer(found ? [found] : [], print(found ? [found] : [], slotCells(file)))
  }
  const range = rangeOfDates(compiled, { from, to }, ask.location)
  const found = slots(snapshot, ask, range)
  return answer(found, print(found, slotCells(file)))
}

function answer(found: readonly unknown[], text: string): QueryAnswer {
  return { text, code: found.length > 0 ? 0 : 2 }
}

function explained(snapshot: Snapshot, ask: ListAsk, options: QueryOptions, file: PracticeFile): QueryAnswer {
  if (options.start === undefined) throw new RangeError('say which start: --start 2026-11-24T09:00:00-05:00')
  const start = instantOption('start', options.start)
  const evaluation = evaluate(snapshot, ask, start)
  const code = evaluation.offered ? 0 : 2
  if (options.json) return { text: toJson(evaluation), code }
  const zone = file.locations[0]!.timeZone
  const when = localIso(start, zone).slice(0, 16).replace('T', ' ')
  if (evaluation.offered)
    return { text: `${when} is offered: ${slotCells(file)(evaluation.slot).slice(1).join(', ')}`, code }
  const nameOf = namesIn(file)
  const lines = evaluation.against.map((against) => {
    const how = against.remove.map((removal) => explainRemoval(snapshot.compiled, removal, nameOf)).join('; ')
    return `- ${explain(snapshot.compiled, against, nameOf)}${how ? `\n    would help: ${how}` : ''}`
  })
  return { text: `${when} is not offered:\n${lines.join('\n')}`, code }
}

function askOf({ reason, practitioner, location, patients }: QueryOptions): ListAsk {
  if (reason === undefined) throw new RangeError('say which reason: --reason check-up')
  if (patients !== undefined && patients !== 'new' && patients !== 'existing') {
    throw new RangeError(`--patients must be new or existing; got "${patients}"`)
  }
  return { reason, practitioner, location, patients }
}

function instantOption(name: string, text: string): number {
  if (!Instant.safeParse(text).success) {
    throw new RangeError(`--${name} must be a time with its offset, like 2026-11-24T09:00:00-05:00; got "${text}"`)
  }
  return Date.parse(text)
}

function readBusy(text: string | undefined): Busy[] {
  if (text === undefined) return []
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    throw new RangeError(`the --busy file is not JSON: ${(error as Error).message}`)
  }
  const parsed = BusyFile.safeParse(data)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    throw new RangeError(`the --busy file must be changed: ${z.core.toDotPath(path)}: ${message}`)
  }
  return parsed.data.map(({ practitioner, practitioners, chair, reason, start, end, status, kind, ...rest }) => ({
    ...rest,
    kind: kind ?? 'appointment',
    status: status ?? 'booked',
    practitioners: practitioners ?? (practitioner === undefined ? [] : [practitioner]),
    chair: chair ?? null,
    reason: reason ?? null,
    start: Date.parse(start),
    end: Date.parse(end),
  }))
}

function slotCells(file: PracticeFile): (slot: Slot) => string[] {
  const nameOf = namesIn(file)
  return ({ start, practitioners, chair, location, places, of }) => [
    localIso(start, file.locations.find(({ id }) => id === location)!.timeZone)
      .slice(0, 16)
      .replace('T', ' '),
    practitioners.map((id) => nameOf('practitioner', id)).join(', '),
    ...(chair === null ? [] : [nameOf('chair', chair)]),
    ...(file.locations.length > 1 ? [nameOf('location', location)] : []),
    ...(of > 1 ? [`${places} of ${of} places`] : []),
  ]
}

/** JSON for programs: instants as ISO 8601. */
function toJson(value: unknown): string {
  const instants = ['start', 'end', 'earliest', 'before']
  const written = (key: string, item: unknown) =>
    typeof item === 'number' && instants.includes(key) ? new Date(item).toISOString() : item
  return JSON.stringify(value, written, 2)
}

function printerFor(json: boolean) {
  return <T>(found: readonly T[], cells: (item: T) => string[]): string => {
    if (json) return toJson(found)
    if (found.length === 0) return 'Nothing is offered.'
    const rows = found.map(cells)
    const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), [])
    return rows
      .map((row) =>
        row
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join('  ')
          .trimEnd(),
      )
      .join('\n')
  }
}
