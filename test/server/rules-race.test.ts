import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Busy, evaluate, occupancyOf } from '../../engine/index.ts'
import { createApp } from '../../server/app.ts'
import type { Availability } from '../../server/contract/availability.ts'
import { RulesReply } from '../../server/contract/calendar.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { compileFor } from '../../server/residents.ts'
import { busyOfBlock, type StoredBlock } from '../../server/store/blocks.ts'
import type { StoredPractice, StoredRequest } from '../../server/store/model.ts'
import type { Store } from '../../server/store/store.ts'
import { at, type Desk, deskOf, expectClaimsRight } from '../kit/desk.ts'
import { OWN_ORIGIN, requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'

/* Rules change while patients book: what was accepted must have been on offer by the rules that were in force when it was
   committed. Each transaction writes down both versions as its last act, with the lock that moves them in its hands, so that
   their order is the order of the commits. */

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)
afterAll(() => postgres.stop(), 60_000)

const CLIENTS = 50
/** Each tries at least so often, and goes on until the rules were edited often enough, or it has tried very often. */
const TRIES = 6
const MOST_TRIES = 40
const EDITS = 20
/** So many that there is something left to book to the end. */
const DATES = [24, 25, 26, 27].map((day) => `2026-11-${day}`).concat([1, 2, 3, 4, 7, 8].map((day) => `2026-12-0${day}`))

/** What one transaction did, once it is committed. */
interface Committed {
  readonly rules: number
  readonly data: number
  readonly added: StoredRequest | null
  readonly practice: StoredPractice
  readonly blocks: readonly StoredBlock[]
}

/** A store that writes down what each change of the practice did. */
function watched(store: Store, committed: Committed[]): Store {
  return {
    ...store,
    async transaction(run) {
      let note: Committed | null = null
      const answer = await store.transaction(async (transaction) => {
        note = null
        let added: StoredRequest | null = null
        let isRules = false
        const seen = {
          ...transaction,
          addRequest: (practice: string, request: StoredRequest) => {
            added = request
            return transaction.addRequest(practice, request)
          },
          putPractice: (...given: Parameters<typeof transaction.putPractice>) => {
            isRules = true
            return transaction.putPractice(...given)
          },
          putBlock: (...given: Parameters<typeof transaction.putBlock>) => {
            isRules = true
            return transaction.putBlock(...given)
          },
          dropBlock: (...given: Parameters<typeof transaction.dropBlock>) => {
            isRules = true
            return transaction.dropBlock(...given)
          },
        }
        const result = await run(seen)
        if (added || isRules) {
          const versions = (await transaction.lockVersions('oak'))!
          const practice = (await transaction.practice('oak'))!
          note = { ...versions, added, practice, blocks: await transaction.blocks('oak', 0) }
        }
        return result
      })
      if (note) committed.push(note)
      return answer
    },
  }
}

/** The same numbers each time, so that a failure can be seen again. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe.each(['SQLite', 'Postgres'])('on %s', (database) => {
  let house: TestHouse
  let desk: Desk
  let committed: Committed[]
  beforeEach(async () => {
    const url = database === 'Postgres' ? await postgres.newDatabase() : undefined
    const opened = await testHouse(undefined, undefined, url)
    committed = []
    const store = watched(opened.store, committed)
    const app = createApp({
      ...{ store, accounts: opened.accounts, secret: opened.secret, ownOrigins: [OWN_ORIGIN] },
      ...{ clock: () => opened.now, log: () => {}, asset: () => null, addressOf: () => '192.0.2.1' },
    })
    house = { ...opened, store, app }
    desk = await deskOf(house)
  }, 60_000)
  afterEach(() => house.close())

  it('accepts only what the rules in force at its commit offer, however they are edited meanwhile', async () => {
    const first = (await house.store.practice('oak'))!
    const edits = { done: 0 }
    const all = Array.from({ length: CLIENTS }, (_, i) => client(i, edits))
    const [, ...answers] = await Promise.all([editor(edits), ...all])
    const statuses = answers.flat()
    const count = (status: number) => statuses.filter((each) => each === status).length
    expect(statuses.filter((each) => ![201, 409, 422].includes(each))).toEqual([])
    // Else nothing was tried.
    expect([count(201) > 20, count(409) + count(422) > 20, edits.done]).toEqual([true, true, EDITS])

    const inOrder = committed.toSorted((a, b) => a.rules - b.rules || a.data - b.data)
    let inForce = { rules: first.rulesVersion, practice: first, blocks: [] as readonly StoredBlock[] }
    const taken: Busy[] = []
    const wrong: unknown[] = []
    for (const { rules, data, added, practice, blocks } of inOrder) {
      if (!added) {
        inForce = { rules, practice, blocks }
        continue
      }
      const { start, reason, practitioners, chair } = added
      const compiled = compileFor(inForce.practice.file, house.now)
      const occupancy = occupancyOf(compiled, [...taken, ...inForce.blocks.map(busyOfBlock)])
      const ask = { reason, practitioner: practitioners[0], patients: 'existing' as const }
      const found = evaluate({ compiled, occupancy, now: house.now }, ask, start)
      if (rules !== inForce.rules || !found.offered) wrong.push({ rules, data, start, practitioners, chair, found })
      taken.push({ ...added, kind: 'request', status: 'pending', patients: 'existing' })
    }
    expect(wrong).toEqual([])
    // Else all was booked before or after it was edited.
    const spread = new Set(inOrder.flatMap(({ rules, added }) => (added ? [rules] : [])))
    expect(spread.size).toBeGreaterThan(5)
    // Bookings never go back in the order of commits, and none is missing from it.
    const booked = inOrder.filter(({ added }) => added)
    expect(booked.map(({ data }) => data)).toEqual(booked.map(({ data }) => data).toSorted((a, b) => a - b))
    expect(taken.map(({ id }) => id).sort()).toEqual(
      (await house.store.requests('oak', 'pending')).map(({ id }) => id).sort(),
    )
    expect(taken).toHaveLength(count(201))
    await expectClaimsRight(house)
  }, 120_000)

  async function client(number: number, edits: { readonly done: number }): Promise<number[]> {
    const roll = dice(number + 1)
    const statuses: number[] = []
    let reason = ''
    let starts: string[] = []
    for (let i = 0; i < TRIES || (i < MOST_TRIES && edits.done < EDITS); i++) {
      // Every other time they choose from what they have read before, as people do.
      if (i % 2 === 0) {
        reason = ['check', 'clean'][roll(2)]!
        const date = DATES[roll(DATES.length)]!
        const to = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
        const reply = await house.app.request(`/v1/practices/oak/availability?reason=${reason}&from=${date}&to=${to}`)
        starts = ((await reply.json()) as Availability).slots.map((slot) => slot.start)
      }
      const start = starts[roll(starts.length)] ?? `${DATES[0]}T10:00:00-05:00`
      // Without a moment between them, no change of the rules would ever get in on Postgres before all is booked.
      await pause(roll(200))
      statuses.push((await send(house, requestBody({ reason, start }))).status)
    }
    return statuses
  }

  /** Changes the rules again and again: through the portal, and blocks beside it. */
  async function editor(edits: { done: number }): Promise<void> {
    const roll = dice(77)
    const change = (file: PracticeFile): PracticeFile => {
      const what = roll(4)
      const one = ['ann', 'bob', 'kim'][roll(3)]
      const split = 1 + roll(4)
      const start = ['08:00', '09:00', '09:30', '10:00'][roll(4)]!
      if (what === 0)
        return {
          ...file,
          closures: roll(2) ? [{ name: 'Away', date: DATES[roll(DATES.length)]!, start: '10:00', end: '11:00' }] : [],
        }
      return {
        ...file,
        practitioners: file.practitioners.map((each) => {
          if (what === 1) return each.id === 'kim' || each.id === one ? { ...each, splitBooking: split } : each
          if (each.id !== one) return each
          return {
            ...each,
            schedules: [
              { windows: [{ rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', start, end: ['12:00', '15:00'][roll(2)]! }] },
            ],
          }
        }),
      }
    }
    while (edits.done < EDITS) {
      if (roll(4) === 0) {
        const { store } = house
        await store.transaction(async (transaction) => {
          await transaction.lockVersions('oak')
          const hour = 9 + roll(3)
          const start = at(`${String(hour).padStart(2, '0')}:00`, DATES[roll(DATES.length)])
          const times = { start, end: start + 3_600_000, note: null, createdAt: 0, createdBy: 'staff:x' }
          if (roll(3) === 0) await transaction.dropBlock('oak', 'b')
          else await transaction.putBlock('oak', { id: 'b', kind: 'staff', practitioners: ['ann', 'kim'], ...times })
        })
      } else {
        const { file, base } = RulesReply.parse(await (await desk.get('/rules')).json())
        const reply = await desk.post('/rules', { file: change(file), base })
        expect([reply.status, reply.ok ? '' : await reply.text()]).toEqual([200, ''])
      }
      edits.done++
      await pause(20)
    }
  }
})
