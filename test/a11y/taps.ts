import type { Browser } from 'playwright-core'
import { newPerson } from '../kit/browser.ts'
import type { Checks } from './checks.ts'
import type { Site } from './site.ts'

/** How many taps a request takes on a phone besides typing, counted by the page itself. */
export async function countTaps(browser: Browser, site: Site, checks: Checks): Promise<void> {
  const [whole, preset] = [await tapsWith(browser, site, ''), await tapsWith(browser, site, 'reason="check"')]
  checks.same('taps: reason, earliest time, been before, consent, Send', whole, 5)
  checks.same('taps: with the reason preset', preset, 4)
}

async function tapsWith(browser: Browser, site: Site, attributes: string): Promise<number> {
  const page = await newPerson(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  await page.clock.install({ time: site.street.now })
  let taps = 0
  await page.exposeFunction('tapped', () => taps++)
  await page.addInitScript(() => {
    document.addEventListener(
      'pointerup',
      (event) => event.isTrusted && (window as never as { tapped(): void }).tapped(),
      true,
    )
  })
  await page.goto((await site.open({ attributes })).url)
  if (!attributes)
    await page
      .locator('label', { has: page.locator('input[name=reason]') })
      .first()
      .tap()
  await page.getByRole('button', { name: /^Earliest/ }).tap()
  await page
    .locator('label', { has: page.locator('input[name=been]') })
    .first()
    .tap()
  for (const [label, text] of [
    ['Given name', 'Nadia'],
    ['Family name', 'Reyes'],
    ['Month', '3'],
    ['Day', '7'],
    ['Year', '1984'],
    ['Email', 'nadia@example.com'],
  ] as const) {
    await page.getByLabel(label, { exact: true }).fill(text)
  }
  // As long as a person takes to type that; what is quicker is taken for a program.
  await page.clock.fastForward(60_000)
  await page.getByLabel('Yes, by email').tap()
  await page.getByRole('button', { name: 'Send request' }).tap()
  await page.getByRole('heading', { name: 'Request sent' }).waitFor()
  await page.context().close()
  return taps
}
