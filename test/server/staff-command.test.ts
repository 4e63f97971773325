import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runStaff } from '../../server/commands/staff.ts'
import { type House, openHouse } from '../../server/house.ts'
import { importPractice } from '../../server/import.ts'
import { browserOn } from '../kit/accounts.ts'
import { MONDAY_8 } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

const SITE = 'https://book.elm.example'

let folder: string
let printed: string[]
const config = () => ({ port: 0, host: '127.0.0.1', dataDir: folder, publicUrl: SITE, trustProxy: false })
const staff = async (...args: string[]) => {
  printed.length = 0
  await runStaff(config(), args)
  return printed.join('\n')
}
const inHouse = async <T>(look: (house: House) => Promise<T>): Promise<T> => {
  const house = await openHouse(config())
  return look(house).finally(() => house.close())
}
const passwordIn = (text: string) => /^Password: (\S+)$/m.exec(text)![1]!
const signIn = (email: string, password: string) =>
  inHouse(({ accounts }) => browserOn(accounts).signIn(email, password)).then(({ status, body }) => ({ status, body }))

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chairtime-staff-'))
  printed = []
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(line))
  await inHouse(async ({ store }) => {
    await importPractice(store, testPractice(), MONDAY_8)
    await importPractice(store, { ...testPractice(), id: 'elm', name: 'Elm Dental' }, MONDAY_8)
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

describe('chairtime staff add', () => {
  it('makes the first of a practice its owner, and the next ones staff', async () => {
    const first = await staff('add', 'dana@example.com', '--practice', 'oak', '--name', 'Dana')
    expect(first).toMatch(/^dana@example\.com has an account for oak, as owner\.\nPassword: \S{16}$/)
    expect(await signIn('dana@example.com', passwordIn(first))).toEqual({ status: 200, body: { next: 'done' } })
    expect(await staff('add', 'rosa@example.com', '--practice', 'oak')).toMatch(/for oak, as staff\./)
    expect(await staff('add', 'abel@example.com', '--practice', 'oak', '--role', 'read-only')).toMatch(/as read-only\./)
  })

  it('lets an account work for a further practice, with the password it has', async () => {
    const password = passwordIn(await staff('add', 'dana@example.com', '--practice', 'oak'))
    expect(await staff('add', 'dana@example.com', '--practice', 'elm', '--role', 'staff')).toBe(
      'dana@example.com works for elm as staff.\nThe password stays; chairtime staff reset gives a new one.',
    )
    expect((await signIn('dana@example.com', password)).status).toBe(200)
    const { userId } = (await inHouse(({ accounts }) => accounts.findStaff('dana@example.com')))!
    expect(await inHouse(({ store }) => store.practicesOf(userId))).toEqual(['elm', 'oak'])
  })

  it('changes a role where it is named, and keeps it where it is not', async () => {
    await staff('add', 'dana@example.com', '--practice', 'oak')
    await staff('add', 'rosa@example.com', '--practice', 'oak')
    expect(await staff('add', 'rosa@example.com', '--practice', 'oak', '--role', 'owner')).toMatch(/oak as owner\./)
    expect(await staff('add', 'rosa@example.com', '--practice', 'oak')).toMatch(/oak as owner\./)
  })
})

describe('chairtime staff list', () => {
  it('names who works where, as what, and how they sign in', async () => {
    await staff('add', 'dana@example.com', '--practice', 'oak', '--name', 'Dana')
    await staff('add', 'rosa@example.com', '--practice', 'elm', '--name', 'Rosa')
    await inHouse(({ store }) =>
      store.transaction((transaction) =>
        transaction.addStaffInvitation('oak', {
          hash: 'h',
          email: 'eve@example.com',
          role: 'staff',
          invitedBy: 'x',
          expiresAt: Date.now() + 60_000,
        }),
      ),
    )
    expect(await staff('list')).toBe(
      [
        'elm\towner\trosa@example.com\tRosa\tpassword only',
        'oak\towner\tdana@example.com\tDana\tpassword only',
        'oak\tstaff\teve@example.com\t\tinvited',
      ].join('\n'),
    )
    expect(await staff('list', '--practice', 'elm')).toBe('elm\towner\trosa@example.com\tRosa\tpassword only')
  })
})

describe('chairtime staff remove', () => {
  it('takes the access to one practice away, and says when no owner is left', async () => {
    const password = passwordIn(await staff('add', 'dana@example.com', '--practice', 'oak'))
    await staff('add', 'dana@example.com', '--practice', 'elm')
    expect(await staff('remove', 'dana@example.com', '--practice', 'oak')).toBe(
      'dana@example.com has no access to oak any more.\n' +
        'oak has no owner now; chairtime staff add EMAIL --role owner makes one.',
    )
    expect((await signIn('dana@example.com', password)).status).toBe(200)
    await expect(staff('remove', 'dana@example.com', '--practice', 'oak')).rejects.toThrow(/doesn't work for oak/)
  })
})

describe('chairtime staff reset', () => {
  it('gives a new password and takes everything else away that could be lost', async () => {
    const before = passwordIn(await staff('add', 'dana@example.com', '--practice', 'oak'))
    const after = await staff('reset', 'dana@example.com')
    expect(after).toMatch(/has a new password, no second factor, no passkeys, and is signed out everywhere/)
    expect((await signIn('dana@example.com', before)).status).toBe(401)
    expect((await signIn('dana@example.com', passwordIn(after))).status).toBe(200)
    const { userId } = (await inHouse(({ accounts }) => accounts.findStaff('dana@example.com')))!
    const audit = await inHouse(({ store }) => store.auditOf('oak', `staff:${userId}`))
    expect(audit.map(({ actor, action }) => [actor, action])).toEqual([
      ['operator', 'staff-added'],
      ['operator', 'staff-reset'],
    ])
  })
})

it.each([
  [['dance'], /say what and whom/],
  [['add'], /say what and whom/],
  [['add', 'dana@example.com', '--practice', 'fir'], /--practice must be one of the practices \(elm, oak\); got "fir"/],
  [['add', 'dana@example.com'], /--practice must be one of the practices \(elm, oak\); got nothing/],
  [['add', 'dana', '--practice', 'oak'], /email must be an address/],
  [['add', 'dana@example.com', '--practice', 'oak', '--role', 'king'], /--role must be one of .*; got "king"/],
  [['reset', 'nobody@example.com'], /there is no account/],
])('chairtime staff %j is refused in one line', async (args, words) => {
  await expect(staff(...args)).rejects.toThrow(words)
  await expect(staff(...args)).rejects.toThrow(RangeError)
})
