import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import type { SyncStanding } from '../../server/contract/connection.ts'
import { none, partial } from './answer-kit.tsx'
import { answerAs, danaAt, detail, openPortal, refuse, row, server, standing } from './kit.tsx'

const practice = '*/portal/api/practices/elm'
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

/** A desk whose schedule is in a PMS, where a first comparison finds nothing. */
async function openNone(sync: () => Response | Promise<Response>, mode: 'reads' | 'own' = 'reads') {
  const calls: string[] = []
  answerAs({ me: danaAt({ mode }), requests: [row()], details: [detail()] })
  server.use(
    http.get(`${practice}/requests/:id/comparison`, () => {
      calls.push('comparison')
      return HttpResponse.json(calls.includes('sync') ? partial : none)
    }),
    http.post(`${practice}/connection/sync`, () => {
      calls.push('sync')
      return sync()
    }),
  )
  openPortal('#/elm/requests/r1')
  await waitFor(() => click(/^Link/))
  await screen.findByRole('dialog', { name: /No match found/ })
  return calls
}
const synced = (change: Partial<SyncStanding> = {}) => HttpResponse.json({ standing: { ...standing, ...change } })

describe('trying again', () => {
  it('reads the PMS first, says so, then compares', async () => {
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const calls = await openNone(async () => {
      await ended
      return synced()
    })
    click('Try again')
    const dialog = within(await screen.findByRole('dialog', { name: 'Reading the PMS' }))
    expect(dialog.getByText(/Reading what was entered meanwhile/)).toBeTruthy()
    await waitFor(() => expect(calls).toEqual(['comparison', 'sync']))
    end()
    await screen.findByRole('dialog', { name: /same appointment/ })
    expect(calls).toEqual(['comparison', 'sync', 'comparison'])
  })

  it.each([
    ['nothing is connected', () => refuse(409, 'not-changeable')],
    ['the sync fails', () => refuse(500, 'internal-error')],
  ])('compares all the same when %s', async (_, answer) => {
    const calls = await openNone(answer)
    click('Try again')
    await screen.findByRole('dialog', { name: /same appointment/ })
    expect(calls).toEqual(['comparison', 'sync', 'comparison'])
    expect(screen.queryByText(/Technical/)).toBeNull()
  })

  it('waits for a sync that takes longer than the answer', { timeout: 10_000 }, async () => {
    const calls = await openNone(() => synced({ isRunning: true, progress: { done: 3, total: 9 } }))
    click('Try again')
    await screen.findByText(/: 3 of 9…/)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(calls).toEqual(['comparison', 'sync'])
    await screen.findByRole('dialog', { name: /same appointment/ }, { timeout: 4000 })
  })

  it('compares nothing when it is put off meanwhile', async () => {
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const calls = await openNone(async () => {
      await ended
      return synced()
    })
    click('Try again')
    await screen.findByRole('dialog', { name: 'Reading the PMS' })
    click('I’ll do this later')
    end()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(calls).toEqual(['comparison', 'sync'])
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('a request that was accepted and is not yet in the PMS', () => {
  it('is looked for once the PMS was read', async () => {
    const calls: string[] = []
    const unlinked = { state: 'booked', isUnlinked: true } as const
    answerAs({ me: danaAt({ mode: 'reads' }), requests: [row(unlinked)], details: [detail(unlinked)] })
    server.use(
      http.get(`${practice}/requests/:id/comparison`, () => {
        calls.push('comparison')
        return HttpResponse.json(partial)
      }),
      http.post(`${practice}/connection/sync`, () => {
        calls.push('sync')
        return synced()
      }),
    )
    openPortal('#/elm/requests/r1')
    await waitFor(() => click('Try again'))
    await screen.findByRole('dialog', { name: /same appointment/ })
    expect(calls).toEqual(['sync', 'comparison'])
  })
})

describe('a request that is being written', () => {
  const written = (fault: string | null) =>
    detail({ writing: { kind: 'create', since: '2026-11-23T08:40:00-05:00', fault } })

  it('can’t be answered meanwhile, and says why', async () => {
    answerAs({ me: danaAt({ mode: 'writes' }), requests: [row()], details: [written(null)] })
    openPortal('#/elm/requests/r1')
    const accept = await screen.findByRole('button', { name: /^Accept/ })
    expect(accept.getAttribute('aria-disabled')).toBe('true')
    const why = document.getElementById(accept.getAttribute('aria-describedby')!)
    expect(why?.textContent).toBe(
      'Being written into your practice system, since today, 08:40. It can be answered again once that is done.',
    )
    fireEvent.click(accept)
    fireEvent.keyDown(document.body, { key: 'a' })
    fireEvent.keyDown(document.body, { key: 'r' })
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('says what went wrong with it so far', async () => {
    answerAs({
      me: danaAt({ mode: 'writes' }),
      requests: [row()],
      details: [written("pms.example.com can't be reached.")],
    })
    openPortal('#/elm/requests/r1')
    await screen.findByText("It did not work yet, and is tried again by itself: pms.example.com can't be reached.")
  })
})
