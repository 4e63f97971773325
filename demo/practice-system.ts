import { join as pathTo } from 'node:path'
import type { Config } from '../server/config.ts'
import type { PracticeFile } from '../server/contract/practice-file.ts'
import { listenOn, portOf } from '../server/listen.ts'
import { bookFile } from './pms/book-file.ts'
import { listsOf } from './pms/connection.ts'
import { createDemoPms, type DemoPms } from './pms/demo-pms.ts'
import { seedAppointments } from './seed.ts'

/** The demo practice's own software, as it runs. */
export interface PracticeSystem {
  readonly pms: DemoPms
  readonly server: Awaited<ReturnType<typeof listenOn>>
  /** Like `http://localhost:8082`. */
  readonly address: string
  /** Writes down what was changed in another way than over HTTP. */
  keep(): void
}

/**
 * Starts the practice's own software on what it kept in the data folder.
 *
 * @param isNew - Is this a data folder with nothing in it? Then a year of appointments is in the book.
 * @returns Null for a data folder that was made without one.
 */
export async function openPracticeSystem(
  { dataDir, host, port }: Pick<Config, 'dataDir' | 'host' | 'port'>,
  file: PracticeFile,
  isNew: boolean,
): Promise<PracticeSystem | null> {
  const kept = bookFile(pathTo(dataDir, 'demo-pms.ndjson'))
  const resources = kept.read()
  if (!resources && !isNew) return null
  const pms = createDemoPms({
    ...listsOf(file),
    now: Date.now,
    seed: resources ? [] : seedAppointments(file, Date.now()),
    kept: resources ?? undefined,
    changed: () => keep(),
  })
  const keep = () => kept.write(pms.store.everything())
  if (!resources) keep()
  const server = await listenOn(pms.app.fetch, { host, port })
  return { pms, server, address: `http://${nameOf(host)}:${portOf(server)}`, keep }
}

/** What listens everywhere is found under this machine's own name, too. */
const nameOf = (host: string) => (['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host)
