import { fireEvent, screen, waitFor } from '@testing-library/preact'
import { describe, expect, it, vi } from 'vitest'
import type { AlertDevice, Leave } from '../../portal/model/alerts.ts'
import type { Listen } from '../../portal/model/live.ts'
import { answerAs, openPortal, readAgain, row, tomas, yuki } from './kit.tsx'

/** A server that can be heard. */
function ear() {
  const heard = { change: () => {}, state: (_: boolean) => {}, ended: 0 }
  const listen: Listen = (_practice, onChange, onState) => {
    heard.change = onChange
    heard.state = onState
    onState(true)
    return () => {
      heard.ended++
    }
  }
  return { heard, listen }
}

function device(leave: Leave, answer: Leave = leave) {
  const shown: string[] = []
  let clicked = () => {}
  const made = {
    leave: () => leave,
    askLeave: vi.fn(async () => answer),
    show(text: string, onClick: () => void) {
      shown.push(text)
      clicked = onClick
    },
    beep: vi.fn(),
  } satisfies AlertDevice
  return { made, shown, click: () => clicked() }
}

describe('live', () => {
  it('reads at once when the server says that something moved', async () => {
    const { heard, listen } = ear()
    const { desk } = answerAs({ requests: [yuki] })
    openPortal('', { listen })
    await screen.findByRole('link', { name: /Yuki/ })
    desk.requests = [yuki, row()]
    heard.change()
    heard.change()
    expect(await screen.findByRole('link', { name: /Imani/ })).toBeTruthy()
    expect(await screen.findByText('1 new request')).toBeTruthy()
  })

  it('reads also while nobody sees the page', async () => {
    const { heard, listen } = ear()
    const { desk } = answerAs({ requests: [] })
    const { portal } = openPortal('', { listen })
    await screen.findByRole('heading', { name: 'Nothing is waiting' })
    portal.visible.value = false
    desk.requests = [row()]
    heard.change()
    await waitFor(() => expect(portal.title.value).toBe('(1, 1 new) Action required · Elm Dental'))
  })

  it('stops listening at the end of the session', async () => {
    const { heard, listen } = ear()
    const { desk } = answerAs({ requests: [row()] })
    openPortal('', { listen })
    await screen.findByRole('link', { name: /Imani/ })
    desk.signedIn = false
    heard.change()
    await screen.findByRole('heading', { name: 'Sign in' })
    expect(heard.ended).toBe(1)
  })
})

describe('telling of new requests', () => {
  it('asks for leave only by a tap, remembers it, and names no patient', async () => {
    const { made, shown, click } = device('default', 'granted')
    const { desk } = answerAs({ requests: [yuki] })
    const { portal, kept, addresses } = openPortal('#/elm/report', { alerts: made })
    portal.go('#/elm/requests')
    await screen.findByRole('link', { name: /Yuki/ })
    expect(made.askLeave).not.toHaveBeenCalled()
    fireEvent.click(screen.getByRole('checkbox', { name: /^Notification on the desktop/, hidden: true }))
    await waitFor(() => expect(kept.get('notify')).toBe('on'))
    desk.requests = [yuki, tomas, row()]
    await readAgain(portal)
    expect(shown).toEqual(['2 new appointment requests'])
    click()
    expect(addresses.at(-1)).toEqual({ hash: '#/elm/requests', step: 'on' })
  })

  it('stays off where the browser refuses', async () => {
    const { made } = device('default', 'denied')
    answerAs({ requests: [yuki] })
    const { kept } = openPortal('', { alerts: made })
    await screen.findByRole('link', { name: /Yuki/ })
    fireEvent.click(screen.getByRole('checkbox', { name: /^Notification on the desktop/, hidden: true }))
    expect(await screen.findByText(/Notifications are blocked for this site/)).toBeTruthy()
    expect(kept.get('notify')).toBe('off')
  })

  it('sounds when that is on, for a test and for each reading that brings one', async () => {
    const { made, shown } = device('granted')
    const { desk } = answerAs({ requests: [] })
    const { portal } = openPortal('', { alerts: made, kept: new Map([['sound', 'on']]) })
    await screen.findByRole('heading', { name: 'Nothing is waiting' })
    fireEvent.click(screen.getByRole('button', { name: 'Test', hidden: true }))
    expect(made.beep).toHaveBeenCalledTimes(1)
    desk.requests = [row()]
    await readAgain(portal)
    expect(made.beep).toHaveBeenCalledTimes(2)
    await readAgain(portal)
    expect(made.beep).toHaveBeenCalledTimes(2)
    expect(shown).toEqual([])
  })
})
