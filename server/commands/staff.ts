import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import type { Staff } from '../accounts.ts'
import type { Config } from '../config.ts'
import { Role } from '../contract/desk.ts'
import { type House, openHouse } from '../house.ts'
import type { Transaction } from '../store/store.ts'

type Asked = { email: string; practice: string | undefined; name: string | undefined; role: Role | undefined }

const verbs: Readonly<Record<string, (house: House, asked: Asked) => Promise<void>>> = { add, list, remove, reset }

/** `chairtime staff add|list|remove|reset`: accounts from the command line, which needs no sign-in. */
export async function runStaff(config: Config, args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { practice: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' } },
  })
  const [verb = '', email = ''] = positionals
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!run || (verb !== 'list' && !email)) {
    throw new RangeError(
      'say what and whom: chairtime staff add|remove|reset dana@example.com, or chairtime staff list',
    )
  }
  const role = Role.optional().safeParse(values.role)
  if (!role.success) throw new RangeError(`--role must be one of ${Role.options.join(', ')}; got "${values.role}"`)
  const house = await openHouse(config)
  try {
    await run(house, { email, practice: values.practice, name: values.name, role: role.data })
  } finally {
    await house.close()
  }
}

/** Makes an account, or lets one that is there work for a further practice; its password stays then. */
async function add(house: House, { email, practice: named, name, role: wanted }: Asked): Promise<void> {
  const practice = await practiceOf(house, named)
  const found = await house.accounts.findStaff(email)
  const made = found ? null : await makeAccount(house, email, name)
  const staff = found ?? made!.staff
  const before = await house.store.roleOf(practice, staff.userId)
  const isFirst = (await house.store.staffOf(practice)).length === 0
  const role = wanted ?? before ?? (isFirst ? 'owner' : 'staff')
  await note(
    house,
    practice,
    staff,
    made ? 'staff-added' : 'staff-role-changed',
    { from: before, to: role },
    (transaction) => transaction.addStaff(practice, staff.userId, role),
  )
  const has = made ? `has an account for ${practice}, as` : `works for ${practice} as`
  console.log(`${staff.email} ${has} ${role}.`)
  if (made?.generated) console.log(`Password: ${made.generated}`)
  if (found) console.log('The password stays; chairtime staff reset gives a new one.')
}

async function list(house: House, { practice: named }: Asked): Promise<void> {
  const practices = named === undefined ? await house.store.practiceIds() : [await practiceOf(house, named)]
  for (const practice of practices) {
    const working = await house.store.staffOf(practice)
    const people = await house.accounts.peopleOf(working.map(({ userId }) => userId))
    for (const { userId, role } of working) {
      const person = people.get(userId)
      if (!person) continue
      const factor = person.hasSecondFactor ? 'second factor' : 'password only'
      console.log([practice, role, person.email, person.name, factor].join('\t'))
    }
    for (const { email, role } of await house.store.staffInvitations(practice, Date.now())) {
      console.log([practice, role, email, '', 'invited'].join('\t'))
    }
  }
}

/** Takes the access to a practice away; the account stays, as it may work for others. */
async function remove(house: House, { email, practice: named }: Asked): Promise<void> {
  const practice = await practiceOf(house, named)
  const staff = await house.accounts.findStaff(email)
  const role = staff && (await house.store.roleOf(practice, staff.userId))
  if (!staff || !role) throw new RangeError(`"${email}" doesn't work for ${practice}`)
  await note(house, practice, staff, 'staff-removed', { from: role, to: null }, (transaction) =>
    transaction.removeStaff(practice, staff.userId),
  )
  console.log(`${staff.email} has no access to ${practice} any more.`)
  const owners = (await house.store.staffOf(practice)).filter((each) => each.role === 'owner')
  if (owners.length === 0)
    console.log(`${practice} has no owner now; chairtime staff add EMAIL --role owner makes one.`)
}

/** For who has lost the password, or the phone with codes and passkeys. */
async function reset(house: House, { email }: Asked): Promise<void> {
  if (!(await house.accounts.findStaff(email))) throw new RangeError(`there is no account with the email "${email}"`)
  const { password, generated } = await choosePassword()
  const staff = (await house.accounts.resetStaff(email, password))!
  for (const practice of await house.store.practicesOf(staff.userId)) {
    await note(house, practice, staff, 'staff-reset', null, async () => {})
  }
  console.log(`${staff.email} has a new password, no second factor, no passkeys, and is signed out everywhere.`)
  if (generated) console.log(`Password: ${generated}`)
}

async function makeAccount(house: House, email: string, name: string | undefined) {
  const { password, generated } = await choosePassword()
  const staff = await house.accounts.newStaff({ email, name: name ?? email, password })
  if (!staff) throw new RangeError(`an account with the email "${email}" has just been made; run the same again`)
  return { staff, generated }
}

async function practiceOf({ store }: House, named: string | undefined): Promise<string> {
  const practices = await store.practiceIds()
  const practice = named ?? (practices.length === 1 ? practices[0] : undefined)
  if (practice && practices.includes(practice)) return practice
  const known = practices.join(', ') || 'none is imported yet'
  const got = practice ? `"${practice}"` : 'nothing'
  throw new RangeError(`--practice must be one of the practices (${known}); got ${got}`)
}

async function note(
  { store }: House,
  practice: string,
  { userId }: Staff,
  action: string,
  detail: Record<string, unknown> | null,
  change: (transaction: Transaction) => Promise<void>,
): Promise<void> {
  await store.transaction(async (transaction) => {
    await change(transaction)
    await transaction.addAudit(practice, {
      at: Date.now(),
      actor: 'operator',
      action,
      subject: `staff:${userId}`,
      detail,
    })
  })
}

async function choosePassword(): Promise<{ password: string; generated: string | null }> {
  const asked = process.stdin.isTTY ? await askPassword() : ''
  const password = asked || randomBytes(12).toString('base64url')
  return { password, generated: asked ? null : password }
}

/** Asks without showing what is typed. Empty: one will be generated. */
async function askPassword(): Promise<string> {
  process.stdout.write('Password, at least 12 characters (empty: one is generated): ')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true })
  const password = await reader.question('')
  reader.close()
  process.stdout.write('\n')
  return password.trim()
}
