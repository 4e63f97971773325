import { join } from 'node:path'
import type { CsvSource } from '../../contract/connection.ts'
import {
  type Connector,
  type Page,
  type PmsAppointment,
  PmsFault,
  type PmsName,
  type Unreadable,
} from '../connector.ts'
import { type FileLook, filesIn, newestOf, withFile } from './folder.ts'
import { createPresent, type Present } from './present.ts'
import { type Ended, read, type Said, takesNoTime } from './record.ts'
import { rowsOf } from './rows.ts'

const HOUR_MS = 3_600_000
const ITEMS_A_PAGE = 500
/** So few say nothing about how many there should be. */
const FEW = 10
/** A schedule that lost more than this part of itself is taken for a fault of the export. */
const MOST_LOST = 0.9
/** More rows than this that can't be read, and more than half of all: then it is the settings that are wrong. */
const FEW_UNREADABLE = 20
/** In all files of changes together; none holds more than a part of it. */
const MOST_ROWS_IN_ALL = 1_000_000
/** Whoever names a file so says that it is right however little is in it. */
const COMPLETE = /-complete\.(csv|txt)$/i

export interface CsvOptions {
  /** The folder that holds the practice's: `DATA_DIR/pms`. */
  readonly root: string
  /** IANA name: the zone of times that say no offset. */
  readonly timeZone: string
  /** Epoch ms. */
  readonly clock: () => number
  /** What a visit takes where a row doesn't say; null or left out: such rows are unreadable. */
  readonly durationMinutes?: number | null | undefined
  /**
   * How many appointments ahead, which take time, were kept of what was read before. Left out: what this process itself read
   * last is all that a file which lost most of its rows can be told by.
   */
  readonly keptAhead?: (() => Promise<number>) | undefined
}

/** What was last taken as all of the schedule, by folder, for as long as the process lives. */
const lastTaken = new Map<string, { readonly rows: number; readonly ahead: number }>()

/**
 * Reads the schedule from files that other software puts into a folder. It can't be written to.
 *
 * Of snapshots the newest file is all there is: a row that is missing there is gone. A newest file that is still being
 * written, too old, empty, or without most of what was there before is refused, and nothing older is read in its place. Files
 * of changes are applied in order of name, each on those before; the cursor is the last one taken.
 */
export function createCsvConnector(source: CsvSource, options: CsvOptions): Connector {
  const { root, timeZone, clock, keptAhead } = options
  const reader = { source, timeZone, durationMinutes: options.durationMinutes ?? null }
  const isSnapshot = source.contents === 'snapshot'
  const isWide = source.encoding === 'utf-16le'
  const folder = join(root, source.folder)
  /** Which ids stand in the files that the last window was read from: most questions for one that is missing end here. */
  let lastSeen: { readonly state: string; readonly ids: ReadonlySet<string> } | null = null

  return { capabilities, changed, window, get, directory }

  async function capabilities() {
    await filesIn(root, source.folder)
    return { isIncremental: !isSnapshot, software: null }
  }

  async function* window(range: { readonly start: number; readonly end: number }, signal: AbortSignal) {
    const files = await current()
    const ids = new Set<string>()
    const present = createPresent(isSnapshot, (said) => {
      const start = said.start
      return start === null || start === undefined || (start >= range.start && start < range.end)
    })
    await replay(files, present, signal, (said) => ids.add(said.id))
    lastSeen = { state: stateOf(files), ids }
    const items = present.values().filter(stands)
    for (const page of pagesOf(items)) yield { items: page, cursor: null, total: items.length }
  }

  async function* changed(since: string | null, signal: AbortSignal): AsyncGenerator<Page> {
    if (isSnapshot) throw new TypeError('files that are all of the schedule tell no changes')
    const all = await filesIn(root, source.folder)
    if (since === null) {
      const last = all.at(-1)
      // One that is still being written is another by then, and is told.
      yield { items: [], cursor: last ? cursorOf(last) : null }
      return
    }
    const { name, size, mtimeMs } = readCursor(since)
    const isNews = (file: FileLook) => {
      if (file.name !== name) return file.name > name
      return file.size !== size || file.mtimeMs !== mtimeMs
    }
    for (const file of all.filter(isNews)) {
      const present = createPresent(false, () => true)
      const ended: Ended[] = []
      const isWhole = await readIfWhole(file, present, signal, (said) => {
        if (said.kind === 'ended') ended.push(said)
      })
      // Those after it wait, too: they are applied on it.
      if (!isWhole) return
      const items = [...present.values(), ...(await earlierOf(ended, present, all, file, signal))]
      const pages = pagesOf(items)
      for (const [i, page] of pages.entries()) {
        const isLast = i === pages.length - 1
        yield { items: page, cursor: isLast ? cursorOf(file) : null }
      }
    }
  }

  /** Files of changes say so what was deleted. */
  function stands(item: PmsAppointment | Unreadable): boolean {
    return isSnapshot || item.kind === 'unreadable' || item.status !== 'entered-in-error'
  }

  /** @returns False when it is still being written. */
  async function readIfWhole(...args: Parameters<typeof readFile>): Promise<boolean> {
    try {
      await readFile(...args)
      return true
    } catch (error) {
      if (error instanceof PmsFault && error.kind === 'busy') return false
      throw error
    }
  }

  /** A cancellation that doesn't repeat the time: all else is as an earlier file had it. */
  async function earlierOf(
    ended: readonly Ended[],
    present: Present,
    all: readonly FileLook[],
    file: FileLook,
    signal: AbortSignal,
  ): Promise<readonly (PmsAppointment | Unreadable)[]> {
    const wanted = new Set(ended.map(({ id }) => id).filter((id) => !present.get(id)))
    if (wanted.size === 0) return []
    const whole = createPresent(false, ({ id }) => wanted.has(id))
    await replay(all.slice(0, all.indexOf(file) + 1), whole, signal)
    return whole.values()
  }

  async function get(id: string, signal: AbortSignal): Promise<PmsAppointment | Unreadable | null> {
    const files = await current()
    if (lastSeen && lastSeen.state === stateOf(files) && !lastSeen.ids.has(id)) return null
    const present = createPresent(isSnapshot, (said) => said.id === id)
    await replay(files, present, signal)
    const item = present.get(id)
    return item && stands(item) ? item : null
  }

  async function directory(signal: AbortSignal): Promise<readonly PmsName[]> {
    const names = new Map<string, PmsName>()
    const present = createPresent(isSnapshot, () => false)
    await replay(await current(), present, signal, (said) => {
      if (said.kind !== 'appointment') return
      for (const name of said.names) names.set(`${name.kind} ${name.id}`, name)
    })
    return [...names.values()]
  }

  /** The files that together are the schedule as it stands. */
  async function current(): Promise<readonly FileLook[]> {
    const files = await filesIn(root, source.folder)
    const newest = newestOf(files)
    if (!newest) throw new PmsFault('unreachable', `There is no file in "${source.folder}" yet (*.csv or *.txt).`)
    if (!isSnapshot) return files
    const hours = Math.floor((clock() - newest.mtimeMs) / HOUR_MS)
    if (hours >= source.freshHours) {
      throw new PmsFault('unreachable', `${newest.name} is ${hours} hours old: is the export still running?`)
    }
    return [newest]
  }

  /** Reads files one after another; only when all of them make sense does what they say count. */
  async function replay(
    files: readonly FileLook[],
    present: Present,
    signal: AbortSignal,
    tell: (said: Said) => void = () => {},
  ): Promise<void> {
    let rows = 0
    const ahead = new Set<string>()
    const now = clock()
    signal.throwIfAborted()
    for (const file of files) {
      rows += await readFile(file, present, signal, (said) => {
        tell(said)
        if (isAhead(said, now)) ahead.add(said.id)
        else ahead.delete(said.id)
      })
      if (rows > MOST_ROWS_IN_ALL) {
        const words = `The files in "${source.folder}" have more than ${MOST_ROWS_IN_ALL} rows: begin anew with fewer.`
        throw new PmsFault('unreadable', words)
      }
    }
    const last = files.at(-1)!
    await refuseLoss(last.name, rows, ahead.size)
    lastTaken.set(folder, { rows, ahead: ahead.size })
  }

  /** @returns How many rows it has. */
  function readFile(
    file: FileLook,
    present: Present,
    signal: AbortSignal,
    tell: (said: Said) => void,
  ): Promise<number> {
    return withFile(file, clock(), isWide, async (handle) => {
      let [rows, strange] = [0, 0]
      let why = ''
      present.nextFile()
      for await (const row of rowsOf(handle, file.name, source, signal)) {
        const said = read(row, file.name, reader)
        rows++
        if (said.kind === 'unreadable') {
          strange++
          why ||= said.why
        }
        present.add(said)
        tell(said)
      }
      if (strange > FEW_UNREADABLE && strange > rows / 2) {
        throw new PmsFault('misconfigured', `${strange} of ${rows} rows can't be read. The first: ${why}`)
      }
      return rows
    })
  }

  async function refuseLoss(name: string, rows: number, ahead: number): Promise<void> {
    if (COMPLETE.test(name)) return
    const way = 'If that is right, give it a name that ends in -complete.csv.'
    if (isSnapshot && rows === 0) throw new PmsFault('unreadable', `${name} has headings and no rows. ${way}`)
    const before = lastTaken.get(folder) ?? { rows: 0, ahead: 0 }
    // Files of changes say how much happened, not how much there is.
    if (isSnapshot && isLost(before.rows, rows)) {
      throw new PmsFault('unreadable', `${name} has ${rows} rows where there were ${before.rows} before. ${way}`)
    }
    const kept = Math.max(before.ahead, (await keptAhead?.()) ?? 0)
    if (isLost(kept, ahead)) {
      const words = `${name} leaves ${ahead} appointments ahead where there were ${kept} before. ${way}`
      throw new PmsFault('unreadable', words)
    }
  }
}

function isLost(before: number, now: number): boolean {
  return before >= FEW && now < before * (1 - MOST_LOST)
}

/** Does it take time that is still to come, or may it? */
function isAhead(said: Said, now: number): boolean {
  if (said.kind === 'unreadable') return said.start === null || said.start >= now
  return said.kind === 'appointment' && !takesNoTime(said.status) && said.end > now
}

function stateOf(files: readonly FileLook[]): string {
  return JSON.stringify(files.map(({ name, size, mtimeMs }) => [name, size, mtimeMs]))
}

/** At least one, so that a cursor is told even where nothing came. */
function pagesOf<T>(items: readonly T[]): T[][] {
  const pages = Array.from({ length: Math.ceil(items.length / ITEMS_A_PAGE) }, (_, i) =>
    items.slice(i * ITEMS_A_PAGE, (i + 1) * ITEMS_A_PAGE),
  )
  return pages.length > 0 ? pages : [[]]
}

/** The last file that was taken, as it stood. */
function cursorOf({ name, size, mtimeMs }: FileLook): string {
  return JSON.stringify([name, size, mtimeMs])
}

/** What isn't one of ours stands before all files: to give again what was given does no harm. */
function readCursor(cursor: string) {
  const isOurs = /^\[".*",\d+,[\d.]+\]$/.test(cursor)
  const [name, size, mtimeMs] = (isOurs ? JSON.parse(cursor) : ['', 0, 0]) as [string, number, number]
  return { name, size, mtimeMs }
}
