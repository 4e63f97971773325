import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PracticeReply } from '../../server/contract/practice.ts'
import type { Problem } from '../../server/contract/problem.ts'
import { Challenge, type Proof } from '../../server/contract/proof.ts'
import { importPractice } from '../../server/import.ts'
import { MONDAY_8, requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse(testPractice({ proofOfWork: true }))
})
afterEach(() => house.close())

const challengeFor = async (practice = 'oak') =>
  Challenge.parse(await (await house.app.request(`/v1/practices/${practice}/challenge`)).json())

/** What a browser would bring. */
async function work(practice = 'oak'): Promise<Proof> {
  const challenge = await challengeFor(practice)
  const solution = await solveChallenge({ challenge, deriveKey })
  return { challenge, solution: { counter: solution!.counter, derivedKey: solution!.derivedKey } }
}

const pending = async () => (await house.store.requests('oak', 'pending')).length
const outcome = async (reply: Response) =>
  reply.status === 201 ? 201 : ((await reply.json()) as Problem).type.replace('/problems/', '')

describe('a practice that wants proof of work', () => {
  it('says so, and takes a request that brings it', async () => {
    const reply = (await (await house.app.request('/v1/practices/oak')).json()) as PracticeReply
    expect(reply.proofOfWork).toBe(true)
    expect(await outcome(await send(house))).toBe('proof-needed')
    expect(await outcome(await send(house, requestBody({ proof: await work() })))).toBe(201)
    expect(await pending()).toBe(1)
  })

  it('takes each proof once, also of many that are sent at once', async () => {
    const proof = await work()
    const body = (time: string) => requestBody({ proof, start: `2026-11-23T${time}:00-05:00` })
    const replies = await Promise.all(['09:00', '09:30', '10:00', '10:30'].map((time) => send(house, body(time))))
    const outcomes = await Promise.all(replies.map(outcome))
    expect(outcomes.sort()).toEqual([201, 'proof-needed', 'proof-needed', 'proof-needed'])
    expect(await pending()).toBe(1)
    house = await house.reopen()
    expect(await outcome(await send(house, body('11:00')))).toBe('proof-needed')
  })

  it('answers a retry the same, with the same proof or a new one', async () => {
    const proof = await work()
    const first = await (await send(house, requestBody({ proof }), { key: 'one-key-1' })).text()
    expect(await (await send(house, requestBody({ proof }), { key: 'one-key-1' })).text()).toBe(first)
    const again = await send(house, requestBody({ proof: await work() }), { key: 'one-key-1' })
    expect([again.status, await again.text()]).toEqual([201, first])
    expect(await pending()).toBe(1)
  })

  it('leaves a proof unspent when the request is refused', async () => {
    const proof = await work()
    const taken = requestBody({ proof, start: '2026-11-23T20:00:00-05:00' })
    expect(await outcome(await send(house, taken))).toBe('not-offered')
    expect(await outcome(await send(house, requestBody({ proof })))).toBe(201)
  })

  it('refuses one that is too old', async () => {
    const proof = await work()
    house.now = MONDAY_8 + 30 * 60_000
    expect(await outcome(await send(house, requestBody({ proof, start: '2026-11-23T11:00:00-05:00' })))).toBe(
      'proof-needed',
    )
  })

  it('refuses one that was made for another practice', async () => {
    await importPractice(house.store, testPractice({ id: 'elm' }), MONDAY_8)
    expect(await outcome(await send(house, requestBody({ proof: await work('elm') })))).toBe('proof-needed')
  })

  it.each([
    ['no work', ({ challenge }: Proof) => ({ challenge, solution: { counter: 0, derivedKey: '00'.repeat(32) } })],
    [
      'work made easier',
      (proof: Proof) => ({
        ...proof,
        challenge: { ...proof.challenge, parameters: { ...proof.challenge.parameters, cost: 1 } },
      }),
    ],
    [
      'a longer time of its own',
      ({ challenge, solution }: Proof) => {
        const { parameters } = challenge
        const data = { ...parameters.data, until: parameters.data.until + 1 }
        return { solution, challenge: { ...challenge, parameters: { ...parameters, data } } }
      },
    ],
    [
      'a signature of its own',
      (proof: Proof) => ({ ...proof, challenge: { ...proof.challenge, signature: '00'.repeat(32) } }),
    ],
  ])('refuses %s', async (_what, forged) => {
    expect(await outcome(await send(house, requestBody({ proof: forged(await work()) })))).toBe('proof-needed')
    expect(await pending()).toBe(0)
  })

  it('names the field when it is no proof at all', async () => {
    const reply = await send(house, requestBody({ proof: { challenge: 'x' } }))
    expect([reply.status, ((await reply.json()) as Problem).errors?.[0]?.pointer]).toEqual([
      400,
      expect.stringMatching(/^\/proof/),
    ])
  })
})

describe('a practice that does not', () => {
  it('neither says so nor asks for it', async () => {
    await importPractice(house.store, testPractice(), MONDAY_8)
    const reply = (await (await house.app.request('/v1/practices/oak')).json()) as PracticeReply
    expect(reply).not.toHaveProperty('proofOfWork')
    expect(await outcome(await send(house))).toBe(201)
  })
})

describe('GET /v1/practices/{practice}/challenge', () => {
  it('answers with another one each time, and 404 for a practice that is not there', async () => {
    expect((await challengeFor()).parameters.nonce).not.toBe((await challengeFor()).parameters.nonce)
    const reply = await house.app.request('/v1/practices/elm/challenge')
    expect([reply.status, reply.headers.get('Content-Type')]).toEqual([404, 'application/problem+json'])
  })
})
