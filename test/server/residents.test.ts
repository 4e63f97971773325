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
    expect([await timesNow(), reads]).toEqual([6, ['versions', 'practice', 'busy']])
    expect([await timesNow(), reads]).toEqual([6, ['versions']])
  })

  it('reads bookings again when another writer added some, rules when they changed, both on a new day', async () => {
    await timesNow()
    await importAppointments(house.store, 'oak', [{ ...booked, start: nine, end: nine + 1_800_000 }], MONDAY_8)
    expect([await timesNow(), reads]).toEqual([5, ['versions', 'busy']])
    await importPractice(house.store, testPractice(), MONDAY_8)
    expect([await timesNow(), reads]).toEqual([5, ['versions', 'practice', 'busy']])
    await timesNow(MONDAY_8 + 86_400_000)
    expect(reads).toEqual(['versions', 'practice', 'busy'])
  })

  it('adds what was just committed without reading, unless something came between', async () => {
    await timesNow()
    const { versions } = (await residents.present(reader, 'oak', MONDAY_8))!
    const busy = { ...booked, kind: 'appointment' as const, start: nine, end: nine + 1_800_000 }
    await importAppointments(house.store, 'oak', [busy], MONDAY_8)
    residents.committed('oak', busy, versions)
    expect([await timesNow(), reads]).toEqual([5, ['versions']])
    // Told of a commit that isn't the next one, it waits to be asked and reads.
    const later = { ...busy, id: 'b', start: nine + 1_800_000, end: nine + 3_600_000 }
    await importAppointments(house.store, 'oak', [later], MONDAY_8)
    residents.committed('oak', later, versions)
    expect([await timesNow(), reads]).toEqual([4, ['versions', 'busy']])
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
