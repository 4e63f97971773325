import { signal } from '@preact/signals'
import type { DeskTab, RequestList, RequestRow } from '../../server/contract/desk.ts'
import type { Api, Failure } from '../api.ts'
import { listAsk, parseListFilters } from './list-filters.ts'

export type RowList = ReturnType<typeof createRowList>

/** So many parts are read again when something moved; what was read beyond them stands as it was. */
const freshParts = 3

/** One of the desk's lists, read part by part. */
export function createRowList(from: {
  api: Api
  practice: string
  tab: DeskTab
  practitioner: string | null
  /** What a number of the report narrows it to, as the address says it: `?from=2026-11&to=2026-11`. */
  filter?: string
  clock: () => number
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, tab, practitioner, filter = '', clock, onFailure } = from
  const filters = parseListFilters(filter)
  const narrowed = filters ? listAsk(filters) : {}
  const rows = signal<readonly RequestRow[] | null>(null)
  const total = signal(0)
  const counts = signal<RequestList['counts'] | null>(null)
  const next = signal<string | null>(null)
  const failure = signal<Failure | null>(null)
  const readAt = signal<number | null>(null)
  const isReadingMore = signal(false)
  let stopped = false
  let reading: Promise<void> | null = null
  let readingNext: Promise<void> | null = null

  const part = (after: string | null) => api.requests(practice, { tab, practitioner, after, narrowed })

  function failed(what: Failure): void {
    failure.value = what
    onFailure(what)
  }

  async function readAgain(): Promise<void> {
    const before = rows.value ?? []
    const fresh: RequestRow[] = []
    let after: string | null = null
    for (let parts = 0; parts < freshParts; parts++) {
      const reply = await part(after)
      if (stopped) return
      if (!reply.ok) return failed(reply.failure)
      const { value } = reply
      fresh.push(...value.requests)
      total.value = value.total
      counts.value = value.counts
      after = value.next
      if (after === null || fresh.length >= before.length) break
    }
    const seen = new Set(fresh.map(({ id }) => id))
    const isCut = after !== null && before.length > fresh.length
    const rest = isCut ? before.slice(fresh.length).filter(({ id }) => !seen.has(id)) : []
    if (!isCut) next.value = after
    rows.value = kept(before, [...fresh, ...rest])
    readAt.value = clock()
    failure.value = null
  }

  function start(): Promise<void> {
    reading = readAgain().finally(() => {
      reading = null
    })
    return reading
  }

  return {
    tab,
    practitioner,
    filter,
    /** Null until the first reading; kept when a later one fails. */
    rows,
    /** Of the whole list, read or not. */
    total,
    /** How many there are on each list, as of its last reading. */
    counts,
    /** Set while there is more to read. */
    next,
    /** Set while the last reading failed. */
    failure,
    /** Epoch ms of the last reading that worked. */
    readAt,
    isReadingMore,
    /** Reads it again; where that is under way, once more after it: what moved meanwhile may not be in it. */
    read(): Promise<void> {
      if (reading) {
        readingNext ??= reading
          .then(() => (stopped ? undefined : start()))
          .finally(() => {
            readingNext = null
          })
        return readingNext
      }
      return start()
    },
    async readMore(): Promise<void> {
      const after = next.value
      if (after === null || isReadingMore.value) return
      isReadingMore.value = true
      const reply = await part(after)
      isReadingMore.value = false
      if (stopped) return
      if (!reply.ok) return failed(reply.failure)
      const before = rows.value ?? []
      const seen = new Set(before.map(({ id }) => id))
      rows.value = [...before, ...reply.value.requests.filter(({ id }) => !seen.has(id))]
      total.value = reply.value.total
      next.value = reply.value.next
    },
    stop() {
      stopped = true
    },
  }
}

/** A row that says the same stays the same object, so that only what moved is drawn again. */
function kept(before: readonly RequestRow[], after: readonly RequestRow[]): readonly RequestRow[] {
  const known = new Map(before.map((row) => [row.id, row]))
  return after.map((row) => {
    const old = known.get(row.id)
    return old && JSON.stringify(old) === JSON.stringify(row) ? old : row
  })
}
