import { type Page, PmsFault } from '../connector.ts'
import { pagesOf, type SearchPage } from './bundle.ts'
import type { Answer } from './client.ts'
import { type Json, objectIn, textIn } from './json.ts'
import { parseAppointment, patientsNamed } from './parse.ts'
import { createPatientReader, type PatientReader } from './patients.ts'
import type { Room } from './room.ts'

const PAGE_SIZE = 100
const HOUR_MS = 3_600_000
/** Of a month whose pages moved while they were turned. */
const MOST_READS = 3
/** Mark of a server whose totals aren't how many it lists. */
const TOTAL = 'Bundle.total'
/** A server that knows no offsets reads ours as it likes: so much it may be off. */
const SLACK_MS = 15 * HOUR_MS

/** What makes a listing better where a server takes it: patients along with it, and an order that pages keep. */
const extras = ['_include=Appointment:patient', '_sort=date']

/** A search for appointments without what this server has refused before. */
export async function searchAppointments(room: Room, question: string, signal: AbortSignal): Promise<Answer> {
  // A question that asks for its own order keeps it.
  const wanted = extras.filter(
    (extra) => !room.refused.has(extra) && !(extra.startsWith('_sort') && question.includes('_sort=')),
  )
  const ask = (taken: readonly string[]) =>
    room.client.read(`Appointment?${[question, `_count=${PAGE_SIZE}`, ...taken].join('&')}`, signal)
  const first = await ask(wanted)
  if (first.status !== 400) return first
  for (const refused of [...wanted.map((extra) => [extra]).reverse(), wanted]) {
    const answer = await ask(wanted.filter((extra) => !refused.includes(extra)))
    if (answer.status === 400) continue
    for (const extra of refused) room.refused.add(extra)
    return answer
  }
  return first
}

/** What changed, as far as the server's own `meta.lastUpdated` tells. */
export async function* listChanged(room: Room, since: string | null, signal: AbortSignal): AsyncGenerator<Page> {
  const patients = createPatientReader(room.client)
  if (since === null) {
    yield* listNewest(room, patients, signal)
    return
  }
  const from = Date.parse(since)
  if (Number.isNaN(from)) throw new PmsFault('misconfigured', 'The cursor is none of this connection.')
  let newest = from
  let isAnything = false
  const question = `_lastUpdated=ge${instant(from - room.overlapMs)}&_sort=_lastUpdated`
  let held: Page | null = null
  for await (const page of pagesOf(
    room.client,
    'Appointment',
    await searchAppointments(room, question, signal),
    signal,
  )) {
    if (held) yield held
    isAnything ||= page.found.length > 0
    newest = Math.max(newest, newestIn(page))
    // A server may sort as it likes: only after the last page is it known that nothing older is to come.
    held = { items: await itemsOf(room, page, patients, signal), cursor: null, total: page.total }
  }
  if (!isAnything) {
    // Not even the newest of the last time: it was deleted, or the server's clock went back.
    for await (const page of listNewest(room, patients, signal)) yield page
    return
  }
  yield { ...held!, cursor: instant(newest) }
}

async function* listNewest(room: Room, patients: PatientReader, signal: AbortSignal): AsyncGenerator<Page> {
  const answer = await room.client.read('Appointment?_sort=-_lastUpdated&_count=1', signal)
  for await (const page of pagesOf(room.client, 'Appointment', answer, signal)) {
    const newest = newestIn(page)
    const cursor = newest === Number.NEGATIVE_INFINITY ? null : instant(newest)
    yield { items: await itemsOf(room, page, patients, signal), cursor }
    return
  }
}

/** Month by month, so that no listing is long. */
export async function* listWindow(
  room: Room,
  range: { readonly start: number; readonly end: number },
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const patients = createPatientReader(room.client)
  const slices = monthsOf(range.start - SLACK_MS, range.end + SLACK_MS)
  for (const slice of slices) {
    let before: string | null = null
    for (let reads = 1; reads <= MOST_READS; reads++) {
      const count = { pages: 0, ids: new Set<string>(), totals: new Set<number>() }
      for await (const page of sliceOf(room, slice, signal)) {
        count.pages++
        for (const { id } of page.found) count.ids.add(textIn(id) ?? '')
        if (page.total !== undefined) count.totals.add(page.total)
        const items = await itemsOf(room, page, patients, signal)
        yield {
          items: items.filter(
            (item) => item.kind === 'unreadable' || (item.start >= range.start && item.start < range.end),
          ),
          cursor: null,
          total: slices.length === 1 ? page.total : undefined,
        }
      }
      if (!hasSlipped(room, count)) break
      const outcome = JSON.stringify([count.ids.size, ...count.totals])
      // It comes out the same again: this server counts something else.
      if (outcome === before && count.totals.size === 1) room.refused.add(TOTAL)
      before = outcome
    }
  }
}

async function* sliceOf(
  room: Room,
  slice: { readonly start: number; readonly end: number },
  signal: AbortSignal,
): AsyncGenerator<SearchPage> {
  const question = `date=ge${instant(slice.start)}&date=lt${instant(slice.end)}`
  yield* pagesOf(room.client, 'Appointment', await searchAppointments(room, question, signal), signal)
}

/** Where one is deleted while pages are turned, all behind it move up, and one of them past the reader. */
function hasSlipped(
  { refused }: Room,
  { pages, ids, totals }: { pages: number; ids: ReadonlySet<string>; totals: ReadonlySet<number> },
): boolean {
  return pages > 1 && !refused.has(TOTAL) && (totals.size > 1 || [...totals].some((total) => ids.size < total))
}

/** Months of the calendar, the first and the last cut to the range. */
export function monthsOf(start: number, end: number): readonly { readonly start: number; readonly end: number }[] {
  const slices: { start: number; end: number }[] = []
  for (let from = start; from < end; ) {
    const date = new Date(from)
    const to = Math.min(end, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1))
    slices.push({ start: from, end: to })
    from = to
  }
  return slices
}

/** Each resource by itself: none can hide another. */
export async function itemsOf(
  room: Room,
  { found, beside }: Pick<SearchPage, 'found' | 'beside'>,
  patients: PatientReader,
  signal: AbortSignal,
): Promise<Page['items']> {
  const { baseUrl } = room.client
  const missing = found.flatMap((resource) => {
    try {
      return patientsNamed(resource, { baseUrl, beside })
    } catch {
      return []
    }
  })
  const all = new Map(beside)
  for (const [reference, patient] of await patients.read(missing, signal)) all.set(reference, patient)
  const items = found.flatMap((resource) => parseAppointment(resource, { ...room.reading(), beside: all }) ?? [])
  for (const item of items) if (item.kind === 'appointment') room.remember(item.names)
  return items
}

function newestIn({ found }: SearchPage): number {
  return found.reduce((newest, resource) => Math.max(newest, lastUpdated(resource)), Number.NEGATIVE_INFINITY)
}

function lastUpdated(resource: Json): number {
  const at = Date.parse(textIn(objectIn(resource.meta).lastUpdated) ?? '')
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at
}

export function instant(at: number): string {
  return new Date(at).toISOString()
}
