import { signal } from '@preact/signals'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Api, Reply } from '../../portal/api.ts'
import { createDesk } from '../../portal/model/desk.ts'
import type { RequestList } from '../../server/contract/desk.ts'
import { detail, now, row } from './kit.tsx'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function deskWith(pendingRequests: () => Promise<Reply<RequestList>>) {
  const unused = async () => ({ ok: false as const, failure: { kind: 'failed' as const, code: 'unused' } })
  const read = vi.fn(pendingRequests)
  const api: Api = {
    signIn: async () => 'failed',
    signOut: unused,
    renew: unused,
    me: unused,
    pendingRequests: read,
    request: async () => ({ ok: true, value: detail() }),
    refusedOrigins: async () => ({ ok: true, value: { refused: [] } }),
    allowOrigin: unused,
  }
  const visible = signal(true)
  const selected = signal<string | null>(null)
  const announce = vi.fn()
  const onEnded = vi.fn()
  const desk = createDesk({ api, practice: 'elm', selected, visible, clock: () => now, announce, onEnded })
  return { desk, read, visible, announce, onEnded }
}

const list = async () => ({ ok: true as const, value: { requests: [row()] } })

it('reads every 15 seconds while the page can be seen, at once when it is seen again, and not after it is left', async () => {
  const { desk, read, visible } = deskWith(list)
  await vi.advanceTimersByTimeAsync(14_000)
  expect(read).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(31_000)
  expect(read).toHaveBeenCalledTimes(4)
  visible.value = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect(read).toHaveBeenCalledTimes(4)
  visible.value = true
  await vi.advanceTimersByTimeAsync(0)
  expect(read).toHaveBeenCalledTimes(5)
  desk.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(read).toHaveBeenCalledTimes(5)
})

it('waits for a slow answer instead of asking again', async () => {
  let answer = () => {}
  const { desk, read } = deskWith(
    () =>
      new Promise((done) => {
        answer = () => done({ ok: true, value: { requests: [row()] } })
      }),
  )
  await vi.advanceTimersByTimeAsync(60_000)
  void desk.read()
  expect(read).toHaveBeenCalledTimes(1)
  answer()
  await vi.advanceTimersByTimeAsync(0)
  expect(desk.requests.value).toEqual([row()])
  desk.stop()
})

it('drops an answer that comes after the practice was left', async () => {
  let answer = () => {}
  const { desk, onEnded } = deskWith(
    () =>
      new Promise((done) => {
        answer = () => done({ ok: false, failure: { kind: 'sign-in-required', code: '401' } })
      }),
  )
  desk.stop()
  answer()
  await vi.advanceTimersByTimeAsync(0)
  expect(onEnded).not.toHaveBeenCalled()
  expect(desk.failure.value).toBeNull()
})
