import { beforeEach, describe, expect, it } from 'vitest'
import {
  at,
  type Desk,
  deskForEach,
  expectClaimsRight,
  NADIA,
  putInSchedule,
  putSettings,
  sendRequest,
  toldIn,
} from '../kit/desk.ts'
import { type TestHouse, timesOn } from '../kit/house.ts'

let house: TestHouse
let desk: Desk
deskForEach((opened, dana) => {
  house = opened
  desk = dana
})

const told = () => toldIn(house)
const lastNoted = async (id: string) => {
  const { actor, action, detail } = (await house.store.auditOf('oak', `request:${id}`)).at(-1)!
  return [actor.split(':')[0], action, detail]
}
const annsTimes = () => timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')
const create = { how: { kind: 'create' }, mail: 'no' }
const time = (clock: string, changes: object = {}) => ({
  time: { start: new Date(at(clock)).toISOString(), practitioner: 'ann', chair: null, ...changes },
})
const accepted = async (changes: Record<string, unknown> = {}) => {
  const { id } = await sendRequest(house, changes)
  const { request } = await desk.answer(id, 'accept', create)
  return { id, appointment: request.appointment!.id }
}
/** Keeps a wish as the patient's page does. */
const wish = (id: string, start: number, changes: object = {}) =>
  house.store.transaction(async (transaction) => {
    const { revision } = (await transaction.request('oak', id))!
    const kept = { at: house.now, reason: 'check', practitioner: null, location: 'main', start, ...changes }
    await transaction.changeRequest('oak', id, revision, { wish: kept })
  })

describe('reject', () => {
  it('frees the time, keeps the reason, and tells the patient', async () => {
    const { id } = await sendRequest(house)
    const { request, mail } = await desk.answer(id, 'reject', { reason: 'no-new-patients' })
    expect([request.state, mail, request.answer]).toEqual([
      'rejected',
      'sent',
      { at: '2026-11-23T08:00:00-05:00', by: 'Dana', reason: 'no-new-patients' },
    ])
    expect(await annsTimes()).toContain('09:30')
    expect(told()).toEqual(['request-rejected'])
    expect(await lastNoted(id)).toEqual(['staff', 'request-rejected', { reason: 'no-new-patients', mail: 'sent' }])
  })

  it.each([
    ['staff say so', { tell: false }, {}, NADIA, 'none'],
    ['the practice says so', {}, { isCancellationTold: false }, NADIA, 'none'],
    ['there is no address', {}, {}, { ...NADIA, email: undefined }, 'no-address'],
  ])('tells nobody when %s', async (_what, body, settings, patient, mail) => {
    await putSettings(house, settings)
    const { id } = await sendRequest(house, { patient })
    expect((await desk.answer(id, 'reject', { reason: 'other', ...body })).mail).toBe(mail)
    expect(told()).toEqual([])
  })

  it('is for requests that wait only', async () => {
    const { id } = await accepted()
    expect((await desk.refused(id, 'reject', { reason: 'other' })).detail).toBe(
      'This request is accepted already. Cancel it instead.',
    )
  })
})

describe('cancel', () => {
  it('cancels the appointment of our own schedule, frees its time, and keeps who accepted', async () => {
    const { id, appointment } = await accepted()
    house.now += 60_000
    const { request, mail } = await desk.answer(id, 'cancel', { reason: 'practitioner-away' })
    expect([request.state, mail, request.appointment?.state, request.answer?.at]).toEqual([
      'cancelled',
      'sent',
      'cancelled',
      '2026-11-23T08:00:00-05:00',
    ])
    expect(await annsTimes()).toContain('09:30')
    expect(told()).toEqual(['request-cancelled-by-practice'])
    expect(await lastNoted(id)).toEqual([
      'staff',
      'request-cancelled',
      { reason: 'practitioner-away', appointment, mail: 'sent' },
    ])
  })

  it('only marks it here where the schedule is kept elsewhere, and notes that', async () => {
    await putSettings(house, { mode: 'reads' })
    const { id } = await sendRequest(house)
    await putInSchedule(house, {})
    await desk.answer(id, 'accept', { how: { kind: 'link', appointment: 'a1' } })
    const { request, mail } = await desk.answer(id, 'cancel', { reason: 'patient-asked', tell: false })
    expect([request.state, request.appointment?.state, mail]).toEqual(['cancelled', 'booked', 'none'])
    expect(await lastNoted(id)).toEqual([
      'staff',
      'request-cancelled',
      { reason: 'patient-asked', appointment: 'a1', isElsewhere: true },
    ])
    expect(await annsTimes()).not.toContain('09:30')
  })

  it('frees what a request without an appointment kept', async () => {
    await putSettings(house, { mode: 'reads' })
    const { id } = await sendRequest(house)
    await desk.answer(id, 'accept', { how: { kind: 'unlinked' } })
    await desk.answer(id, 'cancel', { reason: 'patient-asked' })
    expect(await annsTimes()).toContain('09:30')
  })

  it('is for accepted visits only', async () => {
    const { id } = await sendRequest(house)
    expect((await desk.refused(id, 'cancel', { reason: 'other' })).detail).toMatch(/Reject it instead/)
    await desk.answer(id, 'reject', { reason: 'other' })
    expect((await desk.refused(id, 'cancel', { reason: 'other' })).detail).toMatch(/is rejected/)
  })
})

describe('unlink', () => {
  it('puts the request back, with the time that was asked for, and leaves the appointment in the schedule', async () => {
    await putSettings(house, { mode: 'reads' })
    const { id } = await sendRequest(house)
    await putInSchedule(house, { start: at('11:00') })
    const how = { kind: 'link', appointment: 'a1', isCorrected: true }
    await desk.answer(id, 'accept', { how, cause: 'entered-by-phone' })
    const { request } = await desk.answer(id, 'unlink')
    expect(request).toMatchObject({
      state: 'pending',
      start: '2026-11-23T09:30:00-05:00',
      appointment: null,
      answer: null,
      asked: null,
      changeCause: null,
    })
    const times = await annsTimes()
    expect([times.includes('09:30'), times.includes('11:00')]).toEqual([false, false])
    expect((await house.store.appointment('oak', 'a1'))?.request).toBeNull()
    expect((await desk.answer(id, 'accept', { how, cause: 'other' })).request.state).toBe('booked')
  })

  it('takes back an appointment that accepting made', async () => {
    const { id, appointment } = await accepted()
    await desk.answer(id, 'unlink')
    expect((await house.store.appointment('oak', appointment))?.status).toBe('cancelled')
    await expectClaimsRight(house)
    expect((await desk.answer(id, 'accept', create)).request.state).toBe('booked')
  })

  it('waits beyond capacity when its place was taken meanwhile', async () => {
    await putSettings(house, { mode: 'reads' })
    const { id } = await sendRequest(house)
    await putInSchedule(house, { start: at('11:00') })
    const how = { kind: 'link', appointment: 'a1', isCorrected: true }
    await desk.answer(id, 'accept', { how, cause: 'other' })
    await sendRequest(house)
    expect((await desk.answer(id, 'unlink')).request.state).toBe('pending')
    await expectClaimsRight(house)
    expect(await annsTimes()).not.toContain('09:30')
  })

  it('refuses when nothing is linked, or the time asked for has passed', async () => {
    const { id } = await sendRequest(house)
    expect((await desk.refused(id, 'unlink')).type).toBe('/problems/not-changeable')
    await desk.answer(id, 'accept', create)
    house.now = at('09:30')
    expect((await desk.refused(id, 'unlink')).detail).toMatch(/has passed/)
  })
})

describe('reschedule, in a schedule of our own', () => {
  it('moves the appointment, remembers the first time asked for, and always tells the patient', async () => {
    const { id, appointment } = await accepted()
    await desk.answer(id, 'reschedule', { ...time('10:30'), cause: 'practitioner-away' })
    house.now += 60_000
    const body = { ...time('11:00', { practitioner: 'bob' }), cause: 'patient-asked' }
    const { request, mail } = await desk.answer(id, 'reschedule', body)
    expect(mail).toBe('sent')
    expect(request).toMatchObject({
      start: '2026-11-23T11:00:00-05:00',
      practitioner: 'Dr Bob Birch',
      asked: { start: '2026-11-23T09:30:00-05:00', practitioner: 'Dr Ann Ash' },
      changeCause: 'patient-asked',
      appointment: {
        id: appointment,
        start: '2026-11-23T11:00:00-05:00',
        practitioner: 'Dr Bob Birch',
        state: 'booked',
      },
    })
    expect(told()).toEqual(['request-changed', 'request-changed'])
    expect(await annsTimes()).toEqual(['09:30', '10:00', '10:30', '11:00', '11:30'])
    expect(await lastNoted(id)).toMatchObject([
      'staff',
      'request-rescheduled',
      { cause: 'patient-asked', was: { start: '2026-11-23T10:30:00-05:00', practitioners: ['ann'] } },
    ])
  })

  it('may overlap the time that it leaves', async () => {
    const { id } = await accepted()
    await desk.answer(id, 'reschedule', { ...time('09:45', { overrule: ['off-grid'] }), cause: 'other' })
    expect((await desk.answer(id, 'reschedule', { ...time('09:30'), cause: 'other' })).request).toMatchObject({
      asked: null,
      changeCause: null,
    })
    expect(told()).toEqual(['request-changed', 'request-changed'])
  })

  it('keeps the old place when the new one is taken', async () => {
    const { id } = await accepted()
    await sendRequest(house, { start: '2026-11-23T11:00:00-05:00' })
    const problem = await desk.refused(id, 'reschedule', { ...time('11:00'), cause: 'other' })
    expect(problem).toMatchObject({
      type: '/problems/not-offered',
      detail: 'Dr Ann Ash is taken: a request 11:00 – 11:30 AM.',
    })
    expect(await annsTimes()).not.toContain('09:30')
    expect((await house.store.request('oak', id))?.start).toBe(at('09:30'))
  })

  it('grants a wish, also for another kind of visit', async () => {
    const { id, appointment } = await accepted()
    await wish(id, at('10:00'), { reason: 'clean', practitioner: 'kim' })
    expect((await (await desk.get('/requests?tab=action')).json()).requests).toMatchObject([{ id, hasWish: true }])
    const body = { ...time('10:00', { practitioner: 'kim' }), cause: 'patient-asked' }
    const { request } = await desk.answer(id, 'reschedule', body)
    expect(request).toMatchObject({ wish: null, reason: 'Cleaning', practitioner: 'Kim Cedar', durationMinutes: 60 })
    expect(await house.store.appointment('oak', appointment)).toMatchObject({ reason: 'clean', chair: null })
  })

  it('tells nobody of another chair', async () => {
    const { id } = await accepted()
    const { request, mail } = await desk.answer(id, 'reschedule', {
      ...time('09:30', { chair: 'two' }),
      cause: 'no-chair',
    })
    expect([request.chair, mail, request.asked, told()]).toEqual(['Chair 2', 'none', null, []])
  })

  it('refuses an appointment in place of a time, neither, and a request that waits', async () => {
    const { id } = await accepted()
    for (const body of [{ appointment: 'a1' }, {}, { ...time('11:00'), appointment: 'a1' }]) {
      expect((await desk.refused(id, 'reschedule', { ...body, cause: 'other' })).type).toBe('/problems/not-changeable')
    }
    const waiting = await sendRequest(house, { start: '2026-11-23T11:00:00-05:00' })
    expect((await desk.refused(waiting.id, 'reschedule', { ...time('11:30'), cause: 'other' })).type).toBe(
      '/problems/not-changeable',
    )
  })
})

describe('reschedule, where the schedule is kept elsewhere', () => {
  beforeEach(() => putSettings(house, { mode: 'link-only' }))

  it('goes on with the new appointment, and cancels the original here', async () => {
    const { id } = await sendRequest(house)
    await putInSchedule(house, {})
    await desk.answer(id, 'accept', { how: { kind: 'link', appointment: 'a1' }, mail: 'no' })
    await putInSchedule(house, { id: 'a2', start: at('11:00') })
    const { request, mail } = await desk.answer(id, 'reschedule', { appointment: 'a2', cause: 'patient-asked' })
    expect([mail, request.start, request.asked?.start, request.appointment?.id]).toEqual([
      'sent',
      '2026-11-23T11:00:00-05:00',
      '2026-11-23T09:30:00-05:00',
      'a2',
    ])
    expect((await house.store.appointment('oak', 'a1'))?.status).toBe('cancelled')
    expect(await annsTimes()).toContain('09:30')
    expect(told()).toEqual(['request-changed'])
    expect((await lastNoted(id))[2]).toMatchObject({ appointment: 'a2', instead: 'a1', cause: 'patient-asked' })
  })

  it('refuses a time, and an appointment that is another request’s', async () => {
    const { id } = await sendRequest(house)
    const other = await sendRequest(house, { start: '2026-11-23T11:00:00-05:00' })
    await putInSchedule(house, {}, { id: 'a2', start: at('11:00') })
    await desk.answer(id, 'accept', { how: { kind: 'link', appointment: 'a1' } })
    await desk.answer(other.id, 'accept', { how: { kind: 'link', appointment: 'a2' } })
    expect((await desk.refused(id, 'reschedule', { ...time('10:00'), cause: 'other' })).detail).toMatch(
      /kept elsewhere/,
    )
    expect((await desk.refused(id, 'reschedule', { appointment: 'a2', cause: 'other' })).type).toBe(
      '/problems/changed-meanwhile',
    )
    expect((await house.store.appointment('oak', 'a1'))?.status).toBe('booked')
  })
})

describe('keep', () => {
  it('declines a wish and tells the patient', async () => {
    const { id } = await accepted()
    expect((await desk.refused(id, 'keep')).type).toBe('/problems/not-changeable')
    await wish(id, at('10:00'))
    const { request, mail } = await desk.answer(id, 'keep')
    expect([request.wish, request.start, mail, told()]).toEqual([
      null,
      '2026-11-23T09:30:00-05:00',
      'sent',
      ['wish-declined'],
    ])
    expect(await lastNoted(id)).toEqual([
      'staff',
      'wish-declined',
      { start: '2026-11-23T10:00:00-05:00', mail: 'sent' },
    ])
  })

  it('is what cancelling does to a wish, too, without a word of its own', async () => {
    const { id } = await accepted()
    await wish(id, at('10:00'))
    expect((await desk.answer(id, 'cancel', { reason: 'practice-closed' })).request.wish).toBeNull()
    expect(told()).toEqual(['request-cancelled-by-practice'])
  })
})

describe('note', () => {
  it('is written, changed and removed, in any state', async () => {
    const { id } = await sendRequest(house)
    const note = async (text: string) => (await desk.answer(id, 'note', { note: text })).request.staffNote
    expect([await note(' Rings back '), await note('Rang')]).toEqual(['Rings back', 'Rang'])
    await desk.answer(id, 'reject', { reason: 'unreachable' })
    expect(await note('')).toBeNull()
    expect(await lastNoted(id)).toEqual(['staff', 'note-changed', null])
  })
})
