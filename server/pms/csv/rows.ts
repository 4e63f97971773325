import type { FileHandle } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { CsvSource } from '../../contract/connection.ts'
import { PmsFault } from '../connector.ts'

const MOST_ROWS = 200_000
const MOST_CHARACTERS = 65_536

export type Column = keyof CsvSource['columns']

/** A row below the headings. */
export interface Row {
  /** As spreadsheets count: the headings are row 1. */
  readonly number: number
  /** How many cells there are too few (below 0) or too many. */
  readonly misfit: number
  /** All of them, in the file's order. */
  readonly cells: readonly string[]
  /** What stands in a column that the settings name; empty: nothing, or it isn't named. */
  readonly cell: (column: Column) => string
}

/**
 * Reads the rows of a file one after another; never more than a part of it is in memory. Rows without anything are passed
 * over, but counted.
 *
 * @throws What the signal says, when it ends this. PmsFault `misconfigured` when headings are missing or the encoding isn't the file's; `unreadable` when it has no
 * headings, breaks off, or has more rows than can be.
 */
export async function* rowsOf(
  handle: FileHandle,
  name: string,
  source: CsvSource,
  signal: AbortSignal,
): AsyncGenerator<Row> {
  const parser = parse({
    delimiter: source.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MOST_CHARACTERS,
  })
  let number = 0
  try {
    pipeline(Readable.from(decoded(handle, name, source.encoding)), parser, () => {})
    let places: ReadonlyMap<Column, number> | null = null
    let width = 0
    let last: Row | null = null
    for await (const cells of parser as AsyncIterable<string[]>) {
      number++
      signal.throwIfAborted()
      if (number > MOST_ROWS) throw new PmsFault('unreadable', `${name} has more than ${MOST_ROWS} rows: export less.`)
      if (cells.every((cell) => cell.trim() === '')) continue
      if (places === null) {
        places = placesOf(cells, name, source)
        width = cells.length
        continue
      }
      const found: ReadonlyMap<Column, number> = places
      const cell = (column: Column) => cells[found.get(column) ?? -1]?.trim() ?? ''
      if (last) yield last
      last = { number, misfit: misfitOf(cells, width), cells, cell }
    }
    if (places === null) throw new PmsFault('unreadable', `${name} is empty: it has no headings.`)
    if (last && last.misfit < 0) throw new PmsFault('unreadable', `${name} breaks off in row ${last.number}.`)
    if (last) yield last
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // The parser's own words quote what stands there.
    const why =
      error.code === 'CSV_MAX_RECORD_SIZE'
        ? `is longer than ${MOST_CHARACTERS} characters, as when a quotation mark is not closed`
        : 'has a quotation mark that is not closed, or stands where none may'
    throw new PmsFault('unreadable', `${name}, row ${number + 1}: it ${why}.`)
  } finally {
    parser.destroy()
  }
}

/** Cells beyond the headings that are empty do no harm: some software ends each row with a delimiter. */
function misfitOf(cells: readonly string[], width: number): number {
  if (cells.length <= width) return cells.length - width
  return cells.slice(width).every((cell) => cell.trim() === '') ? 0 : cells.length - width
}

/** Headings are compared without regard to case and the spaces around them. */
function placesOf(headings: readonly string[], name: string, { columns, delimiter }: CsvSource): Map<Column, number> {
  const folded = headings.map((heading) => heading.trim().toLowerCase())
  const wanted = Object.entries(columns).filter((entry): entry is [Column, string] => entry[1] !== undefined)
  const places = new Map<Column, number>()
  for (const [column, heading] of wanted) {
    const own = heading.trim().toLowerCase()
    const place = folded.indexOf(own)
    if (place < 0) {
      const sign = delimiter === '\t' ? 'a tab' : delimiter
      const hint = headings.length === 1 ? ` It has one column only: is the delimiter ${sign}?` : ''
      throw new PmsFault('misconfigured', `${name} has no column "${heading}".${hint}`)
    }
    if (folded.lastIndexOf(own) !== place) {
      throw new PmsFault('misconfigured', `${name} has more than one column "${heading}".`)
    }
    places.set(column, place)
  }
  return places
}

async function* decoded(handle: FileHandle, name: string, encoding: CsvSource['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const wrong = () => new PmsFault('misconfigured', `${name} is not written in ${encoding}: choose its encoding.`)
  const read = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch {
      throw wrong()
    }
  }
  for await (const bytes of handle.createReadStream({ autoClose: false, start: 0 }) as AsyncIterable<Uint8Array>) {
    const text = read(bytes)
    // No text has it; two-byte text read byte by byte is full of it.
    if (text.includes('\0')) throw wrong()
    yield text
  }
  yield read()
}
