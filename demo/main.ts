// npm start: the server, and beside it the website of a made-up practice whose year is already half full.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Config, keptSecret, readConfig } from '../server/config.ts'
import type { PracticeFile } from '../server/contract/practice-file.ts'
import { type House, openHouse } from '../server/house.ts'
import { importAppointments, importPractice } from '../server/import.ts'
import { closeServer, listen, listenOn, logToStdout, stopOnSignal } from '../server/listen.ts'
import { describeFaults, readPracticeFile } from '../server/practice-file.ts'
import { seedRequests } from './requests.ts'
import { seedAppointments } from './seed.ts'
import { createSite } from './site.ts'

const STAFF_EMAIL = 'desk@elm.example.com'

try {
  await start(readConfig())
} catch (error) {
  if (!(error instanceof RangeError)) throw error
  console.error(`chairtime: ${error.message}`)
  process.exitCode = 1
}

async function start(config: Config): Promise<void> {
  const sitePort = config.port + 1
  const house = await openHouse(config, logToStdout)
  const password = await furnish(house, config, [`http://localhost:${sitePort}`, `http://127.0.0.1:${sitePort}`])
  // Requests are few here; what people look for are the three addresses below, not a line for each file served.
  const server = await listen(config, house, (entry) => (entry.level === 'info' ? undefined : logToStdout(entry)))
  const site = await listenOn(createSite({ api: config.publicUrl }).fetch, { ...config, port: sitePort })
  stopOnSignal(async () => {
    await closeServer(site)
    await server.stop()
  })
  console.log(`
  Practice's website   http://localhost:${sitePort}
  Staff portal         ${config.publicUrl}/portal/
                       sign in as ${STAFF_EMAIL} with ${password}
  API                  ${config.publicUrl}/openapi.json

  Everything is kept in ${config.dataDir}. Ctrl+C stops.
`)
}

/** Fills a house that is still empty; one that isn't keeps what it has. Returns the demo account's password. */
async function furnish(house: House, config: Config, origins: readonly string[]): Promise<string> {
  const { store, accounts } = house
  const password = keptSecret(config, 'demo-password', () => randomBytes(9).toString('base64url'))
  const isEmpty = (await store.practiceIds()).length === 0
  const now = Date.now()
  if (isEmpty) {
    const file = { ...readDemoFile(), privacyUrl: `${origins[0]}/privacy.html` }
    await importPractice(store, file, now)
    const buffers = new Map(file.reasons.map((reason) => [reason.id, reason]))
    const appointments = seedAppointments(file, now).map((appointment) => ({
      ...appointment,
      practitioners: [appointment.practitioner],
      bufferBeforeMinutes: buffers.get(appointment.reason)?.bufferBeforeMinutes,
      bufferAfterMinutes: buffers.get(appointment.reason)?.bufferAfterMinutes,
    }))
    await importAppointments(store, file.id, appointments, now)
  }
  if ((await store.practiceIds()).includes('elm')) {
    if (!(await accounts.findStaff(STAFF_EMAIL))) {
      const { userId } = await accounts.addStaff({ email: STAFF_EMAIL, name: 'Elm front desk', password })
      await store.transaction((transaction) => transaction.addStaff('elm', userId))
      await store.transaction((transaction) => transaction.putSettings('elm', { notify: [STAFF_EMAIL] }, 0))
      if (isEmpty) await seedRequests(house, 'elm', now, userId)
    }
    await store.transaction(async (transaction) => {
      for (const origin of origins) await transaction.allowOrigin('elm', origin, now)
    })
  }
  return password
}

function readDemoFile(): PracticeFile {
  const today = new Date().toISOString().slice(0, 10)
  const answer = readPracticeFile(readFileSync(new URL('practice.json', import.meta.url), 'utf8'), today)
  if (!answer.ok) throw new RangeError(`demo/practice.json must be changed:\n${describeFaults(answer.faults)}`)
  return answer.file
}
