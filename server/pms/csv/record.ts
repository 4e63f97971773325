import { createHash } from 'node:crypto'
import type { AppointmentStatus } from '../../../engine/index.ts'
import type { CsvSource } from '../../contract/connection.ts'
import type { PmsAppointment, PmsName, PmsPatient, Unreadable } from '../connector.ts'
import { CellFault, type CellMoment, type Reading, readBirthDate, readingOf, readMoment, readTime } from './moment.ts'
import type { Column, Row } from './rows.ts'

const MINUTE_MS = 60_000
const LONGEST_ID = 300
const LONGEST_TEXT = 300

/** How rows are to be read. */
export interface Reader {
  readonly source: CsvSource
  /** IANA name. */
  readonly timeZone: string
  /** What a visit takes where a row doesn't say. */
  readonly durationMinutes: number | null
}

/** The status of a row that takes no time and doesn't say when it would have been. */
export interface Ended {
  readonly kind: 'ended'
  readonly id: string
  readonly status: AppointmentStatus
}

export interface StrangeRow extends Unreadable {
  /** Epoch ms; null: not even that can be read. */
  readonly start: number | null
}

/** What a row says. */
export type Said = PmsAppointment | StrangeRow | Ended

const usual: Readonly<Record<string, AppointmentStatus>> = {
  '': 'booked',
  ...Object.fromEntries(
    (
      [
        'proposed',
        'pending',
        'booked',
        'arrived',
        'checked-in',
        'fulfilled',
        'cancelled',
        'noshow',
        'entered-in-error',
      ] as const
    ).map((status) => [status, status]),
  ),
  canceled: 'cancelled',
  'no-show': 'noshow',
  'no show': 'noshow',
}

export const takesNoTime = (status: AppointmentStatus) => ['cancelled', 'noshow', 'entered-in-error'].includes(status)

/** Reads a row. What can't be read is told by file, row and heading; what stands there never is. */
export function read(row: Row, file: string, reader: Reader): Said {
  const { columns } = reader.source
  const at = (column: Column) => `${file}, row ${row.number}, column "${columns[column]}"`
  const id = row.cell('id')
  const hasId = id !== '' && id.length <= LONGEST_ID
  const practitioner = row.cell('practitioner')
  // A number of the row would mean another one in the next file, and staff may have set this one aside.
  const ownId = hasId ? id : `row-${createHash('sha256').update(row.cells.join('\0')).digest('hex').slice(0, 24)}`
  const strange = (why: string, start: number | null = null): StrangeRow => {
    const isNamed = row.misfit === 0 && practitioner !== '' && practitioner.length <= LONGEST_ID
    return { kind: 'unreadable', id: ownId, practitioners: isNamed ? [practitioner] : [], why, start }
  }
  if (row.misfit !== 0) {
    const cells = Math.abs(row.misfit) === 1 ? 'cell' : 'cells'
    const many = row.misfit > 0 ? `${row.misfit} ${cells} too many` : `${-row.misfit} ${cells} too few`
    return strange(`${file}, row ${row.number}: it has ${many}, so they can't be told apart.`)
  }
  const status = statusOf(row.cell('status'), reader.source)
  let start: number | null = null
  try {
    if (!hasId) throw new ColumnFault('id', id === '' ? 'is empty' : `is longer than ${LONGEST_ID} characters`)
    for (const column of ['practitioner', 'chair', 'type', 'patientId'] as const) {
      if (row.cell(column).length > LONGEST_ID) throw new ColumnFault(column, `is longer than ${LONGEST_ID} characters`)
    }
    const times = timesOf(row, reader, (instant) => {
      start = instant
    })
    if (status === null) throw new ColumnFault('status', 'holds a word that the settings give no meaning to')
    return {
      kind: 'appointment',
      id,
      status,
      ...times,
      practitioners: practitioner === '' ? [] : [practitioner],
      chair: row.cell('chair') || null,
      type: row.cell('type') || null,
      patient: patientOf(row, id, reader.source),
      key: null,
      createdAt: null,
      version: null,
      names: namesOf(row),
    }
  } catch (error) {
    if (!(error instanceof ColumnFault)) throw error
    if (hasId && status !== null && takesNoTime(status)) return { kind: 'ended', id, status }
    return strange(`${at(error.column)}: it ${error.message}.`, start)
  }
}

class ColumnFault extends Error {
  override readonly name = 'ColumnFault'
  readonly column: Column

  constructor(column: Column, message: string) {
    super(message)
    this.column = column
  }
}

/** Null: nobody has said what the word means. */
function statusOf(word: string, { statuses }: CsvSource): AppointmentStatus | null {
  const own = new Map(Object.entries(statuses).map(([each, status]) => [each.trim().toLowerCase(), status]))
  const folded = word.toLowerCase()
  return own.get(folded) ?? (Object.hasOwn(usual, folded) ? usual[folded]! : null)
}

/** Of the readings of a time that comes twice, a start is the earlier and an end the later: no time is taken for free. */
function timesOf(row: Row, reader: Reader, tellStart: (start: number) => void): { start: number; end: number } {
  const { source, timeZone } = reader
  const read = <T>(column: Column, run: () => T): T => {
    try {
      return run()
    } catch (error) {
      throw error instanceof CellFault ? new ColumnFault(column, error.message) : error
    }
  }
  const date = read('start', () => readMoment(row.cell('start'), source.dateFormat))
  const time = source.columns.startTime === undefined ? date.time : startTimeOf(row, date, read)
  if (!time) throw new ColumnFault('start', 'holds no time')
  const start = read('start', () => readingOf(date.date, time, timeZone))
  tellStart(start.earlier)
  const end = endOf(row, reader, date, start, read)
  if (end <= start.earlier) throw new ColumnFault(source.columns.end ? 'end' : 'start', 'is not after the start')
  return { start: start.earlier, end }
}

type Read = <T>(column: Column, run: () => T) => T

function startTimeOf(row: Row, date: CellMoment, read: Read) {
  // Midnight is what databases add to a date alone.
  if (date.time && date.time.time !== '00:00:00')
    throw new ColumnFault('start', 'holds a time, and so does another column')
  return read('startTime', () => readTime(row.cell('startTime')))
}

function endOf(
  row: Row,
  { source, timeZone, durationMinutes }: Reader,
  date: CellMoment,
  start: Reading,
  read: Read,
): number {
  const cell = row.cell('end')
  if (cell !== '') {
    const end = read('end', () => {
      if (/^\d{1,2}:/.test(cell)) return readingOf(date.date, readTime(cell), timeZone)
      const moment = readMoment(cell, source.dateFormat)
      if (!moment.time) throw new CellFault('holds no time')
      return readingOf(moment.date, moment.time, timeZone)
    })
    // A start that the clocks skip moves past an end that they don't.
    const isTurned = end.later <= start.earlier && end.wall > start.wall
    return isTurned ? start.earlier + end.wall - start.wall : end.later
  }
  const minutes = row.cell('durationMinutes')
  if (minutes !== '') {
    const whole = /^\d{1,4}(?:[.,]0+)?$/.test(minutes) ? Number.parseInt(minutes, 10) : 0
    if (whole < 1) throw new ColumnFault('durationMinutes', 'is not a whole number of minutes')
    return start.later + whole * MINUTE_MS
  }
  if (durationMinutes !== null) return start.later + durationMinutes * MINUTE_MS
  const column = source.columns.end ? 'end' : source.columns.durationMinutes ? 'durationMinutes' : 'start'
  throw new ColumnFault(column, column === 'start' ? 'has no end, and no other column says how long it is' : 'is empty')
}

/** Without a column of patients' ids each appointment's patient is somebody of their own: names don't prove who is who. */
function patientOf(row: Row, id: string, { dateFormat }: CsvSource): PmsPatient | null {
  const text = (column: Column) => row.cell(column).slice(0, LONGEST_TEXT)
  const [given, family, patientId] = [text('given'), text('family'), text('patientId')]
  if (given === '' && family === '' && patientId === '') return null
  return {
    id: patientId || `of:${id}`,
    given,
    family,
    birthDate: readBirthDate(row.cell('birthDate'), dateFormat),
    mobile: text('mobile') || null,
    email: text('email') || null,
  }
}

function namesOf(row: Row): PmsName[] {
  const kinds = ['practitioner', 'chair', 'type'] as const
  return kinds.flatMap((kind) => {
    const id = row.cell(kind)
    return id === '' ? [] : [{ kind, id, name: id }]
  })
}
