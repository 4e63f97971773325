import { Connection } from '../../server/contract/connection.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { Settings } from '../../server/contract/settings.ts'
import { openHouse } from '../../server/house.ts'
import { importPractice } from '../../server/import.ts'
import { OWN_ORIGIN } from '../kit/house.ts'

export const STAFF = { email: 'dana@example.com', password: 'a long enough password' }

/** Prepares a data folder for a server that isn't running yet: a practice, who works there, and its connection. */
export async function prepare(
  folder: string,
  file: PracticeFile,
  mode: 'reads' | 'writes',
  connection: Partial<Connection>,
): Promise<void> {
  const now = Date.now()
  const config = { port: 0, host: '127.0.0.1', dataDir: folder, publicUrl: OWN_ORIGIN, trustProxy: false }
  const house = await openHouse(config)
  await importPractice(house.store, file, now)
  const { userId } = await house.accounts.addStaff({ ...STAFF, name: 'Dana' })
  await house.store.transaction(async (transaction) => {
    await transaction.addStaff(file.id, userId, 'owner')
    await transaction.putSettings(file.id, Settings.parse({ mode }), 0)
    await transaction.putConnection(file.id, Connection.parse(connection), 0)
    await transaction.resetConnectionState(file.id, { since: now })
  })
  await house.close()
}

/** Signs in over HTTP. @returns The cookie to send along. */
export async function signInAt(url: string): Promise<string> {
  const reply = await fetch(`${url}/portal/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: OWN_ORIGIN },
    body: JSON.stringify(STAFF),
  })
  if (!reply.ok) throw new Error(`sign-in answered ${reply.status}: ${await reply.text()}`)
  return reply.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
