import { zoneAt } from '../availability.ts'
import type { ChangeCause } from '../contract/answer.ts'
import { localIso } from '../dates.ts'
import { linkEnd } from '../links.ts'
import { ProblemError } from '../problem.ts'
import type { AskedTime, DeskRequest, RequestChanges, StoredPractice } from '../store/model.ts'
import type { Desk } from './answering.ts'
import { practitionersFor } from './comparison.ts'

/** When and with whom a visit is to be. */
export interface NewTime {
  readonly start: number
  readonly end: number
  readonly practitioners: readonly string[]
  readonly chair: string | null
  /** Left out: the same. */
  readonly location?: string | null | undefined
}

/** The visit as the patient asked for it, before anybody changed it. */
export function firstAsked({ asked, start, end, practitioners, chair }: DeskRequest): AskedTime {
  return asked ?? { start, end, practitioners, chair }
}

/**
 * Does a time differ from what the patient asked for, so that it must be told? Its start, or its practitioner where one was
 * asked for. The chair and the length are the practice's own business.
 */
export function differsFromAsked(practice: StoredPractice, request: DeskRequest, time: NewTime): boolean {
  const asked = firstAsked(request)
  return time.start !== asked.start || !isWithSomeoneOf(practitionersFor(practice, request, asked.practitioners), time)
}

/** Does the patient have to come at another time, or to somebody else, than they know of? */
export function differsFromNow(practice: StoredPractice, request: DeskRequest, time: NewTime): boolean {
  return (
    time.start !== request.start || !isWithSomeoneOf(practitionersFor(practice, request, request.practitioners), time)
  )
}

function isWithSomeoneOf(practitioners: readonly string[], time: NewTime): boolean {
  return time.practitioners.every((id) => practitioners.includes(id))
}

/**
 * A request's change to another time: what was asked for first is kept beside it, with the cause.
 *
 * @throws ProblemError `needs-confirmation` when it differs from what was asked and nobody said why.
 */
export function changesTo(
  { practice }: { practice: StoredPractice },
  request: DeskRequest,
  time: NewTime,
  cause: ChangeCause | undefined,
): RequestChanges {
  const differs = differsFromAsked(practice, request, time)
  if (differs && cause === undefined) {
    throw new ProblemError('needs-confirmation', 'This is not what the patient asked for. Say why it is changed.', {
      errors: [{ pointer: '/cause', detail: 'Say why it is changed.' }],
    })
  }
  return {
    start: time.start,
    end: time.end,
    // In the PMS it may be with somebody who isn't one of ours.
    practitioners: (time.practitioners.length > 0 ? time.practitioners : request.practitioners) as [
      string,
      ...string[],
    ],
    chair: time.chair,
    location: time.location ?? request.location,
    asked: differs ? firstAsked(request) : null,
    changeCause: differs ? cause! : null,
  }
}

/** Private links end a month after the visit, whenever it is. */
export async function moveLinkEnd({ transaction, present, request }: Desk, end: number): Promise<void> {
  if (end === request.end) return
  await transaction.moveLinks(present.practice.file.id, request.id, request.id, linkEnd({ end }))
}

/** A time as the audit keeps it, with the one before where they differ. */
export function timeDetail(practice: StoredPractice, request: DeskRequest, time: NewTime): Record<string, unknown> {
  const zone = zoneAt(practice, request.location)
  const told = ({ start, practitioners, chair }: NewTime) => ({ start: localIso(start, zone), practitioners, chair })
  const [is, was] = [told(time), told(request)]
  return JSON.stringify(is) === JSON.stringify(was) ? is : { ...is, was }
}
