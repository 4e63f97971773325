import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium, newPerson } from '../kit/browser.ts'
import { chooseReason, chooseTime, fillDetails, referenceShown, sendRequest } from '../kit/patient.ts'
import { openStreet, type Street } from '../kit/street.ts'

let browser: Browser
let street: Street
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())
beforeEach(async () => {
  street = await openStreet()
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await street.close()
})

const pending = async () =>
  (await street.store.requests('oak', 'pending')).map(({ start }) => new Date(start).toISOString())

/** Sends a request as the widget does; the token of its private link. */
async function requested(start = '2026-11-23T09:30:00-05:00', given = 'Nadia'): Promise<string> {
  const reply = await fetch(`${street.api}/v1/practices/oak/requests`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), Origin: street.api },
    body: JSON.stringify({
      reason: 'check',
      practitioner: null,
      start,
      patient: { given, family: 'Reyes', birthDate: '1984-03-07', mobile: '555-0117' },
      isNewPatient: false,
      consent: { email: false, text: false },
    }),
  })
  expect(reply.status).toBe(201)
  return ((await reply.json()) as { link: string }).link
}

/** Opens the patient's own page. */
async function ownPage(options?: Parameters<typeof newPerson>[1]) {
  const link = await requested()
  const page = await newPerson(browser, options)
  await page.goto(`${street.api}/oak/request#${link}`)
  await page.getByRole('heading', { name: /^Your request/ }).waitFor()
  return page
}

describe('a patient without an account', () => {
  it('books on the practice’s page, asks for another time by the private link, and cancels', async () => {
    const person = await newPerson(browser)
    const urls: string[] = []
    const faults: string[] = []
    person.context().on('request', (request) => urls.push(request.url()))
    person.context().on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    person.context().on('weberror', (error) => faults.push(error.error().message))

    await person.goto(`${street.api}/oak`)
    await chooseReason(person, 'Check-up')
    await chooseTime(person, '9:30 AM')
    await fillDetails(person)
    // Who fills it in faster is taken for a program.
    await person.waitForTimeout(1500)
    await sendRequest(person)
    await referenceShown(person)
    const opened = person.waitForEvent('popup')
    await person.getByRole('link', { name: /your request/ }).click()
    const page = await opened
    await page.getByRole('heading', { name: /^Your request/ }).waitFor()
    expect(await pending()).toEqual(['2026-11-23T14:30:00.000Z'])
    const token = new URL(page.url()).hash.slice(1)
    expect(token.length).toBeGreaterThan(20)
    await page.getByRole('heading', { name: 'Monday, November 23, 9:30 AM' }).waitFor()

    // Looking again, or reloading, changes nothing and keeps the link.
    await page.reload()
    await page.getByText('With the practice', { exact: true }).waitFor()
    expect(new URL(page.url()).hash).toBe(`#${token}`)

    await page.getByRole('button', { name: 'Ask for another time' }).click()
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await page.getByText('Which time suits you better?').waitFor()
    expect(await focused()).toBe('Ask for another time')
    await page.getByRole('button', { name: 'Send to the practice' }).click()
    await page.getByText('Choose a time first').waitFor()
    expect(await focused()).toBe('Choose a time first')
    await page.locator('summary', { hasText: 'Wed, Nov 25' }).click()
    await page.getByRole('radio', { name: /11:00/ }).check()
    await page.getByText('You ask for Wednesday, November 25, 11:00 AM.').waitFor()
    await page.getByRole('button', { name: 'Send to the practice' }).click()
    await page.getByRole('heading', { name: 'Wednesday, November 25, 11:00 AM' }).waitFor()
    expect(await page.getByRole('status').textContent()).toBe('Sent. The practice checks your new time.')
    expect(await focused()).toMatch(/^Your request/)
    expect(await pending()).toEqual(['2026-11-25T16:00:00.000Z'])

    await page.getByRole('button', { name: 'Cancel request' }).click()
    expect(await focused()).toBe('Cancel this request?')
    expect(await pending()).toHaveLength(1)
    await page.getByRole('button', { name: 'Keep my request' }).click()
    await page.getByRole('button', { name: 'Cancel request' }).click()
    await page.getByRole('button', { name: 'Yes, cancel my request' }).click()
    await page.getByRole('heading', { name: 'This request is cancelled' }).waitFor()
    expect(await page.getByRole('status').textContent()).toBe('It is cancelled. Oak Dental knows.')
    expect(await pending()).toEqual([])

    await page.getByRole('link', { name: 'Choose another time' }).click()
    await page.getByRole('heading', { name: 'Choose a time' }).waitFor()

    expect(urls.filter((url) => url.split('#')[0]!.includes(token))).toEqual([])
    expect(urls.filter((url) => !/^(blob|data):/.test(url) && new URL(url).origin !== street.api)).toEqual([])
    expect(faults).toEqual([])
  })

  it('takes the visit into a calendar', async () => {
    const page = await ownPage()
    const downloaded = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Add to calendar' }).click()
    expect((await downloaded).suggestedFilename()).toMatch(/^[2-9A-Z]{3}-[2-9A-Z]{3}\.ics$/)
  })

  it('does all of it with the keyboard alone', async () => {
    const page = await ownPage()
    const { keyboard } = page
    const tabTo = async (wanted: RegExp) => {
      for (let presses = 0; presses < 80; presses++) {
        await keyboard.press('Tab')
        const text = await page.evaluate(() => {
          const element = document.activeElement as HTMLInputElement | null
          return element?.labels?.[0]?.textContent || element?.textContent || ''
        })
        if (wanted.test(text)) return
      }
      throw new Error(`Tab never reached ${wanted}`)
    }
    await tabTo(/^Ask for another time/)
    await keyboard.press('Enter')
    await page.getByText('Which time suits you better?').waitFor()
    await tabTo(/^Tue, Nov 24/)
    await keyboard.press('Enter')
    await tabTo(/^9:00/)
    await keyboard.press('Space')
    await tabTo(/^Send to the practice/)
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Tuesday, November 24, 9:00 AM' }).waitFor()
    await tabTo(/^Cancel request/)
    await keyboard.press('Enter')
    await tabTo(/^Yes, cancel/)
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'This request is cancelled' }).waitFor()
    expect(await pending()).toEqual([])
  })

  it('is told kindly, and nothing of anybody, when the link is wrong, cut off or missing', async () => {
    const person = await newPerson(browser)
    for (const hash of ['#nobody-has-this-one', '#', '']) {
      await person.goto('about:blank')
      await person.goto(`${street.api}/oak/request${hash}`)
      await person.getByRole('heading', { name: 'This link no longer works' }).waitFor()
      await person.getByRole('link', { name: 'Call 555-0100' }).waitFor()
      expect(await person.locator('#request').textContent()).not.toMatch(/Nadia|Check-up|Ash/)
    }
    await person.getByRole('link', { name: 'Request an appointment' }).click()
    await chooseReason(person, 'Check-up')
  })

  it('keeps the time there is when another was faster, or nothing can be reached', async () => {
    const page = await ownPage()
    await page.getByRole('button', { name: 'Ask for another time' }).click()
    await page.getByRole('radio', { name: /10:00/ }).first().check()
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Send to the practice' }).click()
    await page.getByText('That has not reached us').waitFor()
    await page.context().setOffline(false)
    await requested('2026-11-23T10:00:00-05:00', 'Omar')
    await requested('2026-11-23T10:00:00-05:00', 'Lea')
    await page.getByRole('button', { name: 'Send to the practice' }).click()
    await page.getByText('That time has just been taken').waitFor()
    expect((await pending()).filter((start) => start === '2026-11-23T14:30:00.000Z')).toHaveLength(1)
    await page.getByRole('radio', { name: /11:00/ }).first().check()
    await page.getByRole('button', { name: 'Send to the practice' }).click()
    await page.getByRole('heading', { name: 'Monday, November 23, 11:00 AM' }).waitFor()
    expect((await pending()).filter((start) => start === '2026-11-23T14:30:00.000Z')).toEqual([])
  })

  it('reads it in another language, with the link carried along', async () => {
    const page = await ownPage()
    const { hash } = new URL(page.url())
    await page.locator('.langs summary').click()
    await page.getByRole('link', { name: 'العربية' }).click()
    await page.getByRole('heading', { name: /طلبك/ }).waitFor()
    expect(new URL(page.url()).hash).toBe(hash)
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    await page.getByRole('button', { name: 'إلغاء الطلب' }).waitFor()
  })
})

describe('the pages', () => {
  it.each([320, 390, 1280])('fit a screen of %i pixels', async (width) => {
    const page = await ownPage({ viewport: { width, height: 800 } })
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth)
    await page.getByRole('button', { name: 'Ask for another time' }).click()
    await page.getByRole('radio').first().waitFor()
    expect(await wide()).toBeLessThanOrEqual(width)
    await page.goto(`${street.api}/oak`)
    await page.getByRole('radio').first().waitFor()
    expect(await wide()).toBeLessThanOrEqual(width)
  })

  it('show phone, reasons and hours where no script runs', async () => {
    const person = await newPerson(browser, { javaScriptEnabled: false })
    await person.goto(`${street.api}/oak`)
    for (const text of ['Opening hours', 'Check-up']) {
      expect(await person.getByText(text).first().isVisible()).toBe(true)
    }
    for (const path of ['oak', 'oak/request']) {
      await person.goto(`${street.api}/${path}`)
      expect(await person.locator('noscript p').innerText()).toContain('JavaScript')
      expect(await person.locator('noscript a[href="tel:5550100"]').isVisible()).toBe(true)
    }
  })
})
