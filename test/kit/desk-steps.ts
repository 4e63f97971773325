import type { Frame, Locator, Page } from 'playwright-core'

/* What staff do again and again in the portal, by role and name. */

export const dialog = (staff: Page | Frame, title: string): Locator => staff.getByRole('dialog', { name: title })

export const press = (place: Page | Frame | Locator, name: string | RegExp): Promise<void> =>
  place.getByRole('button', { name }).click()

/** Names in the list of requests, from the top. */
export async function rows(staff: Page): Promise<(string | undefined)[]> {
  const texts = await staff.locator('#requests .name').allInnerTexts()
  return texts.map((text) => text.split('\n')[0])
}

export async function openRequest(staff: Page | Frame, name = 'Nadia Reyes'): Promise<void> {
  await staff
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click()
  await staff.getByRole('heading', { name, level: 2 }).waitFor()
}

/** Accepts the open request, which the schedule has, and mails nobody. */
export async function acceptLinked(staff: Page): Promise<void> {
  await press(staff, /^Accept/)
  await declineMail(staff, 'Linked to the appointment')
}

/** Accepts the open request, which the schedule doesn't have yet, and mails nobody. */
export async function acceptCreated(staff: Page): Promise<void> {
  await press(staff, /^Accept/)
  await press(dialog(staff, 'Create in the schedule?'), 'Create and accept')
  await declineMail(staff, 'Accepted, it is in the schedule')
}

/** The same where it is made in the practice's own software. */
export async function acceptCreatedThere(staff: Page): Promise<void> {
  await press(staff, /^Accept/)
  await press(dialog(staff, 'No match found'), 'Create new')
  await press(dialog(staff, 'Create in the PMS?'), 'Create and accept')
  await declineMail(staff, 'Accepted, it is in the schedule')
}

/** Answers No to "Send a confirmation email?", which stands in the dialog of this title. */
async function declineMail(staff: Page, title: string): Promise<void> {
  const done = dialog(staff, title)
  await press(done, /^No$/)
  await done.waitFor({ state: 'detached' })
}

/** Rejects the open request, for the first reason of the list. */
export async function rejectWithReason(staff: Page): Promise<void> {
  await press(staff, /^Reject…/)
  const reject = dialog(staff, 'Reject this request?')
  await reject.getByLabel('Reason (needed)').selectOption({ index: 1 })
  await press(reject, 'Reject request')
  await reject.waitFor({ state: 'detached' })
}

/** Links the best candidate, though it isn't at the time that was asked for, for the first cause of the list. */
export async function linkCorrected(staff: Page): Promise<void> {
  await press(dialog(staff, 'Could this be the same appointment?'), /^Link appointment/)
  const correct = dialog(staff, 'Correct the appointment?')
  await correct.getByLabel('Why did the time change?').selectOption({ index: 1 })
  await press(correct, 'OK, correct and link')
}
