import { screen, waitFor, within } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { click, openRequest } from './answer-kit.tsx'
import { answerAs, danaAt, openPortal, row } from './kit.tsx'

const rows = async () => within(await screen.findByRole('list')).getAllByRole('link')
const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ')
const cancelled = { state: 'cancelled', isToCancel: true } as const
const ASKS = /Cancelled by the patient: cancel it in your practice system/

describe('a visit that its patient has cancelled, still in the PMS', () => {
  it('is marked in the list', async () => {
    answerAs({ me: danaAt({ mode: 'reads' }), requests: [row(cancelled)] })
    openPortal('#/elm/requests')
    const tags = (await rows()).map((link) => [...link.querySelectorAll('.tags > *')].map(textOf))
    expect(tags).toEqual([['Cancel in the PMS']])
  })

  it('says what to do, and is done with one button', async () => {
    const { changes } = await openRequest({ request: cancelled, replies: { 'cancelled-there': { mail: 'none' } } })
    await screen.findByText(ASKS)
    click('Done')
    await waitFor(() => expect(changes).toEqual([{ what: 'cancelled-there', body: { revision: 3 } }]))
    expect(await screen.findByText('Noted: cancelled in the PMS')).toBeTruthy()
  })

  it('asks nothing once it is done', async () => {
    await openRequest({ request: { ...cancelled, isToCancel: false } })
    expect(screen.queryByText(ASKS)).toBeNull()
    expect(screen.queryByRole('button', { name: 'Done' })).toBeNull()
  })
})
