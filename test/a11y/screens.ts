import type { Page, Route } from 'playwright-core'
import { accountScreens } from './account.ts'
import type { Site, Tongue } from './site.ts'
import { ownWordsIn, wordsIn } from './site.ts'

/** One of the page's requests, however its query reads. */
export const isReply = (url: URL) => /\/practices\/[\w-]+$/.test(url.pathname)
const isYear = (url: URL) => url.pathname.endsWith('/openings')
const isSending = (url: URL) => url.pathname.endsWith('/requests')

/**
 * Walks one patient through every screen, from a first reply that stays away to the request's own page, and stops at
 * each: whoever asks looks at it, and may change scheme, size and media, but nothing on it.
 *
 * @param page - A fresh one; its clock is taken over, to reach the end of a hold.
 */
export async function* screens(page: Page, site: Site, tongue: Tongue): AsyncGenerator<string> {
  const words = wordsIn(tongue)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const heading = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
  const option = (name: string, index: number) =>
    page.locator('label', { has: page.locator(`input[name="${name}"]`) }).nth(index)

  await page.clock.install({ time: site.street.now })
  const opened = await site.open({ tongue })

  let letFail = () => {}
  const held = new Promise<void>((resolve) => {
    letFail = resolve
  })
  const withhold = async (route: Route) => {
    await held
    await route.abort()
  }
  await page.route(isReply, withhold)
  await page.goto(opened.url)
  await page.locator('.z').first().waitFor()
  yield 'loading'
  letFail()
  // The words of another language come with the reply.
  const english = wordsIn('en')
  await heading(english.failedHeading)
  yield 'failed'
  await page.unroute(isReply, withhold)
  await button(english.tryAgain).click()
  await heading(words.whatDoYouNeed)
  yield 'reason'

  await option('reason', 3).click()
  await heading(words.nothing)
  yield 'no times at all'
  await button(words.otherReason).click()
  await heading(words.whatDoYouNeed)
  yield 'reason, chosen before'
  await option('reason', 1).click()
  await page.locator('input[name="time"]').first().waitFor()
  yield 'time, places shared'
  await button(words.back).click()
  await heading(words.whatDoYouNeed)
  await option('reason', 0).click()
  await page.locator('input[name="time"]').first().waitFor()
  yield 'time'
  await button(words.moreDates).click()
  await page.getByRole('grid').waitFor()
  yield 'month'
  await button(words.fewerDates).click()
  await button(words.nextWeek).click()
  await heading(words.emptyWeek)
  yield 'empty week'
  await page.locator('#who').selectOption('ann')
  await heading(words.chooseTime)
  await button(words.nextWeek).click()
  await heading(words.emptyWeekWith.replace('{name}', 'Dr Ann Ash'))
  yield 'empty week with somebody'
  await page.locator('#who').selectOption('')
  await page.locator('input[name="time"]').first().waitFor()

  // Times that stay away: of a reason whose year is not known yet, beyond the two weeks that are.
  const fail = (route: Route) => route.abort()
  await page.route(isYear, fail)
  await button(words.back).click()
  await option('reason', 2).click()
  await page.locator('input[name="time"]').first().waitFor()
  await page.locator('#part').selectOption('eve')
  await button(words.nextWeek).click()
  await heading(words.failedHeading)
  yield 'times failed'
  await page.unroute(isYear, fail)
  await button(words.back).click()
  await heading(words.whatDoYouNeed)
  await option('reason', 0).click()
  await page.locator('#part').selectOption('')

  await option('time', 0).click()
  await heading(words.yourDetails)
  await page.getByText(words.held).waitFor()
  yield 'details'
  await button(words.send).click()
  await page.getByRole('alert').waitFor()
  yield 'details, things to check'
  await page.locator('.c input').first().check()
  await button(words.send).click()
  yield 'details for somebody else, things to check'
  await page.locator('.c input').first().uncheck()
  await button(words.back).click()
  await heading(words.chooseTime)
  yield 'time, chosen before'
  await opened.take('2026-11-23T10:00:00-05:00')
  await option('time', 2).click()
  await heading(words.taken)
  yield 'time taken'
  // The hold of the time before is over first, so that what is said next is said of this one.
  await page.clock.fastForward(301_000)
  await option('nearest', 0).click()
  await page.getByText(words.held).waitFor()
  await page.clock.fastForward(241_000)
  await button(words.keepLonger).waitFor()
  yield 'hold ending'
  await page.clock.fastForward(61_000)
  await page.getByText(words.holdEnded).waitFor()
  yield 'hold ended'

  await option('been', 0).click()
  for (const [field, text] of Object.entries({
    given: 'Nadia',
    family: 'Reyes',
    day: '7',
    month: '3',
    year: '1984',
    mobile: '555-0117',
    email: 'nadia@example.com',
  })) {
    await page.locator(`[id="${field}"]`).fill(text)
  }
  await page.locator('fieldset .c input').first().check()
  yield 'details, filled in'
  const refuse = (route: Route) => route.fulfill({ status: 503, body: '{}', contentType: 'application/json' })
  await page.route(isSending, refuse)
  await button(words.send).click()
  await heading(words.unavailableHeading)
  yield 'not reached'
  await page.unroute(isSending, refuse)
  await page.context().setOffline(true)
  await button(words.tryAgain).click()
  await heading(words.offlineHeading)
  yield 'offline'
  await page.context().setOffline(false)
  await heading(words.sent)
  yield 'sent'
  const reference = (await page.locator('.ref').textContent()) ?? ''
  const link = await page.getByRole('link', { name: words.seeRequest }).getAttribute('href')

  await page.goto((await site.open({ tongue, places: 2 })).url)
  await heading(words.whichLocation)
  yield 'location'

  for (const mode of ['popup', 'float'] as const) {
    await page.goto((await site.open({ tongue, mode })).url)
    await button(words.openLabel).waitFor()
    yield `${mode}, closed`
    await button(words.openLabel).click()
    await heading(words.whatDoYouNeed)
    yield `${mode}, open`
  }

  const hosted = `${site.street.api}/${opened.practice}?lang=${tongue}`
  await page.goto(hosted)
  await heading(words.whatDoYouNeed)
  yield 'hosted page'

  const own = ownWordsIn(tongue)
  const address = new URL(link ?? '')
  address.searchParams.set('lang', tongue)
  await page.goto(address.href)
  await page.getByText(reference).first().waitFor()
  yield 'own page'
  await button(own.askAnother).click()
  await heading(own.whichTime)
  yield 'own page, another time'
  await button(own.sendAnother).click()
  await heading(own.chooseFirst)
  yield 'own page, another time, none chosen'
  await button(words.back).click()
  await button(own.cancelRequest).click()
  await heading(own.reallyRequest)
  yield 'own page, cancel?'
  await button(own.yesRequest).click()
  await heading(own.isCancelled)
  yield 'own page, cancelled'
  await page.goto(`${address.href}x`)
  await heading(own.linkEnded)
  yield 'own page, link ended'

  yield* accountScreens(page, site, tongue, opened.practice)
}
