import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium, newPerson } from '../kit/browser.ts'
import { book, chooseReason, chooseTime, fillDetails, referenceShown, sendRequest, timesShown } from '../kit/patient.ts'
import { openStreet, STAFF, type Street } from '../kit/street.ts'

let browser: Browser
let street: Street
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())
beforeEach(async () => {
  street = await openStreet()
})
afterEach(() => street.close())

const pending = () => street.store.requests('oak', 'pending')
const NINE = '9:00 AM'

describe('a patient on the practice’s website', () => {
  it('sends a request across origins, and staff see it with all that was typed', async () => {
    const patient = await newPerson(browser)
    const reference = await book(patient, street.site, 'Check-up', '9:30 AM')
    expect(patient.faults).toEqual([])
    expect(new URL(street.site).origin).not.toBe(new URL(street.api).origin)
    expect((await pending()).map((request) => request.reference)).toEqual([reference])

    const staff = await newPerson(browser)
    await staff.goto(`${street.api}/portal/`)
    await staff.getByLabel('Email').fill(STAFF.email)
    await staff.getByLabel('Password', { exact: true }).fill(STAFF.password)
    await staff.getByRole('button', { name: 'Sign in', exact: true }).click()
    await staff.getByRole('link', { name: /Nadia Reyes/ }).click()
    for (const text of ['555-0117', 'nadia@example.com', reference, 'Dr Ann Ash']) {
      await staff.locator('.details').getByText(text).first().waitFor()
    }
    await staff
      .getByText(/7 Mar 1984|Mar 7, 1984/)
      .first()
      .waitFor()
    await staff.waitForFunction(() => document.title.startsWith('(1) '))
    // Before sign-in the portal asks who is there, and is told 401.
    expect(staff.faults.filter((fault) => !fault.includes('401'))).toEqual([])
  })

  it('books through the element as well as through the script tag', async () => {
    const patient = await newPerson(browser)
    await book(patient, `${street.site}/element`, 'Check-up', NINE)
    expect(await pending()).toHaveLength(1)
    expect(await patient.getByRole('link', { name: 'Call to book' }).isVisible()).toBe(false)
  })

  it('no longer sees a time that is full, but still one of which a place is left', async () => {
    const [first, second] = [await newPerson(browser), await newPerson(browser)]
    await book(first, street.site, 'Cleaning', '10:00 AM')
    await second.goto(street.site)
    await chooseReason(second, 'Cleaning')
    expect((await timesShown(second)).map((text) => text.replace(/\s+/g, ' '))).toEqual([
      '9:00 AM 2 places',
      '10:00 AM 1 place',
      '11:00 AM 2 places',
    ])
    await chooseTime(second, '10:00 AM')
    await fillDetails(second, { given: 'Omar' })
    await sendRequest(second)
    await referenceShown(second)

    const third = await newPerson(browser)
    await third.goto(street.site)
    await chooseReason(third, 'Cleaning')
    expect((await timesShown(third)).map((text) => text.replace(/\s+/g, ' '))).toEqual([
      '9:00 AM 2 places',
      '11:00 AM 2 places',
    ])
  })

  it('is told before typing anything that another was faster, and sends one of the nearest times', async () => {
    const [first, second] = [await newPerson(browser), await newPerson(browser)]
    for (const person of [first, second]) {
      await person.goto(street.site)
      await person.getByLabel('Who would you like to see?').selectOption('Dr Ann Ash')
      await chooseReason(person, 'Check-up')
      await person.getByRole('radio', { name: /^9:00/ }).waitFor()
    }
    await chooseTime(first, NINE)
    await first.getByText('We keep this time for you').waitFor()
    await chooseTime(second, NINE)
    await second.getByRole('heading', { name: 'That time has just been taken' }).waitFor()
    await fillDetails(first)
    await fillDetails(second, { given: 'Omar' })
    await sendRequest(first)
    await referenceShown(first)

    await second.getByRole('radio', { name: /9:30\sAM/ }).click()
    expect(await second.getByLabel('Family name').inputValue()).toBe('Reyes')
    await sendRequest(second)
    await referenceShown(second)
    expect((await pending()).map(({ start }) => new Date(start).toISOString()).sort()).toEqual([
      '2026-11-23T14:00:00.000Z',
      '2026-11-23T14:30:00.000Z',
    ])
  })

  it('makes one request with a double click', async () => {
    const patient = await newPerson(browser)
    await patient.goto(street.site)
    await chooseReason(patient, 'Check-up')
    await chooseTime(patient, NINE)
    await fillDetails(patient)
    await patient.getByRole('button', { name: 'Send request' }).dblclick()
    await referenceShown(patient)
    expect(await pending()).toHaveLength(1)
  })

  it('makes one request when the reply is lost and it is sent again', async () => {
    const patient = await newPerson(browser)
    await patient.goto(street.site)
    await chooseReason(patient, 'Check-up')
    await chooseTime(patient, NINE)
    await fillDetails(patient)
    const keys: (string | undefined)[] = []
    let lost = 0
    await patient.route('**/requests', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      keys.push(route.request().headers()['idempotency-key'])
      if (lost++ > 0) return route.continue()
      await route.fetch()
      return route.abort('connectionreset')
    })
    await sendRequest(patient)
    const reference = await referenceShown(patient)
    expect((await pending()).map((request) => request.reference)).toEqual([reference])
    expect(keys.length).toBeGreaterThan(1)
    expect(new Set(keys).size).toBe(1)
  })

  it('is told when the network is down, and the request goes once when it is back', async () => {
    const patient = await newPerson(browser)
    await patient.goto(street.site)
    await chooseReason(patient, 'Check-up')
    await chooseTime(patient, NINE)
    await fillDetails(patient)
    await patient.context().setOffline(true)
    await sendRequest(patient)
    await patient.getByText('We send your request when you are back. It goes only once.').waitFor()
    expect(await patient.getByLabel('Given name').inputValue()).toBe('Nadia')
    expect(await pending()).toHaveLength(0)
    await patient.context().setOffline(false)
    await referenceShown(patient)
    expect(await pending()).toHaveLength(1)
  })

  it('reads why on a website that is not listed, and can send once staff allow it', async () => {
    const patient = await newPerson(browser)
    await patient.goto(street.strangerSite)
    await chooseReason(patient, 'Check-up')
    await chooseTime(patient, NINE)
    await fillDetails(patient)
    await sendRequest(patient)
    await patient.getByText('This website can’t send requests yet').waitFor()

    const staff = await newPerson(browser)
    await staff.goto(`${street.api}/portal/`)
    await staff.getByLabel('Email').fill(STAFF.email)
    await staff.getByLabel('Password', { exact: true }).fill(STAFF.password)
    await staff.getByRole('button', { name: 'Sign in', exact: true }).click()
    await staff.getByText(street.strangerSite).first().waitFor()
    await staff.getByRole('button', { name: /Allow/ }).click()
    await staff.getByRole('button', { name: /Allow/ }).waitFor({ state: 'detached' })

    await patient
      .getByRole('button', { name: /Send request|Try again/ })
      .first()
      .click()
    await referenceShown(patient)
    expect(await pending()).toHaveLength(1)
  })

  it('books with the keyboard alone', async () => {
    const patient = await newPerson(browser)
    await patient.goto(street.site)
    await patient.getByRole('heading', { name: 'What do you need?' }).waitFor()
    const keys = patient.keyboard
    const focused = () =>
      patient.evaluate(() => {
        let element = document.activeElement
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
        const labels = (element as HTMLInputElement | null)?.labels
        return labels?.[0]?.textContent || element?.textContent || ''
      })
    const tabTo = async (wanted: RegExp) => {
      for (let presses = 0; presses < 60; presses++) {
        if (wanted.test(await focused())) return
        await keys.press('Tab')
      }
      throw new Error(`Tab never reached ${wanted}`)
    }
    await tabTo(/^Check-up/)
    await keys.press('Enter')
    await patient.getByRole('heading', { name: 'Choose a time' }).waitFor()
    expect(await focused()).toBe('Choose a time')
    await tabTo(/^9:00/)
    await keys.press('ArrowRight')
    expect(await focused()).toMatch(/^9:30/)
    await keys.press('Enter')
    await patient.getByRole('heading', { name: 'Your details' }).waitFor()
    await tabTo(/^Yes/)
    await keys.press('Space')
    for (const [label, text] of [
      [/^Given name/, 'Nadia'],
      [/^Family name/, 'Reyes'],
      [/^Day/, '7'],
      [/^Month/, '3'],
      [/^Year/, '1984'],
      [/^Mobile/, '555-0117'],
    ] as const) {
      await tabTo(label)
      await keys.type(text)
    }
    await tabTo(/^Send request/)
    await keys.press('Enter')
    await referenceShown(patient)
    expect((await pending())[0]).toMatchObject({
      start: Date.parse('2026-11-23T09:30:00-05:00'),
      patient: { birthDate: '1984-03-07' },
    })
  })

  it('sees the practice’s time, whatever the browser’s own zone', async () => {
    const abroad = await newPerson(browser, { timezoneId: 'Asia/Tokyo', colorScheme: 'dark' })
    await book(abroad, street.site, 'Check-up', '11:30 AM')
    expect((await pending())[0]?.start).toBe(Date.parse('2026-11-23T11:30:00-05:00'))
  })
})
