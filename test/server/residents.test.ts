import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { slots } from '../../engine/index.ts'
import { importAppointments, importPractice } from '../../server/import.ts'
import { createResidents, type Residents } from '../../server/residents.ts'
import type { Reader } from '../../server/store/store.ts'
import { MONDAY_8, send, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
let residents: Residents
let reads: string[]
/** The store, noting what is asked of it. */
let reader: Reader
beforeEach(async () => {
  house = await testHouse()
  residents = createResidents(2)
  reads = []
  reader = new Proxy(house.store, {
    get(store, name: keyof Reader) {
      reads.push(name)
      return store[name]
    },
  })
})
afterEach(() => house.close())

const range = { start: MONDAY_8, end: MONDAY_8 + 86_400_000 }
const timesNow = async (now = MONDAY_8) => {
  reads = []
  const present = await residents.present(reader, 'oak', now)
  return slots(present!.snapshot, { reason: 'check', practitioner: 'ann' }, range).length
}
const booked = {
  id: 'a',
  status: 'booked' as const,
  practitioners: ['ann'],
  chair: 'one',
  reason: 'check',
  patient: null,
}
const nine = Date.parse('2026-11-23T09:00:00-05:00')

describe('createResidents', () => {
  it('reads rules and bookings once, then only asks whether they moved', async () => {
    expect([await timesNow(), reads]).toEqual([6, ['versions', 'practice', 'busy', 'liveHolds', 'blocks']])
    expect([await timesNow(), reads]).toEqual([6, ['versions']])
  })

  it('reads what another writer added, rules when they changed, bookings anew on a new day', async () => {
    await timesNow()
    await importAppointments(house.store, 'oak', [{ ...booked, start: nine, end: nine + 1_800_000 }], MONDAY_8)
    expect([await timesNow(), reads]).toEqual([5, ['versions', 'changedSince', 'taking']])
    await importPractice(house.store, testPractice(), MONDAY_8)
    expect([await timesNow(), reads]).toEqual([5, ['versions', 'practice', 'busy', 'liveHolds', 'blocks']])
    await timesNow(MONDAY_8 + 86_400_000)
    expect(reads).toEqual(['versions', 'busy', 'liveHolds', 'blocks'])
  })

  it('reads just what moved since, its own changes and others', async () => {
    await timesNow()
    const hold = (id: string, time: string) => {
      const start = Date.parse(`2026-11-23T${time}:00-05:00`)
      const visit = {
        id,
        visitor: 'v',
        reason: 'check',
        practitioners: ['ann'] as [string],
        chair: 'one',
        location: 'main',
      }
      const buffers = { bufferBeforeMinutes: 0, bufferAfterMinutes: 0 }
      return { ...visit, ...buffers, start, end: start + 1_800_000, createdAt: MONDAY_8, expiresAt: MONDAY_8 + 300_000 }
    }
    const keep = (id: string, time: string) =>
      residents.change(house.store, 'oak', MONDAY_8, (transaction) => transaction.addHold('oak', hold(id, time)))
    await keep('h1', '09:00')
    expect([await timesNow(), reads]).toEqual([5, ['versions', 'changedSince', 'taking']])
    await residents.change(house.store, 'oak', MONDAY_8, (transaction) => transaction.removeHold('oak', 'h1'))
    expect([await timesNow(), reads]).toEqual([6, ['versions', 'changedSince', 'taking']])
    await importAppointments(house.store, 'oak', [{ ...booked, start: nine, end: nine + 1_800_000 }], MONDAY_8)
    await keep('h2', '10:00')
    expect([await timesNow(), reads]).toEqual([4, ['versions', 'changedSince', 'taking']])
  })

  it('reads all of it when too much moved to be named, once for all who ask at the same time', async () => {
    await timesNow()
    const many = Array.from({ length: 201 }, (_, i) => ({ ...booked, id: `m${i}`, start: nine, end: nine + 1_800_000 }))
    await importAppointments(house.store, 'oak', many, MONDAY_8)
    reads = []
    const presents = await Promise.all([1, 2, 3].map(() => residents.present(reader, 'oak', MONDAY_8)))
    expect(reads.filter((name) => name === 'busy')).toHaveLength(1)
    for (const present of presents) {
      expect(slots(present!.snapshot, { reason: 'check', practitioner: 'ann' }, range)).toHaveLength(5)
    }
  })

  it('lets a hold run out by the clock, without reading', async () => {
    await residents.change(house.store, 'oak', MONDAY_8, (transaction) =>
      transaction.addHold('oak', {
        id: 'h1',
        visitor: 'v',
        reason: 'check',
        practitioners: ['ann'],
        chair: 'one',
        location: 'main',
        start: nine,
        end: nine + 1_800_000,
        bufferBeforeMinutes: 0,
        bufferAfterMinutes: 0,
        createdAt: MONDAY_8,
        expiresAt: MONDAY_8 + 300_000,
      }),
    )
    // Five minutes after eight, with an hour's notice, nine o'clock is no longer offered anyway.
    expect(await timesNow(MONDAY_8 - 1)).toBe(5)
    const { snapshot } = (await residents.present(reader, 'oak', MONDAY_8 + 299_999))!
    expect(snapshot.occupancy.items.has('h1')).toBe(true)
    reads = []
    await residents.present(reader, 'oak', MONDAY_8 + 300_000)
    expect([snapshot.occupancy.items.has('h1'), reads]).toEqual([false, ['versions']])
  })

  it('changes nothing in memory when the transaction fails', async () => {
    await timesNow()
    const fails = residents.change(house.store, 'oak', MONDAY_8, async (transaction) => {
      await transaction.removeHold('oak', 'x')
      throw new Error('no')
    })
    await expect(fails).rejects.toThrow('no')
    expect([await timesNow(), reads]).toEqual([6, ['versions']])
  })

  it('forgets the practice asked for longest ago when there are too many', async () => {
    for (const id of ['p1', 'p2']) await importPractice(house.store, testPractice({ id }), MONDAY_8)
    await timesNow()
    await residents.present(reader, 'p1', MONDAY_8)
    await residents.present(reader, 'p2', MONDAY_8)
    await timesNow()
    expect(reads).toContain('busy')
  })

  it('knows no practice that is not there', async () => {
    expect(await residents.present(reader, 'nowhere', MONDAY_8)).toBeNull()
  })

  it('is what a running server answers from, after a request too', async () => {
    const asked = async () => {
      const reply = await house.app.request('/v1/practices/oak/availability?reason=check&from=2026-11-23&to=2026-11-24')
      return ((await reply.json()) as { slots: { practitioners: string[] }[] }).slots[1]!.practitioners
    }
    expect(await asked()).toEqual(['ann', 'bob'])
    await send(house)
    expect(await asked()).toEqual(['bob'])
  })
})
