import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { seedRequests } from '../../demo/requests.ts'
import { seedAppointments } from '../../demo/seed.ts'
import type { Settings } from '../../server/contract/settings.ts'
import { importAppointments, importPractice } from '../../server/import.ts'
import { readPracticeFile } from '../../server/practice-file.ts'
import type { DeskRequest, Role } from '../../server/store/model.ts'
import { newPerson } from '../kit/browser.ts'
import { type DeskStreet, openDesk } from '../kit/desk-street.ts'
import { MONDAY_8 } from '../kit/house.ts'

export const PASSWORD = 'a long enough password'

/** The demo practice at work: its year, and requests in every state, on the street that the journeys use too. */
export interface Elm {
  readonly street: DeskStreet
  /** Address in the portal by what follows its `#/`. */
  address(hash: string): string
  /** All that ever came, by family name. */
  requests(): Promise<ReadonlyMap<string, DeskRequest>>
  /** Somebody at the sign-in, whose clock goes as the server's does; roles by practice, none: belongs to no practice. */
  person(browser: Browser, roles?: Readonly<Record<string, Role>>, options?: BrowserContextOptions): Promise<Person>
  /** An owner of Elm Dental, at her desk. */
  owner(browser: Browser, options?: BrowserContextOptions): Promise<Person>
  set(settings: Partial<Settings>): Promise<void>
}

export type Person = Page & { readonly faults: string[]; readonly email: string; signIn(): Promise<void> }

export async function openElm(): Promise<Elm> {
  const street = await openDesk()
  const { store, accounts } = street
  const answer = readPracticeFile(readFileSync('demo/practice.json', 'utf8'), '2026-11-23')
  if (!answer.ok) throw new Error('the demo practice cannot be read')
  const { file } = answer
  await importPractice(store, file, MONDAY_8)
  const appointments = seedAppointments(file, MONDAY_8).map(({ practitioner, ...appointment }) => {
    const { bufferBeforeMinutes = 0, bufferAfterMinutes = 0 } =
      file.reasons.find(({ id }) => id === appointment.reason) ?? {}
    return { ...appointment, practitioner, practitioners: [practitioner], bufferBeforeMinutes, bufferAfterMinutes }
  })
  await importAppointments(store, file.id, appointments, MONDAY_8)
  let version = 0
  let people = 0
  const add = async (name: string, roles: Readonly<Record<string, Role>>) => {
    const email = `person${++people}@elm.example.com`
    const { userId } = await accounts.addStaff({ email, name, password: PASSWORD })
    await store.transaction(async (transaction) => {
      for (const [practice, role] of Object.entries(roles)) await transaction.addStaff(practice, userId, role)
    })
    return { email, userId }
  }
  const elm: Elm = {
    street,
    address: (hash) => `${street.api}/portal/#/${hash}`,
    async requests() {
      const ask = { tab: 'all', withUnlinked: true, now: street.now, limit: 100 } as const
      const { rows } = await store.listRequests('elm', ask)
      return new Map(rows.map((row) => [row.patient.family, row]))
    },
    async person(browser, roles = {}, options = {}) {
      const { email } = await add('Dana Whitlock', roles)
      const page = await newPerson(browser, { reducedMotion: 'reduce', ...options })
      await page.clock.install({ time: street.now })
      await page.goto(`${street.api}/portal/`)
      const signIn = async () => {
        await page.getByLabel('Email').fill(email)
        await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
        await page.getByRole('button', { name: 'Sign in', exact: true }).click()
        await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor({ state: 'detached' })
      }
      return Object.assign(page, { email, signIn })
    },
    async owner(browser, options) {
      const page = await elm.person(browser, { elm: 'owner' }, options)
      await page.signIn()
      await page.getByRole('navigation', { name: 'Lists' }).waitFor()
      return page
    },
    async set(changes) {
      const document = { notify: ['desk@elm.example.com'], ...changes }
      await store.transaction((transaction) => transaction.putSettings('elm', document, version++))
    },
  }
  await elm.set({})
  const { userId } = await add('Mara Lindqvist', { elm: 'owner' })
  await seedRequests(street, 'elm', MONDAY_8, userId)
  return elm
}
