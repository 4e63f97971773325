import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import type { RequestList, RequestRow } from '../../server/contract/desk.ts'
import { appointment } from './answer-kit.tsx'
import { answerAs, danaAt, detail, listOf, openPortal, readAgain, row, server, tomas, yuki } from './kit.tsx'

const rows = async () => within(await screen.findByRole('list')).getAllByRole('link')
const textOf = (element: Element | undefined) => element?.textContent?.replace(/\s+/g, ' ')

const noRequest: RequestRow = row({
  kind: 'appointment',
  id: 'a1',
  reference: null,
  state: 'booked',
  receivedAt: null,
  isNewPatient: null,
  start: '2026-11-23T09:00:00-05:00',
  patient: { given: 'Ada', family: 'Lovelace' },
})

/** Answers the lists by their questions, and tells which were asked. */
function listsAre(answer: (question: URLSearchParams) => Partial<RequestList>) {
  const asked: string[] = []
  server.use(
    http.get('*/portal/api/practices/elm/requests', ({ request }) => {
      const { searchParams } = new URL(request.url)
      asked.push(searchParams.toString())
      return HttpResponse.json({ ...listOf([]), ...answer(searchParams) })
    }),
  )
  return asked
}

describe('tabs', () => {
  it('stand in the address, count what is on each, and keep the list open beside a row', async () => {
    answerAs({ details: [detail()] })
    const counts = { action: 7, today: 23, upcoming: 0, all: 1234 }
    const asked = listsAre((question) =>
      question.get('tab') === 'today'
        ? {
            ...listOf([noRequest, row({ state: 'booked', start: '2026-11-23T10:00:00-05:00' })], {
              ...counts,
              today: 22,
            }),
            total: 23,
          }
        : listOf([row()], counts),
    )
    const { portal, addresses } = openPortal()
    await rows()
    const lists = screen.getByRole('navigation', { name: 'Lists' })
    const tabs = () => within(lists).getAllByRole('link').map(textOf)
    expect(tabs()).toEqual(['Action required7', 'Today23', 'Upcoming', 'All1,234'])
    fireEvent.click(within(lists).getByRole('link', { name: /^Today/ }))
    expect(await screen.findByText('23 visits')).toBeTruthy()
    // As the latest answer counts them.
    expect(tabs()).toEqual(['Action required7', 'Today22', 'Upcoming', 'All1,234'])
    expect(addresses).toEqual([{ hash: '#/elm/today', step: 'on' }])
    expect(portal.title.value).toBe('(7, 1 new) Today · Elm Dental')
    expect(asked).toEqual(['tab=action', 'tab=today'])
    fireEvent.click((await rows())[1]!)
    expect(addresses.at(-1)).toEqual({ hash: '#/elm/today/r1', step: 'on' })
    expect(await rows()).toHaveLength(2)
  })

  it('mark visits that were made online, and say where a row stands', async () => {
    answerAs()
    listsAre(() => listOf([noRequest, row({ state: 'booked' }), row({ id: 'r9', state: 'noshow' })]))
    openPortal('#/elm/upcoming')
    expect((await rows()).map(textOf)).toEqual([
      'Ada LovelaceToday, 09:00Cleaning and check-up · Dr. Amara Osei',
      'Imani WhitfieldAcceptedTue 24 Nov, 10:30Cleaning and check-up · Dr. Amara OseiOnline appointment',
      'Imani WhitfieldDid not comeTue 24 Nov, 10:30Cleaning and check-up · Dr. Amara OseiOnline appointment',
    ])
  })

  it('show only what belongs to one practitioner, and still count all that waits', async () => {
    answerAs()
    const asked = listsAre((question) =>
      question.has('practitioner') ? listOf([tomas], { action: 2 }) : listOf([tomas, yuki]),
    )
    openPortal()
    expect(await rows()).toHaveLength(2)
    fireEvent.change(screen.getByRole('combobox', { name: 'Whose visits' }), { target: { value: 'osei' } })
    await waitFor(async () => expect(await rows()).toHaveLength(1))
    expect(asked.at(-1)).toBe('tab=action&practitioner=osei')
    expect(screen.getByText('1 request')).toBeTruthy()
    expect(textOf(screen.getByRole('link', { name: /^Action required/ }))).toBe('Action required2')
  })

  it('say which requests may be in the schedule already', async () => {
    answerAs()
    listsAre(() =>
      listOf([
        row({ match: { isExact: true, appointments: 1 } }),
        row({ id: 'r2', match: { isExact: false, appointments: 1 } }),
        row({ id: 'r3', match: { isExact: false, appointments: 3 } }),
        row({ id: 'r4' }),
      ]),
    )
    openPortal()
    const chips = (await rows()).map((each) => textOf(each.querySelector('.tags')!))
    expect(chips).toEqual(['Match found', '1 possible match', '3 possible matches', ''])
  })

  it('are narrowed to what a number of the report counts, stay so beside a row, and can be shown whole', async () => {
    answerAs({ details: [detail()] })
    const asked = listsAre((question) => (question.has('from') ? listOf([row()]) : listOf([row(), yuki])))
    const filter = '?from=2026-10&to=2026-11&source=link%3Agoogle&changed=yes&cause=no-chair&above=60&upto=240'
    const { portal, addresses } = openPortal(`#/elm/all${filter}`)
    expect(await rows()).toHaveLength(1)
    expect(textOf(screen.getByText(/^Received/))).toBe(
      'Only: Received Oct – Nov 2026 · Time had to change: No suitable chair is free · Answered in 1 h – 4 h · Source: google',
    )
    expect(asked.at(-1)).toBe(
      'tab=all&from=2026-10-01&to=2026-12-01&source=link%3Agoogle&changed=yes&cause=no-chair&answeredAbove=60&answeredUpTo=240',
    )
    expect(screen.queryByRole('combobox', { name: 'Whose visits' })).toBeNull()
    const [first] = await rows()
    expect(first!.getAttribute('href')).toBe(`#/elm/all/r1${filter}`)
    fireEvent.click(first!)
    expect(addresses.at(-1)).toEqual({ hash: `#/elm/all/r1${filter}`, step: 'on' })
    expect(await rows()).toHaveLength(1)
    expect(screen.getByRole('link', { name: 'Show all' }).getAttribute('href')).toBe('#/elm/all')
    portal.hash.value = '#/elm/all'
    await waitFor(async () => expect(await rows()).toHaveLength(2))
    expect(asked.at(-1)).toBe('tab=all')
    expect(screen.queryByRole('link', { name: 'Show all' })).toBeNull()
  })

  it('say what an empty one means', async () => {
    answerAs()
    openPortal('#/elm/upcoming')
    expect(await screen.findByRole('heading', { name: 'No visits ahead' })).toBeTruthy()
  })
})

describe('a long list', () => {
  const many = Array.from({ length: 5 }, (_, at) => row({ id: `n${at}`, patient: { given: 'No', family: `${at}` } }))
  const parts = (question: URLSearchParams) => {
    const from = Number(question.get('after') ?? 0)
    return { requests: many.slice(from, from + 2), total: 5, next: from + 2 < 5 ? String(from + 2) : null }
  }

  it('comes part by part', async () => {
    answerAs()
    const asked = listsAre(parts)
    openPortal()
    expect(await rows()).toHaveLength(2)
    expect(screen.getByText('5 requests')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Show more' }))
    await waitFor(async () => expect(await rows()).toHaveLength(4))
    fireEvent.click(screen.getByRole('button', { name: 'Show more' }))
    await waitFor(async () => expect(await rows()).toHaveLength(5))
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
    expect(asked).toEqual(['tab=action', 'tab=action&after=2', 'tab=action&after=4'])
  })

  it('keeps all that was read when it is read again', async () => {
    answerAs()
    listsAre(parts)
    const { portal } = openPortal()
    await rows()
    await portal.desk.value?.list.value.readMore()
    await readAgain(portal)
    expect((await rows()).map((link) => link.getAttribute('data-request'))).toEqual(['n0', 'n1', 'n2', 'n3'])
  })

  it('goes on with J where the part ends', async () => {
    answerAs()
    listsAre(parts)
    openPortal()
    ;(await rows())[1]!.focus()
    fireEvent.keyDown(document.activeElement!, { key: 'j' })
    await waitFor(() => expect(document.activeElement?.getAttribute('data-request')).toBe('n2'))
  })
})

describe('what nobody has opened here', () => {
  it('has a dot until it is opened, in this browser for good, and is counted in the title', async () => {
    answerAs({ requests: [tomas, row()], details: [detail()] })
    const { portal, kept } = openPortal()
    expect((await rows()).map((link) => Boolean(link.querySelector('.dot')))).toEqual([true, true])
    fireEvent.click((await rows())[1]!)
    await waitFor(() => expect(portal.title.value).toBe('(2, 1 new) Action required · Elm Dental'))
    expect((await rows()).map((link) => Boolean(link.querySelector('.dot')))).toEqual([true, false])
    expect(kept.get('opened-elm')).toBe('r1')
  })

  it('is known from before', async () => {
    answerAs({ requests: [tomas, row()] })
    const { portal } = openPortal('', { kept: new Map([['opened-elm', 'r1 r2']]) })
    await rows()
    expect(portal.title.value).toBe('(2) Action required · Elm Dental')
  })
})

describe('tags', () => {
  it('stand only where they change what staff do', async () => {
    answerAs({
      me: danaAt({ mode: 'reads' }),
      requests: [
        row({ hasWish: true, hasGuardian: true }),
        row({ id: 'r2', state: 'booked', isUnlinked: true }),
        row({ id: 'r3', state: 'booked', hasGuardian: true, hasEmail: false, isNewPatient: true }),
      ],
    })
    openPortal('#/elm/all')
    const tags = (await rows()).map((link) => [...link.querySelectorAll('.tags > *')].map(textOf))
    expect(tags).toEqual([['Asks for another time', 'Guardian'], ['Not yet in the PMS'], []])
  })
})

describe('an appointment', () => {
  it('shows when it was made online, and leads to its request', async () => {
    answerAs({ requests: [row()], details: [detail({ state: 'booked' })] })
    server.use(
      http.get('*/portal/api/practices/elm/appointments/a1', () =>
        HttpResponse.json(
          appointment({
            request: 'r1',
            madeOnlineAt: '2026-11-21T09:14:00-05:00',
            patient: { given: 'Imani', family: 'Whitfield', birthDate: '1991-03-14', mobile: null, email: null },
          }),
        ),
      ),
    )
    const { addresses } = openPortal('#/elm/appointments/a1')
    const region = await screen.findByRole('region', { name: 'Imani Whitfield' })
    expect(textOf(region)).toContain('Tue 24 Nov 2026, 10:30 – 11:20')
    expect(textOf(region)).toContain('Created by: Online appointment, made Sat 21 Nov 2026, 09:14')
    fireEvent.click(screen.getByRole('link', { name: 'Show the request' }))
    expect(await screen.findByText('Patient, as typed')).toBeTruthy()
    expect(addresses).toEqual([{ hash: '#/elm/requests/r1', step: 'over' }])
  })

  it('opens from its row and keeps focus on its heading while it is read', async () => {
    answerAs({ requests: [noRequest] })
    server.use(
      http.get('*/portal/api/practices/elm/appointments/a1', () =>
        HttpResponse.json(appointment({ patient: { ...detail().patient, given: 'Ada', family: 'Lovelace' } })),
      ),
    )
    const { addresses } = openPortal('#/elm/today')
    fireEvent.click((await rows())[0]!)
    expect(await screen.findByRole('heading', { name: 'Patient' })).toBeTruthy()
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Ada Lovelace' }))
    expect(addresses).toEqual([{ hash: '#/elm/appointments/a1', step: 'on' }])
    expect(screen.queryByText('Online appointment')).toBeNull()
  })

  it('is shown with the request that became it', async () => {
    answerAs({
      requests: [],
      details: [detail({ state: 'booked', appointment: appointment({ madeOnlineAt: '2026-11-21T09:14:00-05:00' }) })],
    })
    openPortal('#/elm/requests/r1')
    const linked = await screen.findByRole('region', { name: 'Appointment' })
    expect(textOf(linked)).toContain('Created by: Online appointment, made Sat 21 Nov 2026, 09:14')
    expect(within(linked).getByRole('link').getAttribute('href')).toBe('#/elm/appointments/a1')
  })
})

describe('rooms', () => {
  it.each([
    ['owner', ['Practice system', 'Staff']],
    ['staff', ['Practice system']],
    ['read-only', ['Practice system']],
  ] as const)('are those that the role %s may enter', async (role, last) => {
    const expected = ['Appointments', 'Calendar', 'Patients', 'Messages', 'Report', 'Set-up', 'Settings', ...last]
    answerAs({ me: danaAt({ role }) })
    openPortal()
    const main = await screen.findByRole('navigation', { name: 'Main' })
    const words = within(main)
      .getAllByRole('link')
      .map((link) => link.querySelector('span')?.textContent)
    expect(words).toEqual(expected)
  })
})
