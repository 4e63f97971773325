import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestState } from '../../engine/index.ts'
import { launchChromium, newPerson } from '../kit/browser.ts'
import { openStreet, type Street } from '../kit/street.ts'

let browser: Browser
let street: Street
const links: Partial<Record<RequestState | 'none', string>> = { none: 'nothing' }

/** Each state with what the page is headed with. */
const states = [
  ['pending', /^Your request [2-9A-Z]{3}-[2-9A-Z]{3}$/, 'With the practice'],
  ['booked', /^Monday, November 23, 9:30 AM$/, 'Confirmed'],
  ['rejected', /^The practice could not offer this time$/, 'Not possible'],
  ['cancelled', /^This request is cancelled$/, 'Cancelled'],
  ['expired', /^This request has ended$/, 'Ended'],
  ['fulfilled', /^This visit is over$/, 'Past visit'],
] as const

beforeAll(async () => {
  browser = await launchChromium()
  street = await openStreet()
  for (const [index, [state]] of states.entries()) {
    const reply = await fetch(`${street.api}/v1/practices/oak/requests`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `access-${state}`, Origin: street.api },
      body: JSON.stringify({
        reason: 'check',
        practitioner: null,
        start: `2026-11-23T${['09:00', '09:30', '10:00', '10:30', '11:00', '11:30'][index]}:00-05:00`,
        patient: { given: 'Nadia', family: 'Reyes', birthDate: '1984-03-07', mobile: '555-0117' },
        isNewPatient: false,
        consent: { email: false, text: false },
      }),
    })
    const { link, reference } = (await reply.json()) as { link: string; reference: string }
    links[state] = link
    const { id } = (await street.store.requests('oak', 'pending')).find((one) => one.reference === reference)!
    if (state !== 'pending') {
      await street.store.transaction((transaction) => transaction.setRequestState('oak', id, 'pending', state))
    }
  }
})
afterAll(async () => {
  await browser.close()
  await street.close()
})

/** What axe has against the page, by rule and place. */
async function objections(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run())
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

async function open(page: Page, state: keyof typeof links, query = ''): Promise<void> {
  await page.goto('about:blank')
  await page.goto(`${street.api}/oak/request${query}#${links[state]}`)
  await page.locator('h1').waitFor()
}

describe.each(['light', 'dark'] as const)('in %s, axe has nothing against', (colorScheme) => {
  let page: Page
  beforeAll(async () => {
    page = await newPerson(browser, { colorScheme, viewport: { width: 390, height: 800 } })
  })

  it.each(states)('a request that is %s', async (state, heading, tag) => {
    await open(page, state)
    expect(await page.locator('h1').innerText()).toMatch(heading)
    expect(await page.locator('.tag').innerText()).toBe(tag)
    expect(await objections(page)).toEqual([])
  })

  it('a link that has ended', async () => {
    await open(page, 'none')
    expect(await objections(page)).toEqual([])
  })

  it('the two questions, and what went wrong', async () => {
    await open(page, 'pending')
    await page.getByRole('button', { name: 'Cancel request' }).click()
    expect(await objections(page)).toEqual([])
    await page.getByRole('button', { name: 'Keep my request' }).click()
    await page.getByRole('button', { name: 'Ask for another time' }).click()
    await page.getByRole('radio').first().check()
    expect(await objections(page)).toEqual([])
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Send to the practice' }).click()
    await page.getByText('That has not reached us').waitFor()
    await page.context().setOffline(false)
    expect(await objections(page)).toEqual([])
  })

  it.each(['es', 'fr', 'de', 'ar', 'zh-Hans'])('any of it in %s', async (language) => {
    await open(page, 'pending', `?lang=${language}`)
    expect(await objections(page)).toEqual([])
    await page.goto(`${street.api}/oak?lang=${language}`)
    await page.getByRole('radio').first().waitFor()
    expect(await objections(page)).toEqual([])
  })

  it('the practice’s page, in a frame too, and the one where there is none', async () => {
    for (const path of ['oak', 'oak?embed', 'nobody']) {
      await page.goto(`${street.api}/${path}`)
      if (path !== 'nobody') await page.getByRole('radio').first().waitFor()
      expect([path, await objections(page)]).toEqual([path, []])
    }
  })
})

it('marks what is chosen also where colours are forced', async () => {
  const page = await newPerson(browser, { forcedColors: 'active' })
  await open(page, 'pending')
  await page.getByRole('button', { name: 'Ask for another time' }).click()
  await page.getByRole('radio').first().check()
  const outline = page.locator('.o :checked + span').first()
  expect(await outline.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid')
})
