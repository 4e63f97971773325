import type { AcceptBody, CancelBody, RescheduleBody } from '../../contract/answer.ts'
import { type Desk, notChangeable, underWay } from '../../desk/answering.ts'
import { changesTo } from '../../desk/changed-time.ts'
import { type Chosen, isBeyondCapacity } from '../../desk/choosing.ts'
import { chooseAsAsked, chooseFor, visitOf } from '../../desk/create.ts'
import { claim } from '../../desk/places.ts'
import { reasonAt } from '../../desk/reschedule.ts'
import type { PmsStored } from '../../store/pms-appointments.ts'
import type { StoredPmsWrite } from '../../store/pms-writes.ts'
import { holdOf, type WantedVisit, type Write } from './write.ts'

/** Should the process end before the PMS has answered, the place is kept for so long. */
const KEPT_MS = 86_400_000

/** What staff answered a request that only the PMS can carry out. */
export type WrittenAnswer =
  | { readonly action: 'accept'; readonly body: AcceptBody }
  | { readonly action: 'reschedule'; readonly body: RescheduleBody }
  | { readonly action: 'cancel'; readonly body: CancelBody }

const written: readonly string[] = ['accept', 'reschedule', 'cancel'] satisfies WrittenAnswer['action'][]

export function isWritten(action: string): action is WrittenAnswer['action'] {
  return written.includes(action)
}

/**
 * Notes what is to be written, and keeps the place for it. Everything that can be refused here is, before the PMS is asked.
 *
 * @param known - The request's appointment in the PMS, when there is one.
 * @throws ProblemError
 */
export async function begin(desk: Desk, answer: WrittenAnswer, known: PmsStored | null): Promise<StoredPmsWrite> {
  const { transaction, present, request } = desk
  const { id: practice } = present.practice.file
  const { now } = present.snapshot
  const id = crypto.randomUUID()
  const write = await writeFor(desk, id, answer, known)
  const stored = { id, request: request.id, document: write, tries: 0, nextAt: now, createdAt: now }
  if (!(await transaction.addPmsWrite(practice, stored))) throw underWay()
  return stored
}

async function writeFor(desk: Desk, id: string, answer: WrittenAnswer, known: PmsStored | null): Promise<Write> {
  const { request, actor, settings, present } = desk
  const asked = { actor, fault: null }
  if (answer.action === 'cancel') {
    if (request.state !== 'booked')
      throw notChangeable(`This visit is ${request.state}: it can no longer be cancelled.`)
    const { reason, tell } = answer.body
    const isTold = settings.isCancellationTold && tell
    return { ...asked, kind: 'cancel', appointment: known!.pms.id, reason, isTold, isCancelledHere: false }
  }
  if (answer.action === 'reschedule') {
    if (request.state !== 'booked') throw notChangeable('Only an accepted visit can be moved.')
    const { time, cause } = answer.body
    const reason = reasonAt(request, Date.parse(time!.start))
    const chosen = chooseFor(desk, time!, reason)
    const visit = visitOf(desk, chosen.slot, reason)
    changesTo(present, request, visit, cause)
    await keepPlace(desk, id, visit, chosen)
    const { pms } = known!
    return {
      ...asked,
      kind: 'move',
      visit: wanted(visit),
      cause,
      overruled: chosen.overruled,
      appointment: pms.id,
      version: pms.version,
    }
  }
  const { how, cause, mail } = answer.body
  if (how.kind !== 'create') throw new TypeError('only what makes an appointment is written')
  if (request.state !== 'pending' && !(request.state === 'booked' && request.appointment === null)) {
    throw notChangeable(
      request.state === 'booked'
        ? 'This request is accepted already.'
        : `This request is ${request.state}: it can no longer be accepted.`,
    )
  }
  const chosen = how.time ? chooseFor(desk, how.time, request.reason) : chooseAsAsked(desk)
  const visit = visitOf(desk, chosen.slot, request.reason)
  changesTo(present, request, visit, cause)
  // As it was asked for, the request itself keeps its places.
  if (!isWhereItIs(desk, visit)) await keepPlace(desk, id, visit, chosen)
  return { ...asked, kind: 'create', visit: wanted(visit), cause: cause ?? null, mail, overruled: chosen.overruled }
}

type Visit = ReturnType<typeof visitOf>

function wanted({ start, end, practitioners, chair, reason, location }: Visit): WantedVisit {
  return { start, end, practitioners: practitioners as [string, ...string[]], chair, reason, location }
}

function isWhereItIs({ request }: Desk, visit: Visit): boolean {
  const place = ({
    start,
    end,
    practitioners,
    chair,
  }: Pick<Visit, 'start' | 'end' | 'chair'> & { practitioners: readonly string[] }) =>
    JSON.stringify([start, end, practitioners, chair])
  return place(visit) === place(request)
}

/** A hold, which everybody sees as taken, until the PMS has answered. */
async function keepPlace(desk: Desk, id: string, visit: Visit, chosen: Chosen): Promise<void> {
  const { transaction, present } = desk
  const { now } = present.snapshot
  const hold = { ...visit, id: holdOf(id), practitioners: visit.practitioners as [string, ...string[]] }
  await claim(desk, hold, isBeyondCapacity(chosen))
  await transaction.addHold(present.practice.file.id, {
    ...hold,
    ...{ visitor: 'staff', createdAt: now, expiresAt: now + KEPT_MS },
  })
}
