import type { Interval } from '../../engine/index.ts'
import type { RequestList, RequestListQuery, RequestRow } from '../contract/desk.ts'
import { addDays, todayOf } from '../dates.ts'
import { ProblemError } from '../problem.ts'
import { midnightOf } from '../retention.ts'
import type { DeskRequest, StoredAppointment, StoredPractice } from '../store/model.ts'
import { searchWords } from '../store/search-text.ts'
import type { Reader } from '../store/store.ts'
import { countedAsk } from './counted-list.ts'
import { possibleMatches } from './possible-matches.ts'
import { settingsOf } from './settings.ts'
import { appointmentRowOf, rowOf } from './view.ts'

/** So many rows fill any screen, and are read and written in a few milliseconds. */
const ROWS_A_PART = 100
const FOUND = 20
const UPCOMING_DAYS = 400

/** A list as staff see it, and the requests in it: reading them is noted. */
export interface Listed {
  readonly list: RequestList
  readonly requests: readonly DeskRequest[]
}

/**
 * One part of one of the desk's lists.
 *
 * @param ownOrigins - Where the hosted page is reached.
 */
export async function listFor(
  reader: Reader,
  practice: StoredPractice,
  ownOrigins: readonly string[],
  now: number,
  query: RequestListQuery,
): Promise<Listed> {
  const { id } = practice.file
  const { tab, practitioner } = query
  const counted = await countedAsk(reader, practice, ownOrigins, query)
  const { settings } = await settingsOf(reader, id)
  const base = { withUnlinked: settings.mode !== 'own', now }
  const [today, upcoming] = [rangeOf(practice, now, 'today'), rangeOf(practice, now, 'upcoming')]
  const counts = await reader.deskCounts(id, { ...base, today, upcoming })
  if (tab === 'action' || tab === 'all') {
    const after = query.after === undefined ? undefined : cursorOf(query.after)
    const ask = { ...base, tab, practitioner, counted, limit: ROWS_A_PART, after }
    const { rows, total } = await reader.listRequests(id, ask)
    const last = rows.length === ROWS_A_PART ? rows.at(-1) : undefined
    const next = last ? `${last.createdAt}~${last.id}` : null
    const matches = tab === 'action' ? await possibleMatches(reader, practice, rows) : null
    const requests = rows.map((row) => ({
      ...rowOf(practice, row, matches?.get(row.id)),
      // Nothing else that is cancelled needs action.
      isToCancel: tab === 'action' && row.state === 'cancelled',
    }))
    return { list: { requests, total, next, counts }, requests: rows }
  }
  const visits = await visitsIn(reader, practice, tab === 'today' ? today : upcoming)
  const mine = visits.filter(({ practitioners }) => practitioner === undefined || practitioners.includes(practitioner))
  const from = Math.max(0, Number(query.after ?? 0) || 0)
  const part = mine.slice(from, from + ROWS_A_PART)
  const next = from + ROWS_A_PART < mine.length ? String(from + ROWS_A_PART) : null
  return {
    list: { requests: part.map(({ row }) => row()), total: mine.length, next, counts },
    requests: part.flatMap(({ request }) => request ?? []),
  }
}

interface Visit {
  readonly start: number
  readonly practitioners: readonly string[]
  readonly request: DeskRequest | null
  readonly row: () => RequestRow
}

/** Of today, or from tomorrow on. */
function rangeOf({ file }: StoredPractice, now: number, tab: 'today' | 'upcoming'): Interval {
  const today = todayOf(file, now)
  const [first, last] =
    tab === 'today' ? [today, addDays(today, 1)] : [addDays(today, 1), addDays(today, UPCOMING_DAYS)]
  return { start: midnightOf(file, first), end: midnightOf(file, last) }
}

/** Visits: a request and the appointment that it is are one. They are as many as the counts say. */
async function visitsIn(reader: Reader, practice: StoredPractice, range: Interval): Promise<Visit[]> {
  const { file } = practice
  const [requests, appointments] = await Promise.all([
    reader.requestsBetween(file.id, range),
    reader.appointments(file.id, range),
  ])
  const accepted = requests.filter(({ state }) => state !== 'pending')
  const linked = new Set(accepted.map(({ appointment }) => appointment))
  const visits: Visit[] = [
    ...accepted.map((request) => ({
      start: request.start,
      practitioners: request.practitioners,
      request,
      row: () => rowOf(practice, request),
    })),
    ...appointments
      .filter((appointment) => !linked.has(appointment.id) && takesPlace(appointment))
      .map((appointment) => ({
        start: appointment.start,
        practitioners: appointment.practitioners,
        request: null,
        row: () => appointmentRowOf(practice, appointment),
      })),
  ]
  return visits.sort((a, b) => a.start - b.start)
}

/** What is with nobody and nothing of ours isn't the desk's business. */
function takesPlace({ status, takesTime = true }: StoredAppointment): boolean {
  return takesTime && status !== 'cancelled' && status !== 'entered-in-error'
}

function cursorOf(text: string): { createdAt: number; id: string } {
  const [createdAt, id] = text.split('~')
  if (!id || !Number.isInteger(Number(createdAt))) {
    throw new ProblemError('invalid-request', 'Ask for the next part with what the part before gave.')
  }
  return { createdAt: Number(createdAt), id }
}

/** What staff look for by name, date of birth, number, email or reference. */
export async function searchFor(
  reader: Reader,
  practice: StoredPractice,
  text: string,
): Promise<{ rows: RequestRow[]; requests: readonly DeskRequest[] }> {
  const { requests, appointments } = await reader.search(practice.file.id, searchWords(text), FOUND)
  const linked = new Set(requests.map(({ appointment }) => appointment))
  const rows = [
    ...requests.map((request) => ({ start: request.start, row: rowOf(practice, request) })),
    ...appointments
      .filter(({ id, request }) => !linked.has(id) && !request)
      .map((appointment) => ({ start: appointment.start, row: appointmentRowOf(practice, appointment) })),
  ]
  return { rows: rows.sort((a, b) => b.start - a.start).map(({ row }) => row), requests }
}
