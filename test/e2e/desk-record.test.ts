import { describe, expect, it } from 'vitest'
import { deskJourneys } from '../kit/desk-journey.ts'
import { acceptLinked, openRequest, rejectWithReason } from '../kit/desk-steps.ts'

const journey = deskJourneys()

describe('B9 Any appointment that came from online shows Created by: Online appointment', () => {
  it('and when the patient made it', async () => {
    await journey.request()
    await journey.street.enter(await journey.street.only())
    const staff = await journey.staff()
    await openRequest(staff)
    await acceptLinked(staff)
    const { appointment } = await journey.street.only()
    await staff.goto(`${journey.street.api}/portal/#/oak/appointments/${appointment}`)
    await staff.getByText('Online appointment').first().waitFor()
    await staff
      .getByText(/made Mon, Nov 23, 2026, 8:00 AM|made Mon 23 Nov 2026, 08:00/)
      .first()
      .waitFor()
  })
})

describe('B10 Report Online scheduling', () => {
  it('counts a rejected request against the rate, and a linked one for it', async () => {
    await journey.request()
    await journey.street.enter(await journey.street.only())
    const staff = await journey.staff()
    await openRequest(staff)
    await acceptLinked(staff)
    await journey.request('10:30 AM', { given: 'Bo', family: 'Second' })
    await openRequest(staff, 'Bo Second')
    await rejectWithReason(staff)
    await staff.getByRole('link', { name: /^Reports?$/ }).click()
    await staff.getByRole('heading', { name: 'Online scheduling' }).waitFor()
    await staff
      .getByText(/50\s?%/)
      .first()
      .waitFor()
    expect(staff.faults.filter((fault) => !fault.includes('401'))).toEqual([])
  })
})
