import type { Browser, Locator, Page } from 'playwright-core'
import { newPerson } from '../kit/browser.ts'
import type { Checks } from './checks.ts'
import type { Site } from './site.ts'

/** How an element is set off in ways that stay when the system takes all colours: lines, their width and their style. */
export const outlinesOf = (locator: Locator) =>
  locator.evaluate((element) => {
    const { outlineStyle, outlineWidth, borderStyle, borderWidth } = getComputedStyle(element)
    return [outlineStyle === 'none' ? 'none' : `${outlineStyle} ${outlineWidth}`, `${borderStyle} ${borderWidth}`].join(
      ', ',
    )
  })

/** What is chosen must be seen by a line, not only by a colour, once the system's few colours are forced on the page. */
export async function lookWithForcedColors(browser: Browser, site: Site, checks: Checks): Promise<void> {
  const page = await newPerson(browser, { forcedColors: 'active' })
  const differ = async (what: string, chosen: Locator, other: Locator) => {
    const [one, two] = [await outlinesOf(chosen.first()), await outlinesOf(other.first())]
    checks.check(`forced colours: ${what} is seen by its line (${one}; others ${two})`, one === two ? [one] : [])
  }
  await page.goto((await site.open()).url)
  const radio = (name: string, state: string) => page.locator(`input[name=${name}]${state} + span`)
  await page.locator('input[name=reason]').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.locator('#who').focus()
  await differ('the chosen reason', radio('reason', ':checked'), radio('reason', ':not(:checked)'))
  await page
    .locator('label', { has: page.locator('input[name=reason]') })
    .first()
    .click()
  const time = page.locator('input[name=time]')
  await time.first().focus()
  await page.keyboard.press('ArrowDown')
  await differ('focus on a chosen time', radio('time', ':checked'), radio('time', ':not(:checked)'))
  const focused = await ringOf(page, 'input[name=time]:checked + span')
  await page.locator('#who').focus()
  await differ('the chosen time', radio('time', ':checked'), radio('time', ':not(:checked)'))
  const chosen = await ringOf(page, 'input[name=time]:checked + span')
  checks.check(
    `forced colours: focus on what is chosen is seen too (${focused}; without ${chosen})`,
    focused === chosen ? [focused] : [],
  )
  const day = (state: string) => page.locator(`.d${state}`)
  await differ('the chosen day', day('[aria-pressed=true]'), day('[aria-pressed=false]'))
  await page.getByRole('button', { name: 'More dates' }).click()
  await page.getByRole('grid').waitFor()
  await page.locator('#who').focus()
  await differ(
    'the chosen day of a month',
    page.locator('.mo .d[aria-pressed=true]'),
    page.locator('.mo .d[aria-pressed=false]'),
  )
  await page.getByRole('button', { name: /^Earliest/ }).click()
  await page
    .locator('label', { has: page.locator('input[name=been]') })
    .first()
    .click()
  await page.locator('[id=given]').focus()
  await differ('yes or no', radio('been', ':checked'), radio('been', ':not(:checked)'))
  await page.context().close()
}

/** Everything of a focus ring, its colour too. */
const ringOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { outline, outlineOffset } = getComputedStyle(element)
    return `${outline} ${outlineOffset}`
  })

/** Nothing moves for those who asked for that; the same look finds what moves for others. */
export async function lookWithReducedMotion(browser: Browser, site: Site, checks: Checks): Promise<void> {
  const moving = async (reducedMotion: 'reduce' | 'no-preference') => {
    const page = await newPerson(browser, { reducedMotion })
    await page.route(/\/practices\/[\w-]+(\?|$)/, () => {})
    await page.goto((await site.open()).url)
    await page.locator('.z').first().waitFor()
    const loading = await animations(page)
    await page.unrouteAll()
    await page.goto((await site.open()).url)
    await page
      .locator('label', { has: page.locator('input[name=reason]') })
      .first()
      .click()
    const time = await animations(page)
    await page.getByRole('button', { name: /^Earliest/ }).click()
    await page
      .locator('label', { has: page.locator('input[name=been]') })
      .first()
      .click()
    for (const [id, text] of Object.entries({
      given: 'Na',
      family: 'Re',
      day: '7',
      month: '3',
      year: '1984',
      mobile: '555-0117',
    })) {
      await page.locator(`[id=${id}]`).fill(text)
    }
    await page.route(/\/requests$/, () => {})
    await page.getByRole('button', { name: 'Send request' }).click()
    await page.getByText('Sending…').waitFor()
    const sending = await animations(page)
    await page.context().close()
    return { loading, time, sending }
  }
  checks.same('reduced motion: nothing moves', await moving('reduce'), { loading: 0, time: 0, sending: 0 })
  const { loading, time, sending } = await moving('no-preference')
  checks.same('motion otherwise: only what waits', [loading > 0, time, sending > 0], [true, 0, true])
}

/** How many things move just now. */
export const animations = (page: Page) =>
  page.evaluate(() => {
    const root = document.querySelector('chairtime-booking')?.shadowRoot
    const running = [...document.getAnimations(), ...(root?.getAnimations() ?? [])]
    return new Set(running.filter(({ playState }) => playState === 'running')).size
  })
