import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type Config, readConfig } from '../../server/config.ts'
import type { Settings } from '../../server/contract/settings.ts'
import { type House, openHouse } from '../../server/house.ts'
import { importAppointments, importPractice } from '../../server/import.ts'
import { closeServer, listen, listenOn, portOf } from '../../server/listen.ts'
import type { LogEntry } from '../../server/log.ts'
import type { DeskRequest, PatientFields, StoredAppointment } from '../../server/store/model.ts'
import { newPerson } from './browser.ts'
import { MONDAY_8 } from './house.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { testPractice } from './practice.ts'
import { practicePages } from './street.ts'

/** Who mails about new requests go to. */
export const DESK = 'desk@oak.example.com'
const PASSWORD = 'a long enough password'

/** Everything that `chairtime serve` starts, beside the practice's website and a mail server. */
export interface DeskStreet extends House {
  readonly api: string
  readonly site: string
  readonly mailbox: Mailbox
  readonly logged: readonly LogEntry[]
  /** What its clock says; tests move it. */
  now: number
  /** Somebody of the practice, signed in. */
  staff(browser: Browser, name?: string): Promise<Page & { faults: string[] }>
  /** What the front desk types into the schedule: the visit of a request, changed. */
  enter(request: DeskRequest, changes?: Entered): Promise<string>
  /** The only request that there is. */
  only(): Promise<DeskRequest>
  set(settings: Partial<Settings>): Promise<void>
}

export type Entered = Partial<Omit<StoredAppointment, 'patient'>> & { readonly patient?: Partial<PatientFields> }

/** Real servers on loopback over real SQLite files, with the mails' job and a clock that only tests move. */
export async function openDesk(): Promise<DeskStreet> {
  const folder = mkdtempSync(join(tmpdir(), 'chairtime-desk-'))
  const mailbox = await openMailbox()
  const port = await freePort()
  const api = `http://127.0.0.1:${port}`
  const config: Config = {
    ...readConfig({ PORT: String(port), PUBLIC_URL: api, DATA_DIR: folder, SMTP_URL: mailbox.url }),
    rateLimits: false,
  }
  const house = await openHouse(config)
  const practice = testPractice()
  const site = await listenOn(practicePages(api, practice.id).fetch, { port: 0, host: '127.0.0.1' })
  const siteUrl = `http://127.0.0.1:${portOf(site)}`
  await importPractice(house.store, { ...practice, origins: [siteUrl] }, MONDAY_8)
  const logged: LogEntry[] = []
  // The jobs look at the clock at once.
  const time = { now: MONDAY_8 }
  const listening = await listen(
    config,
    house,
    (entry) => logged.push(entry),
    () => time.now,
  )
  let people = 0
  let version = 0
  const street: DeskStreet = {
    ...house,
    api,
    site: siteUrl,
    mailbox,
    logged,
    get now() {
      return time.now
    },
    set now(at) {
      time.now = at
    },
    async staff(browser, name = 'Dana Whitlock') {
      const email = `staff${++people}@oak.example.com`
      const { userId } = await house.accounts.addStaff({ email, name, password: PASSWORD })
      await house.store.transaction((transaction) => transaction.addStaff(practice.id, userId))
      const page = await newPerson(browser)
      await page.goto(`${api}/portal/`)
      await page.getByLabel('Email').fill(email)
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('navigation', { name: 'Lists' }).waitFor()
      return page
    },
    async enter(request, { patient, ...changes } = {}) {
      const { start, end, practitioners, chair, reason, bufferBeforeMinutes, bufferAfterMinutes, location } = request
      const id = `entered-${crypto.randomUUID().slice(0, 8)}`
      const visit = { start, end, practitioners, chair, reason, bufferBeforeMinutes, bufferAfterMinutes, location }
      const entered = { id, status: 'booked' as const, ...visit, createdAt: time.now, ...changes }
      const appointment = { ...entered, patient: { ...request.patient, ...patient } }
      await importAppointments(house.store, practice.id, [appointment], time.now)
      return id
    },
    async only() {
      const ask = { tab: 'all', withUnlinked: false, now: time.now, limit: 10 } as const
      const { rows } = await house.store.listRequests(practice.id, ask)
      if (rows.length !== 1) throw new Error(`there are ${rows.length} requests`)
      return rows[0]!
    },
    async set(changes) {
      const document = { notify: [DESK], ...changes }
      await house.store.transaction((transaction) => transaction.putSettings(practice.id, document, version++))
    },
    async close() {
      await listening.stop()
      await closeServer(site)
      await mailbox.close()
      rmSync(folder, { recursive: true })
    },
  }
  await street.set({})
  return street
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}
