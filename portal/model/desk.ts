import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { RequestDetail, RequestRow } from '../../server/contract/desk.ts'
import type { Api, Failure } from '../api.ts'
import { createOrigins } from './origins.ts'

export type Desk = ReturnType<typeof createDesk>

const pollMs = 15_000

/** The requests of one practice that wait for an answer, and the one that is open. */
export function createDesk(from: {
  api: Api
  practice: string
  /** Id of the open request, as the address says. */
  selected: ReadonlySignal<string | null>
  /** Whether anybody can see the page; nothing is read while not. */
  visible: ReadonlySignal<boolean>
  clock: () => number
  announce: (text: string) => void
  onEnded: () => void
}) {
  const { api, practice, selected, visible, clock, announce, onEnded } = from
  const requests = signal<readonly RequestRow[] | null>(null)
  const failure = signal<Failure | null>(null)
  const readAt = signal<number | null>(null)
  const now = signal(clock())
  const detail = signal<RequestDetail | null>(null)
  const detailFailure = signal<Failure | null>(null)
  let stopped = false
  let reading: Promise<void> | null = null

  const ended = (what: Failure) => {
    if (what.kind === 'sign-in-required' && !stopped) onEnded()
  }
  const origins = createOrigins({ api, practice, announce, onFailure: ended })

  async function readList(): Promise<void> {
    const [reply] = await Promise.all([api.pendingRequests(practice), origins.read()])
    if (stopped) return
    now.value = clock()
    if (!reply.ok) {
      failure.value = reply.failure
      return ended(reply.failure)
    }
    tellNew(requests.value, reply.value.requests)
    requests.value = reply.value.requests
    readAt.value = now.value
    failure.value = null
    // A colleague may have answered it: then its state is no longer what stands here.
    const open = detail.value
    if (open?.state === 'pending' && !reply.value.requests.some((row) => row.id === open.id)) await readDetail(open.id)
  }

  function tellNew(before: readonly RequestRow[] | null, after: readonly RequestRow[]) {
    const known = new Set(before?.map((row) => row.id))
    const count = before ? after.filter((row) => !known.has(row.id)).length : 0
    if (count > 0) announce(count === 1 ? '1 new request' : `${count} new requests`)
  }

  function read(): Promise<void> {
    reading ??= readList().finally(() => {
      reading = null
    })
    return reading
  }

  async function readDetail(id: string): Promise<void> {
    detailFailure.value = null
    const reply = await api.request(practice, id)
    if (stopped || selected.peek() !== id) return
    if (reply.ok) detail.value = reply.value
    else {
      detailFailure.value = reply.failure
      ended(reply.failure)
    }
  }

  const stopPolling = effect(() => {
    if (!visible.value) return
    let timer: ReturnType<typeof setTimeout>
    let going = true
    const tick = async () => {
      await read()
      if (going) timer = setTimeout(tick, pollMs)
    }
    untracked(() => void tick())
    return () => {
      going = false
      clearTimeout(timer)
    }
  })

  const stopFollowing = effect(() => {
    const id = selected.value
    untracked(() => {
      if (id === detail.value?.id) return
      detail.value = null
      detailFailure.value = null
      if (id !== null) void readDetail(id)
    })
  })

  /** Where the open request stands in the list, from 0; -1 when none is open or it has left the list. */
  const position = computed(() => requests.value?.findIndex((row) => row.id === selected.value) ?? -1)
  const selectedRow = computed(() => requests.value?.[position.value] ?? null)

  return {
    practice,
    requests,
    /** Set while the last reading failed; `requests` then keeps what was read before. */
    failure,
    /** Epoch ms of the last reading that worked. */
    readAt,
    /** Epoch ms, moved on by each reading, so that ages and "starts in" stay true. */
    now,
    selected,
    selectedRow,
    position,
    detail,
    detailFailure,
    origins,
    read,
    readDetail: () => (selected.value === null ? Promise.resolve() : readDetail(selected.value)),
    /** Id of the request `steps` below this one, or the first or last when it isn't in the list. */
    neighbour(of: string | null, steps: 1 | -1): string | null {
      const rows = requests.value ?? []
      const at = rows.findIndex((row) => row.id === of)
      if (at === -1) return rows.at(steps === 1 ? 0 : -1)?.id ?? null
      return rows[at + steps]?.id ?? null
    },
    stop() {
      stopped = true
      stopPolling()
      stopFollowing()
      origins.stop()
    },
  }
}
