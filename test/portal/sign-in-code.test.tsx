import { fireEvent, screen, waitFor } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { answerAs, openPortal, refuse, row, server } from './kit.tsx'

const auth = '*/portal/auth'

/** As the server does for an account with a second factor; `123456` and `AAAAA-11111` are right. */
function answerWithCodes() {
  const { desk, sent } = answerAs({ signedIn: false, requests: [row()] })
  const verify = (right: string) =>
    async function answer({ request }: { request: Request }) {
      const body = (await request.json()) as { code: string }
      sent.push({ path: new URL(request.url).pathname, body })
      if (body.code !== right) return refuse(400, 'invalid-request')
      desk.signedIn = true
      return HttpResponse.json({ next: 'done' })
    }
  server.use(
    http.post(`${auth}/sign-in/email`, () => HttpResponse.json({ next: 'code' })),
    http.post(`${auth}/two-factor/verify-totp`, verify('123456')),
    http.post(`${auth}/two-factor/verify-backup-code`, verify('AAAAA-11111')),
  )
  return { desk, sent }
}

async function typePassword() {
  fireEvent.input(await screen.findByLabelText('Email'), { target: { value: 'dana@elm.example' } })
  fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'correct horse battery' } })
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

function typeCode(label: string, code: string) {
  fireEvent.input(screen.getByLabelText(label), { target: { value: code } })
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

describe('the second step of signing in', () => {
  it('asks for a code in a field that phones fill by themselves, and opens the list', async () => {
    const { sent } = answerWithCodes()
    openPortal()
    await typePassword()
    expect(await screen.findByRole('heading', { name: 'One more step' })).toBeTruthy()
    const code = screen.getByLabelText('Code of six digits')
    expect(document.activeElement).toBe(code)
    expect(code).toHaveProperty('autocomplete', 'one-time-code')
    expect(code).toHaveProperty('inputMode', 'numeric')
    typeCode('Code of six digits', '123456')
    expect(await screen.findByRole('link', { name: /Imani Whitfield/ })).toBeTruthy()
    expect(sent.at(-1)).toEqual({ path: '/portal/auth/two-factor/verify-totp', body: { code: '123456' } })
  })

  it('says that a code is wrong, and selects it', async () => {
    answerWithCodes()
    openPortal()
    await typePassword()
    await screen.findByLabelText('Code of six digits')
    typeCode('Code of six digits', '000000')
    expect(await screen.findByText(/That code is not right/)).toBeTruthy()
    const code = screen.getByLabelText<HTMLInputElement>('Code of six digits')
    await waitFor(() => expect(document.activeElement).toBe(code))
    expect([code.selectionStart, code.selectionEnd]).toEqual([0, 6])
  })

  it('takes a backup code instead', async () => {
    const { sent } = answerWithCodes()
    openPortal()
    await typePassword()
    fireEvent.click(await screen.findByRole('button', { name: 'Use a backup code instead' }))
    await screen.findByLabelText('Backup code')
    typeCode('Backup code', 'AAAAA-11111')
    expect(await screen.findByRole('link', { name: /Imani Whitfield/ })).toBeTruthy()
    expect(sent.at(-1)?.path).toBe('/portal/auth/two-factor/verify-backup-code')
  })

  it('leads back to the password, also when the time for the code is over', async () => {
    answerWithCodes()
    openPortal()
    await typePassword()
    fireEvent.click(await screen.findByRole('button', { name: 'Back to the password' }))
    await typePassword()
    await screen.findByLabelText('Code of six digits')
    server.use(http.post(`${auth}/two-factor/verify-totp`, () => refuse(401, 'sign-in-required')))
    typeCode('Code of six digits', '123456')
    expect(await screen.findByText(/Begin again with the password/)).toBeTruthy()
    expect(screen.getByLabelText('Password')).toBeTruthy()
  })

  it.each([
    ['account-paused', /paused for 15 minutes/],
    ['too-many-requests', /Wait a minute/],
  ])('says what %s means', async (refusal, words) => {
    answerWithCodes()
    server.use(http.post(`${auth}/two-factor/verify-totp`, () => refuse(429, refusal)))
    openPortal()
    await typePassword()
    await screen.findByLabelText('Code of six digits')
    typeCode('Code of six digits', '123456')
    expect(await screen.findByText(words)).toBeTruthy()
  })
})

describe('signing in with a passkey', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    Reflect.deleteProperty(navigator, 'credentials')
  })

  const bytes = (text: string) => new TextEncoder().encode(text).buffer
  /** What a browser does that has one. */
  function giveBrowserPasskey(get: (options: CredentialRequestOptions) => Promise<unknown>) {
    vi.stubGlobal('PublicKeyCredential', class {})
    Object.defineProperty(navigator, 'credentials', { value: { get }, configurable: true })
    server.use(
      http.get(`${auth}/passkey/options`, () =>
        HttpResponse.json({ challenge: 'Y2hhbGxlbmdl', rpId: 'book.example.com', userVerification: 'required' }),
      ),
    )
  }

  it('hands the browser what the server asks, and the server what the browser answers', async () => {
    const { desk } = answerAs({ signedIn: false, requests: [row()] })
    const asked: PublicKeyCredentialRequestOptions[] = []
    giveBrowserPasskey(async ({ publicKey }) => {
      asked.push(publicKey!)
      const response = {
        clientDataJSON: bytes('client'),
        authenticatorData: bytes('data'),
        signature: bytes('signature'),
        userHandle: null,
      }
      return { id: 'aWQ', rawId: bytes('id'), type: 'public-key', response }
    })
    let answer: unknown
    server.use(
      http.post(`${auth}/passkey/verify`, async ({ request }) => {
        answer = await request.json()
        desk.signedIn = true
        return HttpResponse.json({ next: 'done' })
      }),
    )
    openPortal()
    fireEvent.click(await screen.findByRole('button', { name: 'Sign in with a passkey' }))
    expect(await screen.findByRole('link', { name: /Imani Whitfield/ })).toBeTruthy()
    expect(new TextDecoder().decode(asked[0]!.challenge as Uint8Array)).toBe('challenge')
    expect(asked[0]).toMatchObject({ rpId: 'book.example.com', userVerification: 'required' })
    expect(answer).toEqual({
      response: {
        id: 'aWQ',
        rawId: 'aWQ',
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: 'Y2xpZW50', authenticatorData: 'ZGF0YQ', signature: 'c2lnbmF0dXJl' },
      },
    })
  })

  it('says nothing when it is called off', async () => {
    answerAs({ signedIn: false })
    giveBrowserPasskey(() => Promise.reject(new DOMException('no', 'NotAllowedError')))
    openPortal()
    fireEvent.click(await screen.findByRole('button', { name: 'Sign in with a passkey' }))
    await waitFor(() => expect(screen.getByRole('button', { name: 'Sign in' })).toBeTruthy())
    expect(screen.getByRole('alert').textContent).toBe('')
  })

  it('says when it is not known here', async () => {
    answerAs({ signedIn: false })
    giveBrowserPasskey(async () => ({
      id: 'aWQ',
      rawId: bytes('id'),
      type: 'public-key',
      response: { clientDataJSON: bytes(''), authenticatorData: bytes(''), signature: bytes('') },
    }))
    server.use(http.post(`${auth}/passkey/verify`, () => refuse(401, 'sign-in-required')))
    openPortal()
    fireEvent.click(await screen.findByRole('button', { name: 'Sign in with a passkey' }))
    expect(await screen.findByText('This passkey could not be used here. Sign in with the password.')).toBeTruthy()
  })

  it('is not offered by a browser that keeps none', async () => {
    answerAs({ signedIn: false })
    openPortal()
    await screen.findByLabelText('Email')
    expect(screen.queryByRole('button', { name: 'Sign in with a passkey' })).toBeNull()
  })
})
