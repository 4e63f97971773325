import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type AccountEvent, type Accounts, type AccountsOptions, createAccounts } from '../../server/accounts.ts'
import { totpAt } from './totp.ts'

export const SITE = 'https://book.elm.example'
export const DANA = { email: 'dana@elm.example', name: 'Dana Whitlock', password: 'correct horse battery' }

/** Accounts with one of Dana's on a file of their own, and all that was told to the audit. */
export async function accountsWithDana(more: Partial<AccountsOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'))
  const database = new DatabaseSync(join(folder, 'accounts.sqlite'))
  const accounts = createAccounts({
    database,
    baseUrl: SITE,
    secret: 'only-for-tests-0123456789-abcdefghij',
    signInsPerMinute: 1000,
    ...more,
  })
  const { userId } = await accounts.addStaff(DANA)
  const told: AccountEvent[] = []
  return {
    accounts,
    userId,
    told,
    browser: (address?: string) => browserOn(accounts, told, address),
    close() {
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export type TestBrowser = ReturnType<typeof browserOn>

/** Keeps cookies, as a browser does. */
export function browserOn(accounts: Pick<Accounts, 'handler'>, told: AccountEvent[] = [], address?: string) {
  const cookies = new Map<string, string>()

  async function call(method: 'GET' | 'POST', path: string, body?: unknown) {
    const reply = await accounts.handler(
      new Request(`${SITE}/portal/auth${path}`, {
        method,
        headers: {
          origin: SITE,
          'content-type': 'application/json',
          'user-agent': 'Firefox on Linux',
          cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
        },
        body: body === undefined ? null : JSON.stringify(body),
      }),
      address,
      async (event) => void told.push(event),
    )
    for (const line of reply.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const [name = '', value = ''] = pair.split(/=(.*)/s, 2)
      if (attributes.some((each) => /^max-age=0$/i.test(each))) cookies.delete(name)
      else cookies.set(name, value)
    }
    const text = await reply.text()
    return { status: reply.status, body: text ? JSON.parse(text) : null }
  }

  return {
    cookies,
    get: (path: string) => call('GET', path),
    post: (path: string, body: unknown = {}) => call('POST', path, body),
    headers: () => new Headers({ cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
    signIn: (email = DANA.email, password = DANA.password) => call('POST', '/sign-in/email', { email, password }),
  }
}

/** Sets the second factor up as somebody would; gives what the authenticator and the paper in the drawer have. */
export async function turnOnCodes(browser: TestBrowser, now = Date.now()) {
  const begun = await browser.post('/second-factor/begin', { password: DANA.password })
  const { uri, backupCodes } = begun.body as { uri: string; backupCodes: string[] }
  const on = await browser.post('/second-factor/on', { code: totpAt(uri, now) })
  if (on.status !== 200) throw new Error(`turning it on answered ${on.status}`)
  return { uri, backupCodes }
}
