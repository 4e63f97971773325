import { signal } from '@preact/signals'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApi, type Reply } from '../../portal/api.ts'
import { createDesk } from '../../portal/model/desk.ts'
import type { RequestList } from '../../server/contract/desk.ts'
import { dana, detail, listOf, now, row } from './kit.tsx'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function deskWith(requests: () => Promise<Reply<RequestList>>) {
  const read = vi.fn(requests)
  const api = {
    ...createApi(),
    requests: read,
    request: async () => ({ ok: true as const, value: detail() }),
    refusedOrigins: async () => ({ ok: true as const, value: { refused: [] } }),
  }
  const visible = signal(true)
  const announce = vi.fn()
  const onEnded = vi.fn()
  const desk = createDesk({
    api,
    practice: dana.practices[0]!,
    tab: signal('action'),
    filter: signal(''),
    open: signal(null),
    visible,
    memory: { get: () => null, set: () => {} },
    clock: () => now,
    announce,
    onEnded,
  })
  return { desk, read, visible, announce, onEnded }
}

const list = async () => ({ ok: true as const, value: listOf([row()]) })

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
        answer = () => done({ ok: true, value: listOf([row()]) })
      }),
  )
  await vi.advanceTimersByTimeAsync(60_000)
  void desk.read()
  expect(read).toHaveBeenCalledTimes(1)
  answer()
  await vi.advanceTimersByTimeAsync(0)
  expect(desk.list.value.rows.value).toEqual([row()])
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
  expect(desk.list.value.failure.value).toBeNull()
})
