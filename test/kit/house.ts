import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { createApp } from '../../server/app.ts'
import type { Config } from '../../server/config.ts'
import type { Pms } from '../../server/context.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { type House, openHouse } from '../../server/house.ts'
import { importPractice } from '../../server/import.ts'
import type { LogEntry } from '../../server/log.ts'
import type { Role } from '../../server/store/model.ts'
import { testPractice } from './practice.ts'

/** Monday 23 November 2026, 8:00 in New York. */
export const MONDAY_8 = Date.parse('2026-11-23T08:00:00-05:00')
export const OWN_ORIGIN = 'https://book.example.com'

export interface TestHouse extends House {
  readonly app: Hono
  readonly dataDir: string
  readonly logged: LogEntry[]
  /** The connection with a PMS, once a test has made one. */
  pms: Pms | null
  /** What the clock says; tests move it. */
  now: number
  /** A new app on the same files, as after a restart. */
  reopen(): Promise<TestHouse>
}

/** The whole server on a real SQLite file in a folder of its own, or on a Postgres, with a clock that stands still. */
export async function testHouse(
  practice: PracticeFile = testPractice(),
  dataDir?: string,
  databaseUrl?: string,
): Promise<TestHouse> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'chairtime-house-'))
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    dataDir: folder,
    publicUrl: OWN_ORIGIN,
    trustProxy: false,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  }
  const logged: LogEntry[] = []
  const opened = await openHouse(config)
  if (dataDir === undefined) await importPractice(opened.store, practice, MONDAY_8)
  const app = createApp({
    store: opened.store,
    accounts: opened.accounts,
    clock: () => house.now,
    log: (entry) => logged.push(entry),
    asset: () => null,
    secret: opened.secret,
    pms: {
      publicUrl: OWN_ORIGIN,
      openConnector: (...given) => house.pms!.openConnector(...given),
      syncNow: (...given) => house.pms!.syncNow(...given),
      tryConnector: (...given) => house.pms!.tryConnector(...given),
    },
    ownOrigins: [OWN_ORIGIN],
    addressOf: () => '192.0.2.1',
  })
  const house: TestHouse = {
    ...opened,
    app,
    dataDir: folder,
    logged,
    pms: null,
    now: MONDAY_8,
    async reopen() {
      await opened.close()
      return testHouse(practice, folder, databaseUrl)
    },
    async close() {
      await opened.close()
      rmSync(folder, { recursive: true })
    },
  }
  return house
}

/** A request as the widget sends it; changes replace its fields. */
export function requestBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    reason: 'check',
    practitioner: null,
    start: '2026-11-23T09:30:00-05:00',
    patient: {
      given: 'Nadia',
      family: 'Reyes',
      birthDate: '1984-03-07',
      mobile: '555-0117',
      email: 'nadia@example.com',
    },
    isNewPatient: false,
    consent: { email: true, text: false },
    ...changes,
  }
}

let keys = 0

export interface SendOptions {
  readonly key?: string
  readonly origin?: string | null
  readonly practice?: string
  readonly headers?: Record<string, string>
}

/** Posts a request; a new key and the practice's own website unless told otherwise. */
export function send(house: TestHouse, body: unknown = requestBody(), options: SendOptions = {}): Promise<Response> {
  const { key = `test-key-${++keys}`, origin = 'https://oak.example.com', practice = 'oak' } = options
  return Promise.resolve(
    house.app.request(`/v1/practices/${practice}/requests`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
        ...(origin === null ? {} : { Origin: origin }),
        ...options.headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )
}

/** Starts on offer as wall times of a date, like `09:30`. */
export async function timesOn(house: TestHouse, date: string, query = 'reason=check'): Promise<string[]> {
  const to = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
  const reply = await house.app.request(`/v1/practices/oak/availability?${query}&from=${date}&to=${to}`)
  const { slots } = (await reply.json()) as { slots: { start: string }[] }
  return slots.map(({ start }) => start.slice(11, 16))
}

/** Signs a staff account in; the cookie to send along. */
export async function signIn(
  house: Pick<TestHouse, 'app' | 'accounts' | 'store'>,
  email = 'dana@example.com',
  practice = 'oak',
  role: Role = 'owner',
): Promise<string> {
  const password = 'a long enough password'
  const { userId } = await house.accounts.addStaff({ email, name: 'Dana', password })
  await house.store.transaction((transaction) => transaction.addStaff(practice, userId, role))
  const reply = await house.app.request('/portal/auth/sign-in/email', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: OWN_ORIGIN },
    body: JSON.stringify({ email, password }),
  })
  if (!reply.ok) throw new Error(`sign-in answered ${reply.status}`)
  return reply.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
