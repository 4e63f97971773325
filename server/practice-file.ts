import { z } from 'zod'
import { compile, type DatedWindow } from '../engine/index.ts'
import { PracticeFile } from './contract/practice-file.ts'
import { faultWords } from './fault-words.ts'

/** One thing that is wrong with a practice file: where, what stands there, what would be right. */
export interface FileFault {
  /** Like `practitioners[0].reasons[2]`; empty for the whole file. */
  readonly path: string
  readonly value: string
  readonly should: string
}

export type FileAnswer = { ok: true; file: PracticeFile } | { ok: false; faults: FileFault[] }

/**
 * Reads a practice file whole: its shape, then what its parts say of one another, then every rule as the engine would.
 *
 * @param text - JSON.
 * @param today - `YYYY-MM-DD`: from when on rules are tried.
 */
export function readPracticeFile(text: string, today: string): FileAnswer {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    return { ok: false, faults: [{ path: '', value: 'not JSON', should: String((error as Error).message) }] }
  }
  return checkPracticeFile(data, today)
}

/** The same of what has been read already. */
export function checkPracticeFile(data: unknown, today: string): FileAnswer {
  const parsed = PracticeFile.safeParse(data)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => ({
      path: z.core.toDotPath(issue.path),
      value: shown(valueAt(data, issue.path)),
      should: faultWords(issue),
    }))
    return { ok: false, faults }
  }
  const file = parsed.data
  const faults = [
    ...ownAddress(file),
    ...namedTwice(file),
    ...danglingNames(file),
    ...wrongOrigins(file),
    ...wrongDates(file),
    ...wrongSegments(file),
  ]
  if (faults.length === 0) faults.push(...unreadableRules(file, today))
  return faults.length > 0 ? { ok: false, faults } : { ok: true, file }
}

/** Faults as lines for people. */
export function describeFaults(faults: readonly FileFault[]): string {
  return faults.map(({ path, value, should }) => `${path || 'file'}: got ${value}; ${should}`).join('\n')
}

/** The schema that editors read to complete and check a practice file. */
export function practiceFileSchema(): unknown {
  return { ...z.toJSONSchema(PracticeFile, { io: 'input' }), title: 'chairtime practice file' }
}

/** Where the server itself answers: a practice's page stands beside these. */
const TAKEN_ADDRESS = /^(portal|healthz|readyz|metrics|openapi\.json|problems|assets|robots\.txt|favicon\.ico|v\d.*)$/

function* ownAddress({ id }: PracticeFile): Generator<FileFault> {
  if (TAKEN_ADDRESS.test(id)) {
    yield { path: 'id', value: shown(id), should: "must be another one: the server's own pages stand at this address" }
  }
}

function* namedTwice(file: PracticeFile): Generator<FileFault> {
  for (const list of ['locations', 'chairs', 'reasons', 'practitioners', 'ceilings'] as const) {
    const seen = new Set<string>()
    for (const [i, { id }] of file[list].entries()) {
      if (seen.has(id)) yield { path: `${list}[${i}].id`, value: shown(id), should: 'must stand once in its list' }
      seen.add(id)
    }
  }
}

function* danglingNames(file: PracticeFile): Generator<FileFault> {
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)
  const check = function* (
    path: string,
    id: string | undefined,
    list: 'locations' | 'chairs' | 'reasons' | 'practitioners',
  ) {
    const known = ids(file[list])
    if (id !== undefined && !known.includes(id)) {
      yield { path, value: shown(id), should: `must be one of ${list}: ${known.join(', ') || '(none)'}` }
    }
  }
  const severalLocations = file.locations.length > 1
  for (const [i, chair] of file.chairs.entries()) yield* check(`chairs[${i}].location`, chair.location, 'locations')
  for (const [i, reason] of file.reasons.entries()) {
    for (const [k, id] of (reason.chairs ?? []).entries()) yield* check(`reasons[${i}].chairs[${k}]`, id, 'chairs')
    for (const [k, id] of (reason.together ?? []).entries()) {
      yield* check(`reasons[${i}].together[${k}]`, id, 'practitioners')
    }
  }
  for (const [i, practitioner] of file.practitioners.entries()) {
    for (const [k, id] of practitioner.reasons.entries()) {
      yield* check(`practitioners[${i}].reasons[${k}]`, id, 'reasons')
    }
    for (const [path, window] of windowsOf(practitioner, `practitioners[${i}]`)) {
      if (window.location === undefined && severalLocations) {
        yield { path: `${path}.location`, value: 'nothing', should: 'must say which location, since there are several' }
      }
      yield* check(`${path}.location`, window.location, 'locations')
      for (const [k, id] of (window.reasons ?? []).entries()) yield* check(`${path}.reasons[${k}]`, id, 'reasons')
    }
  }
  for (const [i, chair] of file.chairs.entries()) {
    if (chair.schedules && chair.location === undefined && severalLocations) {
      yield { path: `chairs[${i}].location`, value: 'nothing', should: 'must say where it stands, since it has hours' }
    }
    for (const [path, window] of windowsOf({ ...chair, schedules: chair.schedules ?? [] }, `chairs[${i}]`)) {
      yield* check(`${path}.location`, window.location, 'locations')
    }
  }
  for (const [i, ceiling] of file.ceilings.entries()) {
    for (const [k, id] of (ceiling.reasons ?? []).entries()) yield* check(`ceilings[${i}].reasons[${k}]`, id, 'reasons')
    for (const [k, id] of (ceiling.practitioners ?? []).entries()) {
      yield* check(`ceilings[${i}].practitioners[${k}]`, id, 'practitioners')
    }
  }
  for (const [i, closure] of file.closures.entries())
    yield* check(`closures[${i}].location`, closure.location, 'locations')
}

type Windows = Pick<PracticeFile['practitioners'][number], 'schedules'> & {
  readonly weeks?: PracticeFile['practitioners'][number]['weeks']
  readonly exceptions?: PracticeFile['practitioners'][number]['exceptions'] | undefined
}

/** Every window of a timetable with its path. */
function windowsOf({ schedules, weeks = [], exceptions = [] }: Windows, at: string) {
  const listed = (list: string, items: readonly { windows?: readonly DatedWindow[] | undefined }[]) =>
    items.flatMap(({ windows = [] }, i) =>
      windows.map((window, w) => [`${at}.${list}[${i}].windows[${w}]`, window] as const),
    )
  return [...listed('schedules', schedules), ...listed('weeks', weeks), ...listed('exceptions', exceptions)]
}

function* wrongSegments(file: PracticeFile): Generator<FileFault> {
  for (const [i, { segments = [], durationMinutes }] of file.reasons.entries()) {
    for (const [k, { startMinutes, endMinutes }] of segments.entries()) {
      const path = `reasons[${i}].segments[${k}]`
      const before = segments[k - 1]
      if (endMinutes > durationMinutes) {
        yield { path, value: `${endMinutes}`, should: `must end within the visit's ${durationMinutes} minutes` }
      }
      if (before && startMinutes <= before.endMinutes) {
        yield {
          path,
          value: `${startMinutes}`,
          should: `must start after the one before ends, at ${before.endMinutes}`,
        }
      }
    }
  }
}

function* wrongOrigins(file: PracticeFile): Generator<FileFault> {
  for (const [i, origin] of file.origins.entries()) {
    if (!isOrigin(origin)) {
      yield {
        path: `origins[${i}]`,
        value: shown(origin),
        should: 'must be a website without a path, like "https://elm.example.com"',
      }
    }
  }
}

/** Scheme, host and port, written as browsers write it; with nothing that would end a place in a header. */
export function isOrigin(text: string): boolean {
  return /^https?:\/\/[\w.:[\]-]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text
}

function* wrongDates(file: PracticeFile): Generator<FileFault> {
  const dated = [
    ...file.practitioners.flatMap(({ exceptions }, i) =>
      exceptions.map((exception, k) => [`practitioners[${i}].exceptions[${k}]`, exception] as const),
    ),
    ...file.closures.map((closure, i) => [`closures[${i}]`, closure] as const),
  ]
  for (const [path, item] of dated) {
    if ('rrule' in item) continue
    const { date, from, through } = item as { date?: string; from?: string; through?: string }
    const { start = '' } = item as { start?: string }
    const isInstants = !date && !from && !through && start.length > '00:00'.length
    const isRange = from !== undefined && through !== undefined && date === undefined
    const isDate = date !== undefined && from === undefined && through === undefined
    if (!isInstants && !isRange && !isDate) {
      yield { path, value: shown({ date, from, through }), should: 'must have a date, or from and through' }
    }
    if (isRange && from > through) {
      yield { path: `${path}.through`, value: shown(through), should: `must not be before from, ${from}` }
    }
  }
  for (const [path, item] of dated) {
    if (!path.startsWith('practitioners')) continue
    const { windows, remove } = item as { windows?: unknown; remove?: unknown }
    if ((windows === undefined) === (remove === undefined)) {
      yield { path, value: windows ? 'both' : 'neither', should: 'must have either windows or remove' }
    }
  }
}

function* unreadableRules(file: PracticeFile, today: string): Generator<FileFault> {
  const dates = { from: today, to: `${Number(today.slice(0, 4)) + 1}${today.slice(4, 8)}01` }
  const tryOut = (path: string, value: unknown, part: Partial<PracticeFile>): FileFault[] => {
    try {
      compile({ ...file, reasons: [], chairs: [], practitioners: [], closures: [], ceilings: [], ...part }, dates)
      return []
    } catch (error) {
      return [{ path, value: shown(value), should: (error as Error).message }]
    }
  }
  for (const [i, location] of file.locations.entries()) {
    yield* tryOut(`locations[${i}].timeZone`, location.timeZone, { locations: [location] })
  }
  for (const [i, practitioner] of file.practitioners.entries()) {
    for (const [s, schedule] of practitioner.schedules.entries()) {
      for (const [w, window] of schedule.windows.entries()) {
        // On its own and always in force, so that a version that begins later is read too.
        const alone = { ...practitioner, weeks: [], exceptions: [], schedules: [{ windows: [window] }] }
        const path = `practitioners[${i}].schedules[${s}].windows[${w}].rrule`
        yield* tryOut(path, window.rrule, { practitioners: [alone] })
      }
    }
  }
  for (const [i, { weeks }] of file.practitioners.entries()) {
    for (const [k, { week }] of weeks.entries()) {
      if (new Date(`${week}T00:00:00Z`).getUTCDay() === 1) continue
      yield { path: `practitioners[${i}].weeks[${k}].week`, value: shown(week), should: 'must be a Monday' }
    }
  }
  for (const [i, closure] of file.closures.entries()) yield* tryOut(`closures[${i}]`, closure, { closures: [closure] })
  for (const [i, ceiling] of file.ceilings.entries()) yield* tryOut(`ceilings[${i}]`, ceiling, { ceilings: [ceiling] })
  yield* tryOut('', 'rules', file)
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], data)
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
