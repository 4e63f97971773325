import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { deviceName } from '../../portal/model/account-device.ts'
import type { Account } from '../../server/contract/account.ts'
import { answerAs, openPortal, refuse, server } from './kit.tsx'

const auth = '*/portal/auth'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** The server's side of one account; changing a field changes the next answer. */
function answerAccount(change: Partial<Account> = {}) {
  const { desk, sent } = answerAs()
  const account: Account = {
    name: 'Dana Whitlock',
    email: 'dana@elm.example',
    hasSecondFactor: false,
    passkeys: [],
    sessions: [
      {
        id: 's1',
        device: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',
        since: '2026-11-23T13:00:00Z',
        usedAt: '2026-11-23T13:40:00Z',
        isThis: true,
      },
      {
        id: 's2',
        device: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1',
        since: '2026-11-23T12:00:00Z',
        usedAt: '2026-11-23T13:30:00Z',
        isThis: false,
      },
    ],
    ...change,
  }
  const wrong = (pointer: string, detail: string) =>
    HttpResponse.json(
      { type: '/problems/invalid-request', title: '', status: 400, detail, errors: [{ pointer, detail }] },
      { status: 400 },
    )
  const post = (path: string, answer: (body: Record<string, string>) => Response | object) =>
    http.post(`${auth}/${path}`, async ({ request }) => {
      const body = (await request.json()) as Record<string, string>
      sent.push({ path, body })
      if ('password' in body && body.password !== 'right') return wrong('/password', 'That is not your password.')
      const made = answer(body)
      return made instanceof Response ? made : HttpResponse.json(made)
    })
  server.use(
    http.get(`${auth}/account`, () => (desk.signedIn ? HttpResponse.json(account) : refuse(401, 'sign-in-required'))),
    post('account/name', ({ name }) => {
      account.name = name!
      return {}
    }),
    post('account/password', ({ newPassword }) =>
      newPassword!.length < 12 ? wrong('/newPassword', 'A password has at least 12 characters; this one has 5.') : {},
    ),
    post('account/sign-out-everywhere', () => {
      desk.signedIn = false
      return {}
    }),
    post('second-factor/begin', () => ({
      uri: `otpauth://totp/chairtime:dana?secret=${secret}&issuer=chairtime`,
      backupCodes: Array.from({ length: 10 }, (_, i) => `AAAAA-1111${i}`),
    })),
    post('second-factor/on', ({ code }) => {
      if (code !== '123456') return wrong('/code', 'That is not the code that is shown now.')
      account.hasSecondFactor = true
      return {}
    }),
    post('second-factor/off', () => {
      account.hasSecondFactor = false
      return {}
    }),
    post('second-factor/codes', () => ({ backupCodes: ['BBBBB-22222'] })),
    post('passkeys/remove', ({ id }) => {
      account.passkeys = account.passkeys.filter((each) => each.id !== id)
      return {}
    }),
  )
  return { desk, sent, account }
}

const type = (label: string, text: string) => fireEvent.input(screen.getByLabelText(label), { target: { value: text } })
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const dialog = () => within(screen.getByRole('dialog'))
const answer = (name: string) => fireEvent.click(dialog().getByRole('button', { name }))

describe('my account', () => {
  it('says how one signs in and where, in the practice’s time', async () => {
    answerAccount()
    const { portal } = openPortal('#/account')
    expect(await screen.findByText('Firefox on Windows')).toBeTruthy()
    expect(screen.getByText('Safari on iPhone')).toBeTruthy()
    expect(screen.getByText('Since today, 07:00, last used today, 08:30')).toBeTruthy()
    expect(screen.getByText('dana@elm.example', { selector: 'main *' })).toBeTruthy()
    expect(portal.title.value).toBe('My account · Elm Dental')
  })

  it('says so when it can not be read, and reads it again', async () => {
    answerAccount()
    server.use(http.get(`${auth}/account`, () => HttpResponse.error(), { once: true }))
    openPortal('#/account')
    expect(await screen.findByRole('heading', { name: 'Your account could not be read' })).toBeTruthy()
    click('Try again')
    expect(await screen.findByText('Firefox on Windows')).toBeTruthy()
  })

  it('leads to the sign-in when the session has ended', async () => {
    const { desk } = answerAccount()
    openPortal('#/account')
    await screen.findByText('Firefox on Windows')
    desk.signedIn = false
    server.use(http.post(`${auth}/account/name`, () => refuse(401, 'sign-in-required')))
    type('Name, as colleagues see it', 'Dana W.')
    click('Save the name')
    expect(await screen.findByText(/Your session has ended/)).toBeTruthy()
  })

  it('saves a new name, and never an empty one', async () => {
    const { desk, sent } = answerAccount()
    openPortal('#/account')
    await screen.findByText('Firefox on Windows')
    expect(screen.getByRole('button', { name: 'Save the name' })).toHaveProperty('disabled', true)
    type('Name, as colleagues see it', '  ')
    expect(screen.getByText('Write a name.')).toBeTruthy()
    type('Name, as colleagues see it', ' Dana W. ')
    desk.me = { ...desk.me, user: { ...desk.me.user, name: 'Dana W.' } }
    click('Save the name')
    expect(await screen.findByText('Your name is changed.', { selector: 'main *' })).toBeTruthy()
    expect(sent).toEqual([{ path: 'account/name', body: { name: 'Dana W.' } }])
    expect(await screen.findByText('Dana W.', { selector: '.side *' })).toBeTruthy()
  })

  it('changes the password, and says beside which field something is wrong', async () => {
    answerAccount()
    openPortal('#/account')
    await screen.findByText('Firefox on Windows')
    click('Change the password…')
    type('Your password now', 'wrong')
    type('New password', 'short')
    answer('Change the password')
    expect(await screen.findByText('That is not your password.')).toBeTruthy()
    expect(screen.getByLabelText('Your password now').getAttribute('aria-describedby')).toBe('old-password-error')
    type('Your password now', 'right')
    answer('Change the password')
    expect(await screen.findByText(/this one has 5/)).toBeTruthy()
    type('New password', 'quiet river under stones')
    answer('Change the password')
    expect(await screen.findByText(/Your password is changed/, { selector: 'main *' })).toBeTruthy()
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('sets a second factor up: password, secret, code, backup codes', async () => {
    const { sent } = answerAccount()
    const { clipboard } = openPortal('#/account')
    await screen.findByText('Firefox on Windows')
    click('Set up a second factor…')
    type('Your password', 'right')
    answer('Go on')
    expect(await screen.findByRole('img', { name: 'QR code with the secret' })).toBeTruthy()
    expect(screen.getByText('JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP')).toBeTruthy()
    answer('Copy secret')
    await waitFor(() => expect(clipboard).toEqual([secret]))
    type('Code that the app shows now', '000000')
    answer('Turn it on')
    expect(await screen.findByText('That is not the code that is shown now.')).toBeTruthy()
    type('Code that the app shows now', '123456')
    answer('Turn it on')
    expect(await screen.findByText('AAAAA-11119')).toBeTruthy()
    answer('Copy backup codes')
    await waitFor(() => expect(clipboard[1]).toMatch(/^AAAAA-11110\nAAAAA-11111\n/))
    answer('I have kept them')
    expect(await screen.findByText(/It is asked from the next sign-in on/, { selector: 'main *' })).toBeTruthy()
    expect(await screen.findByRole('button', { name: 'Turn it off…' })).toBeTruthy()
    expect(sent.map(({ path }) => path)).toEqual(['second-factor/begin', 'second-factor/on', 'second-factor/on'])
  })

  it('turns it off and makes new backup codes, each after the password', async () => {
    answerAccount({ hasSecondFactor: true })
    openPortal('#/account')
    await screen.findByText('Firefox on Windows')
    click('Make new backup codes…')
    type('Your password', 'right')
    answer('Make new codes')
    expect(await screen.findByText('BBBBB-22222')).toBeTruthy()
    answer('I have kept them')
    click('Turn it off…')
    type('Your password', 'right')
    answer('Turn it off')
    expect(await screen.findByText(/The second factor is off/, { selector: 'main *' })).toBeTruthy()
  })

  it('removes a passkey, and says where there can be none', async () => {
    const { sent } = answerAccount({ passkeys: [{ id: 'p1', name: 'Front desk', addedAt: '2026-11-02T12:00:00Z' }] })
    openPortal('#/account')
    expect(await screen.findByText('Added 2 Nov 2026')).toBeTruthy()
    expect(screen.getByText(/This browser keeps no passkeys/)).toBeTruthy()
    click('Remove… Front desk')
    answer('Remove the passkey')
    await waitFor(() => expect(screen.queryByText('Added 2 Nov 2026')).toBeNull())
    expect(sent).toEqual([{ path: 'passkeys/remove', body: { id: 'p1' } }])
  })

  it('signs out everywhere, here too', async () => {
    answerAccount()
    openPortal('#/account')
    await screen.findByText('Firefox on Windows')
    click('Sign out everywhere…')
    answer('Sign out everywhere')
    expect(await screen.findByText('You are signed out.')).toBeTruthy()
  })
})

describe('deviceName', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/144.0.0.0 Safari/537.36', 'Chrome on Linux'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/144.0 Safari/537.36 Edg/144.0', 'Edge on Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 15_1) Version/19.0 Safari/605.1.15', 'Safari on Mac'],
    ['Mozilla/5.0 (Linux; Android 16) Chrome/144.0 Mobile Safari/537.36', 'Chrome on Android'],
    ['curl/8.9', 'An unknown device'],
    ['', 'An unknown device'],
  ])('calls %j %s', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name)
  })
})
