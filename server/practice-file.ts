import { z } from 'zod'
import { compile } from '../engine/index.ts'
import { PracticeFile } from './contract/practice-file.ts'

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
  const parsed = PracticeFile.safeParse(data)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => ({
      path: z.core.toDotPath(issue.path),
      value: shown(valueAt(data, issue.path)),
      should: issue.message,
    }))
    return { ok: false, faults }
  }
  const file = parsed.data
  const faults = [...namedTwice(file), ...danglingNames(file), ...wrongOrigins(file), ...wrongDates(file)]
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

function* namedTwice(file: PracticeFile): Generator<FileFault> {
  for (const list of ['locations', 'chairs', 'reasons', 'practitioners'] as const) {
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
    const at = `practitioners[${i}]`
    for (const [k, id] of practitioner.reasons.entries()) yield* check(`${at}.reasons[${k}]`, id, 'reasons')
    const windows = [
      ...practitioner.schedules.flatMap((schedule, s) =>
        schedule.windows.map((window, w) => [`${at}.schedules[${s}].windows[${w}].location`, window.location] as const),
      ),
      ...practitioner.exceptions.flatMap((exception, e) =>
        (exception.windows ?? []).map(
          (window, w) => [`${at}.exceptions[${e}].windows[${w}].location`, window.location] as const,
        ),
      ),
    ]
    for (const [path, location] of windows) {
      if (location === undefined && severalLocations) {
        yield { path, value: 'nothing', should: 'must say which location, since there are several' }
      }
      yield* check(path, location, 'locations')
    }
  }
  for (const [i, closure] of file.closures.entries())
    yield* check(`closures[${i}].location`, closure.location, 'locations')
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

/** Scheme, host and port, written as browsers write it. */
export function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text
}

function* wrongDates(file: PracticeFile): Generator<FileFault> {
  const dated = [
    ...file.practitioners.flatMap(({ exceptions }, i) =>
      exceptions.map((exception, k) => [`practitioners[${i}].exceptions[${k}]`, exception] as const),
    ),
    ...file.closures.map((closure, i) => [`closures[${i}]`, closure] as const),
  ]
  for (const [path, item] of dated) {
    const { date, from, through } = item as { date?: string; from?: string; through?: string }
    const isInstants = !date && !from && !through && path.startsWith('closures')
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
      compile({ ...file, practitioners: [], closures: [], ...part }, dates)
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
        const alone = { ...practitioner, exceptions: [], schedules: [{ windows: [window] }] }
        const path = `practitioners[${i}].schedules[${s}].windows[${w}].rrule`
        yield* tryOut(path, window.rrule, { practitioners: [alone] })
      }
    }
  }
  yield* tryOut('', 'rules', { practitioners: file.practitioners, closures: file.closures })
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], data)
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
