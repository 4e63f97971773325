import { type Busy, occupancyOf } from '../engine/index.ts'
import { claimRegardless } from './claims.ts'
import type { PracticeFile } from './contract/practice-file.ts'
import { busyOfHold, compileFor } from './residents.ts'
import type { StoredAppointment, StoredPractice } from './store/model.ts'
import type { Store, Transaction } from './store/store.ts'

const DAY_MS = 86_400_000
const ALL = { start: 0, end: 8.64e15 }

export type ImportAnswer = { ok: true; created: boolean } | { ok: false; reason: string }

/**
 * Puts a practice's rules in force, in one transaction: claims are laid anew, since capacity may have changed.
 *
 * @returns A refusal when someone or something with appointments ahead is no longer in the file.
 */
export async function importPractice(store: Store, file: PracticeFile, now: number): Promise<ImportAnswer> {
  return store.transaction(async (transaction) => {
    // Bookings under way are waited for, and those that come wait: claims are laid anew as the rules now say.
    await transaction.lockVersions(file.id)
    const before = await transaction.practice(file.id)
    const practice: StoredPractice = { file, rulesVersion: (before?.rulesVersion ?? 0) + 1 }
    const ahead = await transaction.busy(file.id, { start: now - DAY_MS, end: ALL.end })
    const lost = before && lostNames(file, ahead)
    if (lost) return { ok: false, reason: lost }
    await transaction.putPractice(file.id, practice, now)
    for (const origin of file.origins) await transaction.allowOrigin(file.id, origin, now)
    await transaction.addAudit(file.id, { at: now, actor: 'import', action: 'practice-imported', subject: 'practice' })
    await transaction.releaseAllClaims(file.id)
    const holds = await transaction.liveHolds(file.id, now)
    await claimAll(transaction, practice, [...ahead, ...holds.map(busyOfHold)], now)
    return { ok: true, created: before === null }
  })
}

/** Adds appointments that the practice's schedule already holds. They take their places whatever the rules say. */
export async function importAppointments(
  store: Store,
  practiceId: string,
  appointments: readonly StoredAppointment[],
  now: number,
): Promise<void> {
  await store.transaction(async (transaction) => {
    await transaction.lockVersions(practiceId)
    const practice = await transaction.practice(practiceId)
    if (!practice) throw new RangeError(`practice must be imported first; got "${practiceId}"`)
    for (const appointment of appointments) await transaction.addAppointment(practiceId, appointment)
    await transaction.addAudit(practiceId, {
      at: now,
      actor: 'import',
      action: 'appointments-imported',
      subject: 'practice',
    })
    const added = appointments.map((appointment): Busy => ({ ...appointment, kind: 'appointment' }))
    await claimAll(transaction, practice, added, now)
  })
}

async function claimAll(transaction: Transaction, practice: StoredPractice, busy: readonly Busy[], now: number) {
  const compiled = compileFor(practice.file, now)
  // What is counted as taking time is what claims it.
  const { practitioners, chairs } = occupancyOf(compiled, busy)
  const books = [...practitioners.values(), ...chairs.values()]
  const counted = new Set(books.flatMap(({ taken }) => taken.map(({ id }) => id)))
  const sorted = [...busy].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
  for (const item of sorted) {
    if (counted.has(item.id)) await claimRegardless(transaction, practice.file.id, compiled, item)
  }
}

/** Names that the file must keep, because something ahead stands on them. */
function lostNames(file: PracticeFile, ahead: readonly Busy[]): string | null {
  const lists = [
    ['practitioners', new Set(file.practitioners.map(({ id }) => id)), (item: Busy) => item.practitioners],
    ['chairs', new Set(file.chairs.map(({ id }) => id)), (item: Busy) => (item.chair === null ? [] : [item.chair])],
    ['reasons', new Set(file.reasons.map(({ id }) => id)), (item: Busy) => (item.reason === null ? [] : [item.reason])],
  ] as const
  for (const [list, kept, namesOf] of lists) {
    const counts = new Map<string, number>()
    for (const item of ahead) {
      for (const id of namesOf(item)) if (!kept.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    for (const [id, count] of counts) {
      return `${list}: "${id}" is missing, but ${count} appointments or requests ahead need it; keep it in the file`
    }
  }
  return null
}
