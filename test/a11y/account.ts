import type { Page } from 'playwright-core'
import { addPatient, invite } from '../kit/patient-account.ts'
import { accountWordsIn, type Site, type Tongue, wordsIn } from './site.ts'

/**
 * Walks an invited patient of a practice from the invitation through every screen of the account, and stops at each.
 *
 * @param practice - Its id; the patient is put on record there.
 */
export async function* accountScreens(
  page: Page,
  site: Site,
  tongue: Tongue,
  practice: string,
): AsyncGenerator<string> {
  const words = wordsIn(tongue)
  const own = accountWordsIn(tongue)
  const { street } = site
  // Passkeys belong to a name: the same server, by its other one.
  const host = street.api.replace('127.0.0.1', 'localhost')
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const heading = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
  const open = async (kind: 'invitation' | 'account', token = '') => {
    // Another link alone would not load the page anew.
    await page.goto('about:blank')
    await page.goto(`${host}/${practice}/${kind}?lang=${tongue}${token && `#${token}`}`)
  }

  const patient = await addPatient(street, {}, { practice })
  const { token: first } = await invite(street, patient, practice)
  const { token } = await invite(street, patient, practice)

  await open('invitation', first)
  await heading(own.replaced)
  yield 'invitation, replaced'
  await open('invitation')
  await heading(own.bare)
  yield 'invitation, without its link'
  await open('invitation', token)
  await heading(own.invited)
  yield 'invitation'
  await button(own.confirm).click()
  await page.getByRole('alert').waitFor()
  yield 'invitation, things to check'
  for (const [field, text] of Object.entries({ day: '7', month: '3', year: '1948', family: 'Reyes' })) {
    await page.locator(`#${field}`).fill(text)
  }
  await page.locator('#agrees').check()
  await button(own.confirm).click()
  await heading(own.noMatch)
  yield 'invitation, no match'
  await page.locator('#year').fill('1984')
  await button(own.confirm).click()
  await button(own.account).waitFor()
  await heading(words.whatDoYouNeed)
  yield 'enrolled'
  await page.locator('#book input[name="reason"]').first().click()
  await page.locator('#book .first').click()
  await heading(words.yourDetails)
  yield 'details that are known'
  await button(own.correct).click()
  await heading(own.correctDetails)
  yield 'account, correct'
  await page.locator('#email').fill('nobody')
  await button(own.save).click()
  await page.getByRole('alert').waitFor()
  yield 'account, correct, things to check'
  await button(words.back).click()
  await button(words.send).click()
  await heading(words.sent)
  yield 'sent by a known patient'

  await street.store.transaction(async (transaction) => {
    await transaction.addPatientPasskey(practice, {
      ...{ id: 'AQID', patient: patient.id, name: 'My phone', publicKey: 'AQID', counter: 0, transports: [] },
      ...{ createdAt: street.now, usedAt: null },
    })
  })
  await button(own.account).click()
  await page.locator('#visits').waitFor()
  await page.locator('#passkey').waitFor()
  yield 'account'
  await button(own.addPasskey).click()
  await page.getByRole('alert').waitFor()
  yield 'account, things to check'
  await button(own.removeNamed.replace('{name}', tongue === 'ar' ? '\u2068My phone\u2069' : 'My phone')).click()
  await button(own.yesRemove).waitFor()
  yield 'account, remove a passkey?'
  await button(own.keepIt).click()
  await button(own.signOut).click()
  await heading(own.signIn)
  yield 'sign in'
  await page.locator('#email').fill('nobody@example.com')
  await button(own.sendLink).click()
  await heading(own.linkSent)
  yield 'sign in, link sent'
  await open('account', 'nothing')
  await page.getByText(own.openText).waitFor()
  yield 'sign in, link opened'
  await button(own.signIn).click()
  await button(own.newLink).waitFor()
  yield 'sign in, link ended'
}
