// npm start: the server, and beside it the website of a made-up practice and the software that the practice keeps its
// schedule in, whose year is already half full.
import { readFileSync } from 'node:fs'
import { type Config, readConfig } from '../server/config.ts'
import type { PracticeFile } from '../server/contract/practice-file.ts'
import { openHouse } from '../server/house.ts'
import { closeServer, listen, listenOn, logToStdout, stopOnSignal } from '../server/listen.ts'
import { describeFaults, readPracticeFile } from '../server/practice-file.ts'
import { furnish, STAFF_EMAIL } from './furnish.ts'
import { openPracticeSystem } from './practice-system.ts'
import { createSite } from './site.ts'

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
  const origins = [`http://localhost:${sitePort}`, `http://127.0.0.1:${sitePort}`]
  const file = { ...readDemoFile(), privacyUrl: `${origins[0]}/privacy.html` }
  const isNew = (await house.store.practiceIds()).length === 0
  const system = await openPracticeSystem({ ...config, port: config.port + 2 }, file, isNew)
  const password = await furnish(house, { config, file, origins }, system)
  // Requests are few here; what people look for are the addresses below, not a line for each file served.
  const server = await listen(config, house, (entry) => (entry.level === 'info' ? undefined : logToStdout(entry)))
  const site = await listenOn(createSite({ api: config.publicUrl }).fetch, { ...config, port: sitePort })
  stopOnSignal(async () => {
    await closeServer(site)
    await server.stop()
    if (system) await closeServer(system.server)
  })
  console.log(`
  Practice's website       http://localhost:${sitePort}
  Practice's own software  ${system?.address ?? 'none: this data folder was made without one; take a new DATA_DIR'}
  Staff portal             ${config.publicUrl}/portal/
                           sign in as ${STAFF_EMAIL} with ${password}
  API                      ${config.publicUrl}/openapi.json

  Everything is kept in ${config.dataDir}. Ctrl+C stops.
`)
}

function readDemoFile(): PracticeFile {
  const today = new Date().toISOString().slice(0, 10)
  const answer = readPracticeFile(readFileSync(new URL('practice.json', import.meta.url), 'utf8'), today)
  if (!answer.ok) throw new RangeError(`demo/practice.json must be changed:\n${describeFaults(answer.faults)}`)
  return answer.file
}
