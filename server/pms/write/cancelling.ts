import type { Present } from '../../residents.ts'
import type { Transaction } from '../../store/store.ts'
import { connectionOf } from '../connection.ts'
import type { CancelWrite } from './write.ts'

/**
 * Puts in line that an appointment is to be cancelled in the PMS, because its request is off already.
 *
 * @param appointment - Of ours.
 * @returns False where the PMS can't be told: staff cancel it there.
 */
export async function queueCancel(
  { transaction, present }: { readonly transaction: Transaction; readonly present: Present },
  request: string,
  appointment: string,
  actor: string,
): Promise<boolean> {
  const { id: practice } = present.practice.file
  const { connection, state } = await connectionOf(transaction, practice)
  const known = await transaction.pmsAppointment(practice, appointment)
  if (connection.source === null || !state.canWrite || !known) return false
  const write: CancelWrite = {
    ...{ kind: 'cancel', appointment: known.pms.id, reason: null, isTold: false },
    ...{ isCancelledHere: true, actor, fault: null },
  }
  const { now } = present.snapshot
  // What is being written of this request finds it cancelled, and then does the same.
  return transaction.addPmsWrite(practice, {
    ...{ id: crypto.randomUUID(), request, document: write, tries: 0, nextAt: now, createdAt: now },
  })
}
