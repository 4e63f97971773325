import { canonical } from '../booking.ts'
import { claimRegardless, releasePlaces } from '../claims.ts'
import { isLive } from '../desk/candidates.ts'
import { hashText } from '../hash.ts'
import { filerOf } from '../patients/pms-filing.ts'
import type { Present } from '../residents.ts'
import type { PmsStored } from '../store/pms-appointments.ts'
import type { Transaction } from '../store/store.ts'
import { blockedBy } from './blocking.ts'
import type { PmsAppointment } from './connector.ts'
import { type Mapped, type Mapping, mapped } from './mapping.ts'
import { leaveRequest, reviveRequest } from './mirror.ts'

/* Writes down what was read from the PMS, in place of what was known of it. Reading the same again changes nothing. */

/** Something read, what it is taken for here, and the hash of both: a new assignment is a change, too. */
export interface Read {
  readonly item: PmsAppointment
  readonly mapped: Mapped
  readonly hash: string
  /** Somebody's whole time is blocked for it instead. */
  readonly isBlock: boolean
}

export async function readAs(mapping: Mapping, item: PmsAppointment): Promise<Read> {
  const { version: _, names: __, ...content } = item
  const own = mapped(mapping, item)
  const isBlock = blockedBy(mapping, item) !== null
  return { item, mapped: own, isBlock, hash: await hashText(canonical({ ...content, own, isBlock })) }
}

/**
 * Keeps appointments as they stand in the PMS. They take their places whatever the rules say.
 *
 * @param readSince - When reading began. What we have written since is newer than what was read: it is left to the next sync.
 * @returns How many were not known so.
 */
export async function keepAppointments(
  transaction: Transaction,
  present: Present,
  reads: readonly Read[],
  readSince = Number.POSITIVE_INFINITY,
): Promise<number> {
  const { id } = present.practice.file
  const known = await transaction.pmsAppointments(
    id,
    reads.map(({ item }) => item.id),
  )
  const toFile = reads.flatMap((read) => {
    const before = known.get(read.item.id) ?? null
    return before?.pms.hash === read.hash ? [] : [{ before, after: storedAs(present, read, before) }]
  })
  const file = await filerOf(transaction, id, toFile, { now: present.snapshot.now, by: 'sync' })
  let changed = 0
  for (const read of reads) {
    const before = known.get(read.item.id) ?? null
    const { hash, item } = read
    if ((before?.pms.writtenAt ?? 0) > readSince) continue
    if (before?.pms.hash === hash) {
      // Software that counts versions may move it though nothing that we read has changed.
      if (before.pms.version !== item.version) {
        await transaction.markPmsAppointment(id, before.id, { ...before.pms, version: item.version })
      }
      continue
    }
    const stored = storedAs(present, read, before)
    const after = { ...stored, filedUnder: await file({ before, after: stored }) }
    await keepOne(transaction, present, before, after)
    known.set(item.id, after)
    changed++
  }
  return changed
}

/** What is no longer in the PMS takes no time any more. */
export async function keepDeleted(transaction: Transaction, present: Present, ids: readonly string[]): Promise<void> {
  const known = await transaction.pmsAppointments(present.practice.file.id, ids)
  for (const before of known.values()) {
    // Should it come back, whatever it then says is news.
    const pms = { ...before.pms, hash: '' }
    await keepOne(transaction, present, before, { ...before, status: 'entered-in-error', pms })
  }
}

async function keepOne(
  transaction: Transaction,
  present: Present,
  before: PmsStored | null,
  after: PmsStored,
): Promise<void> {
  const { id } = present.practice.file
  if (before) await transaction.changePmsAppointment(id, after)
  else await transaction.addPmsAppointment(id, after)
  if (before?.request && isSomebodyElse(before, after)) {
    await leaveRequest(transaction, present, before)
    await keepPlaces(transaction, present, before, { ...after, request: null, patients: null })
    return
  }
  if (before && placesText(before) === placesText(after)) return
  await keepPlaces(transaction, present, before, after)
  if (before && !isLive(before) && isLive(after)) await reviveRequest(transaction, present, after)
}

async function keepPlaces(
  transaction: Transaction,
  { practice, snapshot }: Present,
  before: PmsStored | null,
  after: PmsStored,
): Promise<void> {
  const { id } = practice.file
  if (before) await releasePlaces(transaction, id, snapshot.compiled, after.id)
  const isAhead = after.end > snapshot.compiled.span.start
  if (isAhead && takesTime(after)) await claimRegardless(transaction, id, snapshot.compiled, after)
}

/** Another record with another name or birth date; records of the same person may be merged. */
function isSomebodyElse(before: PmsStored, after: PmsStored): boolean {
  const [was, is] = [before.patient, after.patient]
  if (!was || !is || before.patientId === after.patientId) return false
  const text = ({ given, birthDate }: typeof was) => JSON.stringify([given.trim().toLowerCase(), birthDate])
  return text(was) !== text(is)
}

function storedAs(
  { practice, snapshot }: Present,
  { item, mapped: own, hash, isBlock }: Read,
  before: PmsStored | null,
): PmsStored {
  const reason = own.reason === null ? undefined : snapshot.compiled.reasons.get(own.reason)
  const { patient, version } = item
  const others = patient && othersOf(patient)
  return {
    id: before?.id ?? crypto.randomUUID(),
    status: item.status,
    start: item.start,
    end: item.end,
    practitioners: own.practitioners,
    chair: own.chair,
    reason: own.reason,
    bufferBeforeMinutes: reason?.bufferBeforeMinutes ?? 0,
    bufferAfterMinutes: reason?.bufferAfterMinutes ?? 0,
    patient: patient && {
      given: patient.given,
      family: patient.family,
      birthDate: patient.birthDate,
      mobile: patient.mobile,
      email: patient.email,
    },
    knownAs: others,
    patientId: patient?.id ?? null,
    location: practice.file.chairs.find(({ id }) => id === own.chair)?.location ?? null,
    createdAt: item.createdAt,
    createdBy: before?.createdBy ?? 'sync',
    // What we say of it.
    request: before?.request ?? null,
    patients: before?.patients ?? null,
    // What takes all of somebody's time is kept as a block.
    takesTime: own.isOurs && !isBlock,
    pms: { id: item.id, version, hash, writtenAt: before?.pms.writtenAt ?? null },
  }
}

/** Names, numbers and addresses beside the five. Null: there are none. */
function othersOf({ middle, nicknames, formerFamily, phones, emails }: NonNullable<PmsAppointment['patient']>) {
  const all = { middle, nicknames, formerFamily, phones, emails }
  const given = Object.entries(all).filter(([, list]) => list !== undefined && list.length > 0)
  return given.length === 0 ? null : (Object.fromEntries(given) as typeof all)
}

function takesTime(appointment: PmsStored): boolean {
  const { status, takesTime: isOurs = true } = appointment
  return isOurs && status !== 'cancelled' && status !== 'noshow' && status !== 'entered-in-error'
}

/** What decides which places it takes. */
function placesText(appointment: PmsStored): string {
  const { start, end, practitioners, chair, reason, bufferBeforeMinutes, bufferAfterMinutes } = appointment
  const place = [start, end, practitioners, chair, reason, bufferBeforeMinutes, bufferAfterMinutes]
  return JSON.stringify([takesTime(appointment), isLive(appointment), ...place])
}
