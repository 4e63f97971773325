import { accept } from '../../desk/accept.ts'
import type { Desk, Outcome } from '../../desk/answering.ts'
import { isLive } from '../../desk/candidates.ts'
import { changesTo, differsFromNow, moveLinkEnd, timeDetail } from '../../desk/changed-time.ts'
import { release } from '../../desk/places.ts'
import { settingsOf } from '../../desk/settings.ts'
import type { Present } from '../../residents.ts'
import type { DeskRequest } from '../../store/model.ts'
import type { PmsStored } from '../../store/pms-appointments.ts'
import type { StoredPmsWrite } from '../../store/pms-writes.ts'
import type { Transaction } from '../../store/store.ts'
import { keepAppointments, keepDeleted, type Read } from '../keeping.ts'
import { queueCancel } from './cancelling.ts'
import { type CancelWrite, type CreateWrite, holdOf, type MoveWrite, writeOf } from './write.ts'

/** What became of a write. `again`: the request is no longer what it was, so what was made there is called off. */
export type Finished = 'done' | 'again' | 'nothing'

/**
 * Writes down, in one transaction, what the PMS has done: its appointment, the request's answer, the audit, and what is told to
 * the patient.
 *
 * @param read - The appointment as the PMS answered it. Null: there is none any more.
 */
export async function finish(
  transaction: Transaction,
  present: Present,
  stored: StoredPmsWrite,
  read: Read | null,
): Promise<Finished> {
  const { practice } = present
  const { id } = practice.file
  // Another server may have looked at it at the same time.
  if (!(await transaction.endPmsWrite(id, stored.id))) return 'nothing'
  const request = await transaction.request(id, stored.request)
  if (!request) return 'nothing'
  const { settings } = await settingsOf(transaction, id)
  const write = writeOf(stored)
  const desk: Desk = { transaction, present, settings, request, actor: write.actor }
  await dropHold(desk, stored.id)
  switch (write.kind) {
    case 'create':
      return created(desk, stored, write, read!)
    case 'move':
      return moved(desk, write, read!)
    case 'cancel':
      return cancelled(desk, write, read)
  }
}

/** Ends a write of which nothing came: the place that it kept is free again, and the request waits as before. */
export async function giveUp(
  transaction: Transaction,
  present: Present,
  stored: StoredPmsWrite,
  words: string,
): Promise<void> {
  const { id } = present.practice.file
  if (!(await transaction.endPmsWrite(id, stored.id))) return
  await dropHold({ transaction, present }, stored.id)
  const write = writeOf(stored)
  const { kind, actor } = write
  await transaction.addAudit(id, {
    ...{ at: present.snapshot.now, actor, action: 'write-refused', subject: `request:${stored.request}` },
    detail: { kind, words },
  })
  // A cancellation was refused already.
  if (kind === 'cancel') return
  const request = await transaction.request(id, stored.request)
  if (request) await callOff({ transaction, present }, request, actor)
}

/**
 * Gives up all that waits, because the software that it was for is no longer the practice's: the ids in it mean something else
 * to another one, or nothing.
 */
export async function giveUpAll(transaction: Transaction, present: Present): Promise<void> {
  const { id } = present.practice.file
  const words = 'The connection was changed before your software had answered. Look there whether it was done.'
  const waiting = await transaction.duePmsWrites(id, Number.MAX_SAFE_INTEGER, MOST_WAITING)
  for (const stored of waiting) await giveUp(transaction, present, stored, words)
}

const MOST_WAITING = 10_000

/** Who cancelled while something else was being written of the request could only cancel it here. */
async function callOff(
  { transaction, present }: Pick<Desk, 'transaction' | 'present'>,
  { id, state, appointment }: DeskRequest,
  actor: string,
): Promise<boolean> {
  const { id: practice } = present.practice.file
  if (state !== 'cancelled' || appointment === null) return false
  const row = await transaction.pmsAppointment(practice, appointment)
  return row !== null && isLive(row) && queueCancel({ transaction, present }, id, appointment, actor)
}

async function created(desk: Desk, stored: StoredPmsWrite, write: CreateWrite, read: Read): Promise<Finished> {
  const { transaction, present, request, actor } = desk
  const { id } = present.practice.file
  const isOpen = request.state === 'pending' || (request.state === 'booked' && request.appointment === null)
  // Its own places make room for the appointment that takes them.
  if (isOpen) await release(desk, request.id)
  const row = await keep(desk, read)
  // A sync may have been faster.
  if (request.appointment === row.id) return 'done'
  if (!isOpen) {
    await queueCancel(desk, stored.request, row.id, actor)
    return 'again'
  }
  const how = { kind: 'link', appointment: row.id, isCorrected: true } as const
  const outcome = await accept(desk, {
    ...{ revision: request.revision, how, mail: write.mail },
    // Only where it differs from what was asked for, which was refused without a cause unless the PMS itself changed it.
    cause: write.cause ?? 'other',
  })
  const overruled = write.overruled.length > 0 ? { overruled: write.overruled } : {}
  await answer(desk, {
    ...outcome,
    action: 'request-accepted',
    detail: { ...outcome.detail, how: 'write', ...overruled },
  })
  await transaction.changeAppointment(id, row.id, { createdBy: actor })
  return 'done'
}

async function moved(desk: Desk, { cause, overruled }: MoveWrite, read: Read): Promise<Finished> {
  const { present, request } = desk
  const { practice } = present
  const row = await keep(desk, read)
  if (request.appointment !== row.id || request.state !== 'booked') {
    return (await callOff(desk, request, desk.actor)) ? 'again' : 'done'
  }
  await moveLinkEnd(desk, row.end)
  const changes = changesTo(present, request, row, cause)
  await answer(desk, {
    changes: { ...changes, reason: row.reason ?? request.reason, wish: null },
    action: 'request-rescheduled',
    detail: {
      cause,
      appointment: row.id,
      ...(overruled.length > 0 ? { overruled } : {}),
      ...timeDetail(practice, request, row),
    },
    tell: differsFromNow(practice, request, row) ? 'request-changed' : null,
  })
  return 'done'
}

async function cancelled(desk: Desk, write: CancelWrite, read: Read | null): Promise<Finished> {
  const { transaction, present, request } = desk
  if (read) await keep(desk, read)
  else await keepDeleted(transaction, present, [write.appointment])
  if (write.isCancelledHere || request.state !== 'booked') return 'done'
  await answer(desk, {
    changes: { state: 'cancelled', wish: null },
    action: 'request-cancelled',
    detail: { reason: write.reason, appointment: request.appointment },
    tell: write.isTold ? 'request-cancelled-by-practice' : null,
  })
  return 'done'
}

async function keep({ transaction, present }: Desk, read: Read): Promise<PmsStored> {
  const { id } = present.practice.file
  await keepAppointments(transaction, present, [read])
  const row = (await transaction.pmsAppointments(id, [read.item.id])).get(read.item.id)!
  await transaction.notePmsWritten(id, row.id, present.snapshot.now)
  return row
}

async function answer({ transaction, present, request, actor }: Desk, outcome: Outcome): Promise<void> {
  const { id } = present.practice.file
  const at = present.snapshot.now
  const subject = `request:${request.id}`
  const isMailed = request.patient.email !== null
  const { tell } = outcome
  const mail = tell === null ? 'none' : !isMailed ? 'no-address' : tell === 'ask' ? 'asked' : 'sent'
  // Nobody else changes a request that is being written; were it changed all the same, all of this is undone and done anew.
  if (!(await transaction.changeRequest(id, request.id, request.revision, outcome.changes))) {
    throw new Error('the request moved while it was being written')
  }
  const detail = { ...outcome.detail, ...(tell === null ? {} : { mail }) }
  await transaction.addAudit(id, { at, actor, action: outcome.action, subject, detail })
  if (mail === 'sent') await transaction.addOutbox(id, { at, topic: tell!, subject })
}

async function dropHold({ transaction, present }: Pick<Desk, 'transaction' | 'present'>, write: string): Promise<void> {
  await release({ transaction, present }, holdOf(write))
  await transaction.removeHold(present.practice.file.id, holdOf(write))
}
