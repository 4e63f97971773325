import { fireEvent, waitFor } from '@testing-library/preact'
import { HttpResponse } from 'msw'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { answer, calls, nadia, open, refusal, serveAccounts, visit } from './account-kit.ts'

serveAccounts()
afterEach(() => {
  vi.unstubAllGlobals()
  Reflect.deleteProperty(navigator, 'credentials')
})

/** jsdom has no passkeys. */
const lend = (credentials: object) => {
  vi.stubGlobal('PublicKeyCredential', class {})
  Object.defineProperty(navigator, 'credentials', { value: credentials, configurable: true })
}

type Opened = Awaited<ReturnType<typeof open>>
const press = ({ screen }: Opened, name: string) => fireEvent.click(screen.getByRole('button', { name }))
const asked = (path: string) => calls.filter((call) => call.path === path).map(({ body }) => body)
const focused = () => document.activeElement?.textContent
const banner = ({ main }: Opened) => main.querySelector('.b')?.textContent

/** The account of somebody who is signed in. */
const signedIn = async (changes: Partial<typeof nadia> = {}, more = () => {}) => {
  const opened = await open({}, '', () => {
    answer('/account', { ...nadia, ...changes })
    more()
  })
  await opened.screen.findByRole('heading', { name: 'Your account' })
  return opened
}

describe('signing in', () => {
  it('has a link mailed, and says the same to everybody', async () => {
    const opened = await open()
    await opened.screen.findByRole('heading', { name: 'Sign in' })
    expect(opened.screen.getByText(/Ask Elm Dental for an invitation/)).toBeTruthy()
    expect(opened.screen.getByRole('link', { name: /without an account/ }).getAttribute('href')).toBe('/elm')
    press(opened, 'Send me a link')
    expect(opened.screen.getByRole('alert').textContent).toMatch(/Email must look like/)
    answer('/account/sign-in', {}, 202)
    fireEvent.input(opened.screen.getByLabelText('Email'), { target: { value: ' nadia@example.com ' } })
    press(opened, 'Send me a link')
    await opened.screen.findByRole('heading', { name: 'Look at your email' })
    expect(asked('/account/sign-in')).toEqual([{ email: 'nadia@example.com', language: 'en' }])
    expect(focused()).toBe('Look at your email')
    expect(opened.main.textContent).not.toMatch(/nadia@/)
  })

  it('by a mailed link needs a press: mail programs open links too', async () => {
    const opened = await open({}, 'mailed-link')
    await opened.screen.findByRole('heading', { name: 'Sign in' })
    expect([calls, location.hash]).toEqual([[], ''])
    answer('/account/open', nadia)
    press(opened, 'Sign in')
    await opened.screen.findByRole('heading', { name: 'Your account' })
    expect(asked('/account/open')).toEqual([{ link: 'mailed-link' }])
    expect([focused(), opened.other.hash]).toEqual(['Your account', ''])
  })

  it('by a link that has ended leads to a new one', async () => {
    const opened = await open({}, 'used-link')
    answer('/account/open', () => refusal(404, 'link-ended'))
    press(opened, 'Sign in')
    await opened.screen.findByRole('heading', { name: 'This link no longer works' })
    press(opened, 'Ask for a new link')
    expect(opened.screen.getByLabelText('Email')).toBeTruthy()
  })

  it('by passkey opens the account; called off, it says what else there is', async () => {
    const get = vi.fn(async () => null as unknown)
    lend({ get })
    const opened = await open()
    await opened.screen.findByRole('heading', { name: 'Sign in' })
    answer('/account/passkey/begin', { challenge: 'AQID', rpId: 'book.example.com' })
    press(opened, 'Sign in with a passkey')
    await opened.screen.findByRole('heading', { name: 'No passkey was used' })
    const bytes = (text: string) => new TextEncoder().encode(text).buffer
    get.mockResolvedValue({
      id: 'aWQ',
      rawId: bytes('id'),
      type: 'public-key',
      response: { clientDataJSON: bytes('{}'), authenticatorData: bytes('a'), signature: bytes('s') },
    })
    answer('/account/passkey/open', { ...nadia, signedInBy: 'passkey' })
    press(opened, 'Sign in with a passkey')
    await opened.screen.findByRole('heading', { name: 'Your account' })
    expect(asked('/account/passkey/open')).toMatchObject([
      { response: { id: 'aWQ', rawId: 'aWQ', response: { clientDataJSON: 'e30', signature: 'cw' } } },
    ])
  })

  it('too often asks for patience', async () => {
    const opened = await open()
    await opened.screen.findByRole('heading', { name: 'Sign in' })
    answer('/account/sign-in', () => refusal(429, 'too-many-requests'))
    fireEvent.input(opened.screen.getByLabelText('Email'), { target: { value: 'nadia@example.com' } })
    press(opened, 'Send me a link')
    await waitFor(() => expect(banner(opened)).toMatch(/^That was tried too often/))
  })
})

describe('an account', () => {
  it('shows what is ahead with its state, and what is over folded away', async () => {
    const { screen, main } = await signedIn({
      visits: [
        visit,
        {
          ...visit,
          reference: null,
          link: null,
          state: 'booked',
          start: '2026-12-03T10:20:00-05:00',
          end: '2026-12-03T11:00:00-05:00',
        },
        {
          ...visit,
          reference: 'AAA-222',
          state: 'booked',
          start: '2026-11-20T10:20:00-05:00',
          end: '2026-11-20T11:00:00-05:00',
        },
        { ...visit, reference: 'AAA-333', state: 'cancelled' },
      ],
    })
    const texts = (list: Element | undefined) => [...(list?.children ?? [])].map((item) => item.textContent)
    const [ahead, over] = main.querySelectorAll('ul.visits')
    expect(texts(ahead)).toEqual([
      'With the practiceTuesday 24 November, 9:00Check-up and clean, 40 minDr Maya Okafor, 12 Elm StreetSee or change',
      'ConfirmedThursday 3 December, 10:20Check-up and clean, 40 minDr Maya Okafor, 12 Elm StreetTo change it, call the practice.',
    ])
    expect(texts(over)).toEqual([
      'Past visitFriday 20 November, 10:20Check-up and clean, 40 minDr Maya Okafor, 12 Elm StreetSee',
      'CancelledTuesday 24 November, 9:00Check-up and clean, 40 minDr Maya Okafor, 12 Elm StreetSee',
    ])
    const link = screen.getByRole('link', { name: 'See or change: Tuesday 24 November, 9:00' })
    expect(link.getAttribute('href')).toBe('/elm/request#token-of-the-request')
  })

  it('says that nothing is planned', async () => {
    const { screen } = await signedIn()
    expect(screen.getByText('Nothing is planned.')).toBeTruthy()
  })

  it('keeps each tick at once, the last one last, and takes back what was not kept', async () => {
    const opened = await signedIn()
    const box = (name: string) => opened.screen.getByLabelText<HTMLInputElement>(name)
    let atOnce = 0
    answer('/account/consents', async ({ email, text }: typeof nadia.consent) => {
      expect(++atOnce).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 20))
      atOnce--
      return { ...nadia, consent: { email, text } }
    })
    fireEvent.click(box('Yes, by email'))
    fireEvent.click(box('Yes, by text message'))
    await waitFor(() => expect(banner(opened)).toBe('Saved.'))
    expect(asked('/account/consents')).toEqual([
      { email: false, text: false, language: 'en' },
      { email: false, text: true, language: 'en' },
    ])
    expect([box('Yes, by email').checked, box('Yes, by text message').checked]).toEqual([false, true])
    answer('/account/consents', () => HttpResponse.error())
    fireEvent.click(box('Yes, by email'))
    await waitFor(() => expect(banner(opened)).toMatch(/^That has not reached us/))
    expect([box('Yes, by email').checked, box('Yes, by text message').checked]).toEqual([false, true])
  })

  it('asks for no consent in words that the practice has not approved, but lets it be taken back', async () => {
    const opened = await open({ consents: false }, '', () => answer('/account', nadia))
    await opened.screen.findByRole('heading', { name: 'Your account' })
    expect(opened.screen.getByLabelText<HTMLInputElement>('Yes, by email').checked).toBe(true)
    expect(opened.screen.queryByLabelText('Yes, by text message')).toBeNull()
    answer('/account/consents', { ...nadia, consent: { email: false, text: false } })
    fireEvent.click(opened.screen.getByLabelText('Yes, by email'))
    await waitFor(() => expect(banner(opened)).toBe('Saved.'))
    expect(opened.screen.queryByLabelText('Yes, by email')).toBeNull()
  })

  it('changes how to reach the patient, and says who changes the rest', async () => {
    const opened = await signedIn()
    press(opened, 'Correct')
    expect(focused()).toBe('Correct your details')
    expect(opened.screen.getByText(/name or date of birth, call the practice/)).toBeTruthy()
    fireEvent.input(opened.screen.getByLabelText('Mobile number'), { target: { value: '123' } })
    press(opened, 'Save')
    expect(opened.screen.getByRole('alert').textContent).toMatch(/seven digits/)
    fireEvent.input(opened.screen.getByLabelText('Mobile number'), { target: { value: '' } })
    answer('/account/details', () =>
      refusal(400, 'invalid-request', { errors: [{ pointer: '/email', detail: 'That address takes no mail' }] }),
    )
    press(opened, 'Save')
    await waitFor(() => expect(opened.screen.getByRole('alert').textContent).toMatch(/That address takes no mail/))
    expect(opened.screen.getByLabelText('Email').getAttribute('aria-invalid')).toBe('true')
    answer('/account/details', { ...nadia, mobile: null })
    press(opened, 'Save')
    await waitFor(() => expect(banner(opened)).toBe('Saved.'))
    expect(asked('/account/details').at(-1)).toEqual({ email: 'nadia.reyes@example.com' })
    expect(focused()).toBe('Your account')
  })

  it('adds a passkey by name, and removes one after asking once more', async () => {
    const bytes = (text: string) => new TextEncoder().encode(text).buffer
    const response = { clientDataJSON: bytes('{}'), attestationObject: bytes('o'), getTransports: () => ['internal'] }
    const create = vi.fn(async () => ({ id: 'aWQ', rawId: bytes('id'), type: 'public-key', response }))
    lend({ create })
    const opened = await signedIn()
    press(opened, 'Add a passkey')
    expect(opened.screen.getByRole('alert').textContent).toMatch(/Enter a name/)
    const passkey = { id: 'p1', name: 'My phone', addedAt: '2026-11-21T10:00:00Z', usedAt: null }
    answer('/account/passkeys/begin', { challenge: 'AQID', user: { id: 'AQID' } })
    answer('/account/passkeys/add', { ...nadia, passkeys: [passkey] })
    fireEvent.input(opened.screen.getByLabelText('Name of the new passkey'), { target: { value: 'My phone' } })
    press(opened, 'Add a passkey')
    await waitFor(() => expect(banner(opened)).toBe('The passkey is added.'))
    expect(asked('/account/passkeys/add')).toMatchObject([{ name: 'My phone', response: { id: 'aWQ' } }])
    expect(opened.screen.getByLabelText<HTMLInputElement>('Name of the new passkey').value).toBe('')

    press(opened, 'Remove My phone')
    expect(focused()).toBe('Remove the passkey “My phone”?')
    expect(asked('/account/passkeys/remove')).toEqual([])
    answer('/account/passkeys/remove', nadia)
    press(opened, 'Yes, remove it')
    await waitFor(() => expect(banner(opened)).toBe('The passkey is removed.'))
    expect(asked('/account/passkeys/remove')).toEqual([{ id: 'p1' }])
  })

  it('opens the booking, and shows afterwards what was asked for meanwhile', async () => {
    const opened = await signedIn()
    press(opened, 'Request an appointment')
    expect([focused(), opened.book.hidden]).toEqual(['Request an appointment', false])
    answer('/account', { ...nadia, visits: [visit] })
    press(opened, 'Your account')
    await opened.screen.findByText('With the practice')
    expect([focused(), opened.book.hidden, opened.book.children.length]).toEqual(['Your account', true, 0])
  })

  it('is asked for again when the patient looks at it again', async () => {
    const opened = await signedIn()
    answer('/account', { ...nadia, visits: [visit] })
    document.dispatchEvent(new Event('visibilitychange'))
    await opened.screen.findByText('With the practice')
    answer('/account', () => HttpResponse.error())
    document.dispatchEvent(new Event('visibilitychange'))
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(opened.screen.getByText('With the practice')).toBeTruthy()
    answer('/account', () => refusal(401, 'sign-in-required'))
    document.dispatchEvent(new Event('visibilitychange'))
    await waitFor(() => expect(banner(opened)).toMatch(/^You are signed out/))
  })

  it('is left by signing out, and nothing of it stays on the page', async () => {
    const opened = await signedIn()
    answer('/account/sign-out', {})
    press(opened, 'Sign out')
    await waitFor(() => expect(banner(opened)).toBe('You are signed out.'))
    expect(focused()).toBe('Sign in')
    expect(document.body.innerHTML).not.toMatch(/Nadia|Reyes|555-0117|1984/)
  })

  it('whose session has ended meanwhile asks to sign in again', async () => {
    const opened = await signedIn()
    answer('/account/consents', () => refusal(401, 'sign-in-required'))
    fireEvent.click(opened.screen.getByLabelText('Yes, by text message'))
    await waitFor(() => expect(banner(opened)).toBe('You are signed outSign in again to go on.'))
    expect(opened.screen.getByLabelText('Email')).toBeTruthy()
    expect(document.body.innerHTML).not.toMatch(/Nadia/)
  })
})
