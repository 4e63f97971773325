import { fireEvent, waitFor } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { knownStep } from '../../widget/account/known-step.ts'
import { prefill } from '../../widget/account/prefill.ts'
import { useDetailsStep } from '../../widget/view/screen.ts'
import { mount, sent, serveElm, useRefusal } from '../widget/mount.ts'
import { nadia } from './account-kit.ts'

useDetailsStep(knownStep)
serveElm()

const attributes = Object.fromEntries(Object.entries(prefill(nadia)).map(([name, value]) => [name, `${value}`]))

/** The last screen before sending, for a patient whom the practice knows. */
async function details() {
  const widget = mount({ reason: 'check-up', ...attributes })
  fireEvent.click(await widget.screen.findByRole('button', { name: /^Earliest/ }))
  await widget.screen.findByRole('heading', { name: 'Your details' })
  const press = (name: string) => fireEvent.click(widget.screen.getByRole('button', { name }))
  const type = (label: string, value: string) =>
    fireEvent.input(widget.screen.getByLabelText(label), { target: { value } })
  const typed = (label: string) => widget.screen.getByLabelText<HTMLInputElement>(label).value
  return { ...widget, press, type, typed }
}

const own = { given: 'Nadia', family: 'Reyes', birthDate: '1984-03-07', mobile: '555-0117', email: nadia.email }

describe('a patient whom the practice knows', () => {
  it('is asked for nothing but a note, and sends what the practice has', async () => {
    const { screen, press } = await details()
    expect(screen.getByRole('heading', { name: 'Nadia Reyes' })).toBeTruthy()
    expect(screen.getByText('555-0117, nadia.reyes@example.com')).toBeTruthy()
    expect(screen.getAllByRole('textbox').length).toBe(1)
    expect([screen.queryAllByRole('radio').length, screen.queryByText(/May we write/)]).toEqual([0, null])
    press('Send request')
    await screen.findByRole('heading', { name: 'Request sent' })
    expect(
      sent.map(({ body: { patient, isNewPatient, guardian, consent } }) => [patient, isNewPatient, guardian, consent]),
    ).toEqual([[own, false, undefined, { email: false, text: false }]])
  })

  it('may change something for this request', async () => {
    const { screen, root, press, type, typed } = await details()
    fireEvent.click(screen.getAllByRole('button', { name: 'Change' }).at(-1)!)
    expect(root.activeElement?.textContent).toBe('Your details')
    expect([typed('Given name'), typed('Month'), typed('Year')]).toEqual(['Nadia', '3', '1984'])
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Yes' }).checked).toBe(true)
    type('Mobile number', '555-0199')
    press('Send request')
    await screen.findByRole('heading', { name: 'Request sent' })
    expect(sent[0]!.body.patient).toEqual({ ...own, mobile: '555-0199' })
  })

  it('asks for somebody else as the one who asks, and is themselves again without the tick', async () => {
    const { screen, typed } = await details()
    const box = screen.getByRole<HTMLInputElement>('checkbox')
    box.focus()
    fireEvent.click(box)
    expect(box.isConnected).toBe(true)
    expect([typed('Your given name'), typed('Your family name'), typed('Your mobile number')]).toEqual([
      'Nadia',
      'Reyes',
      '555-0117',
    ])
    expect([typed('Given name'), typed('Day')]).toEqual(['', ''])
    expect(screen.getByText('Has the patient been to this practice before?')).toBeTruthy()
    expect(screen.getAllByRole<HTMLInputElement>('radio').filter(({ checked }) => checked)).toEqual([])
    fireEvent.click(box)
    expect(screen.getByRole('heading', { name: 'Nadia Reyes' })).toBeTruthy()
    expect(screen.getAllByRole('textbox').length).toBe(1)
  })

  it('is shown the field that the server wants changed', async () => {
    useRefusal(400, 'invalid-request', { errors: [{ pointer: '/patient/mobile', detail: 'That is no mobile number' }] })
    const { screen, press } = await details()
    press('Send request')
    await waitFor(() => expect(screen.getByLabelText('Mobile number').getAttribute('aria-invalid')).toBe('true'))
    expect(screen.getByRole('alert').textContent).toMatch(/That is no mobile number/)
  })
})
