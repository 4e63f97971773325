import { Kysely } from 'kysely'
import { createAccounts } from '../../server/accounts.ts'
import { createApp } from '../../server/app.ts'
import { startExpiring } from '../../server/expiry.ts'
import { newToken } from '../../server/hash.ts'
import type { Log } from '../../server/log.ts'
import type { OutgoingMail, Transport } from '../../server/mail/delivery.ts'
import { createMailing } from '../../server/mail/mailing.ts'
import { staffMailer } from '../../server/mail/staff-mail.ts'
import { createResidents } from '../../server/residents.ts'
import { startTidying } from '../../server/retention.ts'
import { migrate } from '../../server/store/migrations/index.ts'
import { serialStore } from '../../server/store/serial.ts'
import type { Tables } from '../../server/store/tables.ts'
import { builtAsset } from './assets.ts'
import { createCookieJar } from './cookies.ts'
import { loadSqlite } from './database.ts'
import { STAFF_EMAIL, STAFF_PASSWORD } from './desk-account.ts'
import { furnishPage } from './furnish.ts'
import type { Kept } from './kept.ts'

const MAIL_FROM = 'noreply@elm.example.com'
const LOOK_EVERY_MS = 1000
const MOST_MAILS = 200

/** The server, in this page. */
export interface PageServer {
  /** Answers as the server would over HTTP, to the browser whose cookies it keeps. */
  fetch(request: Request): Promise<Response>
  /** What has been mailed to whomever, newest first. */
  mails(): readonly OutgoingMail[]
  /** All that must be kept to open it again; null: nothing has changed since it was asked last. */
  toKeep(): Kept | null
}

export interface PageServerOptions {
  /** Where the demo is, without a slash at the end. */
  readonly address: string
  readonly kept: Kept | null
  /** Called with what is being done, before it is begun. */
  readonly progress: (doing: string) => Promise<void>
  /** Called when mails came, or something else was changed by the clock. */
  readonly changed: () => void
}

/**
 * Opens the real server (`createApp`) over SQLite in this page, with its jobs. What it would send over the network ends
 * here: mails are handed to the mailbox, and there is no practice software to read.
 */
export async function openPageServer({ address, kept, progress, changed }: PageServerOptions): Promise<PageServer> {
  await progress('Loading the database')
  const sqlite = await loadSqlite()
  const storeFile = sqlite.open('chairtime', kept?.store)
  const accountsFile = sqlite.open('accounts', kept?.accounts)
  const writing = new Kysely<Tables>({ dialect: storeFile.connect() })
  await migrate(writing)
  const store = serialStore(new Kysely<Tables>({ dialect: storeFile.connect() }), writing)
  const secret = kept?.secret ?? newToken() + newToken()
  const { origin } = new URL(address)
  const log: Log = (entry) => {
    if (entry.level !== 'info') console.warn(entry)
  }
  const accounts = createAccounts({
    database: { dialect: accountsFile.connect(), type: 'sqlite' },
    baseUrl: origin,
    secret,
    log: (line) => log({ level: 'warn', message: line }),
  })
  const clock = Date.now
  const furnishedAt = kept?.furnishedAt ?? clock()
  if (!kept) {
    await progress('Making up a practice')
    await furnishPage({ store, accounts, secret }, address, furnishedAt)
  }

  const residents = createResidents()
  const app = createApp({
    ...{ store, accounts, residents, clock, log, secret },
    asset: builtAsset,
    isMailOn: true,
    mailFrom: MAIL_FROM,
    sendStaffMail: staffMailer(store, { clock, secret }),
    // The first is what links begin with; the other is what a browser names as the origin.
    ownOrigins: [address, origin],
    addressOf: () => '127.0.0.1',
  })

  let mails = kept?.mails ?? []
  const transport: Transport = {
    state: 'sent',
    async send(mail) {
      mails = [mail, ...mails].slice(0, MOST_MAILS)
      return { is: 'handed-over' }
    },
    async forget() {},
    close() {},
  }
  const mailing = createMailing(store, {
    ...{ transport, clock, log, secret },
    post: { publicUrl: address, mailFrom: MAIL_FROM },
  })

  const jar = createCookieJar(kept?.cookies)
  const server: PageServer = {
    async fetch(request) {
      const headers = new Headers(request.headers)
      const body = /^(GET|HEAD)$/.test(request.method) ? null : await request.arrayBuffer()
      if (jar.header() !== '') headers.set('cookie', jar.header())
      if (body) headers.set('content-length', String(body.byteLength))
      // Everything comes from the demo's own frames.
      if (body) headers.set('origin', origin)
      const response = await app.fetch(new Request(request.url, { method: request.method, headers, body }))
      jar.take(response)
      return response
    },
    mails: () => mails,
    toKeep() {
      const now = stateOf()
      if (now === lastKept) return null
      lastKept = now
      const databases = { store: storeFile.bytes(), accounts: accountsFile.bytes() }
      return { furnishedAt, secret, cookies: jar.header(), mails, ...databases }
    },
  }
  let lastKept = kept ? stateOf() : ''

  await progress('Opening the portal')
  await signInUnlessDone(server, origin)
  startExpiring(store, residents, clock, log)
  startTidying(store, residents, clock, log)
  await look()
  return server

  function stateOf(): string {
    return [storeFile.changes(), accountsFile.changes(), mails[0]?.id, jar.header()].join(' ')
  }

  /** Makes and delivers mails, again and again. */
  async function look(): Promise<void> {
    const before = stateOf()
    try {
      await mailing.prepare()
      await mailing.deliver()
    } catch (error) {
      log({ level: 'error', message: 'mails not sent', fault: error instanceof Error ? error.name : 'unknown' })
    }
    if (stateOf() !== before) changed()
    setTimeout(look, LOOK_EVERY_MS)
  }
}

/** The desk is signed in when the demo is opened, the way its people sign in themselves. */
async function signInUnlessDone(server: PageServer, origin: string): Promise<void> {
  const me = await server.fetch(new Request(`${origin}/portal/api/me`))
  if (me.ok) return
  const body = JSON.stringify({ email: STAFF_EMAIL, password: STAFF_PASSWORD })
  const headers = { 'content-type': 'application/json' }
  await server.fetch(new Request(`${origin}/portal/auth/sign-in/email`, { method: 'POST', headers, body }))
}
