import type { Kysely } from 'kysely'
import type { Role, StaffInvitation } from './model.ts'
import type { Reader, Transaction } from './store.ts'
import type { Tables } from './tables.ts'

/** The queries about staff and their invitations that read. */
export function staffReaderOn(
  db: Kysely<Tables>,
): Pick<Reader, 'practicesOf' | 'staffInvitation' | 'staffInvitations'> {
  const alive = (practice: string, now: number) =>
    db.selectFrom('staff_invitation').selectAll().where('practice', '=', practice).where('expires_at', '>', now)
  return {
    async practicesOf(userId) {
      const rows = await db
        .selectFrom('staff')
        .select('practice')
        .where('user_id', '=', userId)
        .orderBy('practice')
        .execute()
      return rows.map(({ practice }) => practice)
    },
    async staffInvitation(practice, hash, now) {
      const row = await alive(practice, now).where('hash', '=', hash).executeTakeFirst()
      return row ? invitationOf(row) : null
    },
    async staffInvitations(practice, now) {
      const rows = await alive(practice, now).orderBy('email').execute()
      return rows.map(invitationOf)
    },
  }
}

/** Those that write. */
export function staffWriterOn(
  db: Kysely<Tables>,
): Pick<
  Transaction,
  'addStaff' | 'removeStaff' | 'addStaffInvitation' | 'removeStaffInvitations' | 'takeStaffInvitation'
> {
  return {
    async addStaff(practice, userId, role = 'owner') {
      await db
        .insertInto('staff')
        .values({ practice, user_id: userId, role })
        .onConflict((conflict) => conflict.columns(['practice', 'user_id']).doUpdateSet({ role }))
        .execute()
    },
    async removeStaff(practice, userId) {
      await db.deleteFrom('staff').where('practice', '=', practice).where('user_id', '=', userId).execute()
    },
    async addStaffInvitation(practice, { hash, email, role, invitedBy, expiresAt }) {
      await db
        .insertInto('staff_invitation')
        .values({ practice, hash, email, role, invited_by: invitedBy, expires_at: expiresAt })
        .execute()
    },
    async removeStaffInvitations(practice, email) {
      const result = await db
        .deleteFrom('staff_invitation')
        .where('practice', '=', practice)
        .where('email', '=', email)
        .executeTakeFirst()
      return Number(result.numDeletedRows) > 0
    },
    async takeStaffInvitation(practice, hash, now) {
      const row = await db
        .deleteFrom('staff_invitation')
        .where('practice', '=', practice)
        .where('hash', '=', hash)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst()
      return row ? invitationOf(row) : null
    },
  }
}

function invitationOf(row: Tables['staff_invitation']): StaffInvitation {
  const { hash, email, role, invited_by, expires_at } = row
  return { hash, email, role: role as Role, invitedBy: invited_by, expiresAt: expires_at }
}
