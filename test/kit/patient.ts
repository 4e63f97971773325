import type { Frame, Page } from 'playwright-core'

/** What a patient types; the rest of the form has no choice to make. */
export interface Details {
  readonly given?: string
  readonly family?: string
  readonly isNew?: boolean
}

/** On the practice's page: waits for the widget and chooses a reason. */
export async function chooseReason(page: Page | Frame, reason: string): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${reason}`) }).click()
  await page.getByRole('heading', { name: 'Choose a time' }).waitFor()
}

/** Wall times on offer on the day that is open, as they are read. */
export async function timesShown(page: Page | Frame): Promise<string[]> {
  await page.getByRole('group', { name: 'Morning' }).waitFor()
  return page.getByRole('group', { name: 'Morning' }).locator('label').allInnerTexts()
}

export async function chooseTime(page: Page | Frame, time: string): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${time}`) }).click()
  await page.getByRole('heading', { name: 'Your details' }).waitFor()
}

export async function fillDetails(page: Page | Frame, details: Details = {}): Promise<void> {
  const { given = 'Nadia', family = 'Reyes', isNew = false } = details
  await page.getByRole('radio', { name: isNew ? 'No, first time' : 'Yes', exact: true }).click()
  await page.getByLabel('Given name').fill(given)
  await page.getByLabel('Family name').fill(family)
  await page.getByLabel('Day', { exact: true }).fill('7')
  await page.getByLabel('Month', { exact: true }).fill('March')
  await page.getByLabel('Year', { exact: true }).fill('1984')
  await page.getByLabel('Mobile number').fill('555-0117')
  await page.getByLabel('Email', { exact: true }).fill('nadia@example.com')
  await page.getByLabel('Yes, by email').check()
}

export async function sendRequest(page: Page | Frame): Promise<void> {
  await page.getByRole('button', { name: 'Send request' }).click()
}

/** Waits for the last screen and gives the reference it shows. */
export async function referenceShown(page: Page | Frame): Promise<string> {
  await page.getByRole('heading', { name: 'Request sent' }).waitFor()
  return (await page.getByText(/^[2-9A-Z]{3}-[2-9A-Z]{3}$/).textContent())?.trim() ?? ''
}

/** The whole way, from the practice's page to the reference. */
export async function book(
  page: Page | Frame,
  site: string,
  reason: string,
  time: string,
  details: Details = {},
): Promise<string> {
  await page.goto(site)
  await chooseReason(page, reason)
  await chooseTime(page, time)
  await fillDetails(page, details)
  await sendRequest(page)
  return referenceShown(page)
}
