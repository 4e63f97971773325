import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { DeskTab, Me, RequestDetail, RequestRow } from '../../server/contract/desk.ts'
import type { Api, Failure } from '../api.ts'
import { createAnswering } from './answer/answering.ts'
import { createStanding } from './connection-standing.ts'
import { createLive, type Listen } from './live.ts'
import { createNotes } from './note.ts'
import { createOpened } from './opened.ts'
import { createOrigins } from './origins.ts'
import type { Opened } from './route.ts'
import { createRowList, type RowList } from './row-list.ts'
import { createSearch } from './search.ts'
import { createUnread, type Memory } from './unread.ts'

export type Desk = ReturnType<typeof createDesk>

/** The requests and visits of one practice, and the one that is open. */
export function createDesk(from: {
  api: Api
  practice: Me['practices'][number]
  tab: ReadonlySignal<DeskTab>
  /** What a number of the report narrows the list to, as the address says it; empty: nothing. */
  filter: ReadonlySignal<string>
  /** What is open, as the address says. */
  open: ReadonlySignal<Opened | null>
  /** Whether anybody can see the page. */
  visible: ReadonlySignal<boolean>
  memory: Memory
  listen?: Listen | undefined
  clock: () => number
  announce: (text: string) => void
  /** Requests came in that weren't there at the reading before. */
  onNew?: (count: number) => void
  /** An answer's last dialog went away: `id` is the request it was about. */
  onClosed?: ((id: string, isAnswered: boolean) => void) | undefined
  onEnded: () => void
}) {
  const { api, tab, filter, open, visible, memory, listen, clock, announce, onNew, onClosed, onEnded } = from
  const practice = from.practice.id
  const practitioner = signal<string | null>(null)
  const now = signal(clock())
  const unread = createUnread(memory, practice)
  let stopped = false

  const onFailure = (what: Failure) => {
    if (what.kind === 'sign-in-required' && !stopped) onEnded()
  }
  const origins = createOrigins({ api, practice, announce, onFailure })
  const connection = createStanding({ api, practice, visible, announce, onFailure })
  const opened = createOpened({ api, practice, open, onFailure })
  const search = createSearch({ api, practice, announce, onFailure })
  const put = (detail: RequestDetail) => opened.put(detail)
  const notes = createNotes({ api, practice, announce, onFailure, onSaved: put })
  const answering = createAnswering({
    api,
    practice: from.practice,
    clock,
    announce,
    onFailure,
    sync: connection.syncFirst,
    onAnswered(detail) {
      put(detail)
      void read()
    },
    onStale() {
      void opened.read()
      void read()
    },
    onClosed: (isAnswered) => onClosed?.(answering.request.value?.id ?? '', isAnswered),
  })

  const listOf = (which: DeskTab, whose: string | null, narrowed = '') =>
    createRowList({ api, practice, tab: which, practitioner: whose, filter: narrowed, clock, onFailure })
  /** What waits is read whatever is looked at: its count stands everywhere, and new ones are told. */
  const action = listOf('action', null)
  const other = signal<RowList | null>(null)
  const list = computed(() => other.value ?? action)
  /** Each reading brings them: the latest one knows best. */
  const counts = computed(() => {
    const shown = list.value
    const isLater = (shown.readAt.value ?? 0) >= (action.readAt.value ?? 0)
    return (isLater ? shown.counts.value : null) ?? action.counts.value ?? shown.counts.value
  })

  async function read(): Promise<void> {
    const before = action.rows.value
    const shown = list.value
    const rowBefore = openRow()
    await Promise.all([action.read(), shown === action ? null : shown.read(), origins.read(), readConnection()])
    if (stopped) return
    now.value = clock()
    if (!action.failure.value) tellNew(before, action.rows.value ?? [])
    // A colleague may have answered it: then what stands here is no longer so.
    if ((rowBefore && openRow() !== rowBefore) || isAnsweredElsewhere()) await opened.read()
  }

  /** Where the schedule is kept here there is nothing to ask, unless somebody has looked at the connection. */
  async function readConnection(): Promise<void> {
    if (from.practice.mode !== 'own' || connection.now.peek()) await connection.read()
  }

  function isAnsweredElsewhere(): boolean {
    const waits = opened.request.value?.state === 'pending'
    const isWhole = action.rows.value !== null && action.next.value === null && !action.failure.value
    return waits && isWhole && !action.rows.value?.some(({ id }) => id === open.peek()?.id)
  }

  const openRow = () => list.value.rows.value?.find(({ id }) => id === open.peek()?.id) ?? null

  function tellNew(before: readonly RequestRow[] | null, after: readonly RequestRow[]) {
    const known = new Set(before?.map((row) => row.id))
    const count = before ? after.filter((row) => !known.has(row.id)).length : 0
    if (count === 0) return
    announce(count === 1 ? '1 new request' : `${count} new requests`)
    onNew?.(count)
  }

  let isFirst = true
  const stopChoosing = effect(() => {
    const [which, narrowed] = [tab.value, filter.value]
    // A number of the report says itself whose visits it counts.
    const whose = narrowed === '' ? practitioner.value : null
    const made = which === 'action' && whose === null ? null : untracked(() => listOf(which, whose, narrowed))
    untracked(() => {
      other.value = made
      // The first is read with all the rest.
      if (!isFirst)
        void made?.read().then(() => {
          now.value = clock()
        })
      isFirst = false
    })
    return () => made?.stop()
  })
  const stopOpening = effect(() => {
    if (open.value?.kind === 'request') unread.opened(open.value.id)
  })
  const live = createLive({ practice, visible, listen, read })

  const selected = computed(() => open.value?.id ?? null)
  /** What stands in the list's place: what was found, while somebody searches. */
  const rows = computed(() => (search.isOn.value ? search.rows.value : list.value.rows.value))
  /** Where the open row stands in the list, from 0; -1 when none is open or it has left the list. */
  const position = computed(() => rows.value?.findIndex((row) => row.id === selected.value) ?? -1)
  const selectedRow = computed(() => rows.value?.[position.value] ?? null)
  /** Where the open row stood last: an answered request leaves the list, and the next one takes its place. */
  let stood = 0
  const stopStanding = effect(() => {
    if (position.value >= 0) stood = position.value
  })

  return {
    practice,
    tab,
    practitioner,
    /** What is looked at. */
    list,
    rows,
    search,
    notes,
    answering,
    /** How many wait for an answer; null until it is known. */
    waiting: computed(() => counts.value?.action ?? null),
    /** How many there are on each list; null until it is known. */
    counts,
    /** How many of these nobody has opened in this browser. */
    unreadCount: computed(() => (action.rows.value ?? []).filter(({ id }) => unread.isUnread(id)).length),
    isUnread: unread.isUnread,
    /** Epoch ms, moved on by each reading, so that ages and "starts in" stay true. */
    now,
    open,
    /** Id of what is open. */
    selected,
    selectedRow,
    position,
    opened,
    origins,
    /** How the connection with the practice system stands. */
    connection,
    isHeard: live.isHeard,
    read,
    /** The row `steps` below this one; where it has left the list, the one that took its place. */
    async neighbour(of: string | null, steps: 1 | -1): Promise<RequestRow | null> {
      const at = rows.value?.findIndex((row) => row.id === of) ?? -1
      const wanted = at >= 0 ? at + steps : of !== null && of === selected.peek() ? stood + (steps === 1 ? 0 : -1) : 0
      const isBeyond = wanted >= (rows.value?.length ?? 0)
      if (isBeyond && !search.isOn.value && list.value.next.value !== null) await list.value.readMore()
      return rows.value?.[wanted] ?? null
    },
    stop() {
      stopped = true
      action.stop()
      live.stop()
      stopChoosing()
      stopOpening()
      stopStanding()
      opened.stop()
      search.stop()
      notes.stop()
      answering.stop()
      origins.stop()
      connection.stop()
    },
  }
}
