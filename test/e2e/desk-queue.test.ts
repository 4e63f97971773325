import { describe, expect, it } from 'vitest'
import { newPerson } from '../kit/browser.ts'
import { deskJourneys } from '../kit/desk-journey.ts'
import { rows } from '../kit/desk-steps.ts'
import { DESK } from '../kit/desk-street.ts'
import { linksIn } from '../kit/mailbox.ts'
import { chooseReason, timesShown } from '../kit/patient.ts'

const MINUTE = 60_000
const PATIENT = 'nadia@example.com'
const journey = deskJourneys()

describe('B1 Every request from the widget is pending and stands in Action required, oldest first', () => {
  it('and takes capacity: no second patient is offered the same place', async () => {
    await journey.request('10:00 AM', { given: 'Ada', family: 'First' }, 'Cleaning')
    journey.street.now += 5 * MINUTE
    await journey.request('10:00 AM', { given: 'Bo', family: 'Second' }, 'Cleaning')
    const staff = await journey.staff()
    await expect.poll(() => rows(staff)).toEqual(['Ada First', 'Bo Second'])
    await staff.waitForFunction(() => document.title.startsWith('(2, 2 new) '))
    const next = await newPerson(journey.browser)
    await next.goto(journey.street.site)
    // Kim takes two at a time, and nine o’clock is too soon by now.
    await chooseReason(next, 'Cleaning')
    const times = (await timesShown(next)).map((text) => text.replace(/\s+/g, ' '))
    expect(times.filter((text) => /^(9|10|11):00/.test(text)).map((text) => text.slice(0, 8).trim())).toEqual([
      '11:00 AM',
    ])
  })

  it('and appears without reloading', async () => {
    const staff = await journey.staff()
    await staff.getByText('Nothing is waiting').waitFor()
    await journey.request()
    await staff.getByRole('link', { name: /Nadia Reyes/ }).waitFor()
    await staff.waitForFunction(() => document.title.startsWith('(1, 1 new) '))
  })

  it('also in eight windows of one browser, which share one connection', async () => {
    const first = await journey.staff()
    const asked: string[] = []
    first.context().on('request', (request) => asked.push(new URL(request.url()).pathname))
    const windows = [first]
    while (windows.length < 8) {
      const next = await first.context().newPage()
      await next.goto(`${journey.street.api}/portal/`)
      await next.getByText('Nothing is waiting').waitFor()
      windows.push(Object.assign(next, { faults: [] }))
    }
    await journey.request()
    await Promise.all(windows.map((each) => each.waitForFunction(() => document.title.startsWith('(1, 1 new) '))))
    // The first window may have begun to listen only now.
    const streams = () => asked.filter((path) => path.endsWith('/events')).length
    const one = streams()
    expect(one).toBeLessThanOrEqual(1)

    // Whoever held the connection is gone: another takes it up, and all the rest hear by it.
    await first.close()
    await expect.poll(streams).toBe(one + 1)
    await journey.request('10:30 AM', { given: 'Bo', family: 'Second' })
    const rest = windows.slice(1)
    await Promise.all(rest.map((each) => each.waitForFunction(() => document.title.startsWith('(2, 2 new) '))))
    expect(streams()).toBe(one + 1)
  })
})

describe('B2 The practice gets an email at once, with a “View appointment details” link to that request', () => {
  it('which opens it after sign-in; the patient is told that it was received', async () => {
    await journey.request()
    const mail = await journey.street.mailbox.mailTo(DESK, /New request/)
    const link = linksIn(mail).find((href) => href.includes('/portal/'))!
    expect(mail.html).toContain('View appointment details')
    expect(link).toBe(`${journey.street.api}/portal/#/oak/requests/${(await journey.street.only()).id}`)
    const staff = await journey.staff()
    await staff.goto(link)
    await staff.getByRole('heading', { name: 'Nadia Reyes', level: 2 }).waitFor()
    const received = await journey.street.mailbox.mailTo(PATIENT, /We have your request/)
    expect(received.attachments.map(({ mimeType }) => mimeType)).toContain('text/calendar')
  })
})
