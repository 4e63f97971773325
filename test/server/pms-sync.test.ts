import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionOf } from '../../server/pms/connection.ts'
import { PmsFault } from '../../server/pms/connector.ts'
import { at, expectClaimsRight, sendRequest } from '../kit/desk.ts'
import { requestBody, send, type TestHouse, testHouse, timesOn } from '../kit/house.ts'
import { type Joined, joined, nadiaThere, visitThere } from '../kit/pms.ts'

const MINUTE_MS = 60_000
const MONDAY = '2026-11-23'

let house: TestHouse

beforeEach(async () => {
  house = await testHouse()
})
afterEach(async () => {
  await expectClaimsRight(house)
  await house.close()
})

const annsTimes = () => timesOn(house, MONDAY, 'reason=check&practitioner=ann')
const state = async () => (await connectionOf(house.store, 'oak')).state
const outbox = async () => (await house.store.outbox(100)).map(({ topic }) => topic)

describe('what was read from the PMS', () => {
  let desk: Joined
  beforeEach(async () => {
    desk = await joined(house)
  })

  it('takes time here, and gives it back when it is cancelled there', async () => {
    desk.pms.enter(visitThere('1'))
    expect(await desk.sync()).toBe('done')
    expect(await annsTimes()).not.toContain('09:30')
    await expectClaimsRight(house)
    desk.pms.enter(visitThere('1', { status: 'cancelled' }))
    await desk.sync()
    expect(await annsTimes()).toContain('09:30')
  })

  it('is the same when it is read again: nothing is changed', async () => {
    desk.pms.enter(visitThere('1'))
    await desk.sync()
    const before = await house.store.versions('oak')
    await desk.sync(true)
    await desk.sync(true)
    expect(await house.store.versions('oak')).toEqual(before)
  })

  it('moves here when it was moved there', async () => {
    desk.pms.enter(visitThere('1'))
    await desk.sync()
    desk.pms.enter(visitThere('1', { start: at('11:00') }))
    await desk.sync()
    const times = await annsTimes()
    expect(times).toContain('09:30')
    expect(times).not.toContain('11:00')
  })

  it('is gone here when it was deleted there, at the next look at the whole window', async () => {
    desk.pms.enter(visitThere('1'))
    await desk.sync()
    desk.pms.remove('1')
    await desk.sync()
    expect(await annsTimes()).not.toContain('09:30')
    house.now += 61 * MINUTE_MS
    await desk.sync()
    expect((await desk.kept('1'))?.status).toBe('entered-in-error')
  })

  it('of somebody whom nobody is assigned to takes nobody’s time, until they are', async () => {
    desk.pms.enter(visitThere('1', { practitioners: ['EVE'], chair: 'NINE' }))
    await desk.sync()
    expect(await annsTimes()).toContain('09:30')
    await desk.set({ practitioners: [{ pms: 'EVE', ours: 'ann' }], integrated: ['ann'] })
    await desk.sync()
    expect(await annsTimes()).not.toContain('09:30')
  })

  it('in a chair of ours takes the chair, whoever it is with', async () => {
    for (const chair of ['ONE', 'TWO']) desk.pms.enter(visitThere(chair, { practitioners: ['EVE'], chair }))
    await desk.sync()
    expect(await annsTimes()).not.toContain('09:30')
  })

  it('that names nobody and no chair blocks everyone', async () => {
    desk.pms.enter(visitThere('1', { practitioners: [], chair: null }))
    await desk.sync()
    expect(await annsTimes()).not.toContain('09:30')
    expect(await timesOn(house, MONDAY, 'reason=clean')).not.toContain('09:00')
    desk.pms.enter(visitThere('1', { practitioners: [], chair: null, status: 'cancelled' }))
    await desk.sync()
    expect(await annsTimes()).toContain('09:30')
  })

  it('lasting for days blocks all of them', async () => {
    desk.pms.enter(visitThere('1', { start: at('00:00'), end: at('00:00', '2026-11-28') }))
    await desk.sync()
    expect(await annsTimes()).toEqual([])
    expect(await timesOn(house, '2026-11-27', 'reason=check&practitioner=ann')).toEqual([])
    expect(await timesOn(house, '2026-11-30', 'reason=check&practitioner=ann')).not.toEqual([])
  })

  it('stays as it was while a page can’t be read, and the cursor stays before it', async () => {
    desk.pms.enter(visitThere('1'))
    await desk.sync()
    const { cursor } = await state()
    desk.pms.enter(visitThere('2', { start: at('11:00') }))
    desk.pms.fail(new PmsFault('unreadable', 'The answer broke off.'))
    expect(await desk.sync()).toBe('failed')
    expect(await state()).toMatchObject({ cursor, problem: { kind: 'unreadable', words: 'The answer broke off.' } })
    expect(await annsTimes()).not.toContain('09:30')
    await desk.sync()
    expect(await state()).toMatchObject({ problem: null })
    expect(await annsTimes()).not.toContain('11:00')
  })

  it('stays taken when nearly all of it is gone at once, until staff say that it is so', async () => {
    const day = (i: number) => at('09:30', '2026-11-24') + i * 86_400_000
    for (let i = 0; i < 12; i++) desk.pms.enter(visitThere(String(i), { start: day(i) }))
    await desk.sync()
    for (let i = 1; i < 12; i++) desk.pms.remove(String(i))
    expect(await desk.sync(true)).toBe('failed')
    expect((await state()).problem).toMatchObject({ kind: 'emptied', words: expect.stringContaining('11 of 12') })
    expect((await desk.kept('5'))?.status).toBe('booked')
    await house.pms!.syncNow('oak', true)
    expect((await state()).problem).toBeNull()
    expect((await desk.kept('5'))?.status).toBe('entered-in-error')
    expect((await desk.kept('0'))?.status).toBe('booked')
  })

  it('is read by one server at a time', async () => {
    for (let i = 0; i < 200; i++)
      desk.pms.enter(visitThere(String(i), { start: at('09:00', '2026-12-01') + i * 86_400_000 }))
    const outcomes = await Promise.all([desk.sync(), desk.sync(), desk.sync()])
    expect(outcomes.sort()).toEqual(['busy', 'busy', 'done'])
  })

  it('goes on after a server that died in the middle of it', async () => {
    await house.store.transaction((transaction) =>
      transaction.leaseConnection('oak', 'somebody else', house.now, house.now + 2 * MINUTE_MS),
    )
    expect(await desk.sync()).toBe('busy')
    house.now += 3 * MINUTE_MS
    expect(await desk.sync()).toBe('done')
  })
})

describe('a schedule that can’t be read', () => {
  let desk: Joined
  beforeEach(async () => {
    desk = await joined(house)
    await desk.sync()
    desk.pms.fail(new PmsFault('unreachable', 'pms.example.com does not answer.'), 1000)
  })
  const pass = async (minutes: number) => {
    for (let i = 0; i < minutes; i++) {
      house.now += MINUTE_MS
      await desk.look()
    }
  }
  const mails = async () =>
    (await house.store.messages('oak', { limit: 100 })).filter(({ topic }) => topic === 'sync-news')

  it('is offered as it was for an hour, and then no longer; the practice is told before and when', async () => {
    await pass(29)
    expect(await mails()).toEqual([])
    await pass(2)
    expect(await mails()).toHaveLength(1)
    expect((await mails())[0]!.content.text).toContain('pms.example.com does not answer.')
    await pass(28)
    expect(await timesOn(house, '2026-11-24')).not.toEqual([])
    await pass(1)
    expect(await timesOn(house, '2026-11-24')).toEqual([])
    expect(await timesOn(house, '2027-03-01')).toEqual([])
    await pass(10)
    expect(await mails()).toHaveLength(2)
  })

  it('is offered again once it was read, and the practice is told', async () => {
    await pass(61)
    desk.pms.fail(new PmsFault('busy', ''), 0)
    await pass(6)
    expect(await timesOn(house, '2026-11-24')).not.toEqual([])
    expect(await mails()).toHaveLength(3)
  })

  it('does not take a request that somebody had on the screen', async () => {
    await pass(60)
    expect((await send(house, requestBody({ practitioner: 'ann' }))).status).toBe(422)
    expect(await house.store.requests('oak', 'pending')).toEqual([])
  })
})

describe('a record that can’t be read', () => {
  it('takes its practitioner’s time away after an hour, unless staff set it aside', async () => {
    const desk = await joined(house)
    desk.pms.garble('7', ['ANN'])
    await desk.sync()
    expect(await house.store.unreadable('oak')).toMatchObject([{ id: '7', practitioners: ['ann'] }])
    for (let i = 0; i < 12; i++) {
      house.now += 5 * MINUTE_MS
      await desk.look()
    }
    expect(await timesOn(house, '2026-11-24', 'reason=check&practitioner=ann')).toEqual([])
    expect(await timesOn(house, '2026-11-24', 'reason=check&practitioner=bob')).not.toEqual([])
    await house.store.transaction((transaction) => transaction.setAsideUnreadable('oak', '7', 'staff:dana', house.now))
    await desk.look()
    expect(await timesOn(house, '2026-11-24', 'reason=check&practitioner=ann')).not.toEqual([])
  })

  it('is forgotten when it can be read again, or is gone', async () => {
    const desk = await joined(house)
    desk.pms.garble('7')
    desk.pms.garble('8')
    await desk.sync()
    desk.pms.enter(visitThere('7'))
    desk.pms.remove('8')
    await desk.sync(true)
    expect(await house.store.unreadable('oak')).toEqual([])
  })
})

describe('a request', () => {
  let desk: Joined
  beforeEach(async () => {
    desk = await joined(house)
    await desk.sync()
  })
  const read = async (id: string) => (await house.store.request('oak', id))!

  it('that staff entered exactly as it was asked for is confirmed by itself, and its patient told', async () => {
    const { id } = await sendRequest(house)
    desk.pms.enter(visitThere('1'))
    await desk.sync()
    const request = await read(id)
    expect(request).toMatchObject({ state: 'booked', answer: { by: 'sync' } })
    expect(request.appointment).toBe((await desk.kept('1'))!.id)
    expect((await outbox()).sort()).toEqual(['request-confirmed', 'request-sent'])
    await desk.sync(true)
    expect((await read(id)).revision).toBe(request.revision)
  })

  it.each([
    ['another birth date', { patient: { ...nadiaThere, birthDate: '1984-03-08' } }],
    ['another given name', { patient: { ...nadiaThere, given: 'Nadja' } }],
    ['neither mobile nor email', { patient: { ...nadiaThere, mobile: null, email: null } }],
    ['another practitioner', { practitioners: ['BOB'] }],
    ['another time', { start: at('09:35') }],
  ])('waits for staff when the appointment has %s', async (_, changes) => {
    const { id } = await sendRequest(house)
    desk.pms.enter(visitThere('1', changes))
    await desk.sync()
    expect(await read(id)).toMatchObject({ state: 'pending', appointment: null })
  })

  it('of a practitioner who isn’t integrated waits for staff', async () => {
    await desk.set({ integrated: ['bob'] })
    const { id } = await sendRequest(house)
    desk.pms.enter(visitThere('1'))
    await desk.sync()
    expect(await read(id)).toMatchObject({ state: 'pending' })
  })

  it('for anyone is confirmed with whoever gives the reason', async () => {
    const { id } = await sendRequest(house, { practitioner: null })
    desk.pms.enter(visitThere('1', { practitioners: ['BOB'], chair: 'TWO' }))
    await desk.sync()
    expect(await read(id)).toMatchObject({ state: 'booked', practitioners: ['bob'], chair: 'two' })
  })

  it('that was sent twice is left to staff', async () => {
    const one = await sendRequest(house, { practitioner: 'ann' })
    const two = await sendRequest(house, { practitioner: 'ann', start: '2026-11-23T10:00:00-05:00' })
    await house.store.transaction((transaction) =>
      transaction.changeRequest('oak', two.id, two.revision, { start: one.start, end: one.end }),
    )
    desk.pms.enter(visitThere('1'))
    await desk.sync()
    expect((await read(one.id)).state).toBe('pending')
    await house.store.transaction((transaction) =>
      transaction.changeRequest('oak', two.id, two.revision + 1, { start: two.start, end: two.end }),
    )
  })

  describe('that is an appointment of the PMS', () => {
    let id: string
    beforeEach(async () => {
      ;({ id } = await sendRequest(house))
      desk.pms.enter(visitThere('1'))
      await desk.sync()
      for (const row of await house.store.outbox(100)) {
        await house.store.transaction((transaction) => transaction.takeOutbox('oak', row.id))
      }
    })

    it('moves with it, and its patient is told', async () => {
      desk.pms.enter(visitThere('1', { start: at('11:00') }))
      await desk.sync()
      expect(await read(id)).toMatchObject({ state: 'booked', start: at('11:00'), asked: { start: at('09:30') } })
      expect(await outbox()).toEqual(['request-changed'])
    })

    it('moves with it, and nobody is told where the practice wants that', async () => {
      await desk.set({ tell: { moved: false, cancelled: false } })
      desk.pms.enter(visitThere('1', { start: at('11:00') }))
      await desk.sync()
      expect(await read(id)).toMatchObject({ start: at('11:00') })
      expect(await outbox()).toEqual([])
    })

    it.each([
      ['arrived', 'arrived'],
      ['checked-in', 'arrived'],
      ['fulfilled', 'fulfilled'],
      ['noshow', 'noshow'],
    ] as const)('is %s there, and %s here; and back again', async (status, is) => {
      desk.pms.enter(visitThere('1', { status }))
      await desk.sync()
      expect(await read(id)).toMatchObject({ state: is })
      desk.pms.enter(visitThere('1'))
      await desk.sync()
      expect(await read(id)).toMatchObject({ state: 'booked' })
      expect(await outbox()).toEqual([])
    })

    it('is cancelled with it, told, and revived with it', async () => {
      desk.pms.enter(visitThere('1', { status: 'cancelled' }))
      await desk.sync()
      expect(await read(id)).toMatchObject({ state: 'cancelled' })
      expect(await annsTimes()).toContain('09:30')
      expect(await outbox()).toEqual(['request-cancelled-by-practice'])
      desk.pms.enter(visitThere('1'))
      await desk.sync()
      expect(await read(id)).toMatchObject({ state: 'booked' })
      expect(await annsTimes()).not.toContain('09:30')
    })

    it('goes over to the one that was entered anew at the same time, and nobody hears of it', async () => {
      desk.pms.enter(visitThere('1', { status: 'cancelled' }))
      desk.pms.enter(visitThere('2'))
      await desk.sync()
      expect(await read(id)).toMatchObject({ state: 'booked', appointment: (await desk.kept('2'))!.id })
      expect(await outbox()).toEqual([])
    })

    it('waits for staff when its patient has another visit at another time instead', async () => {
      desk.pms.enter(visitThere('1', { status: 'cancelled' }))
      desk.pms.enter(visitThere('2', { start: at('11:00') }))
      await desk.sync()
      expect(await read(id)).toMatchObject({ state: 'booked', appointment: null })
      expect(await outbox()).toEqual([])
    })

    it('is counted once', async () => {
      expect(await annsTimes()).not.toContain('09:30')
      expect((await timesOn(house, MONDAY, 'reason=check&practitioner=bob')).length).toBeGreaterThan(0)
      const holders = new Set((await house.store.transaction((t) => t.allClaims('oak'))).map(({ holder }) => holder))
      expect([...holders]).toEqual([(await desk.kept('1'))!.id])
    })
  })
})
