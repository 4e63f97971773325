import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import type { Invitation } from '../../server/contract/account.ts'
import type { StaffList } from '../../server/contract/settings.ts'
import { answerAs, dana, openPortal, refuse, row, server } from './kit.tsx'

const staffOf = '*/portal/api/practices/elm/staff'
const me = {
  userId: 'u1',
  name: 'Dana Whitlock',
  email: 'dana@elm.example',
  role: 'owner',
  hasSecondFactor: true,
} as const
const rosa = {
  userId: 'u2',
  name: 'Rosa Delgado',
  email: 'rosa@elm.example',
  role: 'staff',
  hasSecondFactor: false,
} as const

const problem = (status: number, refusal: string, detail: string, pointer?: string) =>
  HttpResponse.json(
    { type: `/problems/${refusal}`, title: '', status, detail, ...(pointer && { errors: [{ pointer, detail }] }) },
    { status },
  )

function answerStaff(change: Partial<StaffList> = {}, link: string | null = null) {
  const { desk, sent } = answerAs()
  const list: StaffList = { staff: [me, rosa], invited: [], ...change }
  const post = (what: string, act: (body: Record<string, string>) => object) =>
    http.post(`${staffOf}/${what}`, async ({ request }) => {
      const body = (await request.json()) as Record<string, string>
      sent.push({ path: what, body })
      return HttpResponse.json(act(body))
    })
  server.use(
    http.get(staffOf, () => HttpResponse.json(list)),
    post('role', ({ userId, role }) => {
      list.staff = list.staff.flatMap((each) => {
        if (each.userId !== userId) return [each]
        return role ? [{ ...each, role: role as StaffList['staff'][number]['role'] }] : []
      })
      return {}
    }),
    post('invite', ({ email, role }) => {
      list.invited = [
        {
          email: email!,
          role: role as 'staff',
          invitedBy: 'Dana Whitlock',
          expiresAt: '2026-11-30T08:42:00-05:00',
        },
      ]
      return { link, expiresAt: '2026-11-30T08:42:00-05:00' }
    }),
    post('withdraw', () => {
      list.invited = []
      return {}
    }),
  )
  return { desk, sent, list }
}

const dialog = () => within(screen.getByRole('dialog'))
const choose = (name: string, role: string) =>
  fireEvent.change(screen.getByLabelText(`Role of ${name}`), { target: { value: role } })

describe('the staff room', () => {
  it('lists who works here, with roles, and how they sign in', async () => {
    answerStaff()
    const { portal } = openPortal('#/elm/staff')
    expect(await screen.findByText('2 people')).toBeTruthy()
    expect(screen.getByLabelText('Role of Rosa Delgado')).toHaveProperty('value', 'staff')
    expect(screen.getByText('Second factor')).toBeTruthy()
    expect(screen.getByText('Password only')).toBeTruthy()
    expect(portal.title.value).toBe('Staff · Elm Dental')
  })

  it('is closed to who is no owner, and asks the server nothing', async () => {
    answerAs({ me: { ...dana, practices: [{ ...dana.practices[0]!, role: 'staff' }] } })
    openPortal('#/elm/staff')
    expect(await screen.findByRole('heading', { name: 'Owners look after this' })).toBeTruthy()
  })

  it('says so when it can not be read, and reads it again', async () => {
    answerStaff()
    server.use(http.get(staffOf, () => HttpResponse.error(), { once: true }))
    openPortal('#/elm/staff')
    expect(await screen.findByRole('heading', { name: 'The staff could not be read' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('2 people')).toBeTruthy()
  })

  it('changes a colleague’s role at once', async () => {
    const { sent } = answerStaff()
    openPortal('#/elm/staff')
    await screen.findByText('2 people')
    choose('Rosa Delgado', 'owner')
    expect(await screen.findByText('Rosa Delgado is an owner now.', { selector: 'main *' })).toBeTruthy()
    expect(sent).toEqual([{ path: 'role', body: { userId: 'u2', role: 'owner' } }])
  })

  it('shows the role that is kept when the server refuses', async () => {
    answerStaff()
    server.use(http.post(`${staffOf}/role`, () => problem(404, 'not-found', 'Whoever this was no longer works here.')))
    openPortal('#/elm/staff')
    await screen.findByText('2 people')
    choose('Rosa Delgado', 'owner')
    expect(await screen.findByText('Whoever this was no longer works here.')).toBeTruthy()
    expect(screen.getByLabelText('Role of Rosa Delgado')).toHaveProperty('value', 'staff')
  })

  it('offers no way to take the last owner away', async () => {
    answerStaff()
    openPortal('#/elm/staff')
    await screen.findByText('2 people')
    expect(screen.getByLabelText('Role of Dana Whitlock')).toHaveProperty('disabled', true)
    expect(screen.getByRole('button', { name: 'Remove… Dana Whitlock' })).toHaveProperty('disabled', true)
    expect(screen.getByText(/A practice needs an owner/)).toBeTruthy()
  })

  it('asks before one gives up the own role, and then shows what is left', async () => {
    const { desk, sent } = answerStaff({ staff: [me, { ...rosa, role: 'owner' }] })
    openPortal('#/elm/staff')
    await screen.findByText('2 people')
    choose('Dana Whitlock', 'read-only')
    await screen.findByRole('heading', { name: 'Change your own role?' })
    expect(sent).toEqual([])
    desk.me = { ...dana, practices: [{ ...dana.practices[0]!, role: 'read-only' }] }
    fireEvent.click(dialog().getByRole('button', { name: 'Become read-only' }))
    expect(await screen.findByRole('heading', { name: 'Owners look after this' })).toBeTruthy()
  })

  it('asks before somebody is removed', async () => {
    const { sent } = answerStaff()
    openPortal('#/elm/staff')
    await screen.findByText('2 people')
    fireEvent.click(screen.getByRole('button', { name: 'Remove… Rosa Delgado' }))
    fireEvent.click(dialog().getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    fireEvent.click(screen.getByRole('button', { name: 'Remove… Rosa Delgado' }))
    fireEvent.click(dialog().getByRole('button', { name: 'Remove the access' }))
    expect(await screen.findByText('Rosa Delgado has no access any more.', { selector: 'main *' })).toBeTruthy()
    expect(sent).toEqual([{ path: 'role', body: { userId: 'u2', role: null } }])
    expect(screen.getByText('1 person')).toBeTruthy()
  })

  it('invites by mail, and withdraws', async () => {
    const { sent } = answerStaff()
    openPortal('#/elm/staff')
    await screen.findByText('2 people')
    fireEvent.input(screen.getByLabelText('Email'), { target: { value: 'eve@elm.example' } })
    fireEvent.click(screen.getByRole('radio', { name: /Read-only/ }))
    fireEvent.click(screen.getByRole('button', { name: 'Invite' }))
    expect(await screen.findByText(/Its link works once, until Mon 30 Nov, 08:42/)).toBeTruthy()
    expect(sent).toEqual([{ path: 'invite', body: { email: 'eve@elm.example', role: 'read-only' } }])
    expect(await screen.findByText(/Read-only, invited by Dana Whitlock, until Mon 30 Nov, 08:42/)).toBeTruthy()
    expect(screen.getByLabelText('Email')).toHaveProperty('value', '')
    fireEvent.click(screen.getByRole('button', { name: /^Withdraw…/ }))
    fireEvent.click(dialog().getByRole('button', { name: 'Withdraw the invitation' }))
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Invited, not here yet' })).toBeNull())
    expect(screen.queryByText(/Its link works once/)).toBeNull()
  })

  it('shows the link where no mail is sent, to be copied', async () => {
    const link = 'https://book.example.com/portal/#/invitation/elm/abcdefghijklmnopqrstuvwxyz012345'
    answerStaff({}, link)
    const { clipboard } = openPortal('#/elm/staff')
    await screen.findByText('2 people')
    fireEvent.input(screen.getByLabelText('Email'), { target: { value: 'eve@elm.example' } })
    fireEvent.click(screen.getByRole('button', { name: 'Invite' }))
    expect(await screen.findByText(/This server sends no mail/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Copy link' }))
    await waitFor(() => expect(clipboard).toEqual([link]))
  })

  it('says beside the field why somebody can not be invited, and keeps what was typed', async () => {
    answerStaff()
    const words = 'Whoever has this email works here already. Change the role in the list.'
    server.use(http.post(`${staffOf}/invite`, () => problem(400, 'invalid-request', words, '/email')))
    openPortal('#/elm/staff')
    await screen.findByText('2 people')
    fireEvent.input(screen.getByLabelText('Email'), { target: { value: 'rosa@elm.example' } })
    fireEvent.click(screen.getByRole('button', { name: 'Invite' }))
    expect(await screen.findByText(words)).toBeTruthy()
    expect(screen.getByLabelText('Email')).toHaveProperty('value', 'rosa@elm.example')
  })
})

describe('an invitation', () => {
  const invitation: Invitation = {
    practice: 'Elm Dental',
    email: 'dana@elm.example',
    role: 'staff',
    invitedBy: 'Rosa Delgado',
    expiresAt: '2026-11-30T08:42:00-05:00',
    hasAccount: false,
  }
  const hash = '#/invitation/elm/abcdefghijklmnopqrstuvwxyz012345'
  const named = { practice: 'elm', token: 'abcdefghijklmnopqrstuvwxyz012345' }

  function answerInvitation(change: Partial<Invitation> = {}, signedIn = false) {
    const { desk, sent } = answerAs({ signedIn, requests: [row()] })
    const found = { ...invitation, ...change }
    server.use(
      http.post('*/portal/api/invitation/look', () => HttpResponse.json(found)),
      http.post('*/portal/api/invitation/accept', async ({ request }) => {
        const body = (await request.json()) as Record<string, string>
        sent.push({ path: 'accept', body })
        const words = 'A password has at least 12 characters; this one has 5.'
        if (body.password === 'short') return problem(400, 'invalid-request', words, '/password')
        return HttpResponse.json({})
      }),
    )
    return { desk, sent, found }
  }
  const type = (label: string, text: string) =>
    fireEvent.input(screen.getByLabelText(label), { target: { value: text } })

  it('says who invites to what, makes an account and opens the desk', async () => {
    const { sent } = answerInvitation()
    const { addresses } = openPortal(hash)
    expect(await screen.findByRole('heading', { name: 'Work at the desk of Elm Dental' })).toBeTruthy()
    expect(screen.getByText(/Rosa Delgado invites you. Your role is staff/)).toBeTruthy()
    const join = () => fireEvent.click(screen.getByRole('button', { name: 'Make the account and sign in' }))
    join()
    expect(await screen.findByText('Write your name, as colleagues know you.')).toBeTruthy()
    expect(sent).toEqual([])
    type('Your name', 'Dana Whitlock')
    type('Choose a password', 'short')
    join()
    expect(await screen.findByText(/this one has 5/)).toBeTruthy()
    type('Choose a password', 'correct horse battery')
    join()
    expect(await screen.findByRole('link', { name: /Imani Whitfield/ })).toBeTruthy()
    expect(sent.slice(1)).toEqual([
      { path: 'accept', body: { ...named, name: 'Dana Whitlock', password: 'correct horse battery' } },
      { path: '/portal/auth/sign-in/email', body: { email: 'dana@elm.example', password: 'correct horse battery' } },
    ])
    // The link is used up: it must not stand in the history.
    expect(addresses).toEqual([{ hash: '#/elm/requests', step: 'over' }])
  })

  it('lets who has an account sign in, and then accept', async () => {
    const { sent } = answerInvitation({ hasAccount: true })
    openPortal(hash)
    expect(await screen.findByText('You have an account with this email. Sign in to accept.')).toBeTruthy()
    expect(screen.getByLabelText('Email')).toHaveProperty('value', 'dana@elm.example')
    type('Password', 'correct horse battery')
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Accept for Elm Dental' }))
    expect(await screen.findByRole('link', { name: /Imani Whitfield/ })).toBeTruthy()
    expect(sent.at(-1)).toEqual({ path: 'accept', body: named })
  })

  it('asks somebody else who is signed in to sign out', async () => {
    answerInvitation({ hasAccount: true, email: 'eve@elm.example' }, true)
    openPortal(hash)
    expect(await screen.findByText(/The invitation is for/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText('You have an account with this email. Sign in to accept.')).toBeTruthy()
  })

  it('that has ended says what to do, and leads to the sign-in', async () => {
    answerAs({ signedIn: false })
    server.use(http.post('*/portal/api/invitation/look', () => refuse(404, 'link-ended')))
    openPortal(hash)
    expect(await screen.findByRole('heading', { name: 'This invitation no longer works' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Go to the sign-in' }))
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy()
  })

  it('that was used meanwhile says so instead of failing', async () => {
    answerInvitation()
    openPortal(hash)
    await screen.findByLabelText('Your name')
    server.use(
      http.post('*/portal/api/invitation/look', () => refuse(404, 'link-ended')),
      http.post('*/portal/api/invitation/accept', () => refuse(404, 'link-ended')),
    )
    type('Your name', 'Dana')
    type('Choose a password', 'correct horse battery')
    fireEvent.click(screen.getByRole('button', { name: 'Make the account and sign in' }))
    expect(await screen.findByRole('heading', { name: 'This invitation no longer works' })).toBeTruthy()
  })

  it('can be opened again when the server did not answer', async () => {
    answerInvitation()
    server.use(http.post('*/portal/api/invitation/look', () => HttpResponse.error(), { once: true }))
    openPortal(hash)
    expect(await screen.findByText(/Its link still works/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByLabelText('Your name')).toBeTruthy()
  })
})
