import { fireEvent, screen, waitFor } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { answerAs, dana, detail, listOf, oak, openPortal, readAgain, row, server } from './kit.tsx'

async function typeAndSend(password: string) {
  fireEvent.input(await screen.findByLabelText('Email'), { target: { value: 'dana@elm.example' } })
  fireEvent.input(screen.getByLabelText('Password'), { target: { value: password } })
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

describe('signing in', () => {
  it('starts in the email field, which password managers recognise', async () => {
    answerAs({ signedIn: false })
    const { portal } = openPortal()
    const email = await screen.findByLabelText('Email')
    expect(document.activeElement).toBe(email)
    expect(email).toHaveProperty('autocomplete', 'username')
    expect(screen.getByLabelText('Password')).toHaveProperty('autocomplete', 'current-password')
    expect(portal.title.value).toBe('Sign in · chairtime')
  })

  it('sends email and password and opens the list', async () => {
    const { sent } = answerAs({ signedIn: false, requests: [row()] })
    openPortal()
    await typeAndSend('correct horse battery')
    expect(await screen.findByRole('link', { name: /Imani Whitfield/ })).toBeTruthy()
    expect(sent).toEqual([
      { path: '/portal/auth/sign-in/email', body: { email: 'dana@elm.example', password: 'correct horse battery' } },
    ])
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1, name: 'Appointments' })),
    )
  })

  it('says that email or password is wrong, keeps the email and selects the password', async () => {
    answerAs({ signedIn: false })
    openPortal()
    await typeAndSend('wrong')
    expect(await screen.findByText('Email or password is not right. Check both, then sign in again.')).toBeTruthy()
    expect(screen.getByLabelText('Email')).toHaveProperty('value', 'dana@elm.example')
    const password = screen.getByLabelText<HTMLInputElement>('Password')
    await waitFor(() => expect(document.activeElement).toBe(password))
    expect([password.selectionStart, password.selectionEnd]).toEqual([0, 5])
  })

  it.each([
    ['too many attempts', () => HttpResponse.json({}, { status: 429 }), /Wait a minute/],
    ['a fault of the server', () => HttpResponse.json({}, { status: 500 }), /did not work this time/],
    ['no connection', () => HttpResponse.error(), /does not answer/],
  ])('tells %s apart from a wrong password', async (_what, answer, words) => {
    answerAs({ signedIn: false })
    server.use(http.post('*/portal/auth/sign-in/email', answer))
    openPortal()
    await typeAndSend('correct horse battery')
    expect(await screen.findByText(words)).toBeTruthy()
    expect(screen.queryByText(/is not right/)).toBeNull()
  })
})

describe('a session that ends', () => {
  it('asks to sign in, says why, and goes on with the same request afterwards', async () => {
    const { desk } = answerAs({ requests: [row()], details: [detail({ note: 'Mornings are best' })] })
    const { portal } = openPortal('#/elm/requests/r1')
    await screen.findByText('Mornings are best')
    desk.signedIn = false
    await readAgain(portal)
    expect(await screen.findByText(/Your session has ended, as it does after 15 minutes without use/)).toBeTruthy()
    expect(document.body.textContent).not.toMatch(/Imani|Mornings/)
    await typeAndSend('correct horse battery')
    expect(await screen.findByText('Mornings are best')).toBeTruthy()
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('heading', { level: 2, name: 'Imani Whitfield' })),
    )
  })

  it('is renewed by use, once a minute, and not by polling', async () => {
    const { sent } = answerAs({ requests: [row()] })
    const { portal, time } = openPortal()
    await screen.findByRole('link', { name: /Imani/ })
    time.now += 59_000
    await portal.session.used()
    await readAgain(portal)
    expect(sent).toEqual([])
    time.now += 1000
    await portal.session.used()
    await portal.session.used()
    expect(sent.map((each) => each.path)).toEqual(['/portal/auth/get-session'])
  })

  it('is noticed when use finds it ended', async () => {
    const { desk } = answerAs()
    const { portal, time } = openPortal()
    await screen.findByRole('heading', { name: 'Nothing is waiting' })
    desk.signedIn = false
    time.now += 60_000
    await portal.session.used()
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy()
  })
})

describe('signing out', () => {
  it('leaves nothing of the patients on the screen', async () => {
    const { sent } = answerAs({ requests: [row()] })
    openPortal()
    await screen.findByRole('link', { name: /Imani/ })
    fireEvent.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText('You are signed out.')).toBeTruthy()
    expect(sent.map((each) => each.path)).toEqual(['/portal/auth/sign-out'])
    expect(document.body.textContent).not.toContain('Imani')
  })

  it('says that the session is still open when the server does not answer', async () => {
    answerAs()
    server.use(http.post('*/portal/auth/sign-out', () => HttpResponse.error()))
    openPortal()
    fireEvent.click(await screen.findByRole('button', { name: 'Sign out' }))
    expect((await screen.findByRole('alert')).textContent).toMatch(/You are still signed in/)
  })
})

describe('who may see what', () => {
  it('explains how an account without a practice gets one', async () => {
    const { desk } = answerAs({ me: { ...dana, practices: [] } })
    openPortal()
    expect(await screen.findByRole('heading', { name: 'Your account belongs to no practice yet' })).toBeTruthy()
    expect(screen.getByText(/chairtime staff add/).textContent).toBe(
      'chairtime staff add dana@elm.example --practice ID',
    )
    desk.me = dana
    fireEvent.click(screen.getByRole('button', { name: 'Look again' }))
    expect(await screen.findByRole('heading', { name: 'Appointments' })).toBeTruthy()
  })

  it('offers the own practices when the link belongs to another', async () => {
    answerAs()
    openPortal('#/oak/requests/r1')
    expect(await screen.findByRole('heading', { name: 'This link belongs to another practice' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Elm Dental' }).getAttribute('href')).toBe('#/elm/requests')
  })

  it('lets someone who works for two practices switch, and shows no switch to others', async () => {
    answerAs({ me: { ...dana, practices: [...dana.practices, oak] }, requests: [row()] })
    server.use(
      http.get('*/portal/api/practices/oak/requests', () => HttpResponse.json(listOf([]))),
      http.get('*/portal/api/practices/oak/origins', () => HttpResponse.json({ refused: [] })),
    )
    const { portal, addresses } = openPortal()
    await screen.findByRole('link', { name: /Imani/ })
    fireEvent.change(screen.getByRole('combobox', { name: 'Practice' }), { target: { value: 'oak' } })
    expect(await screen.findByRole('heading', { name: 'Nothing is waiting' })).toBeTruthy()
    expect(addresses).toEqual([{ hash: '#/oak/requests', step: 'on' }])
    expect(portal.title.value).toBe('Action required · Oak Dental')
  })

  it('says so when the server can not be reached at all, and tries again', async () => {
    server.use(http.get('*/portal/api/me', () => HttpResponse.error()))
    openPortal()
    expect(await screen.findByRole('heading', { name: 'chairtime could not be opened' })).toBeTruthy()
    answerAs()
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('heading', { name: 'Appointments' })).toBeTruthy()
  })
})
