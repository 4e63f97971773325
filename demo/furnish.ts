import { randomBytes } from 'node:crypto'
import { type Config, keptSecret } from '../server/config.ts'
import type { PracticeFile } from '../server/contract/practice-file.ts'
import type { House } from '../server/house.ts'
import { importPractice } from '../server/import.ts'
import { logToStdout } from '../server/listen.ts'
import { connectorsOf } from '../server/pms/open.ts'
import { runSync } from '../server/pms/sync.ts'
import { createResidents } from '../server/residents.ts'
import { pmsFrontDesk } from './front-desk.ts'
import { seedPatients } from './patient-states.ts'
import { join } from './pms/connection.ts'
import type { PracticeSystem } from './practice-system.ts'
import { seedRequests } from './requests.ts'

export const STAFF_EMAIL = 'desk@elm.example.com'

/**
 * Fills a house that is still empty: the practice, joined with its own software and read from it, somebody at its desk, and
 * what patients have sent. A house that isn't empty keeps what it has.
 *
 * @param origins - Websites that may send requests.
 * @param system - Null: the house is from before there was one, and stays as it is.
 * @returns The demo account's password.
 */
export async function furnish(
  house: House,
  { config, file, origins }: { config: Config; file: PracticeFile; origins: readonly string[] },
  system: PracticeSystem | null,
): Promise<string> {
  const { store, accounts, secret } = house
  const password = keptSecret(config, 'demo-password', () => randomBytes(9).toString('base64url'))
  const now = Date.now()
  const isEmpty = (await store.practiceIds()).length === 0
  if (isEmpty) await importPractice(store, file, now)
  // Somebody else's practices: nothing is added to them.
  if (!(await store.practiceIds()).includes(file.id)) return password

  if (system) await join(store, file, `${system.address}/fhir`, now)
  if (!(await accounts.findStaff(STAFF_EMAIL))) {
    const { userId } = await accounts.addStaff({ email: STAFF_EMAIL, name: 'Elm front desk', password })
    const settings = { notify: [STAFF_EMAIL], ...(system ? { mode: 'writes' as const } : {}) }
    await store.transaction(async (transaction) => {
      await transaction.addStaff(file.id, userId)
      await transaction.putSettings(file.id, settings, 0)
    })
    if (isEmpty && system) {
      const connectors = connectorsOf({ secret, dataDir: config.dataDir, clock: Date.now, store })
      const room = {
        ...{ store, accounts, clock: Date.now, residents: createResidents(), log: logToStdout },
        ...{ openConnector: connectors.open, publicUrl: config.publicUrl },
      }
      await runSync(room, file.id)
      await seedRequests(house, file.id, now, userId, pmsFrontDesk(room, system.pms))
      await seedPatients(house, file.id, now, userId)
      system.keep()
      await runSync(room, file.id)
    }
  }
  await store.transaction(async (transaction) => {
    for (const origin of origins) await transaction.allowOrigin(file.id, origin, now)
  })
  return password
}
