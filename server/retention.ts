import { instantOf } from '../engine/clock.ts'
import { parseDate } from '../engine/date.ts'
import { zoneTable } from '../engine/zone.ts'
import type { PracticeFile } from './contract/practice-file.ts'
import { todayOf } from './dates.ts'
import { type Job, startJob } from './job.ts'
import type { Log } from './log.ts'
import { dropExpiredHolds } from './placing.ts'
import type { Residents } from './residents.ts'
import type { Erased } from './store/model.ts'
import type { Store } from './store/store.ts'

/** So few that patients who send a request meanwhile wait for a moment only. */
const MOST_A_CHANGE = 200
/** At night, and not at the full hour when everything else begins. */
const DAILY = '17 3 * * *'

/** What is to be removed, and who says so. */
export interface Erasing {
  /** Epoch ms: visits that ended before. */
  readonly before: number
  readonly now: number
  /** For the audit: `retention` or `operator`. */
  readonly actor: string
}

/**
 * Removes what names patients from requests and appointments that have ended. Reason, times, people and state stay, so
 * that reports still add up. Records of patients of whom nothing is left go, too, with their consents, invitations and
 * accounts, once nothing of theirs has happened for as long. In small changes, each with its audit entry: stopped half-way, it goes on the next time.
 *
 * @throws RangeError when `before` lies ahead: what is still to come needs its patient.
 */
export async function erasePatients(store: Store, practice: string, { before, now, actor }: Erasing): Promise<Erased> {
  if (before > now) throw new RangeError('only what is over can be erased; name a date that is not ahead')
  const all = { requests: 0, appointments: 0, patients: 0 }
  for (;;) {
    const part = await store.transaction(async (transaction) => {
      const erased = await transaction.erasePatients(practice, before, now, MOST_A_CHANGE)
      const { requests, appointments, patients } = erased
      if (requests + appointments + patients > 0) {
        const subject = `requests:${requests} appointments:${appointments} patients:${patients} before:${new Date(before).toISOString()}`
        await transaction.addAudit(practice, { at: now, actor, action: 'patients-erased', subject })
      }
      return erased
    })
    all.requests += part.requests
    all.appointments += part.appointments
    all.patients += part.patients
    if (Math.max(part.requests, part.appointments, part.patients) < MOST_A_CHANGE) return all
  }
}

/** Removes what a practice keeps no longer: patients' data past its period, holds, answers, proofs and claims whose time is over. */
export async function tidy(store: Store, residents: Residents, practice: string, now: number): Promise<Erased> {
  const { file } = await residents.change(store, practice, now, async (transaction, present) => {
    await dropExpiredHolds(transaction, present)
    return present.practice
  })
  while ((await store.transaction((inner) => inner.dropOutdated(practice, now, MOST_A_CHANGE))) >= MOST_A_CHANGE);
  return erasePatients(store, practice, { before: keptFrom(file, now), now, actor: 'retention' })
}

/** Tidies every practice now and then each night. */
export function startTidying(store: Store, residents: Residents, clock: () => number, log: Log): Job {
  return startJob(store, { schedule: DAILY, failure: 'not tidied', log }, async (practice) => {
    const erased = await tidy(store, residents, practice, clock())
    const isAny = Object.values(erased).some((count) => count > 0)
    if (isAny) log({ level: 'info', message: 'erased', practice, ...erased })
  })
}

/** The instant from which on a practice keeps what names patients: a midnight where it is. */
export function keptFrom(file: PracticeFile, now: number): number {
  const [year = 0, month = 1, day = 1] = todayOf(file, now).split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month - file.retentionMonths, 0)).getUTCDate()
  const date = new Date(Date.UTC(year, month - 1 - file.retentionMonths, Math.min(day, lastDay)))
  return midnightOf(file, date.toISOString().slice(0, 10))
}

/** When a date begins at the practice's first location; epoch ms. */
export function midnightOf(file: PracticeFile, date: string): number {
  const day = parseDate(date)
  return instantOf(zoneTable(file.locations[0]!.timeZone, day - 1, day + 1), day, 0)
}
