import { Hono, type Context as HonoContext } from 'hono'
import { fromOwnPages, needs, type SignedIn, signedIn, worksFor } from '../access.ts'
import { readBody } from '../body.ts'
import type { Room } from '../context.ts'
import { InviteBody, type InviteReply, RoleBody, type StaffList, WithdrawBody } from '../contract/settings.ts'
import { localIso } from '../dates.ts'
import { hashText, newToken } from '../hash.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import type { Role, StoredPractice } from '../store/model.ts'
import type { Transaction } from '../store/store.ts'

const INVITED_FOR_MS = 7 * 86_400_000

const roleOrder: Record<Role, number> = { owner: 0, staff: 1, 'read-only': 2 }

/** Who works for a practice, and who is invited; for its owners. */
export function staffRoutes(room: Room) {
  const { store, clock, accounts } = room
  const app = new Hono<SignedIn>()
  const all = '/practices/:practice/staff/*'
  app.use(all, fromOwnPages(room), signedIn(room), worksFor(room), needs('manage'))

  app.get('/practices/:practice/staff', async (context) => {
    const practice = await practiceOf(context)
    const { id, locations } = practice.file
    const [working, invited] = await Promise.all([store.staffOf(id), store.staffInvitations(id, clock())])
    const people = await accounts.peopleOf(
      [...working, ...invited.map((each) => ({ userId: each.invitedBy }))].map(({ userId }) => userId),
    )
    const staff = working.flatMap(({ userId, role }) => {
      const person = people.get(userId)
      return person ? [{ ...person, role }] : []
    })
    return context.json({
      staff: staff.sort((a, b) => roleOrder[a.role] - roleOrder[b.role] || a.name.localeCompare(b.name)),
      invited: invited.map(({ email, role, invitedBy, expiresAt }) => ({
        email,
        role,
        invitedBy: people.get(invitedBy)?.name ?? null,
        expiresAt: localIso(expiresAt, locations[0]!.timeZone),
      })),
    } satisfies StaffList)
  })

  app.post('/practices/:practice/staff/invite', async (context) => {
    const practice = await practiceOf(context)
    const body = await readBody(context, InviteBody)
    const email = body.email.toLowerCase()
    const { id, locations } = practice.file
    const me = context.get('staff')
    const there = await accounts.findStaff(email)
    if (there && (await store.roleOf(id, there.userId))) {
      throw fieldProblem('/email', 'Whoever has this email works here already. Change the role in the list.')
    }
    const token = newToken()
    const invitation = {
      hash: await hashText(token),
      email,
      role: body.role,
      invitedBy: me.userId,
      expiresAt: clock() + INVITED_FOR_MS,
    }
    await store.transaction(async (transaction) => {
      // Invited again, only the latest link works.
      await transaction.removeStaffInvitations(id, email)
      await transaction.addStaffInvitation(id, invitation)
      await note(transaction, context, 'staff-invited', `practice:${id}`, { email, role: body.role })
    })
    const link = `${room.ownOrigins[0]}/portal/#/invitation/${encodeURIComponent(id)}/${token}`
    if (room.sendStaffMail)
      await room.sendStaffMail(id, { to: email, by: me.name, role: body.role, expiresAt: invitation.expiresAt, link })
    return context.json({
      link: room.sendStaffMail ? null : link,
      expiresAt: localIso(invitation.expiresAt, locations[0]!.timeZone),
    } satisfies InviteReply)
  })

  app.post('/practices/:practice/staff/withdraw', async (context) => {
    const { file } = await practiceOf(context)
    const email = (await readBody(context, WithdrawBody)).email.toLowerCase()
    await store.transaction(async (transaction) => {
      if (!(await transaction.removeStaffInvitations(file.id, email))) {
        throw new ProblemError('not-found', 'There is no such invitation any more: it was accepted, or has ended.')
      }
      await note(transaction, context, 'staff-invitation-withdrawn', `practice:${file.id}`, { email })
    })
    return context.json({})
  })

  app.post('/practices/:practice/staff/role', async (context) => {
    const { file } = await practiceOf(context)
    const { userId, role } = await readBody(context, RoleBody)
    await store.transaction(async (transaction) => {
      // Two owners who take the role from each other at the same moment must not both succeed.
      await transaction.lockVersions(file.id)
      const working = await transaction.staffOf(file.id)
      const before = working.find((each) => each.userId === userId)?.role
      if (!before) throw new ProblemError('not-found', 'Whoever this was no longer works here.')
      const isLastOwner = before === 'owner' && working.filter((each) => each.role === 'owner').length === 1
      if (isLastOwner && role !== 'owner') {
        throw new ProblemError('not-changeable', 'A practice needs an owner. Make somebody else an owner first.')
      }
      if (role === null) await transaction.removeStaff(file.id, userId)
      else await transaction.addStaff(file.id, userId, role)
      const action = role === null ? 'staff-removed' : 'staff-role-changed'
      await note(transaction, context, action, `staff:${userId}`, { from: before, to: role })
    })
    return context.json({})
  })

  async function practiceOf(context: HonoContext): Promise<StoredPractice> {
    const practice = await store.practice(context.req.param('practice') ?? '')
    if (!practice) throw new ProblemError('not-found', 'There is no such practice.')
    return practice
  }

  async function note(
    transaction: Transaction,
    context: HonoContext<SignedIn>,
    action: string,
    subject: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    const actor = `staff:${context.get('staff').userId}`
    await transaction.addAudit(context.req.param('practice') ?? '', { at: clock(), actor, action, subject, detail })
  }

  return app
}
