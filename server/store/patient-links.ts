import type { Kysely, Selectable } from 'kysely'
import type { LinkEnding, StoredPatientLink } from './model.ts'
import { firstOf } from './rows.ts'
import type { PatientLinkTable, Tables } from './tables.ts'

/* What was mailed to patients to open something with: invitations, and links to sign in. */

type Purpose = StoredPatientLink['purpose']

export interface PatientLinkReader {
  patientLink(practice: string, id: string): Promise<StoredPatientLink | null>
  patientLinkByHash(practice: string, hash: string): Promise<StoredPatientLink | null>
  /** Latest first. */
  patientLinks(practice: string, patient: string, purpose: Purpose): Promise<StoredPatientLink[]>
  /** By link, whose it is; those that aren't there are left out. */
  patientsOfLinks(practice: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** By patient, the latest invitation. */
  latestInvitations(practice: string, patients: readonly string[]): Promise<ReadonlyMap<string, StoredPatientLink>>
}

export interface PatientLinkWriter {
  addPatientLink(practice: string, link: StoredPatientLink): Promise<void>
  /** Works once: false when it was used, has ended, or another was faster. */
  usePatientLink(practice: string, id: string, at: number): Promise<boolean>
  /** Counts a wrong answer: how many there are now. Null when it was used, or has ended. */
  countPatientLinkTry(practice: string, id: string, at: number): Promise<number | null>
  /** Ends those that are open; how many there were. A mail with one that hasn't left is deleted. */
  endPatientLinks(
    practice: string,
    patient: string,
    ending: { readonly why: LinkEnding; readonly at: number; readonly purpose?: Purpose | undefined },
  ): Promise<number>
}

export function patientLinkReaderOn(db: Kysely<Tables>): PatientLinkReader {
  const links = (practice: string) => db.selectFrom('patient_link').selectAll().where('practice', '=', practice)
  return {
    patientLink: (practice, id) => firstOf(links(practice).where('id', '=', id), linkOf),
    patientLinkByHash: (practice, hash) => firstOf(links(practice).where('hash', '=', hash), linkOf),
    async patientLinks(practice, patient, purpose) {
      const rows = await links(practice)
        .where('patient', '=', patient)
        .where('purpose', '=', purpose)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(linkOf)
    },
    async patientsOfLinks(practice, ids) {
      if (ids.length === 0) return new Map()
      const rows = await links(practice).where('id', 'in', ids).execute()
      return new Map(rows.map(({ id, patient }) => [id, patient]))
    },
    async latestInvitations(practice, patients) {
      const latest = new Map<string, StoredPatientLink>()
      if (patients.length === 0) return latest
      const rows = await links(practice)
        .where('patient', 'in', patients)
        .where('purpose', '=', 'invitation')
        .orderBy('created_at')
        .orderBy('id', 'desc')
        .execute()
      for (const row of rows) latest.set(row.patient, linkOf(row))
      return latest
    },
  }
}

export function patientLinkWriterOn(db: Kysely<Tables>): PatientLinkWriter {
  return {
    async addPatientLink(practice, link) {
      await db
        .insertInto('patient_link')
        .values({
          practice,
          ...{ id: link.id, hash: link.hash, patient: link.patient, purpose: link.purpose, email: link.email },
          ...{ created_at: link.createdAt, created_by: link.createdBy, expires_at: link.expiresAt },
          ...{ used_at: link.usedAt, ended_at: link.endedAt, ended_why: link.endedWhy, tries: link.tries },
        })
        .execute()
    },
    async usePatientLink(practice, id, at) {
      const result = await db
        .updateTable('patient_link')
        .set({ used_at: at })
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('used_at', 'is', null)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', at)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    async countPatientLinkTry(practice, id, at) {
      // In one statement, which waits for others that count: of many at once none is counted twice or left out.
      const row = await db
        .updateTable('patient_link')
        .set((is) => ({ tries: is('tries', '+', 1) }))
        .where('practice', '=', practice)
        .where('id', '=', id)
        .where('used_at', 'is', null)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', at)
        .returning('tries')
        .executeTakeFirst()
      return row?.tries ?? null
    },
    async endPatientLinks(practice, patient, { why, at, purpose }) {
      let open = db
        .selectFrom('patient_link')
        .select('id')
        .where('practice', '=', practice)
        .where('patient', '=', patient)
        .where('used_at', 'is', null)
        .where('ended_at', 'is', null)
      if (purpose) open = open.where('purpose', '=', purpose)
      const ids = (await open.execute()).map(({ id }) => id)
      if (ids.length === 0) return 0
      await db
        .updateTable('patient_link')
        .set({ ended_at: at, ended_why: why })
        .where('practice', '=', practice)
        .where('id', 'in', ids)
        .execute()
      await db
        .deleteFrom('message')
        .where('practice', '=', practice)
        .where('patient_link', 'in', ids)
        .where('state', '=', 'waiting')
        .execute()
      return ids.length
    },
  }
}

function linkOf(row: Selectable<PatientLinkTable>): StoredPatientLink {
  return {
    id: row.id,
    hash: row.hash,
    patient: row.patient,
    purpose: row.purpose as Purpose,
    email: row.email,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    endedAt: row.ended_at,
    endedWhy: row.ended_why as LinkEnding | null,
    tries: row.tries,
  }
}
