import { constants } from 'node:fs'
import { type FileHandle, lstat, open, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { PmsFault } from '../connector.ts'

/** A file that lies still for so long is taken for written to its end. */
const QUIET_MS = 5000
/** The same for one whose last line has no end: it may be cut off. */
const QUIET_CUT_MS = 60_000
const MOST_FILES = 10_000
const MOST_BYTES = 100 * 1024 * 1024

/** A file in the folder as it stood when it was looked at. */
export interface FileLook {
  readonly name: string
  readonly path: string
  readonly size: number
  /** Epoch ms by the clock of whoever keeps the file. */
  readonly mtimeMs: number
}

/**
 * How files looked before, by path, for as long as the process lives: a file server's clock may be wrong, but what didn't
 * change between two of our looks lies still whatever it says.
 */
const looks = new Map<string, { readonly size: number; readonly mtimeMs: number; readonly at: number }>()

/**
 * The files of a folder below the root, in order of name (by code unit). Folders in it, hidden files and what spreadsheets
 * lock with (`~$`) are passed over.
 *
 * @throws PmsFault `misconfigured` when there is no such folder, or a link stands for it or in it: nothing outside is read.
 */
export async function filesIn(root: string, folder: string): Promise<readonly FileLook[]> {
  if (!/^[\w-]{1,64}$/.test(folder)) throw new PmsFault('misconfigured', 'The folder must be a plain name.')
  const path = join(root, folder)
  return guarded(folder, async () => {
    const own = await lstat(path)
    if (own.isSymbolicLink() || (await realpath(path)) !== join(await realpath(root), folder)) {
      throw new PmsFault('misconfigured', `"${folder}" is a link. Make it a folder: nothing outside of it is read.`)
    }
    if (!own.isDirectory()) throw new PmsFault('misconfigured', `"${folder}" is not a folder.`)
    const entries = (await readdir(path, { withFileTypes: true })).filter(({ name }) =>
      /^[^.~].*\.(csv|txt)$/i.test(name),
    )
    if (entries.length > MOST_FILES) {
      throw new PmsFault('unreadable', `More than ${MOST_FILES} files lie in "${folder}": take the old ones away.`)
    }
    const files: FileLook[] = []
    for (const entry of entries) {
      if (entry.isSymbolicLink()) {
        throw new PmsFault(
          'misconfigured',
          `${entry.name} is a link. Put the file itself there: links are not followed.`,
        )
      }
      if (!entry.isFile()) continue
      const { size, mtimeMs } = await lstat(join(path, entry.name))
      files.push({ name: entry.name, path: join(path, entry.name), size, mtimeMs })
    }
    return files.sort((a, b) => (a.name < b.name ? -1 : 1))
  })
}

/** The one that was written last; of two at the same time the one later by name. */
export function newestOf(files: readonly FileLook[]): FileLook | null {
  return files.reduce<FileLook | null>((best, file) => (best && best.mtimeMs > file.mtimeMs ? best : file), null)
}

/**
 * Opens a file, hands it over and closes it. What was read counts only if the file didn't change meanwhile.
 *
 * @throws PmsFault `busy` for a file that is still being written, before or after it was read.
 */
export async function withFile<T>(
  file: FileLook,
  now: number,
  isWide: boolean,
  read: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  return guarded(file.name, async () => {
    const handle = await open(file.path, constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      const before = await handle.stat()
      if (!before.isFile()) throw new PmsFault('misconfigured', `${file.name} is not a plain file.`)
      if (before.size > MOST_BYTES) {
        throw new PmsFault(
          'unreadable',
          `${file.name} is larger than ${MOST_BYTES / 1024 / 1024} MB: export less at a time.`,
        )
      }
      const quiet = (await endsWithLine(handle, before.size, isWide)) ? QUIET_MS : QUIET_CUT_MS
      if (!isStill(file.path, before, now, quiet)) throw stillWritten(file.name, quiet)
      const result = await read(handle)
      const after = await handle.stat()
      if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw stillWritten(file.name, quiet)
      return result
    } finally {
      await handle.close()
    }
  })
}

function isStill(path: string, file: { size: number; mtimeMs: number }, now: number, quiet: number): boolean {
  const before = looks.get(path)
  const isSame = before?.size === file.size && before.mtimeMs === file.mtimeMs
  if (!isSame) {
    if (looks.size >= MOST_FILES) looks.clear()
    looks.set(path, { size: file.size, mtimeMs: file.mtimeMs, at: now })
  }
  return now - file.mtimeMs >= quiet || (isSame && now - before.at >= quiet)
}

async function endsWithLine(handle: FileHandle, size: number, isWide: boolean): Promise<boolean> {
  const bytes = isWide ? 2 : 1
  if (size < bytes) return false
  const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, size - bytes)
  return (buffer[0] === 0x0a || buffer[0] === 0x0d) && (!isWide || buffer[1] === 0)
}

function stillWritten(name: string, quiet: number): PmsFault {
  return new PmsFault('busy', `${name} is still being written. It is read next time.`, quiet / 1000)
}

/** Turns the system's refusals into words; they name the file or folder and nothing else. */
async function guarded<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (error instanceof PmsFault || typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw error
    if (code === 'EACCES' || code === 'EPERM') throw new PmsFault('denied', `"${name}" may not be read.`)
    if (code === 'ELOOP') throw new PmsFault('misconfigured', `${name} is a link: links are not followed.`)
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new PmsFault('misconfigured', `There is no "${name}" any more, or not yet.`)
    throw new PmsFault('unreachable', `"${name}" could not be read (${code}).`)
  }
}
