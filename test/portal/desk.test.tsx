import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { http } from 'msw'
import { describe, expect, it } from 'vitest'
import { answerAs, danaAt, openPortal, readAgain, refuse, row, server, tomas, yuki } from './kit.tsx'

const rows = async () => within(await screen.findByRole('list')).getAllByRole('link')
const textOf = (element: Element | undefined) => element?.textContent?.replace(/\s+/g, ' ')

describe('the list', () => {
  it('shows who waits in the order given, with the times of the practice and what changes the next step', async () => {
    answerAs({ requests: [tomas, yuki, row()] })
    openPortal()
    const [first, second, third] = await rows()
    expect(textOf(first)).toBe(
      'Tomás Herrera-Quinn, unread, waiting for more than a working day, 3 d 19 hToday, 14:00' +
        'Toothache visit · Anyone →, assigned to Dr. Amara OseiStarts in 5 h 18 min',
    )
    expect(textOf(second)).toBe(
      'Yuki Tanabe, unread, waiting for 14 hThu 3 Dec, 13:00Cleaning and check-up · Dr. Amara OseiNo email, callNew patient',
    )
    expect(textOf(third)).toBe(
      'Imani Whitfield, unread, waiting for 22 minTue 24 Nov, 10:30Cleaning and check-up · Dr. Amara Osei',
    )
    expect(screen.getByText('3 requests')).toBeTruthy()
  })

  it('says when the time asked for has passed', async () => {
    answerAs({ requests: [row({ start: '2026-11-23T08:30:00-05:00' })] })
    openPortal()
    expect(await screen.findByText('The time has passed')).toBeTruthy()
    expect(screen.queryByText(/Starts in/)).toBeNull()
  })

  it('counts in the title of the window', async () => {
    const { desk } = answerAs({ requests: [tomas, row()] })
    const { portal } = openPortal()
    await rows()
    expect(portal.title.value).toBe('(2, 2 new) Action required · Elm Dental')
    desk.requests = []
    await readAgain(portal)
    expect(portal.title.value).toBe('Action required · Elm Dental')
  })

  it('says when nothing is waiting', async () => {
    answerAs()
    openPortal()
    expect(await screen.findByRole('heading', { name: 'Nothing is waiting' })).toBeTruthy()
    expect(screen.getByText(/A new request appears here by itself. Last looked at 08:42/)).toBeTruthy()
  })

  it('takes in a new request, keeps focus where it was and tells screen readers', async () => {
    const { desk } = answerAs({ requests: [yuki] })
    const { portal } = openPortal()
    const link = (await rows())[0]!
    link.focus()
    desk.requests = [tomas, yuki, row()]
    await readAgain(portal)
    expect(await screen.findByRole('link', { name: /Imani/ })).toBeTruthy()
    expect(document.activeElement).toBe(link)
    expect(screen.getByText('2 new requests')).toBeTruthy()
  })
})

describe('when the list can not be read', () => {
  it('says that nothing is lost, names the code once, and reads again on demand', async () => {
    const { desk } = answerAs({ requests: 'broken' })
    openPortal()
    expect(await screen.findByRole('heading', { name: 'The requests could not be read' })).toBeTruthy()
    expect(screen.getByText('Technical: internal-error (500)')).toBeTruthy()
    desk.requests = [row()]
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: /Imani/ })).toBeTruthy()
    expect(screen.queryByText(/could not be read/)).toBeNull()
  })

  it('keeps the list it had and says since when it is not up to date', async () => {
    const { desk } = answerAs({ requests: [row()] })
    const { portal, time } = openPortal()
    await rows()
    desk.requests = 'broken'
    time.now += 120_000
    await readAgain(portal)
    const alert = await screen.findByRole('alert')
    expect(textOf(alert)).toContain('Not up to date since 08:42')
    expect(await rows()).toHaveLength(1)
    desk.requests = [tomas, row()]
    fireEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
    await waitFor(async () => expect(await rows()).toHaveLength(2))
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

describe('a website that is not listed', () => {
  const refused = [
    { origin: 'https://new.elm.example', times: 3, lastAt: '2026-11-23T08:40:00-05:00' },
    { origin: 'https://other.example', times: 1, lastAt: '2026-11-20T08:40:00-05:00' },
  ]

  it('is named with how often and when it tried', async () => {
    answerAs({ refused })
    openPortal()
    expect(await screen.findByText('https://new.elm.example', { selector: 'b' })).toBeTruthy()
    expect(screen.getByText(/3 times, last today, 08:40\./)).toBeTruthy()
    expect(screen.getByText(/Once, Fri 20 Nov, 08:40\./)).toBeTruthy()
  })

  it('is let in with one tap, which is said, and leaves the others', async () => {
    const { sent } = answerAs({ refused })
    openPortal()
    fireEvent.click(await screen.findByRole('button', { name: 'Allow this website: https://new.elm.example' }))
    expect(await screen.findByText('https://new.elm.example can now send requests', { selector: '.sr' })).toBeTruthy()
    expect(sent).toEqual([{ path: '/portal/api/practices/elm/origins', body: { origin: 'https://new.elm.example' } }])
    expect(screen.queryByRole('button', { name: /new\.elm\.example/ })).toBeNull()
    expect(screen.getByRole('button', { name: /other\.example/ })).toBeTruthy()
  })

  it('can be let in by an owner only', async () => {
    answerAs({ refused, me: danaAt({ role: 'staff' }) })
    openPortal()
    expect(await screen.findAllByText('An owner of the practice can allow it.')).toHaveLength(2)
    expect(screen.queryByRole('button', { name: /Allow/ })).toBeNull()
  })

  it('stays when it could not be added', async () => {
    answerAs({ refused })
    server.use(http.post('*/portal/api/practices/elm/origins', () => refuse(503, 'unavailable')))
    openPortal()
    fireEvent.click(await screen.findByRole('button', { name: /new\.elm\.example/ }))
    expect((await screen.findByRole('alert')).textContent).toMatch(/could not be added/)
    expect(screen.getByRole('button', { name: 'Allow this website: https://new.elm.example' })).toBeTruthy()
  })
})
