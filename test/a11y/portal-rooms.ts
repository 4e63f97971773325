import type { Browser, Page } from 'playwright-core'
import type { Elm, Person } from './elm.ts'
import { patientRooms } from './portal-patients.ts'

/** One look at a page as it stands. */
export type Stop = { readonly page: Page; readonly screen: string }

/** Everything that stands before the desk: signing in, an invitation, an account without a practice. */
export async function* doors(browser: Browser, elm: Elm): AsyncGenerator<Stop> {
  const owner = await elm.person(browser, { elm: 'owner' })
  await owner.getByLabel('Email').waitFor()
  yield { page: owner, screen: 'sign-in' }
  await owner.getByLabel('Email').fill(owner.email)
  await owner.getByLabel('Password', { exact: true }).fill('not the password')
  await owner.getByRole('button', { name: 'Sign in', exact: true }).click()
  await owner.getByText('Email or password is not right').waitFor()
  yield { page: owner, screen: 'sign-in, refused' }
  await owner.signIn()
  await owner.goto(elm.address('oak/requests'))
  await heading(owner, 'This link belongs to another practice')
  yield { page: owner, screen: 'no practice, another one' }
  await owner.goto(elm.address('elm/staff'))
  await owner.getByLabel('Email').fill('robin@example.com')
  await owner.getByRole('button', { name: 'Invite', exact: true }).click()
  await owner.getByText('The invitation goes to').waitFor()
  yield { page: owner, screen: 'staff, invited' }

  const mail = await elm.street.mailbox.mailTo('robin@example.com', /invites you/)
  const link = /https?:\S+invitation\S+/.exec(mail.text ?? '')?.[0] ?? ''
  const robin = await elm.person(browser)
  await robin.goto(link)
  await robin.getByRole('button', { name: 'Make the account and sign in' }).waitFor()
  yield { page: robin, screen: 'invitation' }
  await robin.goto(`${link}x`)
  await heading(robin, 'This invitation no longer works')
  yield { page: robin, screen: 'invitation, ended' }
  await robin.goto(elm.address(''))
  await robin.signIn()
  await heading(robin, 'Your account belongs to no practice yet')
  yield { page: robin, screen: 'no practice' }
  const both = await elm.person(browser, { elm: 'read-only', oak: 'staff' })
  await both.signIn()
  await both.getByRole('combobox', { name: 'Practice' }).waitFor()
  yield { page: both, screen: 'desk of two practices' }
  for (const { context } of [owner, robin, both].map((page) => ({ context: page.context() }))) await context.close()
}

/** Every room of somebody who may enter all, with all that can be open in it, and nothing changed. */
export async function* rooms(browser: Browser, elm: Elm): AsyncGenerator<Stop> {
  const page = await elm.owner(browser)
  const at = (screen: string): Stop => ({ page, screen })
  const go = async (hash: string, title: string) => {
    await page.goto(elm.address(hash))
    await heading(page, title)
    await read(page)
  }
  for (const list of ['requests', 'today', 'upcoming', 'all']) {
    await go(`elm/${list}`, 'Appointments')
    await page.locator('#requests [data-request]').first().waitFor()
    yield at(list)
  }
  for (const [family, { id, state, patient }] of await elm.requests()) {
    await go(`elm/all/${id}`, `${patient.given} ${family}`)
    yield at(`${state} request of ${family}`)
  }
  await go('elm/all/nothing', 'This request is not here')
  yield at('request, not here')
  const accepted = (await elm.requests()).get('Abernathy')?.appointment
  await go(`elm/appointments/${accepted}`, 'Ruth Abernathy')
  yield at('appointment, made online')
  await page.goto(elm.address('elm/upcoming'))
  const own = page.locator('#requests [data-request][href*="/appointments/"]').first()
  await own.click()
  await page.locator('#details').waitFor()
  await read(page)
  yield at('appointment')

  await go('elm/requests', 'Appointments')
  await page.getByRole('searchbox').fill('el')
  await page
    .getByText(/\d found/)
    .first()
    .waitFor()
  yield at('search results')
  await page.getByRole('searchbox').fill('nobody of this name')
  await heading(page, 'Nothing found')
  yield at('search, nothing found')
  await page.getByRole('button', { name: 'End the search' }).click()
  await page.getByRole('button', { name: /^New requests:/ }).click()
  await page.locator('#bell').waitFor()
  yield at('bell menu')
  await page.keyboard.press('Escape')
  const { id = '' } = (await elm.requests()).get('Bell') ?? {}
  await go(`elm/requests/${id}`, 'Marcus Bell')
  await page.getByRole('button', { name: /^More/ }).click()
  await page.locator('#more-actions').waitFor()
  yield at('actions menu')
  await page.keyboard.press('Escape')

  await go('elm/calendar', 'Calendar')
  yield at('calendar')
  await page.keyboard.press('w')
  await page.getByRole('dialog', { name: /this time/ }).waitFor()
  await read(page)
  yield at('calendar, why not this time')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Block/ }).click()
  await page.getByRole('dialog', { name: 'Block a time' }).waitFor()
  yield at('calendar, block a time')
  await page.keyboard.press('Escape')
  for (const view of ['day', 'list']) {
    await go(`elm/calendar?view=${view}`, 'Calendar')
    yield at(`calendar, ${view}`)
  }

  await go('elm/calendar/edit?week=2026-11-30&practitioner=priya-raman', 'Edit a week')
  await heading(page, 'Hours of the week')
  await page.getByRole('region', { name: 'Week of Priya Raman' }).waitFor()
  yield at('week edited')
  await page
    .getByRole('slider', { name: /^End of .*Tuesday/ })
    .first()
    .press('ArrowUp')
  await page.getByText('Nothing is moved or dropped').waitFor()
  yield at('week edited, not saved')
  await page.getByRole('button', { name: 'Take back' }).click()
  await go('elm/schedule?practitioner=priya-raman', 'Default schedule')
  await heading(page, 'Hours of Priya Raman')
  yield at('default schedule')
  await page.getByRole('button', { name: 'Apply to remaining weeks…' }).click()
  yield at('apply to remaining weeks')
  await page.keyboard.press('Escape')

  yield* patientRooms(page, go, at)
  await go('elm/messages', 'Messages')
  await page.locator('.list li a').first().waitFor()
  yield at('messages')
  await page.locator('.list li a').first().click()
  await page.locator('#details').waitFor()
  yield at('message')
  await go('elm/messages?show=failed', 'Messages')
  yield at('messages, none failed')
  await go('elm/messages?show=templates', 'Messages')
  await page.locator('.list li a').first().waitFor()
  yield at('templates')
  await page.locator('.list li a').first().click()
  await page.locator('#details').waitFor()
  yield at('template')
  await go('elm/report', 'Online scheduling')
  yield at('report')
  for (const group of ['practitioner', 'source', 'month']) {
    await go(`elm/report?by=${group}`, 'Online scheduling')
    yield at(`report by ${group}`)
  }
  await go('elm/report?from=2026-09&to=2026-11&practitioner=priya-raman', 'Online scheduling')
  yield at('report, months chosen')
  await go('elm/report?from=2025-09&to=2025-11', 'Online scheduling')
  yield at('report, empty')
  yield* setUp(page, go, at)
  await go('elm/settings', 'Settings')
  yield at('settings')
  await page.getByRole('radio', { name: /^In the PMS, linked only/ }).check()
  yield at('settings, changed')
  await page.getByRole('button', { name: 'Take back' }).click()
  await go('elm/connection', 'Practice system')
  await heading(page, 'Where your schedule is read from')
  yield at('practice system')
  for (const [kind, field] of [
    ['FHIR R4 server', 'Base URL'],
    ['Files in a folder', 'Folder'],
  ] as const) {
    await page.getByRole('radio', { name: kind }).check()
    await page.getByLabel(field, { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    yield at(`practice system, ${field}`)
  }
  await page.getByRole('button', { name: 'Take back' }).click()
  await go('elm/staff', 'Staff')
  await heading(page, 'Who works here')
  yield at('staff')
  await go('account', 'My account')
  await heading(page, 'Passkeys')
  yield at('account')
  await page.setViewportSize({ width: 320, height: 800 })
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'More' }).click()
  yield at('more rooms')
  checkFaults(page)
  await page.context().close()
}

/** Every part of the set-up, with one of each list open, and what is about to be removed. */
async function* setUp(page: Page, go: (hash: string, title: string) => Promise<void>, at: (screen: string) => Stop) {
  const parts = [
    ['practice', 'Practice'],
    ['locations/elm-street', 'Locations'],
    ['practitioners/maya-okafor', 'Practitioners'],
    ['chairs/chair-1', 'Chairs'],
    ['reasons/gum-care', 'Reasons for a visit'],
    ['closures/2', 'Closures'],
    ['time-off/maya-okafor.1', 'Leave and extra days'],
  ] as const
  for (const [part, title] of parts) {
    await go(`elm/setup/${part}`, 'Set-up')
    await heading(page, title)
    if (title === 'Reasons for a visit') await page.getByLabel(/^All the time/).uncheck()
    if (title === 'Closures') {
      await page.getByRole('button', { name: 'Show public holidays' }).click()
      await page.getByRole('list', { name: 'Public holidays' }).waitFor()
    }
    yield at(`set-up, ${title}`)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  await go('elm/setup/practitioners', 'Set-up')
  await page.getByRole('button', { name: /^Remove ?: Dr Maya/ }).click()
  await page
    .getByText(/“Dr Maya Okafor” can’t be taken out/)
    .first()
    .waitFor()
  yield at('set-up, not to be removed')
  await page.getByRole('button', { name: 'Take back' }).click()
}

export const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor()

/** Until nothing is being read any more. */
const read = (page: Page) =>
  page.waitForFunction(() => !document.querySelector('main [aria-busy="true"], main .bone, main .bones'))

/** Before sign-in the portal asks who is there and is told 401; what isn't there is 404, what is asked about first 422. */
export function checkFaults(page: Pick<Person, 'faults'>): void {
  const faults = page.faults.filter((fault) => !/40[0149]|422/.test(fault))
  if (faults.length > 0) throw new Error(`faults on the page: ${faults.join('; ')}`)
}
