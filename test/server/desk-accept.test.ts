import { beforeEach, describe, expect, it } from 'vitest'
import {
  appointment,
  at,
  type Desk,
  deskForEach,
  deskOf,
  expectClaimsRight,
  NADIA,
  putInSchedule,
  putSettings,
  rowsIn,
  sendRequest,
  toldIn,
} from '../kit/desk.ts'
import { type TestHouse, timesOn } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
let desk: Desk
const rebuild = deskForEach((opened, dana) => {
  house = opened
  desk = dana
})

/** What staff did to a request. */
async function noted(id: string) {
  const audit = await house.store.auditOf('oak', `request:${id}`)
  return audit
    .filter(({ actor, action }) => actor.startsWith('staff:') && action !== 'request-read')
    .map(({ action, detail }) => [action, detail])
}

const rows = (sql: string) => rowsIn(house, sql)
const told = () => toldIn(house)
const appointments = () => house.store.appointments('oak', { start: at('00:00'), end: at('23:59', '2027-01-01') })
const create = { how: { kind: 'create' } }
const createAt = (time: string, changes: object = {}, date?: string) => ({
  how: {
    kind: 'create',
    time: { start: new Date(at(time, date)).toISOString(), practitioner: 'ann', chair: null, ...changes },
  },
})
const link = (id = 'a1', changes: object = {}) => ({ how: { kind: 'link', appointment: id, ...changes } })

describe('accept, in a schedule of our own', () => {
  it('makes the appointment as asked, which takes the place that the request had', async () => {
    const { id } = await sendRequest(house, { note: 'It hurts' })
    const { request, mail } = await desk.answer(id, 'accept', create)
    expect([request.state, mail, request.appointment]).toEqual([
      'booked',
      'asked',
      {
        id: expect.any(String),
        state: 'booked',
        start: '2026-11-23T09:30:00-05:00',
        end: '2026-11-23T10:00:00-05:00',
        practitioner: 'Dr Ann Ash',
        chair: 'Chair 1',
        reason: 'Check-up',
        patient: NADIA,
        patientRecord: request.patientRecord,
        request: id,
        madeOnlineAt: '2026-11-23T08:00:00-05:00',
      },
    ])
    expect(request).toMatchObject({ asked: null, changeCause: null, isUnlinked: false, revision: 1 })
    expect(request.answer).toEqual({ at: '2026-11-23T08:00:00-05:00', by: 'Dana', reason: null })
    expect(await appointments()).toMatchObject([
      { request: id, location: 'main', createdAt: house.now, patients: 'existing' },
    ])
    expect(await noted(id)).toEqual([
      [
        'request-accepted',
        {
          how: 'create',
          appointment: request.appointment!.id,
          start: '2026-11-23T09:30:00-05:00',
          practitioners: ['ann'],
          chair: 'one',
          mail: 'asked',
        },
      ],
    ])
    expect(told()).toEqual([])
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).not.toContain('09:30')
  })

  it('still accepts as asked when the notice for asking has begun, and not once the visit has', async () => {
    const { id } = await sendRequest(house)
    house.now = at('09:31')
    expect(await desk.refused(id, 'accept', create)).toMatchObject({
      type: '/problems/not-offered',
      detail: 'That time has passed.',
    })
    house.now = at('09:29')
    expect((await desk.answer(id, 'accept', create)).request.state).toBe('booked')
  })

  it('keeps counting a new patient towards a ceiling', async () => {
    const ceilings = [{ id: 'new', most: 1, patients: 'new' as const, start: '09:00', end: '12:00' }]
    await rebuild({ ceilings })
    const { id } = await sendRequest(house, { isNewPatient: true })
    await desk.answer(id, 'accept', create)
    await expectClaimsRight(house)
    expect(await timesOn(house, '2026-11-23', 'reason=first')).toEqual([])
  })

  it('keeps the whole team of a visit that takes several', async () => {
    const reasons = [
      ...testPractice().reasons,
      { id: 'both', name: 'Surgery', durationMinutes: 60, together: ['ann', 'kim'] },
    ]
    const practitioners = testPractice().practitioners.map((one) => ({ ...one, reasons: [...one.reasons, 'both'] }))
    await rebuild({ reasons: testPractice({ reasons: reasons as never }).reasons, practitioners })
    const { id } = await sendRequest(house, { reason: 'both', practitioner: null, start: '2026-11-23T10:00:00-05:00' })
    await desk.answer(id, 'accept', create)
    expect(await appointments()).toMatchObject([{ practitioners: ['ann', 'kim'] }])
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).not.toContain('10:00')
  })

  it('makes it at another time with a cause, keeps what was asked, and always tells the patient', async () => {
    const { id } = await sendRequest(house)
    const problem = await desk.refused(id, 'accept', createAt('11:00', { practitioner: 'bob' }))
    expect([problem.type, problem.errors?.[0]?.pointer]).toEqual(['/problems/needs-confirmation', '/cause'])
    const body = { ...createAt('11:00', { practitioner: 'bob', chair: 'two' }), cause: 'practitioner-away', mail: 'no' }
    const { request, mail } = await desk.answer(id, 'accept', body)
    expect(mail).toBe('sent')
    expect(request).toMatchObject({
      start: '2026-11-23T11:00:00-05:00',
      practitioner: 'Dr Bob Birch',
      chair: 'Chair 2',
      changeCause: 'practitioner-away',
      asked: {
        start: '2026-11-23T09:30:00-05:00',
        end: '2026-11-23T10:00:00-05:00',
        practitioner: 'Dr Ann Ash',
        chair: 'Chair 1',
      },
    })
    expect(told()).toEqual(['request-changed'])
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).toContain('09:30')
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=bob')).not.toContain('11:00')
  })

  it('needs no cause for another chair, or for somebody else where anyone was asked for', async () => {
    const named = await sendRequest(house)
    const { request } = await desk.answer(named.id, 'accept', createAt('09:30', { chair: 'two' }))
    expect([request.chair, request.asked]).toEqual(['Chair 2', null])
    const anyone = await sendRequest(house, { practitioner: null, start: '2026-11-23T11:00:00-05:00' })
    const other = await desk.answer(anyone.id, 'accept', createAt('11:00', { practitioner: 'bob' }))
    expect([other.request.practitioner, other.request.asked]).toEqual(['Dr Bob Birch', null])
  })

  it('refuses a time that is taken until staff overrule it by name, and records that', async () => {
    await putInSchedule(house, { start: at('11:00') })
    const { id } = await sendRequest(house)
    const body = { ...createAt('11:00', { chair: 'one' }), cause: 'other' }
    const problem = await desk.refused(id, 'accept', body)
    expect([problem.type, problem.detail]).toEqual([
      '/problems/not-offered',
      'Dr Ann Ash is taken: an appointment 11:00 – 11:30 AM. No chair: Chair 1 is taken by an appointment 11:00 – 11:30 AM.',
    ])
    const half = { ...createAt('11:00', { chair: 'one', overrule: ['no-chair'] }), cause: 'other' }
    expect((await desk.refused(id, 'accept', half)).detail).toBe(
      'Dr Ann Ash is taken: an appointment 11:00 – 11:30 AM.',
    )
    const overrule = ['practitioner-full', 'no-chair', 'closed']
    const { request } = await desk.answer(id, 'accept', {
      ...createAt('11:00', { chair: 'one', overrule }),
      cause: 'other',
    })
    expect(request.chair).toBe('Chair 1')
    expect((await noted(id))[0]![1]).toMatchObject({ overruled: ['practitioner-full', 'no-chair'], cause: 'other' })
  })

  it.each([
    ['a rule that there isn’t', { overrule: ['gravity'] }, 'invalid-request'],
    ['time itself', { overrule: ['past'] }, 'invalid-request'],
    ['an unknown practitioner', { practitioner: 'zoe' }, 'invalid-request'],
    ['an unknown chair', { chair: 'three' }, 'invalid-request'],
    ['a time years ahead', { start: '2036-11-24T09:00:00-05:00' }, 'not-offered'],
  ])('refuses %s', async (_what, changes, refusal) => {
    const { id } = await sendRequest(house)
    expect((await desk.refused(id, 'accept', { ...createAt('11:00', changes), cause: 'other' })).type).toBe(
      `/problems/${refusal}`,
    )
    expect((await house.store.request('oak', id))?.state).toBe('pending')
  })

  it('overrules hours', async () => {
    const { id } = await sendRequest(house)
    const late = createAt('18:00', { overrule: ['outside-hours'] }, '2026-11-24')
    const { request } = await desk.answer(id, 'accept', { ...late, cause: 'patient-asked' })
    expect(request.start).toBe('2026-11-24T18:00:00-05:00')
  })

  it('is not left without an appointment', async () => {
    const { id } = await sendRequest(house)
    expect((await desk.refused(id, 'accept', { how: { kind: 'unlinked' } })).type).toBe('/problems/not-changeable')
  })

  it('lengthens the private link with a visit that moves on', async () => {
    const { id } = await sendRequest(house)
    await desk.answer(id, 'accept', { ...createAt('09:00', {}, '2026-12-21'), cause: 'patient-asked' })
    expect(rows('select expires_at from private_link')).toEqual([
      { expires_at: at('09:30', '2026-12-21') + 30 * 86_400_000 },
    ])
  })
})

describe('accept, linking', () => {
  beforeEach(() => putSettings(house, { mode: 'reads' }))

  it('gives the request’s places up to the appointment, at once where it is as asked', async () => {
    const { id } = await sendRequest(house)
    await putInSchedule(house, {})
    expect(rows('select 1 from claim where lane >= 1000').length).toBeGreaterThan(0)
    const { request, mail } = await desk.answer(id, 'accept', { ...link(), mail: 'yes' })
    expect([mail, request.state, request.appointment?.request, request.isUnlinked]).toEqual([
      'sent',
      'booked',
      id,
      false,
    ])
    expect(rows('select distinct holder from claim')).toEqual([{ holder: 'a1' }])
    expect(rows('select 1 from claim where lane >= 1000')).toEqual([])
    expect(told()).toEqual(['request-confirmed'])
    expect((await noted(id)).map(([action]) => action)).toEqual(['request-linked'])
    expect(await (await desk.get('/appointments/a1')).json()).toMatchObject({
      request: id,
      madeOnlineAt: '2026-11-23T08:00:00-05:00',
    })
  })

  it('wants it confirmed that the request is corrected, takes the time over, and tells the patient', async () => {
    const { id } = await sendRequest(house)
    await putInSchedule(house, { start: at('10:30'), end: at('11:15'), practitioners: ['bob'], chair: 'two' })
    const pointers = async (body: object) =>
      (await desk.refused(id, 'accept', body)).errors?.map(({ pointer }) => pointer)
    expect(await pointers(link())).toEqual(['/how/isCorrected'])
    expect(await pointers(link('a1', { isCorrected: true }))).toEqual(['/cause'])
    const body = { ...link('a1', { isCorrected: true }), cause: 'entered-by-phone', mail: 'no' }
    const { request, mail } = await desk.answer(id, 'accept', body)
    expect(mail).toBe('sent')
    expect(request).toMatchObject({
      start: '2026-11-23T10:30:00-05:00',
      end: '2026-11-23T11:15:00-05:00',
      practitioner: 'Dr Bob Birch',
      chair: 'Chair 2',
      asked: { start: '2026-11-23T09:30:00-05:00', practitioner: 'Dr Ann Ash' },
    })
    expect(told()).toEqual(['request-changed'])
    expect((await noted(id))[0]![1]).toMatchObject({
      cause: 'entered-by-phone',
      was: { start: '2026-11-23T09:30:00-05:00', practitioners: ['ann'] },
    })
  })

  it('needs no word where anyone was asked for and somebody else gives it', async () => {
    const { id } = await sendRequest(house, { practitioner: null })
    await putInSchedule(house, { practitioners: ['bob'], chair: 'two' })
    const { request, mail } = await desk.answer(id, 'accept', link())
    expect([request.practitioner, request.asked, mail]).toEqual(['Dr Bob Birch', null, 'asked'])
  })

  it('counts the appointment of a new patient towards a ceiling, and no longer once unlinked', async () => {
    await rebuild({ ceilings: [{ id: 'new', most: 1, patients: 'new', start: '09:00', end: '12:00' }] })
    await putSettings(house, { mode: 'reads' })
    const { id } = await sendRequest(house, { isNewPatient: true })
    await putInSchedule(house, {})
    await desk.answer(id, 'accept', link())
    await expectClaimsRight(house)
    expect(await timesOn(house, '2026-11-23', 'reason=first')).toEqual([])
    await desk.answer(id, 'unlink')
  })

  it('refuses an appointment that is another request’s, was cancelled, or is none', async () => {
    const first = await sendRequest(house)
    const second = await sendRequest(house, { start: '2026-11-23T11:00:00-05:00' })
    await putInSchedule(house, {}, { id: 'gone', status: 'cancelled', start: at('11:00') })
    await desk.answer(first.id, 'accept', link())
    for (const [appointmentId, refusal, detail] of [
      ['a1', 'changed-meanwhile', 'This appointment is linked to another online request already.'],
      ['gone', 'changed-meanwhile', 'This appointment no longer takes place. Compare again.'],
      ['nothing', 'not-found', 'There is no such appointment.'],
    ]) {
      const problem = await desk.refused(second.id, 'accept', link(appointmentId, { isCorrected: true }))
      expect(problem).toMatchObject({ type: `/problems/${refusal}`, detail })
    }
    expect((await house.store.request('oak', second.id))?.state).toBe('pending')
  })

  it('makes nothing where the schedule is kept elsewhere, and says what to do', async () => {
    const { id } = await sendRequest(house)
    expect((await desk.refused(id, 'accept', create)).detail).toMatch(/Enter the appointment there, then link it here/)
    await putSettings(house, { mode: 'link-only' })
    expect((await desk.refused(id, 'accept', create)).detail).toMatch(/cannot be written to/)
  })

  it('is never left without an appointment where it can only be linked, and says what to do', async () => {
    await putSettings(house, { mode: 'link-only' })
    const { id } = await sendRequest(house)
    const problem = await desk.refused(id, 'accept', { how: { kind: 'unlinked' } })
    expect(problem).toMatchObject({
      type: '/problems/not-changeable',
      detail: 'Here a request is accepted by linking it. Enter the appointment in your PMS, then link it here.',
    })
    expect(await house.store.request('oak', id)).toMatchObject({ state: 'pending', revision: 0 })
  })

  it('is accepted without an appointment, keeps its places, and is linked later without being told again', async () => {
    const { id } = await sendRequest(house)
    const { request, mail } = await desk.answer(id, 'accept', { how: { kind: 'unlinked' } })
    expect([request.state, request.isUnlinked, mail]).toEqual(['booked', true, 'asked'])
    await expectClaimsRight(house)
    expect(await timesOn(house, '2026-11-23', 'reason=check&practitioner=ann')).not.toContain('09:30')
    expect((await desk.refused(id, 'accept', { how: { kind: 'unlinked' } })).type).toBe('/problems/not-changeable')
    await desk.answer(id, 'confirmation', { send: true })
    await putInSchedule(house, {})
    house.now += 3_600_000
    const linked = await desk.answer(id, 'accept', link())
    expect([linked.mail, linked.request.isUnlinked, linked.request.answer?.at]).toEqual([
      'none',
      false,
      '2026-11-23T08:00:00-05:00',
    ])
    expect(told()).toEqual(['request-confirmed'])
  })

  it('makes the appointment later where accepting writes', async () => {
    await putSettings(house, { mode: 'writes' })
    const { id } = await sendRequest(house)
    await desk.answer(id, 'accept', { how: { kind: 'unlinked' } })
    const { request } = await desk.answer(id, 'accept', create)
    expect(request.appointment?.start).toBe('2026-11-23T09:30:00-05:00')
  })
})

describe('accept, by two at once', () => {
  it('tells the second who did what, and overwrites nothing', async () => {
    const lee = await deskOf(house, 'lee@example.com')
    const { id } = await sendRequest(house)
    await desk.answer(id, 'accept', { ...createAt('11:00'), cause: 'no-chair' })
    house.now += 60_000
    const body = { revision: 0, ...create }
    for (const [action, sent] of [
      ['accept', body],
      ['reject', { revision: 0, reason: 'unreachable' }],
      ['note', { revision: 0, note: 'x' }],
    ] as const) {
      const reply = await lee.post(`/requests/${id}/${action}`, sent)
      expect([reply.status, await reply.json()]).toEqual([
        409,
        {
          type: '/problems/answered-already',
          title: 'Somebody else was quicker',
          status: 409,
          detail: 'This request was answered meanwhile. Nothing was changed.',
          answered: {
            by: 'Dana',
            at: '2026-11-23T08:00:00-05:00',
            state: 'booked',
            start: '2026-11-23T11:00:00-05:00',
          },
        },
      ])
    }
    expect(await appointments()).toHaveLength(1)
  })

  it('says so when the patient or the clock was quicker', async () => {
    const { id } = await sendRequest(house)
    await house.store.transaction(async (transaction) => {
      await transaction.changeRequest('oak', id, 0, { state: 'cancelled' })
      await transaction.addAudit('oak', {
        at: house.now,
        actor: 'patient',
        action: 'request-cancelled',
        subject: `request:${id}`,
      })
      for (const { holder } of await transaction.allClaims('oak')) await transaction.release('oak', holder)
    })
    expect((await desk.refused(id, 'accept', { revision: 0, ...create })).answered).toMatchObject({
      by: 'patient',
      state: 'cancelled',
    })
    expect((await desk.refused(id, 'accept', create)).type).toBe('/problems/not-changeable')
  })

  it('asks for another look when only a note was written meanwhile', async () => {
    const { id } = await sendRequest(house)
    await desk.answer(id, 'note', { note: 'Rang, no answer' })
    expect((await desk.refused(id, 'accept', { revision: 0, ...create })).type).toBe('/problems/changed-meanwhile')
  })

  it('makes one appointment of a double click', async () => {
    const { id } = await sendRequest(house)
    const body = { revision: 0, ...create, mail: 'yes' }
    const replies = await Promise.all([1, 2, 3].map(() => desk.post(`/requests/${id}/accept`, body)))
    const texts = await Promise.all(replies.map((reply) => reply.text()))
    expect([replies.map(({ status }) => status), new Set(texts).size]).toEqual([[200, 200, 200], 1])
    expect(await appointments()).toHaveLength(1)
    expect([told(), (await noted(id)).length]).toEqual([['request-confirmed'], 1])
  })

  it('links one appointment to one of two requests', async () => {
    await putSettings(house, { mode: 'reads' })
    const one = await sendRequest(house)
    const two = await sendRequest(house, { practitioner: 'bob' })
    await putInSchedule(house, { practitioners: ['kim'], reason: null, chair: null })
    const body = { revision: 0, ...link('a1', { isCorrected: true }), cause: 'other' }
    const replies = await Promise.all([one, two].map(({ id }) => desk.post(`/requests/${id}/accept`, body)))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

describe('the confirmation', () => {
  const confirm = (id: string, isSent: boolean) => desk.answer(id, 'confirmation', { send: isSent })

  it('is sent when staff say yes, once', async () => {
    const { id } = await sendRequest(house)
    expect((await desk.answer(id, 'accept', create)).mail).toBe('asked')
    expect(told()).toEqual([])
    const replies = await Promise.all([confirm(id, true), confirm(id, true)])
    expect([...replies, await confirm(id, true)].map(({ mail }) => mail)).toEqual(['sent', 'sent', 'sent'])
    expect(told()).toEqual(['request-confirmed'])
    expect((await noted(id)).map(([action]) => action)).toEqual(['request-accepted', 'confirmation-sent'])
  })

  it('may be sent after a no', async () => {
    const { id } = await sendRequest(house)
    await desk.answer(id, 'accept', create)
    expect((await confirm(id, false)).mail).toBe('none')
    expect(told()).toEqual([])
    expect((await confirm(id, true)).mail).toBe('sent')
    expect(told()).toEqual(['request-confirmed'])
  })

  it.each([
    ['yes', 'sent', ['request-confirmed']],
    ['no', 'none', []],
  ])('is not asked about when accepting said %s', async (mail, answered, topics) => {
    const { id } = await sendRequest(house)
    expect((await desk.answer(id, 'accept', { ...create, mail })).mail).toBe(answered)
    expect(told()).toEqual(topics)
    expect((await desk.refused(id, 'confirmation', { send: true })).type).toBe('/problems/not-changeable')
  })

  it('cannot be mailed without an address', async () => {
    const { id } = await sendRequest(house, { patient: { ...NADIA, email: undefined } })
    expect((await desk.answer(id, 'accept', { ...create, mail: 'yes' })).mail).toBe('no-address')
    expect(told()).toEqual([])
    await expectClaimsRight(house)
    const other = await sendRequest(house, {
      start: '2026-11-23T11:00:00-05:00',
      patient: { ...NADIA, email: undefined },
    })
    expect((await desk.answer(other.id, 'accept', create)).mail).toBe('no-address')
  })
})

describe('what is noted', () => {
  it('names no patient', async () => {
    const { id } = await sendRequest(house)
    await desk.answer(id, 'note', { note: 'Nadia rang twice' })
    await desk.answer(id, 'accept', create)
    const text =
      JSON.stringify(rows('select * from audit')) +
      JSON.stringify(rows("select * from idempotency where key like 'desk %'"))
    for (const { given, family, mobile } of [NADIA])
      for (const word of [given, family, mobile!]) expect(text).not.toContain(word)
    expect(appointment().patient).toBe(NADIA)
  })
})
