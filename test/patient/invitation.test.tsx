import { fireEvent } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { ar } from '../../widget/account/text/ar.ts'
import { byEnglish } from '../../widget/account/text/languages.ts'
import { answer, calls, nadia, open, refusal, serveAccounts } from './account-kit.ts'

serveAccounts()

const looked = { practice: nadia.practice, emailHint: 'n•••@example.com', triesLeft: 5 }
const invited = (changes = {}, more = () => {}) =>
  open({ kind: 'invitation', ...changes }, 'a-token', () => {
    answer('/invitation', looked)
    more()
  })

type Opened = Awaited<ReturnType<typeof open>>
const type = ({ screen }: Opened, label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } })
const fill = (opened: Opened, year = '1984') => {
  type(opened, 'Day', '7')
  type(opened, 'Month', 'Mar')
  type(opened, 'Year', year)
  type(opened, 'Family name', ' Reyes ')
  fireEvent.click(opened.screen.getByRole('checkbox'))
}
const confirm = ({ screen }: Opened) => fireEvent.click(screen.getByRole('button', { name: 'Confirm it’s me' }))
const asked = (path: string) => calls.filter((call) => call.path === path).map(({ body }) => body)

describe('an invitation', () => {
  it('is opened without changing anything, and its link leaves the address', async () => {
    const { screen, other } = await invited()
    await screen.findByRole('heading', { name: 'Request your visits online' })
    expect(screen.getByText(/^Invitation sent to n•••@example\.com\. Not you\?/)).toBeTruthy()
    expect(calls).toEqual([{ path: '/invitation', body: { link: 'a-token' } }])
    expect(location.href).toBe('https://book.example.com/elm/invitation?lang=en')
    // The page in another language opens the same link.
    expect(other.hash).toBe('#a-token')
    expect(document.title).toBe('Your account, Elm Dental')
  })

  it('asks for everything before it costs a try, and leads to it', async () => {
    const opened = await invited()
    await opened.screen.findByRole('heading', { name: 'Request your visits online' })
    confirm(opened)
    const summary = opened.screen.getByRole('alert')
    expect(summary.textContent).toBe(
      'There are 3 things to checkEnter the date of birthEnter the family nameTick the box to go on',
    )
    expect(document.activeElement).toBe(summary)
    fireEvent.click(opened.screen.getByRole('link', { name: 'Tick the box to go on' }))
    expect(document.activeElement).toBe(opened.screen.getByRole('checkbox'))
    fill(opened)
    fireEvent.click(opened.screen.getByRole('checkbox'))
    confirm(opened)
    expect(opened.screen.getByRole('alert').textContent).toBe('There is 1 thing to checkTick the box to go on')
    fill(opened, '84')
    confirm(opened)
    expect(opened.screen.getByRole('alert').textContent).toMatch(/four digits/)
    expect(asked('/invitation/confirm')).toEqual([])
  })

  it('says in one banner that something differs, never what, and how often it may be tried', async () => {
    let triesLeft = 2
    const opened = await invited({}, () =>
      answer('/invitation/confirm', () => refusal(422, 'no-match', { triesLeft: --triesLeft })),
    )
    await opened.screen.findByRole('heading', { name: 'Request your visits online' })
    fill(opened, '1948')
    confirm(opened)
    const heading = await opened.screen.findByRole('heading', { name: 'That does not match what the practice has' })
    expect(heading.parentElement?.textContent).toMatch(
      /Check the date of birth and the family name\. You have 1 more try\./,
    )
    expect(document.activeElement).toBe(heading.parentElement)
    expect(opened.main.querySelectorAll('[aria-invalid=true]').length).toBe(0)
    expect(opened.screen.getByLabelText<HTMLInputElement>('Year').value).toBe('1948')
    // The last one: the link has ended, and the page says no more than that.
    confirm(opened)
    await opened.screen.findByRole('heading', { name: 'This link no longer works' })
    expect(opened.screen.getByRole('link', { name: 'Call 555-0142' })).toBeTruthy()
    expect(opened.other.hash).toBe('')
  })

  it('thanks by name and gives the booking all that the practice has', async () => {
    const opened = await invited({}, () => answer('/invitation/confirm', nadia))
    await opened.screen.findByRole('heading', { name: 'Request your visits online' })
    fill(opened)
    confirm(opened)
    const heading = await opened.screen.findByRole('heading', { name: 'Thank you, Nadia' })
    expect(document.activeElement).toBe(heading)
    expect(asked('/invitation/confirm')).toEqual([
      { link: 'a-token', birthDate: '1984-03-07', family: 'Reyes', agrees: true },
    ])
    expect(opened.screen.getByText('Born 7 March 1984')).toBeTruthy()
    expect(opened.screen.getByLabelText<HTMLInputElement>('Yes, by email').checked).toBe(true)
    const [widget] = opened.book.children
    expect(opened.book.hidden).toBe(false)
    expect(Object.fromEntries([...widget!.attributes].map(({ name, value }) => [name, value]))).toEqual({
      practice: 'elm',
      lang: 'en',
      'prefill-given': 'Nadia',
      'prefill-family': 'Reyes',
      'prefill-day': '7',
      'prefill-month': '3',
      'prefill-year': '1984',
      'prefill-mobile': '555-0117',
      'prefill-email': 'nadia.reyes@example.com',
      'prefill-before': 'yes',
      key: '0',
    })
    expect(opened.other.hash).toBe('')
    expect([document.title, location.search, localStorage.length, sessionStorage.length]).toEqual([
      'Your account, Elm Dental',
      '?lang=en',
      0,
      0,
    ])
  })

  it('keeps the booking while something is corrected, and begins it anew with what was corrected', async () => {
    const opened = await invited({}, () => answer('/invitation/confirm', nadia))
    await opened.screen.findByRole('heading', { name: 'Request your visits online' })
    fill(opened)
    confirm(opened)
    await opened.screen.findByRole('heading', { name: 'Thank you, Nadia' })
    const [widget] = opened.book.children
    const correct = () => fireEvent.click(opened.screen.getByRole('button', { name: 'Correct' }))
    correct()
    expect(opened.book.hidden).toBe(true)
    fireEvent.click(opened.screen.getByRole('button', { name: 'Back' }))
    expect(opened.book.firstElementChild).toBe(widget)
    correct()
    answer('/account/details', { ...nadia, mobile: '555-0199' })
    type(opened, 'Mobile number', '555-0199')
    fireEvent.click(opened.screen.getByRole('button', { name: 'Save' }))
    await opened.screen.findByText('Saved.', { selector: '.k' })
    expect(asked('/account/details')).toEqual([{ mobile: '555-0199', email: 'nadia.reyes@example.com' }])
    expect(opened.book.firstElementChild).not.toBe(widget)
    expect(opened.book.firstElementChild?.getAttribute('prefill-mobile')).toBe('555-0199')
  })

  it('says kindly that a newer one was sent, and nothing about anybody', async () => {
    const opened = await open({ kind: 'invitation' }, 'old', () =>
      answer('/invitation', () => refusal(410, 'link-replaced')),
    )
    await opened.screen.findByRole('heading', { name: 'A newer link was sent' })
    expect(opened.main.querySelector('#account')?.textContent).toBe(
      'A newer link was sentThis one no longer works. Look for the latest message from Elm Dental and use the link in it.Call 555-0142',
    )
  })

  it('needs its link, and says where to find it', async () => {
    const { screen } = await open({ kind: 'invitation' })
    await screen.findByRole('heading', { name: 'Open the link in your invitation' })
  })

  it('says that it could not be looked at, and tries again', async () => {
    const opened = await open({ kind: 'invitation' }, 'a-token', () =>
      answer('/invitation', () => refusal(503, 'unavailable')),
    )
    await opened.screen.findByRole('heading', { name: 'We can’t open this page right now' })
    answer('/invitation', looked)
    fireEvent.click(opened.screen.getByRole('button', { name: 'Try again' }))
    const heading = await opened.screen.findByRole('heading', { name: 'Request your visits online' })
    expect(document.activeElement).toBe(heading)
  })

  it('speaks Arabic, with plural forms of its own', async () => {
    document.dir = 'rtl'
    const texts = byEnglish('ar')
    const opened = await invited({ language: 'ar', locale: 'ar', texts }, () =>
      answer('/invitation/confirm', () => refusal(422, 'no-match', { triesLeft: 2 })),
    )
    await opened.screen.findByRole('heading', { name: ar.invited })
    expect(opened.screen.getByText(/\u2066n•••@example\.com\u2069/)).toBeTruthy()
    const [day, month, year, family] = opened.screen.getAllByRole('textbox')
    for (const [box, value] of [
      [day, '7'],
      [month, '3'],
      [year, '1948'],
      [family, 'Reyes'],
    ] as const) {
      fireEvent.input(box!, { target: { value } })
    }
    fireEvent.click(opened.screen.getByRole('checkbox'))
    fireEvent.click(opened.screen.getByRole('button', { name: ar.confirm }))
    await opened.screen.findByText(`${ar.noMatchText} ${ar.manyTries.two}`)
  })
})
