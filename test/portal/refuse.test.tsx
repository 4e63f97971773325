import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { appointment, click, dialog, enter, gone, openRequest, press } from './answer-kit.tsx'
import { danaAt, detail } from './kit.tsx'

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ')
const choose = (value: string) => fireEvent.change(screen.getByLabelText('Reason (needed)'), { target: { value } })

describe('rejecting', () => {
  it('warns, wants a reason, and tells the patient unless told not to', async () => {
    const rejected = detail({ state: 'rejected', revision: 4 })
    const { changes } = await openRequest({ replies: { reject: { request: rejected, mail: 'none' } } })
    press('r')
    const reject = await dialog('Reject this request?')
    expect(textOf(reject)).toContain(
      'A rejected request lowers the acceptance rate. Another time or Link appointment does not.',
    )
    enter()
    expect(await within(reject).findByText('Choose a reason to reject.')).toBeTruthy()
    expect(screen.getByLabelText('Reason (needed)').getAttribute('aria-invalid')).toBe('true')
    choose('duplicate')
    fireEvent.click(within(reject).getByRole('checkbox', { name: 'Tell the patient by email' }))
    click('Reject request')
    await gone()
    expect(changes).toEqual([{ what: 'reject', body: { revision: 3, reason: 'duplicate', tell: false } }])
    expect(await screen.findByText('Rejected', { selector: '.chip' })).toBeTruthy()
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Imani Whitfield'))
  })

  it('offers no mail where the practice sends none, and says whom to call', async () => {
    await openRequest({ request: { isCancellationTold: false } })
    press('r')
    const reject = await dialog('Reject this request?')
    expect(within(reject).queryByRole('checkbox')).toBeNull()
    expect(textOf(reject)).toContain('This practice does not mail cancellations; call the patient: (206) 555-0142.')
  })

  it('leads to another time instead', async () => {
    await openRequest()
    press('r')
    await dialog('Reject this request?')
    click('Offer another time')
    expect(await dialog('Accept with another time')).toBeTruthy()
  })

  it('says who, when and why afterwards', async () => {
    await openRequest({
      request: {
        state: 'rejected',
        answer: { at: '2026-11-23T08:30:00-05:00', by: 'Mara Lindqvist', reason: 'unreachable' },
      },
    })
    expect(
      screen.getByText('Mara Lindqvist rejected this today, 08:30: the patient could not be reached.'),
    ).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Accept|Reject|Reschedule/ })).toBeNull()
  })
})

describe('cancelling a visit', () => {
  const booked = { state: 'booked', appointment: appointment() } as const

  it('wants a reason and says what stays to be done elsewhere', async () => {
    const { changes } = await openRequest({ request: booked, me: danaAt({ mode: 'reads' }) })
    click('Cancel…')
    const cancel = await dialog('Cancel this visit?')
    expect(textOf(cancel)).toContain('The appointment stays in the PMS until you cancel it there, too.')
    choose('practice-closed')
    enter()
    await gone()
    expect(changes).toEqual([{ what: 'cancel', body: { revision: 3, reason: 'practice-closed', tell: true } }])
  })

  it('says whom to call where there is no email', async () => {
    await openRequest({ request: { ...booked, patient: { ...detail().patient, email: null } } })
    click('Cancel…')
    expect(textOf(await dialog('Cancel this visit?'))).toContain('No email was given: call (206) 555-0142.')
  })

  it('says afterwards who cancelled it, not who had accepted it', async () => {
    await openRequest({
      request: {
        state: 'cancelled',
        answer: { at: '2026-11-22T08:30:00-05:00', by: 'Mara Lindqvist', reason: null },
        timeline: [
          { at: '2026-11-23T08:30:00-05:00', what: 'request-cancelled', by: 'patient', detail: null },
          {
            at: '2026-11-22T08:30:00-05:00',
            what: 'request-accepted',
            by: 'Mara Lindqvist',
            detail: { how: 'create' },
          },
        ],
      },
    })
    expect(screen.getByText('The patient cancelled this today, 08:30.')).toBeTruthy()
  })
})
