import type { Page } from 'playwright-core'
import { press } from './desk-steps.ts'

/* What a front desk does in the practice's own software, and what staff do about it in the portal, by role and name. */

/** Who a new appointment is for, as Nadia Reyes gave it in the widget. */
const nadia = {
  ...{ 'First name': 'Nadia', 'Last name': 'Reyes', 'Date of birth': '1984-03-07' },
  ...{ 'Mobile phone': '555-0117', Email: 'nadia@example.com' },
}

export interface Typed {
  readonly time?: string
  readonly practitioner?: string
  readonly lastName?: string
  readonly minutes?: number
  readonly chair?: string
  readonly type?: string
}

/** Types a visit into the book, on the day that is open: a check-up with Ann in chair 1, unless told otherwise. */
export async function enterVisit(pms: Page, typed: Typed = {}): Promise<void> {
  const { time = '09:30', practitioner = 'Dr Ann Ash', lastName = 'Reyes' } = typed
  const { minutes = 30, chair = 'Chair 1', type = 'Check-up' } = typed
  await pms.getByRole('link', { name: 'New appointment' }).click()
  for (const [label, text] of Object.entries({ ...nadia, 'Last name': lastName })) {
    await pms.getByLabel(label, { exact: true }).fill(text)
  }
  await pms.getByLabel('Time', { exact: true }).fill(time)
  await pms.getByLabel('Length in minutes').fill(String(minutes))
  await pms.getByLabel('With').selectOption({ label: practitioner })
  await pms.getByLabel('Chair').selectOption({ label: chair })
  await pms.getByLabel('Type').selectOption({ label: type })
  await press(pms, 'Enter appointment')
  await pms.getByText('The appointment is in the book.').waitFor()
}

/** Rows of the day that is open, as they are read. */
export async function dayInBook(pms: Page): Promise<string[]> {
  await pms.reload()
  const rows = await pms.locator('tbody tr').all()
  const cells = await Promise.all(rows.map((row) => row.getByRole('cell').allInnerTexts()))
  return cells.map((texts) => texts.join(' · '))
}

export async function openVisit(pms: Page, name = 'Nadia Reyes'): Promise<void> {
  await pms.getByRole('link', { name }).click()
  await pms.getByRole('heading', { name, level: 1 }).waitFor()
}

/** Presses what stands at an appointment, and leads back to its day. */
export async function markVisit(pms: Page, action: string, done: string, name?: string): Promise<void> {
  await openVisit(pms, name)
  await press(pms, action)
  await pms.getByText(done).waitFor()
}

export async function moveVisit(pms: Page, time: string): Promise<void> {
  await openVisit(pms)
  await pms.getByLabel('Time', { exact: true }).fill(time)
  await press(pms, 'Save')
  await pms.getByText('The appointment was changed.').waitFor()
}

/** In the portal, from wherever one is: the practice's system is read now. Leads to that room. */
export async function syncNow(staff: Page): Promise<void> {
  await staff.getByRole('link', { name: 'Practice system' }).first().click()
  const answered = staff.waitForResponse((reply) => reply.url().endsWith('/connection/sync'))
  await press(staff, 'Sync now')
  await answered
  await staff.getByRole('button', { name: 'Sync now' }).waitFor()
}

export async function openDeskAgain(staff: Page): Promise<void> {
  await staff
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /Appointments/ })
    .click()
  await staff.getByRole('navigation', { name: 'Lists' }).waitFor()
}
