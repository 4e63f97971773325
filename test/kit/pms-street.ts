import type { Browser, Page } from 'playwright-core'
import { connectionTo, listsOf } from '../../demo/pms/connection.ts'
import { createDemoPms, type DemoPms } from '../../demo/pms/demo-pms.ts'
import type { Connection } from '../../server/contract/connection.ts'
import { closeServer, listenOn, portOf } from '../../server/listen.ts'
import { newPerson } from './browser.ts'
import type { DeskStreet } from './desk-street.ts'
import { testPractice } from './practice.ts'

/** The practice Oak's own software on loopback, whose clock is the street's. */
export interface PmsOnStreet extends DemoPms {
  /** Of its pages. */
  readonly address: string
  /** Changes the connection with it. */
  connect(changes: Partial<Connection>): Promise<void>
  /** Its front desk, at the day of an instant. */
  frontDesk(browser: Browser, at: number): Promise<Page & { faults: string[] }>
  /** Nobody answers under its address any more. */
  goDown(): Promise<void>
  comeBack(): Promise<void>
}

/** Opens a demo PMS with nothing in its book, and joins Oak with it: everybody is assigned and integrated. */
export async function joinPms(street: DeskStreet): Promise<PmsOnStreet> {
  const practice = testPractice()
  const pms = createDemoPms({ ...listsOf(practice), now: () => street.now, seed: [] })
  const host = '127.0.0.1'
  let server = await listenOn(pms.app.fetch, { host, port: 0 })
  let isUp = true
  const port = portOf(server)
  const address = `http://${host}:${port}`
  let version = 0
  const connect = (changes: Partial<Connection>) =>
    street.store.transaction(async (transaction) => {
      // The job looks every quarter of a minute: that far apart, only tests sync.
      const connection = { ...connectionTo(`${address}/fhir`, practice), everyMinutes: 60, ...changes }
      await transaction.putConnection(practice.id, connection, version)
      if (version++ === 0) await transaction.resetConnectionState(practice.id, { since: street.now })
    })
  await connect({})
  return {
    ...pms,
    address,
    connect,
    async frontDesk(browser, at) {
      const page = await newPerson(browser)
      await page.goto(`${address}/?date=${new Date(at).toISOString().slice(0, 10)}`)
      return page
    },
    async goDown() {
      if (isUp) await closeServer(server)
      isUp = false
    },
    async comeBack() {
      server = await listenOn(pms.app.fetch, { host, port })
      isUp = true
    },
  }
}
