import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { PatientList as PatientListReply, PatientRow, PatientSearchBody } from '../../server/contract/patients.ts'
import type { Api, Failure } from '../api.ts'
import type { AccessTab } from './patients-address.ts'

export type PatientList = ReturnType<typeof createPatientList>

/** Somebody still types. */
const pauseMs = 200
/** So many parts are read again when something moved; more would keep the server busy for rows that nobody sees. */
const freshParts = 3

/** Patients of one practice, all or those that a search finds, read part by part. */
export function createPatientList(from: {
  api: Pick<Api, 'change'>
  practice: string
  /** Only those who were ever invited, or some of them; null: everybody. */
  access: ReadonlySignal<AccessTab | null>
  /** Is it looked at? Nothing is read while not. */
  isOpen: ReadonlySignal<boolean>
  /** Moves on whenever something may have moved: it is read again then. */
  now: ReadonlySignal<number>
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, access, isOpen, now, announce, onFailure } = from
  const text = signal('')
  const rows = signal<readonly PatientRow[] | null>(null)
  const total = signal(0)
  const counts = signal<PatientListReply['access'] | null>(null)
  const next = signal<string | null>(null)
  const failure = signal<Failure | null>(null)
  const isReadingMore = signal(false)
  /** What the rows answer: another text or tab makes them another list. */
  const answers = signal<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest = 0

  const question = (): PatientSearchBody => ({
    text: text.peek().trim(),
    ...(access.peek() === null ? {} : { access: access.peek()! }),
  })
  const part = (asked: PatientSearchBody, after: string | null) =>
    api.change<PatientListReply>(practice, 'patients/search', after === null ? asked : { ...asked, after })

  function failed(what: Failure): void {
    failure.value = what
    onFailure(what)
  }

  async function read(): Promise<void> {
    clearTimeout(timer)
    const mine = ++latest
    const asked = question()
    const key = JSON.stringify(asked)
    const isSame = answers.peek() === key
    const before = isSame ? (rows.peek() ?? []) : []
    const fresh: PatientRow[] = []
    let after: string | null = null
    for (let parts = 0; parts < freshParts; parts++) {
      const reply = await part(asked, after)
      if (mine !== latest) return
      if (!reply.ok) return failed(reply.failure)
      fresh.push(...reply.value.patients)
      total.value = reply.value.total
      counts.value = reply.value.access
      after = reply.value.next
      if (after === null || fresh.length >= before.length) break
    }
    // Of a long list only the head is read again; the rest stands as it was.
    const isCut = after !== null && before.length > fresh.length
    const seen = new Set(fresh.map(({ id }) => id))
    rows.value = isCut ? [...fresh, ...before.slice(fresh.length).filter(({ id }) => !seen.has(id))] : fresh
    if (!isCut) next.value = after
    answers.value = key
    failure.value = null
    if (!isSame && asked.text) announce(foundWords(total.peek()))
  }

  const stopReading = effect(() => {
    access.value
    now.value
    if (isOpen.value) untracked(() => void read())
  })

  return {
    text,
    access,
    /** Null until the first reading; kept when a later one fails. */
    rows,
    /** Of the whole list, read or not. */
    total,
    /** How many are invited, enrolled and removed, whatever is searched for. */
    counts,
    next,
    failure,
    isReadingMore,
    isSearching: computed(() => text.value.trim() !== ''),
    read,
    type(typed: string): void {
      text.value = typed
      clearTimeout(timer)
      timer = setTimeout(() => void read(), typed.trim() ? pauseMs : 0)
    },
    clear(): void {
      text.value = ''
      void read()
    },
    async readMore(): Promise<void> {
      const after = next.peek()
      if (after === null || isReadingMore.peek()) return
      isReadingMore.value = true
      const mine = latest
      const reply = await part(question(), after)
      isReadingMore.value = false
      if (mine !== latest) return
      if (!reply.ok) return failed(reply.failure)
      const before = rows.peek() ?? []
      const seen = new Set(before.map(({ id }) => id))
      rows.value = [...before, ...reply.value.patients.filter(({ id }) => !seen.has(id))]
      total.value = reply.value.total
      next.value = reply.value.next
    },
    /** What a change came back with; it is newer than anything read. */
    put(row: PatientRow): void {
      rows.value = rows.peek()?.map((each) => (each.id === row.id ? row : each)) ?? null
    },
    stop(): void {
      latest++
      clearTimeout(timer)
      stopReading()
    },
  }
}

const foundWords = (count: number) => (count === 0 ? 'Nobody found' : count === 1 ? '1 found' : `${count} found`)
