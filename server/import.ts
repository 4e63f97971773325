import type { Busy } from '../engine/index.ts'
import { claimRegardless } from './claims.ts'
import type { PracticeFile } from './contract/practice-file.ts'
import { filerOf } from './patients/pms-filing.ts'
import { compileFor } from './residents.ts'
import { counted, IMPORT, type LostName, lostNames, putInForce } from './rules/in-force.ts'
import { differencesOf } from './rules/words.ts'
import type { StoredAppointment, StoredPractice } from './store/model.ts'
import type { Store, Transaction } from './store/store.ts'

/** Appointments whose patients are looked up together. */
const FILED_AT_ONCE = 100

export type ImportAnswer =
  | {
      readonly ok: true
      readonly created: boolean
      /** What it made different, in words; empty where it was created. */
      readonly what: readonly string[]
    }
  /** Nothing was changed. `what`: the rules were edited in the portal, and the file would make this different. */
  | { readonly ok: false; readonly reason: string; readonly what?: readonly string[] }

/**
 * Puts a practice's rules in force, in one transaction: claims are laid anew, since capacity may have changed.
 *
 * @param isReplacing - May it take the place of rules that were edited in the portal since the last import?
 * @returns A refusal when someone or something with appointments ahead is no longer in the file.
 */
export async function importPractice(
  store: Store,
  file: PracticeFile,
  now: number,
  isReplacing = true,
): Promise<ImportAnswer> {
  return store.transaction(async (transaction) => {
    // Bookings under way are waited for, and those that come wait: claims are laid anew as the rules now say.
    await transaction.lockVersions(file.id)
    const before = await transaction.practice(file.id)
    const [lost] = before ? await lostNames(transaction, before.file, file, now) : []
    if (lost) return { ok: false, reason: lostWords(lost) }
    const what = before ? differencesOf(before.file, file) : []
    const last = await transaction.lastReplaced(file.id)
    const isEdited = last !== null && last.actor !== IMPORT
    if (isEdited && what.length > 0 && !isReplacing) return { ok: false, reason: 'it was edited in the portal', what }
    await putInForce(transaction, file, { before, at: now, actor: IMPORT, what, isClaimedAnew: true })
    await transaction.addAudit(file.id, { at: now, actor: IMPORT, action: 'practice-imported', subject: 'practice' })
    return { ok: true, created: before === null, what }
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
    for (let i = 0; i < appointments.length; i += FILED_AT_ONCE) {
      const part = appointments.slice(i, i + FILED_AT_ONCE).map((after) => ({ before: null, after }))
      const file = await filerOf(transaction, practiceId, part, { now, by: IMPORT })
      for (const each of part) {
        await transaction.addAppointment(practiceId, { ...each.after, filedUnder: await file(each) })
      }
    }
    await transaction.addAudit(practiceId, {
      at: now,
      actor: IMPORT,
      action: 'appointments-imported',
      subject: 'practice',
    })
    const added = appointments.map((appointment): Busy => ({ ...appointment, kind: 'appointment' }))
    await claimAll(transaction, practice, added, now)
  })
}

async function claimAll(transaction: Transaction, practice: StoredPractice, busy: readonly Busy[], now: number) {
  const compiled = compileFor(practice.file, now)
  const sorted = counted(compiled, busy).sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
  for (const item of sorted) await claimRegardless(transaction, practice.file.id, compiled, item)
}

function lostWords({ list, id, count }: LostName): string {
  return `${list}: "${id}" is missing, but ${count} appointments or requests ahead need it; keep it in the file`
}
