import { screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { createWords } from '../../portal/model/words.ts'
import { staleWords } from '../../portal/view/connection-stale.tsx'
import { agoText, minutesText } from '../../portal/view/connection-words.ts'
import type { SyncStanding } from '../../server/contract/connection.ts'
import { answerConnection, connection, openConnection } from './connection-kit.tsx'
import { answerAs, dana, danaAt, now, openPortal, readAgain, refuse, server, standing } from './kit.tsx'

const button = (name: string | RegExp) => screen.getByRole('button', { name })
const old: SyncStanding = {
  ...standing,
  lastGoodAt: '2026-11-23T07:50:00-05:00',
  problem: { kind: 'unreachable', words: "pms.example.com can't be reached.", since: '2026-11-23T07:55:00-05:00' },
  staleFrom: '2026-11-23T08:50:00-05:00',
  practitioners: ['osei'],
}
const gone: SyncStanding = { ...old, staleFrom: '2026-11-23T08:40:00-05:00', isStale: true }

describe('how the connection stands', () => {
  it('is the last good sync, with its exact time, and what is ahead', async () => {
    await openConnection()
    const last = screen.getByText('4 minutes ago')
    expect(last.getAttribute('title')).toBe('Mon 23 Nov 2026, 08:38')
    expect(screen.getByText('214')).toBeTruthy()
    expect(screen.getByRole('heading', { name: 'Molar 4.2' })).toBeTruthy()
  })

  it('says a problem in words and since when', async () => {
    await openConnection({ standing: old })
    expect(screen.getByText('Your practice system does not answer').closest('p')?.textContent).toBe(
      'Your practice system does not answer, since 07:55.',
    )
    expect(screen.getByText("pms.example.com can't be reached.")).toBeTruthy()
    expect(
      screen.getByText(/The times of Dr. Amara Osei are no longer offered online from 08:50 on/, {
        selector: '.note p',
      }),
    ).toBeTruthy()
  })

  it('is synced now by staff, with its progress while it runs', { timeout: 10_000 }, async () => {
    const { room, portal } = await openConnection({}, { role: 'staff' })
    room.synced = { ...standing, isRunning: true, progress: { done: 40, total: 214 } }
    button('Sync now').click()
    await waitFor(() => expect(room.sent.map(({ path }) => path)).toEqual(['connection/sync']))
    const bar = await screen.findByRole<HTMLProgressElement>('progressbar', { name: 'Sync' })
    await waitFor(() => expect([bar.value, bar.max]).toEqual([40, 214]))
    expect(screen.getByText('40 of 214')).toBeTruthy()
    expect(button('Syncing…').getAttribute('aria-disabled')).toBe('true')
    button('Syncing…').click()
    room.standing = { ...standing, lastGoodAt: '2026-11-23T08:42:00-05:00' }
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull(), { timeout: 4000 })
    expect(screen.getByText('less than a minute ago')).toBeTruthy()
    expect(portal.said.value).toContain('The sync is done')
    expect(room.sent).toHaveLength(1)
  })

  it('says why a sync could not be asked for', async () => {
    const { portal } = await openConnection()
    server.use(http.post('*/portal/api/practices/elm/connection/sync', () => refuse(500, 'internal-error')))
    button('Sync now').click()
    await screen.findByText(/Nothing was lost; try again/)
    expect(button('Sync now')).toBeTruthy()
    expect(portal.said.value).not.toContain('The sync is done')
  })

  it('is not synced by who may only read', async () => {
    await openConnection({}, { role: 'read-only' })
    expect(screen.queryByRole('button', { name: 'Sync now' })).toBeNull()
  })

  it('says when what is connected and what the settings say do not go together', async () => {
    await openConnection({}, { mode: 'own' })
    expect(screen.getByText(/The settings say that your schedule is kept here/)).toBeTruthy()
  })

  it('says when nothing is connected, where something should be', async () => {
    await openConnection({ connection: connection({ source: null, practitioners: [], integrated: [] }) })
    expect(screen.getByText(/but none is connected/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Sync now' })).toBeNull()
  })
})

describe('the banner', () => {
  const banner = () => screen.queryByRole('complementary', { name: 'Practice system' })

  it('stands over every room before times vanish and once they have, and leads to the room', async () => {
    const { desk } = answerAs({ me: danaAt({ mode: 'reads' }), standing: old })
    const { portal } = openPortal()
    await waitFor(() =>
      expect(banner()?.textContent).toBe(
        'Your schedule has not been read since 07:50. The times of Dr. Amara Osei are no longer offered online from 08:50 on, unless it can be read. See why',
      ),
    )
    expect(within(banner()!).getByRole('link').getAttribute('href')).toBe('#/elm/connection')
    desk.standing = gone
    await readAgain(portal)
    await waitFor(() =>
      expect(banner()?.textContent).toBe(
        'Your schedule has not been read since 07:50. The times of Dr. Amara Osei are not offered online; patients see your phone number. See why',
      ),
    )
    await waitFor(() => expect(portal.said.value).toContain('patients see your phone number'))
    desk.standing = standing
    await readAgain(portal)
    await waitFor(() => expect(banner()).toBeNull())
  })

  it('asks nothing and says nothing where the schedule is kept here', async () => {
    answerAs({ me: dana, standing: gone })
    let asked = 0
    server.use(
      http.get('*/portal/api/practices/elm/connection/standing', () => {
        asked += 1
        return HttpResponse.json({ standing: gone })
      }),
    )
    const { portal } = openPortal()
    await screen.findByRole('heading', { name: 'Appointments' })
    await readAgain(portal)
    expect([asked, banner()]).toEqual([0, null])
  })

  it('stands not over the room itself, which says it already', async () => {
    answerAs({ me: danaAt({ mode: 'reads' }) })
    answerConnection({ standing: gone })
    openPortal('#/elm/connection')
    await screen.findByText(/patients see your phone number/, { selector: '.note p' })
    expect(banner()).toBeNull()
  })
})

describe('staleWords', () => {
  const words = createWords('en-GB', 'America/New_York')
  const practice = dana.practices[0]!
  const said = (change: Partial<SyncStanding>) => staleWords({ ...standing, ...change }, practice, words, now)

  it('is nothing while all is well', () => {
    expect(said({})).toBeNull()
  })
  it('names records that can’t be read, when everything else can', () => {
    expect(said({ unreadable: 2, isStale: true, practitioners: ['osei', 'brandt'] })).toEqual({
      hasVanished: true,
      why: '2 records of your schedule can’t be read.',
      what: 'The times of Dr. Amara Osei and Dr. Lukas Brandt are not offered online; patients see your phone number.',
    })
  })
  it('knows that nothing was read yet', () => {
    expect(said({ lastGoodAt: null, staleFrom: '2026-11-23T09:00:00-05:00' })?.why).toBe(
      'Your schedule could not be read yet.',
    )
  })
})

describe('agoText and minutesText', () => {
  it('count in whole units', () => {
    const ago = [
      '2026-11-23T08:41:30-05:00',
      '2026-11-23T08:41:00-05:00',
      '2026-11-23T06:00:00-05:00',
      '2026-11-20T08:42:00-05:00',
    ]
    expect(ago.map((at) => agoText(at, now))).toEqual([
      'less than a minute ago',
      '1 minute ago',
      '2 hours ago',
      '3 days ago',
    ])
    expect([1, 5, 60, 90, 1440].map(minutesText)).toEqual([
      '1 minute',
      '5 minutes',
      '1 hour',
      '1 hour 30 minutes',
      '24 hours',
    ])
  })
})
