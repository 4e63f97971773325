import type { Room } from '../context.ts'
import type { RequestDetail } from '../contract/desk.ts'
import type { DeskRequest, StoredPractice } from '../store/model.ts'
import { settingsOf } from './settings.ts'
import { detailOf, staffIn } from './view.ts'

/** Everything about a request, with its appointment and its history. */
export async function detailFor(
  { store, accounts }: Pick<Room, 'store' | 'accounts'>,
  practice: StoredPractice,
  request: DeskRequest,
): Promise<RequestDetail> {
  const { id } = practice.file
  const [appointment, audit, { settings }, write] = await Promise.all([
    request.appointment === null ? null : store.appointment(id, request.appointment),
    store.auditOf(id, `request:${request.id}`),
    settingsOf(store, id),
    store.pmsWrite(id, request.id),
  ])
  const actors = [...audit.map(({ actor }) => actor), ...(request.answer ? [request.answer.by] : [])]
  const names = await accounts.namesOf(staffIn(actors))
  return detailOf(practice, request, { appointment, audit, names, settings, write })
}
