import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { answerAs, detail, detailOfRow, openPortal, readAgain, row, server, tomas, yuki } from './kit.tsx'

const full = detail({
  receivedAt: '2026-11-21T09:14:00-05:00',
  guardian: { given: 'Priya', family: 'Raman' },
  note: 'Mornings are best.\nThank you',
  source: { utmSource: 'google', utmMedium: 'gbp', referrer: 'www.google.com' },
})

const opened = (name = 'Imani Whitfield') => screen.findByRole('region', { name })
const copyButton = (what: string) => screen.findByRole('button', { name: `Copy ${what}` })

describe('the open request', () => {
  it('opens from its row, beside the list, with focus on its heading', async () => {
    answerAs({ requests: [tomas, row()], details: [detail()] })
    const { addresses } = openPortal()
    const link = await screen.findByRole('link', { name: /Imani/ })
    fireEvent.click(link)
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Imani Whitfield' })))
    expect(addresses).toEqual([{ hash: '#/elm/requests/r1', step: 'on' }])
    expect(link.getAttribute('aria-current')).toBe('true')
    expect(screen.getByText('2 of 2')).toBeTruthy()
  })

  it('opens from a link in a mail, though it is not in the list', async () => {
    answerAs({ requests: [tomas], details: [detail({ state: 'booked' })] })
    openPortal('#/elm/requests/r1')
    expect(within(await opened()).getByText('Accepted')).toBeTruthy()
    expect(screen.queryByText(/holds the place/)).toBeNull()
  })

  it('shows every fact in words, in the zone and locale of the practice', async () => {
    answerAs({ requests: [row()], details: [full] })
    openPortal('#/elm/requests/r1')
    const region = await opened()
    await within(region).findByText('Tue 24 Nov 2026,', { exact: false })
    const text = region.textContent ?? ''
    for (const fact of [
      'Pending request',
      'Existing patient',
      'Tue 24 Nov 2026, 10:30 – 11:20',
      'Cleaning and check-up · 50 min · Dr. Amara Osei · Chair 2',
      '14 Mar 1991 · 35 years',
      'Sent by a guardian',
      'Mornings are best.\nThank you',
      'Online appointmentmade Sat 21 Nov 2026, 09:14',
      'SourceFrom www.google.comgoogle, gbp',
      'Websitewww.elm.example',
      'ReferenceK7Q-2M9',
      'Emails Agreed',
      'Texts Not agreed',
      'LocationPine Street',
    ]) {
      expect(text).toContain(fact)
    }
  })

  it('says what was not given instead of leaving a gap, and offers nothing to copy there', async () => {
    answerAs({
      requests: [yuki],
      details: [detailOfRow(yuki, { patient: { ...detail().patient, given: 'Yuki', family: 'Tanabe', email: null } })],
    })
    openPortal('#/elm/requests/r3')
    expect(within(await opened('Yuki Tanabe')).getByText('No email, call')).toBeTruthy()
    expect(await screen.findByText('Not given')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Copy email' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Copy mobile' })).toBeTruthy()
  })

  it('names who was assigned when the patient said anyone', async () => {
    answerAs({ requests: [row()], details: [detail({ anyone: true })] })
    openPortal('#/elm/requests/r1')
    expect(await screen.findByText(/Anyone available → Dr\. Amara Osei/)).toBeTruthy()
  })

  it('goes to the neighbours, and offers none beyond the ends', async () => {
    answerAs({ requests: [row(), yuki], details: [detail(), detailOfRow(yuki)] })
    const { addresses } = openPortal('#/elm/requests/r1')
    expect(await screen.findByText('1 of 2')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Previous request' })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Next request' }))
    expect(await screen.findByText('2 of 2')).toBeTruthy()
    expect(addresses).toEqual([{ hash: '#/elm/requests/r3', step: 'over' }])
    expect(screen.queryByRole('button', { name: 'Next request' })).toBeNull()
  })

  it('leads back to the row it came from', async () => {
    answerAs({ requests: [tomas, row()], details: [detail()] })
    const { addresses } = openPortal('#/elm/requests/r1')
    await opened()
    fireEvent.click(screen.getByRole('button', { name: 'Back to the list' }))
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('link', { name: /Imani/ })))
    expect(addresses).toEqual([{ hash: '#/elm/requests', step: 'back' }])
    expect(screen.queryByRole('region', { name: 'Imani Whitfield' })).toBeNull()
  })

  it('shows at the next reading that a colleague has answered it', async () => {
    const { desk } = answerAs({ requests: [row()], details: [detail()] })
    const { portal } = openPortal('#/elm/requests/r1')
    await screen.findByText(/holds the place/)
    desk.requests = []
    desk.details = [detail({ state: 'rejected' })]
    await readAgain(portal)
    expect(await within(await opened()).findByText('Rejected')).toBeTruthy()
    expect(screen.queryByText(/holds the place/)).toBeNull()
  })

  it('says when the link leads nowhere', async () => {
    answerAs({ requests: [row()] })
    openPortal('#/elm/requests/gone')
    expect(await screen.findByRole('heading', { name: 'This request is not here' })).toBeTruthy()
  })

  it('can be read again after a fault', async () => {
    answerAs({ requests: [row()], details: [detail()] })
    server.use(http.get('*/requests/r1', () => HttpResponse.error(), { once: true }))
    openPortal('#/elm/requests/r1')
    expect(await screen.findByRole('heading', { name: 'The request could not be read' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await copyButton('mobile')).toBeTruthy()
  })
})

describe('copying', () => {
  it.each([
    ['given name', 'Imani'],
    ['family name', 'Whitfield'],
    ['date of birth as 14/03/1991', '14/03/1991'],
    ['mobile', '(206) 555-0142'],
    ['email', 'imani.whitfield@example.com'],
    ['note', 'Mornings are best.\nThank you'],
    ['date', '24 Nov 2026'],
    ['start', '10:30'],
    ['reference', 'K7Q-2M9'],
  ])('puts the %s on the clipboard as it is', async (what, text) => {
    answerAs({ requests: [row()], details: [{ ...full, guardian: null }] })
    const { clipboard } = openPortal('#/elm/requests/r1')
    fireEvent.click(await copyButton(what))
    await waitFor(() => expect(clipboard).toEqual([text]))
  })

  it('says so on the button for two seconds, and to screen readers', async () => {
    answerAs({ requests: [row()], details: [detail()] })
    openPortal('#/elm/requests/r1')
    fireEvent.click(await copyButton('given name'))
    expect(await screen.findByRole('button', { name: 'Given name copied' })).toBeTruthy()
    expect(screen.getByText('Given name copied', { selector: '[role=status]' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Copy family name' })).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Copy given name' })).toBeTruthy(), {
      timeout: 3000,
    })
  })

  it('says when the browser refuses', async () => {
    answerAs({ requests: [row()], details: [detail()] })
    openPortal('#/elm/requests/r1', { clipboard: async () => false })
    fireEvent.click(await copyButton('mobile'))
    expect(await screen.findByRole('button', { name: 'Mobile not copied' })).toBeTruthy()
    expect(screen.getByText(/Mobile could not be copied/)).toBeTruthy()
  })

  it('copies all of it as lines', async () => {
    answerAs({ requests: [row()], details: [full] })
    const { clipboard } = openPortal('#/elm/requests/r1')
    fireEvent.click(await screen.findByRole('button', { name: 'Copy all' }))
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy()
    expect(clipboard[0]?.split('\n')).toEqual([
      'Given name: Imani',
      'Family name: Whitfield',
      'Date of birth: 14/03/1991',
      'Mobile: (206) 555-0142',
      'Email: imani.whitfield@example.com',
      'Patient: existing',
      'Sent by: Priya Raman',
      'Date: 24 Nov 2026',
      'Start: 10:30',
      'Length: 50 min',
      'Reason: Cleaning and check-up',
      'Practitioner: Dr. Amara Osei',
      'Chair: Chair 2',
      'Location: Pine Street',
      'Note: Mornings are best.',
      'Thank you',
      'Emails: agreed',
      'Texts: not agreed',
      'Created by: Online appointment, Sat 21 Nov 2026, 09:14',
      'Source: From www.google.com; google, gbp',
      'Website: https://www.elm.example',
      'Reference: K7Q-2M9',
    ])
  })
})
