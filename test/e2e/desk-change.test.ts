import { describe, expect, it } from 'vitest'
import { deskJourneys } from '../kit/desk-journey.ts'
import { acceptCreated, acceptLinked, dialog, openRequest, press, rejectWithReason } from '../kit/desk-steps.ts'

const MINUTE = 60_000
const PATIENT = 'nadia@example.com'
const journey = deskJourneys()

describe('B7 Reject and cancel need a reason; the patient may be told', () => {
  it('reject: refused without a reason, then told', async () => {
    await journey.request()
    const staff = await journey.staff()
    await openRequest(staff)
    await staff.keyboard.press('r')
    const reject = dialog(staff, 'Reject this request?')
    await press(reject, 'Reject request')
    await reject.getByText('Choose a reason to reject.').waitFor()
    await reject.getByLabel('Reason (needed)').selectOption({ index: 1 })
    await press(reject, 'Reject request')
    await reject.waitFor({ state: 'detached' })
    expect((await journey.street.only()).state).toBe('rejected')
    await journey.street.mailbox.mailTo(PATIENT, /About your request/)
  })

  it('cancel: nobody is told where the practice has switched that off', async () => {
    await journey.street.set({ isCancellationTold: false })
    await journey.request()
    const staff = await journey.staff()
    await openRequest(staff)
    await acceptCreated(staff)
    await press(staff, /^Cancel…/)
    const cancel = dialog(staff, 'Cancel this visit?')
    await cancel.getByLabel('Reason (needed)').selectOption({ index: 2 })
    await press(cancel, 'Cancel visit')
    await cancel.waitFor({ state: 'detached' })
    expect((await journey.street.only()).state).toBe('cancelled')
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(journey.street.mailbox.mails.filter(({ subject }) => /^Cancelled/.test(subject ?? ''))).toEqual([])
  })

  it('reschedule: one guided action; the patient gets the new time', async () => {
    await journey.request()
    const staff = await journey.staff()
    await openRequest(staff)
    await acceptCreated(staff)
    await press(staff, /^Reschedule…/)
    const pick = dialog(staff, 'Move to another time')
    await pick
      .locator('.openings')
      .getByText(/^11:30/)
      .first()
      .click()
    await pick.getByLabel('Why did the time change?').selectOption({ index: 1 })
    await press(pick, /^Move to/)
    await dialog(staff, 'The visit has moved').waitFor()
    // Nobody had confirmed the first one to them.
    await journey.street.mailbox.mailTo(PATIENT, /11:30.*you asked for 9:30/)
  })

  it.each([
    ['reads', 'No match found', 0],
    ['link-only', 'Link an appointment', 1],
  ] as const)(
    'reschedule in a PMS joined as %s: staff enter it there, and the original is cancelled here',
    async (mode, nothingFound, notes) => {
      await journey.street.set({ mode })
      await journey.request()
      const asked = await journey.street.only()
      const original = await journey.street.enter(asked)
      const staff = await journey.staff()
      await openRequest(staff)
      await acceptLinked(staff)

      await press(staff, /^Reschedule…/)
      const move = dialog(staff, 'Reschedule this visit?')
      await move.getByText('Enter the new appointment in the PMS.').waitFor()
      expect(await move.locator('.openings').count()).toBe(0)
      await press(move, 'It is entered, find it')
      const none = dialog(staff, nothingFound)
      await none.getByText(/has no appointment for Nadia Reyes/).waitFor()
      expect(await none.getByText(/cannot create or change appointments/).count()).toBe(notes)
      expect(await none.getByRole('button', { name: /create|accept now/i }).count()).toBe(0)
      expect(await journey.street.only()).toMatchObject({ state: 'booked', appointment: original })

      const later = { start: asked.start + 60 * MINUTE, end: asked.end + 60 * MINUTE }
      const moved = await journey.street.enter(asked, later)
      await press(none, 'Try again')
      await press(dialog(staff, 'Which is the new appointment?'), /^Link appointment/)
      const correct = dialog(staff, 'Correct the appointment?')
      await correct.getByText(/takes the place of the original, which is cancelled here/).waitFor()
      await correct.getByLabel('Why did the time change?').selectOption({ label: 'The patient asked for another time' })
      await press(correct, 'OK, correct and move')
      await dialog(staff, 'The visit has moved').waitFor()
      expect(await journey.street.only()).toMatchObject({ state: 'booked', appointment: moved, ...later })
      expect((await journey.street.store.appointment('oak', original))?.status).toBe('cancelled')
      await journey.street.mailbox.mailTo(PATIENT, /10:30.*you asked for 9:30/)
    },
  )
})

describe('B8 Two staff acting at once', () => {
  it('the second is told what happened, nothing is overwritten', async () => {
    await journey.request()
    const [mara, dana] = [await journey.staff('Mara Lindqvist'), await journey.staff()]
    await openRequest(mara)
    await openRequest(dana)
    await press(dana, /^Accept/)
    await dialog(dana, 'Create in the schedule?').waitFor()
    await rejectWithReason(mara)
    await press(dialog(dana, 'Create in the schedule?'), 'Create and accept')
    const told = dialog(dana, 'Someone else just rejected this')
    await told.getByText('Mara Lindqvist').waitFor()
    expect((await journey.street.only()).state).toBe('rejected')
  })
})
