import { describe, expect, it } from 'vitest'
import { OverruleReply, PickerReply } from '../../server/contract/answer.ts'
import { at, type Desk, deskForEach, putInSchedule, sendRequest } from '../kit/desk.ts'
import type { TestHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
let desk: Desk
const rebuild = deskForEach((opened, dana) => {
  house = opened
  desk = dana
})

const openings = async (id: string, query = '') =>
  PickerReply.parse(await (await desk.get(`/requests/${id}/openings?${query}`)).json()).days
const overrule = async (id: string, query: string) =>
  OverruleReply.parse(await (await desk.get(`/requests/${id}/overrule?${query}`)).json()).rules
const clocks = (day: { starts: { start: string }[] }) => day.starts.map(({ start }) => start.slice(11, 16))

describe('GET /requests/{id}/openings', () => {
  it('is a week of what is offered, with the request’s own place free', async () => {
    const { id } = await sendRequest(house)
    await sendRequest(house, { start: '2026-11-23T10:00:00-05:00' })
    const days = await openings(id, 'from=2026-11-23&practitioner=ann')
    expect(days.map(({ date, why }) => [date, why])).toEqual([
      ['2026-11-23', null],
      ['2026-11-24', null],
      ['2026-11-25', null],
      ['2026-11-26', null],
      ['2026-11-27', null],
      ['2026-11-28', 'Outside the hours of Dr Ann Ash.'],
      ['2026-11-29', 'Outside the hours of Dr Ann Ash.'],
    ])
    expect(clocks(days[0]!)).toEqual(['09:00', '09:30', '10:30', '11:00', '11:30'])
    expect(days[0]!.starts[1]).toEqual({
      start: '2026-11-23T09:30:00-05:00',
      practitioner: 'ann',
      practitionerName: 'Dr Ann Ash',
      chair: 'one',
    })
  })

  it('assigns somebody for anyone, and looks for one chair where it is named', async () => {
    const { id } = await sendRequest(house)
    await putInSchedule(house, { start: at('11:00') })
    const anyone = await openings(id, 'from=2026-11-23')
    expect(anyone[0]!.starts.find(({ start }) => start.includes('T11:00'))).toMatchObject({
      practitioner: 'bob',
      chair: 'two',
    })
    expect(clocks((await openings(id, 'from=2026-11-23&chair=one'))[0]!)).not.toContain('11:00')
    expect(clocks((await openings(id, 'from=2026-11-23&chair=two'))[0]!)).toContain('11:00')
  })

  it('says why a day has nothing', async () => {
    const closures = [{ name: 'Thanksgiving', date: '2026-11-26' }]
    const practitioners = testPractice().practitioners.map((one) => ({
      ...one,
      exceptions: [{ date: '2026-11-27', windows: [], note: 'Congress' }],
    }))
    await rebuild({ closures, practitioners, ceilings: [{ id: 'tue', most: 1, rrule: 'FREQ=WEEKLY;BYDAY=TU' }] })
    const { id } = await sendRequest(house)
    await sendRequest(house, { start: '2026-11-24T09:00:00-05:00' })
    const times = ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30']
    for (const [i, time] of times.entries()) await putInSchedule(house, { id: `w${i}`, start: at(time, '2026-11-25') })
    const week = async (from: string) =>
      Object.fromEntries((await openings(id, `from=${from}&practitioner=ann`)).map(({ date, why }) => [date, why]))
    expect(await week('2026-11-22')).toEqual({
      '2026-11-22': 'This day has passed.',
      '2026-11-23': null,
      '2026-11-24': 'Full: at most 1 such visit is taken then.',
      '2026-11-25': 'Full: every time is taken.',
      '2026-11-26': 'Closed: Thanksgiving.',
      '2026-11-27': 'Outside the hours of Dr Ann Ash (Congress).',
      '2026-11-28': 'Outside the hours of Dr Ann Ash.',
    })
    expect((await week('2027-11-22'))['2027-11-24']).toMatch(/^Too far ahead/)
    for (const from of ['2035-01-01', '2017-01-01']) expect(Object.keys(await week(from))).toHaveLength(7)
    house.now = at('11:15')
    expect((await openings(id, 'from=2026-11-23&practitioner=ann'))[0]!.why).toMatch(
      /^Too soon: times are offered from/,
    )
    house.now = at('13:00')
    expect((await openings(id, 'from=2026-11-23&practitioner=ann'))[0]!.why).toBe('No more times on this day.')
  })

  it.each(['from=soon', 'from=9999-12-31', 'from=0001-01-01', 'practitioner=zoe', 'chair=three'])(
    'refuses %s',
    async (query) => {
      const { id } = await sendRequest(house)
      expect((await desk.get(`/requests/${id}/openings?${query}`)).status).toBe(400)
    },
  )
})

describe('GET /requests/{id}/overrule', () => {
  it('names each rule against a time in words, and which may be overruled', async () => {
    const { id } = await sendRequest(house)
    await putInSchedule(house, { start: at('11:00') })
    expect(await overrule(id, 'start=2026-11-23T11:10:00-05:00&practitioner=ann&chair=one')).toEqual([
      { rule: 'off-grid', words: "Visits with Dr Ann Ash don't begin at this minute.", mayOverrule: true },
      { rule: 'practitioner-full', words: 'Dr Ann Ash is taken: an appointment 11:00 – 11:30 AM.', mayOverrule: true },
      { rule: 'no-chair', words: 'No chair: Chair 1 is taken by an appointment 11:00 – 11:30 AM.', mayOverrule: true },
    ])
    expect(await overrule(id, 'start=2026-11-23T09:30:00-05:00&practitioner=ann')).toEqual([])
    expect(await overrule(id, 'start=2026-11-23T07:00:00-05:00&practitioner=ann')).toMatchObject([
      { rule: 'past', words: 'That time has passed.', mayOverrule: false },
      { rule: 'outside-hours' },
    ])
    expect(await overrule(id, 'start=2020-11-23T07:00:00-05:00&practitioner=ann')).toMatchObject([{ rule: 'past' }])
  })

  it.each(['', 'start=noon', 'start=2026-11-23T11:00:00-05:00&practitioner=zoe'])('refuses "%s"', async (query) => {
    const { id } = await sendRequest(house)
    expect((await desk.get(`/requests/${id}/overrule?${query}`)).status).toBe(400)
  })
})
