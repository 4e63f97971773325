import { z } from 'zod'
import type { Library } from './library.ts'
import { maxPasswordLength, minPasswordLength, passwordFault } from './passwords.ts'
import { passwordKey } from './sign-in.ts'
import { clearTries } from './tries.ts'

const Email = z.email('must be an email address').max(254)

/** Who is signed in, or has an account. */
export type Staff = { userId: string; name: string; email: string }
export type Person = Staff & { hasSecondFactor: boolean }

type User = { id: string; name: string; email: string; twoFactorEnabled?: unknown }

/** What the server itself does with accounts; nothing of it can be reached over HTTP as it is. */
export function createPeople(library: () => Promise<Library>, secret: string) {
  async function peopleOf(userIds: readonly string[]): Promise<Map<string, Person>> {
    if (userIds.length === 0) return new Map()
    const { adapter } = await (await library()).$context
    const found = await adapter.findMany<User>({
      model: 'user',
      where: [{ field: 'id', operator: 'in', value: [...userIds] }],
      limit: userIds.length,
    })
    return new Map(
      found.map((user) => [user.id, { ...staffOf(user), hasSecondFactor: user.twoFactorEnabled === true }]),
    )
  }

  async function create({ email, name, password }: { email: string; name: string; password: string }) {
    const context = await (await library()).$context
    const hash = await context.password.hash(password)
    const made = await context.internalAdapter.createUser({ email, name, emailVerified: true }, { method: 'admin' })
    await context.internalAdapter.linkAccount({
      userId: made.id,
      accountId: made.id,
      providerId: 'credential',
      password: hash,
    })
    return staffOf(made)
  }

  async function setPassword(userId: string, password: string): Promise<void> {
    const context = await (await library()).$context
    const hash = await context.password.hash(password)
    if (await context.internalAdapter.findCredentialAccount(userId)) {
      await context.internalAdapter.updatePassword(userId, hash)
    } else {
      // A first run that was cut short between the account and its password.
      await context.internalAdapter.linkAccount({ userId, accountId: userId, providerId: 'credential', password: hash })
    }
    await context.internalAdapter.deleteUserSessions(userId)
  }

  async function find(email: string): Promise<Staff | null> {
    const { internalAdapter } = await (await library()).$context
    const found = await internalAdapter.findUserByEmail(email.toLowerCase())
    return found && staffOf(found.user)
  }

  return {
    /** People by user id; who has no account any more is left out. */
    peopleOf,

    /** Names by user id; who has no account any more is left out. */
    async namesOf(userIds: readonly string[]): Promise<Map<string, string>> {
      return new Map([...(await peopleOf(userIds))].map(([id, { name }]) => [id, name]))
    },

    /** The account with this email (case doesn't matter), or null. */
    findStaff: find,

    /**
     * Makes an account; null when there is one with this email already, which stays as it is.
     *
     * @throws RangeError when the email is none, or the password is refused.
     */
    async newStaff(staff: { email: string; name: string; password: string }): Promise<Staff | null> {
      check(staff)
      if (await find(staff.email)) return null
      return create(staff).catch(async (error) => {
        // Another has made one at the same moment.
        if (await find(staff.email)) return null
        throw error
      })
    },

    /** Takes an account back that was made by {@link newStaff} and came to nothing. */
    async dropStaff(userId: string): Promise<void> {
      const { internalAdapter } = await (await library()).$context
      await internalAdapter.deleteUserSessions(userId)
      await internalAdapter.deleteUser(userId)
    },

    /**
     * Makes an account, or gives an existing one this password (and name) and ends its sessions.
     *
     * @throws RangeError when the email is none, or the password is refused.
     */
    async addStaff(staff: { email: string; name?: string; password: string }): Promise<Staff & { created: boolean }> {
      check(staff)
      const found = await find(staff.email)
      if (!found) return { ...(await create({ ...staff, name: staff.name ?? staff.email })), created: true }
      await setPassword(found.userId, staff.password)
      const { internalAdapter } = await (await library()).$context
      if (staff.name) await internalAdapter.updateUser(found.userId, { name: staff.name })
      return { ...found, name: staff.name ?? found.name, created: false }
    },

    /**
     * For who has lost their phone: a new password, no second factor, no passkey, no session. Null: no such account.
     *
     * @throws RangeError when the password is refused.
     */
    async resetStaff(email: string, password: string): Promise<Staff | null> {
      check({ email, password })
      const found = await find(email)
      if (!found) return null
      const auth = await library()
      const { adapter, internalAdapter } = await auth.$context
      const where = [{ field: 'userId', value: found.userId }]
      await internalAdapter.updateUser(found.userId, { twoFactorEnabled: false })
      await adapter.deleteMany({ model: 'twoFactor', where })
      await adapter.deleteMany({ model: 'passkey', where })
      await setPassword(found.userId, password)
      await clearTries(auth, await passwordKey({ secret }, found.email))
      return found
    },
  }
}

function check({ email, name, password }: { email: string; name?: string; password: string }): void {
  if (!Email.safeParse(email).success) throw new RangeError('email must be an address like dana@example.com')
  if (password.length < minPasswordLength || password.length > maxPasswordLength) {
    throw new RangeError(`password must have ${minPasswordLength} to ${maxPasswordLength} characters`)
  }
  const fault = passwordFault(password, [email, name ?? ''])
  if (fault) throw new RangeError(fault)
}

function staffOf({ id, name, email }: User): Staff {
  return { userId: id, name, email }
}
