import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Chance } from './chance.ts'

const SECTOR = 512
const PAGE = 4096

/** What a process did to files, in order. */
type Event =
  | { readonly kind: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'cut'; readonly file: string; readonly length: number }
  | { readonly kind: 'sync'; readonly file: string }
  | { readonly kind: 'gone'; readonly file: string }
  | { readonly kind: 'said'; readonly text: string }

/** Everything a process asked of the disk, and what it had said by then. */
export interface Recording {
  readonly events: readonly Event[]
}

export function hasStrace(): boolean {
  return spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0
}

/**
 * Runs a script under strace and keeps what it wrote to the files whose names begin with `name`, what it flushed, and
 * what it printed.
 *
 * @param folder - For the traces, one a thread: all of a database's calls come from one.
 */
export function record(script: string, args: readonly string[], folder: string, name: string): Recording {
  const out = join(folder, 'trace')
  const calls = 'trace=pwrite64,pwritev,write,fsync,fdatasync,ftruncate,unlink'
  const { status, stderr } = spawnSync(
    'strace',
    [
      '-ff',
      '-y',
      '-xx',
      '-s',
      '2000000',
      '-e',
      'signal=none',
      '-e',
      calls,
      '-o',
      out,
      process.execPath,
      script,
      ...args,
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  )
  if (status !== 0) throw new Error(`the recorded process ended with ${status}: ${stderr}`)
  const traces = readdirSync(folder).filter((file) => file.startsWith('trace.'))
  const read = traces.map((file) => eventsIn(readFileSync(join(folder, file)), name))
  const writers = read.filter((events) => events.some(({ kind }) => kind === 'sync'))
  if (writers.length > 1) throw new Error('more than one thread wrote to the database: their order is not recorded')
  return { events: writers[0] ?? [] }
}

function eventsIn(trace: Buffer, name: string): Event[] {
  const events: Event[] = []
  for (const line of linesOf(trace)) {
    const call = /^(\w+)\((\d+)<([^>]*)>(?:, (.*))?\) += (\d+)/s.exec(line)
    if (!call) {
      const gone = /^unlink\("([^"]*)"\) += 0/.exec(line)
      const file = gone && basename(bytesOf(gone[1]!).toString())
      if (file?.startsWith(name)) events.push({ kind: 'gone', file })
      continue
    }
    const [, what, descriptor, path, rest = '', result] = call
    const file = basename(bytesOf(path!).toString())
    const isOurs = file.startsWith(name) && !file.endsWith('-shm')
    const text = /^"([^"]*)"/.exec(rest)?.[1]
    if (what === 'write' && descriptor === '1' && text !== undefined) {
      events.push({ kind: 'said', text: bytesOf(text).toString() })
    } else if (!isOurs) {
    } else if (what === 'pwrite64' && text !== undefined) {
      const at = Number(/, (\d+)$/.exec(rest)![1])
      events.push({ kind: 'write', file, at, bytes: bytesOf(text).subarray(0, Number(result)) })
    } else if (what === 'ftruncate') events.push({ kind: 'cut', file, length: Number(rest) })
    else if (what === 'fsync' || what === 'fdatasync') events.push({ kind: 'sync', file })
    else throw new Error(`the database was written in a way that isn't recorded: ${line.slice(0, 100)}`)
  }
  return events
}

/** One by one: a whole trace is longer than a string may be. */
function* linesOf(bytes: Buffer): Generator<string> {
  for (let from = 0, to = 0; from < bytes.length; from = to + 1) {
    const end = bytes.indexOf(10, from)
    to = end === -1 ? bytes.length : end
    yield bytes.toString('latin1', from, to)
  }
}

/** Text that strace wrote as `\x41\x42`. */
function bytesOf(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex')
}

/**
 * Writes the files into a folder as a disk may hold them when the power goes before event `until`: all that was flushed,
 * and of what wasn't, any part in any order, cut at sectors.
 *
 * @returns What had been said.
 */
export function filesAfterCut({ events }: Recording, until: number, chance: Chance, folder: string): string {
  const flushed = new Map<string, Buffer>()
  const loose = new Map<string, Event[]>()
  let said = ''
  for (const event of events.slice(0, until)) {
    if (event.kind === 'said') said += event.text
    else if (event.kind === 'gone') {
      flushed.delete(event.file)
      loose.delete(event.file)
    } else if (event.kind === 'sync') {
      for (const each of loose.get(event.file) ?? []) apply(flushed, each)
      loose.delete(event.file)
    } else loose.set(event.file, [...(loose.get(event.file) ?? []), event])
  }
  // A disk that lost nothing, one that lost all, and everything in between.
  const share = chance.pick([0, 0.1, 0.5, 0.9, 1])
  for (const events of loose.values()) {
    for (const event of shuffled(events, chance)) if (chance.happens(share)) apply(flushed, torn(event, chance))
  }
  for (const [file, bytes] of flushed) writeFileSync(join(folder, file), bytes)
  return said
}

function apply(files: Map<string, Buffer>, event: Event): void {
  if (event.kind !== 'write' && event.kind !== 'cut') return
  const before = files.get(event.file) ?? Buffer.alloc(0)
  if (event.kind === 'cut') {
    files.set(event.file, before.length > event.length ? before.subarray(0, event.length) : grown(before, event.length))
    return
  }
  const bytes = grown(before, event.at + event.bytes.length)
  event.bytes.copy(bytes, event.at)
  files.set(event.file, bytes)
}

function grown(bytes: Buffer, length: number): Buffer {
  return bytes.length >= length ? bytes : Buffer.concat([bytes, Buffer.alloc(length - bytes.length)])
}

/** Now and then only a part of a write, up to the end of a sector. */
function torn(event: Event, chance: Chance): Event {
  if (event.kind !== 'write' || event.bytes.length < PAGE || !chance.happens(0.1)) return event
  const whole = Math.floor((event.at + event.bytes.length * chance.next()) / SECTOR) * SECTOR
  return { ...event, bytes: event.bytes.subarray(0, Math.max(0, whole - event.at)) }
}

function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  return list
    .map((item) => ({ item, place: chance.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
