import type { Browser, Locator } from 'playwright-core'
import type { Checks } from './checks.ts'
import type { Elm } from './elm.ts'
import { animations, outlinesOf } from './media.ts'

/** What is open or chosen at the desk is seen by a line once the system's few colours are forced on the page. */
export async function lookAtDeskInForcedColors(browser: Browser, elm: Elm, checks: Checks): Promise<void> {
  const page = await elm.owner(browser, { forcedColors: 'active', viewport: { width: 1280, height: 900 } })
  const differ = async (what: string, chosen: Locator, other: Locator) => {
    const [one, two] = [await outlinesOf(chosen.first()), await outlinesOf(other.first())]
    checks.check(`forced colours: ${what} is seen by its line (${one}; others ${two})`, one === two ? [one] : [])
  }
  const { id } = (await elm.requests()).get('Herrera')!
  await page.goto(elm.address(`elm/requests/${id}`))
  await page.locator('.actions').waitFor()
  await differ('the open request', page.locator('.request[aria-current]'), page.locator('.request:not([aria-current])'))
  await differ('the list', page.locator('.tabs [aria-current]'), page.locator('.tabs a:not([aria-current])'))
  await differ('the room', page.locator('.rooms a[aria-current]'), page.locator('.rooms a:not([aria-current])'))
  await page.getByRole('button', { name: /^More/ }).click()
  await page.getByRole('button', { name: /^Accept with another time/ }).click()
  await page.locator('button.opening').nth(1).click()
  await page.getByLabel('Practitioner').focus()
  await differ(
    'the chosen time',
    page.locator('button.opening[aria-pressed=true]'),
    page.locator('button.opening[aria-pressed=false]'),
  )
  await page.context().close()
}

/** Nothing moves for those who asked for that; the same look finds what moves for others. */
export async function lookAtDeskWithReducedMotion(browser: Browser, elm: Elm, checks: Checks): Promise<void> {
  const moving = async (reducedMotion: 'reduce' | 'no-preference') => {
    const page = await elm.owner(browser, { reducedMotion })
    await page.route(/\/elm\/messages/, () => {})
    await page.goto(elm.address('elm/messages'))
    // By then it is seen that something is awaited.
    await page.waitForTimeout(600)
    const waiting = await animations(page)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link').first().click()
    await page.locator('#requests [data-request]').first().waitFor()
    const still = await animations(page)
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
    const dialog = await page.evaluate(() => document.querySelector('dialog')!.getAnimations().length)
    await page.context().close()
    return { waiting: waiting > 0, still: still > 0, dialog: dialog > 0 }
  }
  checks.same('reduced motion: nothing moves at the desk', await moving('reduce'), {
    waiting: false,
    still: false,
    dialog: false,
  })
  checks.same('motion otherwise: what waits, and a dialog that opens', await moving('no-preference'), {
    waiting: true,
    still: false,
    dialog: true,
  })
}
