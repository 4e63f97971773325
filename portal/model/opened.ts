import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { Appointment, RequestDetail } from '../../server/contract/desk.ts'
import type { Api, Failure, Reply } from '../api.ts'
import type { Opened } from './route.ts'

export type OpenedDetail = ReturnType<typeof createOpened>

/** What is open beside the list: a request, or an appointment that may have come from one. */
export function createOpened(from: {
  api: Api
  practice: string
  open: ReadonlySignal<Opened | null>
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, open, onFailure } = from
  const request = signal<RequestDetail | null>(null)
  const appointment = signal<Appointment | null>(null)
  const failure = signal<Failure | null>(null)
  let stopped = false

  async function read(): Promise<void> {
    const wanted = open.peek()
    if (!wanted) return
    failure.value = null
    const { kind, id } = wanted
    const isStill = () => !stopped && open.peek()?.id === id
    if (kind === 'request') take(await api.request(practice, id), isStill, request)
    else take(await api.appointment(practice, id), isStill, appointment)
  }

  function take<T>(reply: Reply<T>, isStill: () => boolean, place: { value: T | null }): void {
    if (!isStill()) return
    if (reply.ok) place.value = reply.value
    else {
      failure.value = reply.failure
      onFailure(reply.failure)
    }
  }

  const stop = effect(() => {
    const wanted = open.value
    untracked(() => {
      const has = wanted?.kind === 'request' ? request.value?.id : appointment.value?.id
      if (wanted && has === wanted.id) return
      request.value = null
      appointment.value = null
      failure.value = null
      void read()
    })
  })

  return {
    request,
    appointment,
    failure,
    read,
    /** What a change came back with; it is newer than anything read. */
    put(detail: RequestDetail) {
      if (!stopped && open.peek()?.id === detail.id) request.value = detail
    },
    stop() {
      stopped = true
      stop()
    },
  }
}
