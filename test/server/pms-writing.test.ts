import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linkTo } from '../../server/links.ts'
import { PmsFault } from '../../server/pms/connector.ts'
import type { DeskRequest } from '../../server/store/model.ts'
import { at, type Desk, deskOf, expectClaimsRight, sendRequest } from '../kit/desk.ts'
import { type TestHouse, testHouse, timesOn } from '../kit/house.ts'
import { type Joined, joined, nadiaThere, visitThere } from '../kit/pms.ts'

const MINUTE_MS = 60_000
const created = { how: { kind: 'create' } }

let house: TestHouse
let pms: Joined
let desk: Desk

beforeEach(async () => {
  house = await testHouse()
  pms = await joined(house, { mode: 'writes' })
  desk = await deskOf(house)
  await pms.sync()
})
afterEach(async () => {
  await expectClaimsRight(house)
  await house.close()
})

const there = () => [...pms.pms.appointments.values()].filter((item) => item.kind === 'appointment')
const read = async ({ id }: Pick<DeskRequest, 'id'>) => (await house.store.request('oak', id))!
const outbox = async () => (await house.store.outbox(100)).map(({ topic }) => topic).sort()
const written = ({ id }: Pick<DeskRequest, 'id'>) => house.store.pmsWrite('oak', id)

describe('accepting, where the PMS can be written to', () => {
  it('makes patient and appointment there, links it, and counts it once', async () => {
    const request = await sendRequest(house)
    const reply = await desk.answer(request.id, 'accept', { ...created, mail: 'yes' })
    expect(reply.mail).toBe('sent')
    expect(there()).toMatchObject([
      { start: request.start, end: request.end, practitioners: ['ANN'], type: 'CHECK', patient: { family: 'Reyes' } },
    ])
    expect(await read(request)).toMatchObject({ state: 'booked', answer: { by: expect.stringMatching(/^staff:/) } })
    expect(await outbox()).toEqual(['request-confirmed', 'request-sent'])
    const before = await house.store.versions('oak')
    await pms.sync(true)
    expect(await house.store.versions('oak')).toEqual(before)
    expect(await written(request)).toBeNull()
  })

  it('takes the patient whom the PMS knows for sure', async () => {
    pms.pms.enter(visitThere('old', { start: at('11:30', '2026-11-20') }))
    const request = await sendRequest(house)
    await desk.answer(request.id, 'accept', created)
    expect(there().map(({ patient }) => patient?.id)).toEqual([nadiaThere.id, nadiaThere.id])
  })

  it('at another time keeps that place meanwhile, and tells the patient', async () => {
    const request = await sendRequest(house)
    let offered: string[] = []
    pms.pms.onWrite.before = async () => {
      offered = await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')
    }
    const time = { start: '2026-11-23T11:00:00-05:00', practitioner: 'ann', chair: null, overrule: [] }
    const body = { how: { kind: 'create', time }, cause: 'practitioner-away' }
    await desk.answer(request.id, 'accept', body)
    expect(offered).not.toContain('11:00')
    expect(await read(request)).toMatchObject({ start: at('11:00'), asked: { start: at('09:30') } })
    expect(await outbox()).toEqual(['request-changed', 'request-sent'])
  })

  it('sees what was entered there a moment ago, and offers to choose again', async () => {
    const request = await sendRequest(house)
    pms.pms.enter(visitThere('other', { patient: { ...nadiaThere, id: 'Patient/bo', given: 'Bo' } }))
    const problem = await desk.refused(request.id, 'accept', created)
    expect(problem).toMatchObject({ status: 422, type: '/problems/not-offered' })
    expect(pms.pms.asked.writes).toBe(0)
    expect(await read(request)).toMatchObject({ state: 'pending' })
  })

  it('that the PMS refuses leaves the request with staff, and says why', async () => {
    const request = await sendRequest(house)
    pms.pms.onWrite.before = () => {
      throw new PmsFault('conflict', 'Dr Ash is at a meeting.')
    }
    const problem = await desk.refused(request.id, 'accept', created)
    expect(problem.detail).toContain('Dr Ash is at a meeting.')
    expect(await read(request)).toMatchObject({ state: 'pending', revision: request.revision })
    expect(await written(request)).toBeNull()
    expect(await outbox()).toEqual(['request-sent'])
    expect((await house.store.auditOf('oak', `request:${request.id}`)).map(({ action }) => action)).toContain(
      'write-refused',
    )
  })

  it.each(['before', 'after'] as const)('whose answer is lost %s it was done makes one appointment', async (when) => {
    const request = await sendRequest(house)
    // The patient, then the appointment.
    let writes = 0
    pms.pms.onWrite[when] = () => {
      if (++writes === 2) throw new PmsFault('unreachable', 'No answer.')
    }
    const problem = await desk.refused(request.id, 'accept', created)
    expect(problem).toMatchObject({ status: 503 })
    expect(await read(request)).toMatchObject({ state: 'pending' })
    expect(await desk.refused(request.id, 'reject', { reason: 'other' })).toMatchObject({ status: 409 })
    const detail = (await (await desk.get(`/requests/${request.id}`)).json()) as { writing: unknown }
    expect(detail.writing).toMatchObject({ kind: 'create', fault: 'No answer.' })
    house.now += MINUTE_MS
    await pms.look()
    expect(there()).toHaveLength(1)
    expect(await read(request)).toMatchObject({ state: 'booked' })
    expect(await written(request)).toBeNull()
  })

  it('that a sync finishes first is linked once, told once', async () => {
    const request = await sendRequest(house)
    pms.pms.onWrite.after = async () => {
      if (there().length === 1) await pms.sync()
    }
    await desk.answer(request.id, 'accept', { ...created, mail: 'yes' })
    expect(await read(request)).toMatchObject({ state: 'booked' })
    expect(await outbox()).toEqual(['request-confirmed', 'request-sent'])
    expect(there()).toHaveLength(1)
  })

  it('of a request that its patient cancels meanwhile is called off there', async () => {
    const request = await sendRequest(house)
    pms.pms.onWrite.after = async () => {
      const { revision } = await read(request)
      await house.store.transaction((transaction) =>
        transaction.changeRequest('oak', request.id, revision, { state: 'cancelled' }),
      )
      await house.store.transaction((transaction) => transaction.release('oak', request.id))
      pms.pms.onWrite = {}
    }
    const reply = await desk.post(`/requests/${request.id}/accept`, { revision: request.revision, ...created })
    expect(reply.status).toBe(200)
    house.now += MINUTE_MS
    await pms.look()
    expect(there()).toMatchObject([{ status: 'cancelled' }])
    expect(await read(request)).toMatchObject({ state: 'cancelled' })
  })

  it('makes one appointment when two staff accept at once', async () => {
    const request = await sendRequest(house)
    const other = await deskOf(house, 'second@example.com')
    const body = { revision: request.revision, ...created }
    const replies = await Promise.all([desk, other].map((each) => each.post(`/requests/${request.id}/accept`, body)))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(there()).toHaveLength(1)
  })
})

describe('an accepted visit, where the PMS can be written to', () => {
  let request: DeskRequest
  beforeEach(async () => {
    const sent = await sendRequest(house)
    await desk.answer(sent.id, 'accept', { ...created, mail: 'no' })
    request = await read(sent)
  })

  const moved = {
    time: { start: '2026-11-23T11:00:00-05:00', practitioner: 'bob', chair: null, overrule: [] },
    cause: 'patient-asked',
  }

  it('moves there and here', async () => {
    await desk.answer(request.id, 'reschedule', moved)
    expect(there()).toMatchObject([{ start: at('11:00'), practitioners: ['BOB'] }])
    expect(await read(request)).toMatchObject({ state: 'booked', start: at('11:00'), practitioners: ['bob'] })
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).toContain('09:30')
    expect(await outbox()).toEqual(['request-changed', 'request-sent'])
  })

  it('stays where it is when it was changed there meanwhile', async () => {
    const [known] = there()
    pms.pms.enter({ ...known!, version: '9' })
    pms.pms.onWrite.before = () => {
      const [item] = there()
      pms.pms.enter({ ...item!, version: '10' })
    }
    expect(await desk.refused(request.id, 'reschedule', moved)).toMatchObject({ type: '/problems/changed-meanwhile' })
    expect(there()).toMatchObject([{ start: request.start }])
    expect(await read(request)).toMatchObject({ start: request.start })
  })

  it('that moves while a sync has read where it was stays moved', async () => {
    const { connector } = pms.pms
    const window = connector.window.bind(connector)
    connector.window = async function* (range, signal) {
      for await (const page of window(range, signal)) {
        connector.window = window
        house.now += 1000
        await desk.answer(request.id, 'reschedule', moved)
        yield page
      }
    }
    await pms.sync(true)
    expect(await read(request)).toMatchObject({ start: at('11:00') })
    await pms.sync(true)
    expect(await read(request)).toMatchObject({ start: at('11:00') })
    expect(await outbox()).toEqual(['request-changed', 'request-sent'])
  })

  it('is cancelled there and here, and the patient told', async () => {
    await desk.answer(request.id, 'cancel', { reason: 'practitioner-away' })
    expect(there()).toMatchObject([{ status: 'cancelled' }])
    expect(await read(request)).toMatchObject({ state: 'cancelled' })
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).toContain('09:30')
    expect(await outbox()).toEqual(['request-cancelled-by-practice', 'request-sent'])
  })

  it('that its patient cancels is cancelled there as soon as it can be reached', async () => {
    const link = (await linkTo(house.secret, 'oak', request.id)).token
    pms.pms.fail(new PmsFault('unreachable', 'No answer.'), 1)
    const reply = await house.app.request('/v1/practices/oak/my/cancel', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ link }),
    })
    expect(reply.status).toBe(200)
    await pms.look()
    expect(there()).toMatchObject([{ status: 'booked' }])
    house.now += MINUTE_MS
    await pms.look()
    expect(there()).toMatchObject([{ status: 'cancelled' }])
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).toContain('09:30')
  })

  it('whose link is undone is called off there, and the request waits again', async () => {
    await desk.answer(request.id, 'unlink')
    await pms.look()
    expect(there()).toMatchObject([{ status: 'cancelled' }])
    expect(await read(request)).toMatchObject({ state: 'pending' })
    await desk.answer(request.id, 'accept', created)
    expect(there().map(({ status }) => status)).toEqual(['cancelled', 'booked'])
  })
})

describe('link-only', () => {
  it('refuses to make anything, in words', async () => {
    await pms.sync()
    const version = (await house.store.settings('oak'))!.version
    await house.store.transaction((transaction) => transaction.putSettings('oak', { mode: 'link-only' }, version))
    const request = await sendRequest(house)
    const problem = await desk.refused(request.id, 'accept', created)
    expect(problem.detail).toBe(
      'The connected schedule cannot be written to. Enter the appointment there, then link it here.',
    )
    expect(pms.pms.asked.writes).toBe(0)
  })
})
