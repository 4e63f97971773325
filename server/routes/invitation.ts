import { Hono } from 'hono'
import { fromOwnPages } from '../access.ts'
import { passwordFault } from '../accounts/passwords.ts'
import type { Staff } from '../accounts.ts'
import { readBody } from '../body.ts'
import type { Room } from '../context.ts'
import { AcceptBody, type Invitation, InvitationBody } from '../contract/account.ts'
import { localIso } from '../dates.ts'
import { hashText } from '../hash.ts'
import { limited } from '../limits.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import type { StaffInvitation, StoredPractice } from '../store/model.ts'

/**
 * What the link in an invitation's mail leads to, before sign-in. The token stands in the link's fragment, so that no
 * program which only opens links sends it, and in a body here, so that it stands in no log.
 */
export function invitationRoutes(room: Room) {
  const { store, clock, accounts } = room
  const app = new Hono()
  app.use('/invitation/*', fromOwnPages(room), limited(room, 'read'))

  app.post('/invitation/look', async (context) => {
    const { practice, invitation } = await behind(await readBody(context, InvitationBody))
    const { email, role, invitedBy, expiresAt } = invitation
    return context.json({
      practice: practice.file.name,
      email,
      role,
      invitedBy: (await accounts.namesOf([invitedBy])).get(invitedBy) ?? null,
      expiresAt: localIso(expiresAt, practice.file.locations[0]!.timeZone),
      hasAccount: (await accounts.findStaff(email)) !== null,
    } satisfies Invitation)
  })

  app.post('/invitation/accept', async (context) => {
    const body = await readBody(context, AcceptBody)
    const { practice, invitation } = await behind(body)
    const owner = await accounts.findStaff(invitation.email)
    if (owner) {
      // Whoever else is signed in here: the invitation is for the holder of this email.
      const staff = await accounts.sessionOf(context.req.raw.headers)
      if (!staff) throw new ProblemError('sign-in-required', 'Sign in to accept this invitation.')
      if (staff.userId !== owner.userId) {
        throw new ProblemError('not-allowed', 'This invitation is for another account. Sign out, then open it again.')
      }
      await join(practice, invitation, staff)
      return context.json({})
    }
    const { name, password } = body
    if (!name) throw fieldProblem('/name', 'Write your name, as colleagues know you.')
    const fault = passwordFault(password ?? '', [name, invitation.email])
    if (fault) throw fieldProblem('/password', fault)
    const made = await accounts.newStaff({ email: invitation.email, name, password: password! })
    if (!made) throw new ProblemError('sign-in-required', 'There is an account with this email now. Sign in to accept.')
    try {
      await join(practice, invitation, made)
    } catch (error) {
      await accounts.dropStaff(made.userId)
      throw error
    }
    return context.json({})
  })

  async function behind(named: { practice: string; token: string }) {
    const practice = await store.practice(named.practice)
    const invitation = await store.staffInvitation(named.practice, await hashText(named.token), clock())
    if (!practice || !invitation) throw ended()
    return { practice, invitation }
  }

  async function join({ file }: StoredPractice, { hash, invitedBy }: StaffInvitation, staff: Staff): Promise<void> {
    await store.transaction(async (transaction) => {
      const taken = await transaction.takeStaffInvitation(file.id, hash, clock())
      if (!taken) throw ended()
      // Who has got a role here meanwhile keeps it: an old link must not take an owner's away.
      const has = await transaction.roleOf(file.id, staff.userId)
      if (!has) await transaction.addStaff(file.id, staff.userId, taken.role)
      await transaction.addAudit(file.id, {
        at: clock(),
        actor: `staff:${staff.userId}`,
        action: 'staff-joined',
        subject: `staff:${staff.userId}`,
        detail: { role: has ?? taken.role, invitedBy: `staff:${invitedBy}` },
      })
    })
  }

  return app
}

/** The same words whether there ever was such an invitation or not. */
const ended = () =>
  new ProblemError(
    'link-ended',
    'This invitation was used, has been withdrawn or has ended. An owner can send another.',
  )
