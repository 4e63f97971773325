import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { openHouse } from '../house.ts'

export async function runStaff(config: Config, args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { practice: { type: 'string' }, name: { type: 'string' } },
  })
  const [verb, email] = positionals
  if (verb !== 'add' || !email) throw new RangeError('say whom: chairtime staff add dana@example.com --practice elm')
  const house = await openHouse(config)
  try {
    const practices = await house.store.practiceIds()
    const practice = values.practice ?? (practices.length === 1 ? practices[0] : undefined)
    if (!practice || !practices.includes(practice)) {
      const known = practices.join(', ') || 'none is imported yet'
      throw new RangeError(
        `--practice must be one of the practices (${known}); got ${practice ? `"${practice}"` : 'nothing'}`,
      )
    }
    const asked = process.stdin.isTTY ? await askPassword() : undefined
    const password = asked || randomBytes(12).toString('base64url')
    const { name } = values
    const staff = await house.accounts.addStaff({ email, password, ...(name === undefined ? {} : { name }) })
    await house.store.transaction(async (transaction) => {
      await transaction.addStaff(practice, staff.userId)
      await transaction.addAudit(practice, {
        at: Date.now(),
        actor: 'operator',
        action: staff.created ? 'staff-added' : 'staff-password-set',
        subject: `staff:${staff.userId}`,
      })
    })
    console.log(`${staff.email} ${staff.created ? 'has an account' : 'has a new password'} for ${practice}.`)
    if (!asked) console.log(`Password: ${password}`)
  } finally {
    await house.close()
  }
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
