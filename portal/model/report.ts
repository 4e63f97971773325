import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Report } from '../../server/contract/report.ts'
import type { Api, Failure } from '../api.ts'
import { formatListFilters, type ListFilters } from './list-filters.ts'
import { localOf } from './local-time.ts'
import { askOf, formatFilters, monthsOf, parseFilters, type ReportFilters } from './report-filters.ts'
import { formatRoom, formatRoute } from './route.ts'

export type ReportModel = ReturnType<typeof createReport>

/** The report of one practice, as the address asks for it. */
export function createReport(from: {
  api: Pick<Api, 'read'>
  practice: { id: string; timeZone: string }
  /** The part of the address after `#`: the filters stand in it. */
  hash: ReadonlySignal<string>
  /** Is the report what the address names? */
  isOpen: ReadonlySignal<boolean>
  go: (hash: string) => void
  clock: () => number
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, hash, isOpen, go, clock, onFailure } = from
  const report = signal<Report | null>(null)
  const failure = signal<Failure | null>(null)
  const isReading = signal(false)
  const filters = computed(() => parseFilters(hash.value))
  const today = () => localOf(clock(), practice.timeZone).date
  /** Which table is open changes nothing of what is asked. */
  const ask = computed(() => askOf(filters.value, today()))
  let latest = 0

  async function read(): Promise<void> {
    const mine = ++latest
    isReading.value = true
    const reply = await api.read<Report>(practice.id, `report?${ask.peek()}`)
    // Whoever changes two filters gets what belongs to the second.
    if (mine !== latest) return
    isReading.value = false
    if (reply.ok) {
      report.value = reply.value
      failure.value = null
    } else {
      failure.value = reply.failure
      onFailure(reply.failure)
    }
  }

  const stopReading = effect(() => {
    ask.value
    if (isOpen.value) void read()
  })

  return {
    report,
    failure,
    /** Something is being counted; what stands there belongs to the filters before. */
    isReading,
    filters,
    today,
    read,
    /** Where the lines behind the numbers are downloaded. */
    csv: computed(() => `/portal/api/practices/${encodeURIComponent(practice.id)}/report.csv?${ask.value}`),
    /** The address of the list behind a number: what the report is about, narrowed. */
    listOf(narrowed: Partial<ListFilters> = {}): string {
      const { reason, practitioner, source } = filters.value
      const months = monthsOf(filters.value, today())
      return (
        formatRoute(practice.id, null, 'all') +
        formatListFilters({ ...months, reason, practitioner, source, ...narrowed })
      )
    },
    /** Each change replaces the address: Back leads out of the report. */
    choose(change: Partial<ReportFilters>) {
      go(`${formatRoom(practice.id, 'report')}${formatFilters({ ...filters.peek(), ...change })}`)
    },
    stop() {
      latest++
      stopReading()
    },
  }
}
