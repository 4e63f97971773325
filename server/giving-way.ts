import { releasePlaces } from './claims.ts'
import { linkEnd } from './links.ts'
import type { Present } from './residents.ts'
import type { DeskRequest, StoredRequest } from './store/model.ts'
import type { Reader, Transaction } from './store/store.ts'

/* A request that is sent again with changes, as by whoever mistyped their address: it takes the place of the one before. */

/** What gave way: ids for the engine to look past, and the request among them. */
export interface GaveWay {
  readonly ignore: readonly string[]
  readonly earlier: DeskRequest | null
}

/**
 * What the same person kept before gives way to what they send now: the hold hands its places over, and a request sent
 * with it before is withdrawn.
 */
export async function giveWay(
  transaction: Transaction,
  { practice, snapshot }: Present,
  hold: string,
): Promise<GaveWay> {
  const { id } = practice.file
  const ignore: string[] = []
  if (await transaction.hold(id, hold)) {
    await releasePlaces(transaction, id, snapshot.compiled, hold)
    await transaction.removeHold(id, hold)
    ignore.push(hold)
  }
  const earlier = await transaction.pendingWithHold(id, hold)
  if (!earlier || !(await transaction.setRequestState(id, earlier.id, 'pending', 'cancelled'))) {
    return { ignore, earlier: null }
  }
  await releasePlaces(transaction, id, snapshot.compiled, earlier.id)
  return { ignore: [...ignore, earlier.id], earlier }
}

/**
 * Sees to what was told of a request that gave way. What hasn't left yet never does. Its private links lead to the new
 * request, unless they went to an address that was corrected: that may be a stranger's, whose link ends, and who is told
 * nothing more. A patient who has been told another time hears that it is given up.
 */
export async function settleEarlier(
  transaction: Transaction,
  { practice, snapshot }: Present,
  earlier: DeskRequest,
  request: StoredRequest,
): Promise<void> {
  const { id } = practice.file
  const { now } = snapshot
  const subject = `request:${earlier.id}`
  const detail = { by: request.id }
  await transaction.addAudit(id, { at: now, actor: 'patient', action: 'request-replaced', subject, detail })
  await transaction.dropUnsent(id, earlier.id)
  const address = earlier.patient.email?.toLowerCase()
  if (address !== undefined && address !== request.patient.email?.toLowerCase()) {
    await transaction.moveLinks(id, earlier.id, earlier.id, now)
    return
  }
  await transaction.moveLinks(id, earlier.id, request.id, linkEnd(request))
  const isTold = (await transaction.messagesOf(id, earlier.id)).some(
    ({ toPatient, state }) => toPatient && state !== 'failed',
  )
  const isElsewhen = earlier.start !== request.start || earlier.location !== request.location
  if (isTold && isElsewhen) await transaction.addOutbox(id, { at: now, topic: 'request-replaced', subject })
}

/**
 * Have staff been mailed about this request in all that such a mail says, since one that gave way to it was the same
 * visit?
 */
export async function areStaffTold(reader: Reader, practice: string, request: StoredRequest): Promise<boolean> {
  const audit = await reader.auditOf(practice, `request:${request.id}`)
  const instead = audit.find(({ action }) => action === 'request-sent')?.detail?.instead
  const earlier = typeof instead === 'string' ? await reader.request(practice, instead) : null
  if (!earlier || visitIn(earlier) !== visitIn(request)) return false
  const told = await reader.messagesOf(practice, earlier.id)
  return (
    told.some(({ topic, toPatient, state }) => topic === 'request-sent' && !toPatient && state !== 'failed') ||
    areStaffTold(reader, practice, earlier)
  )
}

function visitIn({ start, end, reason, practitioners, anyone, location, isNewPatient }: StoredRequest): string {
  return JSON.stringify([start, end, reason, practitioners, anyone, location, isNewPatient])
}
