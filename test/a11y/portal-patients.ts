import type { Browser, Locator, Page } from 'playwright-core'
import type { Checks } from './checks.ts'
import type { Elm } from './elm.ts'
import { answer, ask } from './portal-dialogs.ts'
import { checkFaults, heading, type Stop } from './portal-rooms.ts'

const patients = (page: Page) => page.locator('[data-patient]')

/** The patients, the page of one, and who has access, with nothing changed. */
export async function* patientRooms(
  page: Page,
  go: (hash: string, title: string) => Promise<void>,
  at: (screen: string) => Stop,
): AsyncGenerator<Stop> {
  await go('elm/patients', 'Patients')
  await patients(page).first().waitFor()
  // All of them are more than any screen is high, and something always lies under the bar at the bottom.
  await page.getByRole('searchbox').fill('whitfield')
  await page
    .getByText(/\d found/)
    .first()
    .waitFor()
  yield at('patients')
  await patients(page).first().click()
  await heading(page, 'Details')
  yield at('patient')
  await page.getByRole('button', { name: /^Past/ }).click()
  yield at('patient, past appointments')
  await go('elm/patients', 'Patients')
  await page.getByRole('searchbox').fill('nobody of this name')
  await heading(page, 'Nobody found')
  yield at('patients, nobody found')
  await page.getByRole('button', { name: 'End the search' }).first().click()
  await go('elm/patients/nobody', 'This patient is not here any more')
  yield at('patient, gone')
  await go('elm/patient-access', 'Patient access')
  await heading(page, 'Nobody has been invited yet')
  yield at('patient access, nobody')
}

const person = { 'Given name': 'Elias', 'Family name': 'Thornbury', 'Date of birth': '1979-09-02', Mobile: '555-0163' }

/** Everything that is asked about a patient, from the first entry to the last question before they are erased. */
export async function* patientDialogs(browser: Browser, elm: Elm, checks: Checks): AsyncGenerator<Stop> {
  const page = await elm.owner(browser)
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const sheet = page.getByRole('dialog')
  const at = (screen: string): Stop => ({ page, screen: `dialog: ${screen}` })
  const type = async (values: Readonly<Record<string, string>>) => {
    for (const [label, text] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(text)
  }
  const fresh = button('New patient')

  await page.goto(elm.address('elm/patients'))
  await patients(page).first().waitFor()
  yield* ask(page, checks, fresh, 'New patient')
  await fresh.click()
  await type(person)
  await page.getByLabel('Send invitation on saving').check()
  await button('Save and send invitation').click()
  await page.getByText('The invitation needs an email address.').waitFor()
  yield at('New patient, email missing')
  await type({ Email: 'elias@example.com' })
  await button('Save and send invitation').click()
  await heading(page, 'No invitation was sent')
  yield at('No invitation was sent')
  await button('Record consent').click()
  await page.getByLabel('Agrees to emails').check()
  await page.getByLabel('Agrees to texts').check()
  yield at('Record the consent')
  await button('Record and send invitation').click()
  await heading(page, 'Invitation sent')
  yield at('Invitation sent')
  await button('OK').click()
  yield { page, screen: 'patient, invited' }
  yield* ask(page, checks, button('Wrong address…'), 'Correct the address')
  yield* ask(page, checks, button('Edit'), 'Edit the details')
  yield* ask(page, checks, button(/^Change/), 'Change the consents')
  yield* ask(page, checks, button('Review account'), 'Review account')
  yield* askByMenu(page, checks, 'Erase…', 'Erase Elias Thornbury?')

  await page.goto(elm.address('elm/patient-access'))
  await patients(page).first().waitFor()
  yield { page, screen: 'patient access' }
  yield* ask(page, checks, button(/^Remove…/), 'Remove the access of Elias Thornbury?')

  await page.goto(elm.address('elm/patients'))
  await fresh.click()
  await type({ ...person, Mobile: '555-0199' })
  await page.getByRole('heading', { name: 'May be the same person' }).waitFor()
  await button('Save').click()
  await button('Save as another patient').waitFor()
  yield at('New patient, somebody alike')
  await button('Save as another patient').click()
  await heading(page, 'Possibly the same person')
  yield { page, screen: 'patient, possibly another' }
  const compare = button(/^Compare/)
  const same = 'Are these the same person?'
  yield* ask(page, checks, compare, same)
  await compare.click()
  await sheet.getByRole('table').waitFor()
  yield at(`${same} Compared`)
  await button('Merge…').click()
  await heading(page, 'Merge into one record?')
  yield at('Merge into one record?')
  await page.keyboard.press('Escape')
  checkFaults(page)
  await page.context().close()
}

/** The same for what stands in the page's menu: the focus comes back to the menu's button. */
async function* askByMenu(page: Page, checks: Checks, item: string, title: string): AsyncGenerator<Stop> {
  const more: Locator = page.getByRole('main').getByRole('button', { name: 'More' })
  await more.focus()
  await more.evaluate((element) => Object.assign(window, { opener: element }))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: item }).click()
  yield* answer(page, checks, title)
}
