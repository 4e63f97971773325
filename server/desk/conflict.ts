import { zoneAt } from '../availability.ts'
import type { Room } from '../context.ts'
import { localIso } from '../dates.ts'
import { ProblemError } from '../problem.ts'
import type { DeskRequest, StoredPractice } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { actorName, staffIn } from './view.ts'

/** What changes a request; much else is noted about one: who read it, which mail was sent. */
const moving = [
  'request-sent',
  'request-accepted',
  'request-linked',
  'request-unlinked',
  'request-rejected',
  'request-cancelled',
  'request-replaced',
  'request-rescheduled',
  'request-expired',
  'request-mirrored',
  'wish-sent',
  'wish-declined',
  'note-changed',
]
/** Changes after which an answer that was under way may simply be given once more. */
const aside = ['note-changed', 'wish-sent']

/**
 * Why an answer given to a request as it stood before is refused: somebody else was quicker, and who did what.
 *
 * @param request - As it was read when the conflict was found; it is read again.
 */
export async function conflictOf(
  reader: Pick<Reader, 'request' | 'auditOf'>,
  practice: StoredPractice,
  { id }: DeskRequest,
): Promise<ProblemError> {
  const { file } = practice
  const request = (await reader.request(file.id, id))!
  const audit = await reader.auditOf(file.id, `request:${id}`)
  const last = audit.findLast(({ action }) => moving.includes(action))
  if (!last || aside.includes(last.action) || request.state === 'pending') {
    return new ProblemError('changed-meanwhile', 'This request was changed meanwhile. Look at it again.')
  }
  const zone = zoneAt(practice, request.location)
  return new ProblemError('answered-already', 'This request was answered meanwhile. Nothing was changed.', {
    answered: {
      by: last.actor,
      at: localIso(last.at, zone),
      state: request.state,
      start: localIso(request.start, zone),
    },
  })
}

/** The same problem with the colleague's name in place of their id. */
export async function withName(
  problem: ProblemError,
  accounts: Pick<Room['accounts'], 'namesOf'>,
): Promise<ProblemError> {
  const { answered } = problem.extras
  if (!answered) return problem
  const names = await accounts.namesOf(staffIn([answered.by]))
  const named = { ...answered, by: actorName(answered.by, names) }
  return new ProblemError(problem.refusal, problem.detail, { ...problem.extras, answered: named })
}
