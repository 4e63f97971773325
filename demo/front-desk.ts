import type { AcceptBody } from '../server/contract/answer.ts'
import { accept } from '../server/desk/accept.ts'
import { type Answering, answerRequest } from '../server/desk/answering.ts'
import type { House } from '../server/house.ts'
import { importAppointments } from '../server/import.ts'
import type { SyncRoom } from '../server/pms/sync.ts'
import { writeAnswer, writerFor } from '../server/pms/writing.ts'
import { createResidents } from '../server/residents.ts'
import type { DeskRequest, PatientFields } from '../server/store/model.ts'
import type { DemoPms } from './pms/demo-pms.ts'

/** What the demo practice's front desk has done with its schedule before anybody looks. */
export interface FrontDesk {
  /** Is a request confirmed by itself, once exactly its appointment has been entered? */
  readonly isMatching: boolean
  /** Has somebody among its patients. */
  know(patient: PatientFields): Promise<void>
  /** Types the visit of a request into the schedule, not quite as it was asked for. */
  enter(request: DeskRequest, changes?: Mistyped): Promise<void>
  /** @param at - Epoch ms. */
  accept(answering: Answering & { readonly body: AcceptBody }, at: number): Promise<void>
}

export interface Mistyped {
  readonly laterMs?: number
  readonly patient?: Partial<PatientFields>
}

/** Of a practice whose schedule is the server's own. */
export function ownFrontDesk(
  { store, accounts }: Pick<House, 'store' | 'accounts'>,
  practice: string,
  now: number,
): FrontDesk {
  const residents = createResidents()
  return {
    isMatching: false,
    know: async () => {},
    async enter(request, { laterMs = 0, patient } = {}) {
      const { start, end, practitioners, chair, reason, bufferBeforeMinutes, bufferAfterMinutes, location } = request
      const time = { start: start + laterMs, end: end + laterMs, practitioners, chair, reason, location }
      const entered = { id: `elm-entered-${request.reference}`, status: 'booked' as const, patientId: null }
      const buffers = { bufferBeforeMinutes, bufferAfterMinutes }
      const appointment = { ...entered, ...time, ...buffers, createdAt: now }
      await importAppointments(store, practice, [{ ...appointment, patient: { ...request.patient, ...patient } }], now)
    },
    async accept(answering, at) {
      const room = { store, residents, accounts, clock: () => at }
      await answerRequest(room, answering, (desk) => accept(desk, answering.body))
    },
  }
}

/** Of a practice that keeps its schedule in the demo PMS, with which it is joined already. */
export function pmsFrontDesk(room: SyncRoom & Pick<House, 'accounts'>, pms: DemoPms): FrontDesk {
  const personOf = ({ mobile, email, ...patient }: PatientFields) =>
    pms.book.addPerson({ ...patient, mobile: mobile ?? '', email: email ?? '' })
  return {
    isMatching: true,
    async know(patient) {
      personOf(patient)
    },
    async enter(request, { laterMs = 0, patient } = {}) {
      const { start, end, practitioners, chair, reason } = request
      const minutes = Math.round((end - start) / 60_000)
      const place = { start: start + laterMs, minutes, practitioner: practitioners[0]!, chair, type: reason }
      pms.book.add(place, personOf({ ...request.patient, ...patient }))
    },
    async accept({ practice, request, userId, body }, at) {
      const answering = { practice, request, userId, answer: { action: 'accept' as const, body } }
      const then = { ...room, clock: () => at }
      const writer = await writerFor(then, answering)
      if (!writer) throw new TypeError('the demo practice must be joined with its software, and may write there')
      await writeAnswer(then, answering, writer)
    },
  }
}
