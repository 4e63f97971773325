import { describe, expect, it } from 'vitest'
import {
  addBusy,
  type Busy,
  compile,
  evaluate,
  occupancyOf,
  overflowOf,
  type Practice,
  removeBusy,
  type Snapshot,
  slots,
} from '../../engine/index.ts'
import { testPractice } from '../kit/practice.ts'

const MONDAY = '2026-11-23'
const TUESDAY = '2026-11-24'
const at = (time: string, date = MONDAY) => Date.parse(`${date}T${time}:00-05:00`)

/** Compiled for that Monday and Tuesday alone. */
function shot(busy: readonly Busy[] = [], changes: Partial<Practice> = {}): Snapshot {
  const compiled = compile({ ...testPractice(), ...changes }, { from: MONDAY, to: '2026-11-25' })
  return { compiled, occupancy: occupancyOf(compiled, busy), now: at('20:00', '2026-11-22') }
}

function taken(id: string, from: string, to: string, changes: Partial<Busy> = {}): Busy {
  return {
    id,
    kind: 'appointment',
    status: 'booked',
    start: at(from),
    end: at(to),
    practitioners: ['ann'],
    chair: null,
    reason: 'clean',
    ...changes,
  }
}

const withKim = { practitioners: ['kim'] }
const inChair = { practitioners: [], reason: 'check' }

/** The ids that fill a practitioner at a start; null where there is a place left. */
function inTheWay(snapshot: Snapshot, practitioner: string, start: number): readonly string[] | null {
  const answer = evaluate(snapshot, { reason: practitioner === 'kim' ? 'clean' : 'check', practitioner }, start)
  const full = answer.offered ? undefined : answer.against.find(({ rule }) => rule === 'practitioner-full')
  return full?.rule === 'practitioner-full' ? full.busy : null
}

/** Who gives a check-up, the one with fewer visits that date first. */
function whoGives(snapshot: Snapshot, start: number): readonly string[] {
  const answer = evaluate(snapshot, { reason: 'check' }, start)
  return answer.offered ? answer.slot.practitioners : []
}

/** By half-hour from nine: the first chair that is free for a check-up with Ann. */
function freeChairs(snapshot: Snapshot): (string | null)[] {
  return ['09:00', '09:30', '10:00', '10:30'].map((time) => {
    const answer = evaluate(snapshot, { reason: 'check', practitioner: 'ann' }, at(time))
    return answer.offered ? answer.slot.chair : null
  })
}

function startsOn(snapshot: Snapshot, practitioner: string, date = MONDAY): string[] {
  const range = { start: at('00:00', date), end: at('24:00', date) }
  return slots(snapshot, { reason: practitioner === 'kim' ? 'clean' : 'check', practitioner }, range).map(({ start }) =>
    new Date(start - 5 * 3_600_000).toISOString().slice(11, 16),
  )
}

const everyHalfHour = ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30']

describe('occupancyOf', () => {
  it('takes the chair that a visit names, and no other', () => {
    expect(freeChairs(shot([taken('a', '09:00', '10:00', { ...inChair, chair: 'two' })]))).toEqual([
      'one',
      'one',
      'one',
      'one',
    ])
    expect(freeChairs(shot([taken('a', '09:00', '10:00', { ...inChair, chair: 'one' })]))).toEqual([
      'two',
      'two',
      'one',
      'one',
    ])
  })

  it('takes every place of the chair that a block names, and no chair for a block that names none', () => {
    const block = (chair: string | null, capacity: number) =>
      shot([taken('x', '09:00', '10:00', { kind: 'block', practitioners: [], chair, reason: null })], {
        chairs: [{ id: 'one', capacity }, { id: 'two' }],
      })
    expect(freeChairs(block('one', 3))).toEqual(['two', 'two', 'one', 'one'])
    expect(freeChairs(block(null, 1))).toEqual(['one', 'one', 'one', 'one'])
  })

  it('fills every place of a chair before the next one', () => {
    const chairs = [{ id: 'one', capacity: 2 }, { id: 'two' }]
    const filled = (...ids: string[]) =>
      freeChairs(
        shot(
          ids.map((id) => taken(id, '09:00', '10:00', inChair)),
          { chairs },
        ),
      ).slice(0, 2)
    expect(filled('a')).toEqual(['one', 'one'])
    expect(filled('a', 'b')).toEqual(['two', 'two'])
    expect(filled('a', 'b', 'c')).toEqual([null, null])
    const reasons = [{ id: 'check', durationMinutes: 30, chairs: ['one'] }]
    const busy = [taken('a', '09:00', '10:00', inChair), taken('b', '09:30', '10:00', inChair)]
    expect(startsOn(shot(busy, { chairs, reasons }), 'ann')).toEqual(['09:00', '10:00', '10:30', '11:00', '11:30'])
  })

  it('takes the first free chair for a visit of which nobody knows the reason', () => {
    const snapshot = shot([taken('a', '09:00', '10:00', { practitioners: [], reason: null })])
    expect(freeChairs(snapshot)).toEqual(['two', 'two', 'one', 'one'])
  })

  it('takes every place of a practitioner for a block, and one for a visit that names them twice', () => {
    const twice = { practitioners: ['kim', 'kim'] }
    expect(startsOn(shot([taken('x', '09:00', '10:00', { ...withKim, kind: 'block' })]), 'kim')).toEqual([
      '10:00',
      '11:00',
    ])
    expect(startsOn(shot([taken('a', '09:00', '10:00', twice)]), 'kim')).toEqual(['09:00', '10:00', '11:00'])
  })

  it('takes nothing for what has no length or ends before it begins', () => {
    const snapshot = shot([taken('a', '09:02', '09:02'), taken('b', '09:40', '09:20')])
    expect(startsOn(snapshot, 'ann')).toEqual(everyHalfHour)
    expect(whoGives(snapshot, at('09:00'))).toEqual(['ann', 'bob'])
  })

  it('counts the visits of each date apart, and no blocks', () => {
    const snapshot = shot([
      taken('m', '09:00', '09:30', { practitioners: ['bob'] }),
      taken('t', '09:00', '09:30', { start: at('09:00', TUESDAY), end: at('09:30', TUESDAY) }),
      taken('u', '10:00', '10:30', { start: at('10:00', TUESDAY), end: at('10:30', TUESDAY), practitioners: ['bob'] }),
      taken('v', '11:00', '11:30', { start: at('11:00', TUESDAY), end: at('11:30', TUESDAY) }),
      taken('x', '11:00', '11:30', { kind: 'block' }),
      taken('y', '11:30', '12:00', { kind: 'block' }),
    ])
    expect(whoGives(snapshot, at('10:00'))).toEqual(['ann', 'bob'])
    expect(whoGives(snapshot, at('11:30', TUESDAY))).toEqual(['bob', 'ann'])
  })

  it('counts no block towards a ceiling', () => {
    const ceilings = [{ id: 'one', most: 1 }]
    const full = shot([taken('a', '09:00', '09:30', withKim)], { ceilings })
    const blocked = shot([taken('x', '09:00', '09:30', { ...withKim, kind: 'block' })], { ceilings })
    expect(startsOn(full, 'ann')).toEqual([])
    expect(startsOn(blocked, 'ann')).toEqual(everyHalfHour)
    expect(evaluate(blocked, { reason: 'check', practitioner: 'ann' }, at('09:00')).offered).toBe(true)
  })

  it('counts towards a ceiling on each date apart', () => {
    const ceilings = [{ id: 'one', most: 1 }]
    const monday = taken('m', '09:00', '09:30', withKim)
    const tuesday = taken('t', '09:00', '09:30', {
      ...withKim,
      start: at('09:00', TUESDAY),
      end: at('09:30', TUESDAY),
    })
    const snapshot = shot([monday, tuesday], { ceilings })
    expect(startsOn(snapshot, 'ann')).toEqual([])
    expect(startsOn(snapshot, 'ann', TUESDAY)).toEqual([])
  })

  it.each([
    ['a', 'b', 'c', 'd'],
    ['d', 'c', 'b', 'a'],
    ['b', 'd', 'a', 'c'],
  ])('names what is in the way by start and id, given as %s %s %s %s', (...ids) => {
    const starts: Record<string, string> = { a: '09:00', b: '09:00', c: '09:00', d: '09:30' }
    const busy = ids.map((id) => taken(id, starts[id]!, '10:00', withKim))
    expect(inTheWay(shot(busy), 'kim', at('09:00'))).toEqual(['a', 'b', 'c', 'd'])
  })

  it('takes nothing of the span for what lies far outside of it', () => {
    const everyone = { practitioners: ['ann', 'kim'], chair: 'one' }
    const outside = (['appointment', 'block'] as const).flatMap((kind) => [
      taken(`${kind} a year before`, '09:00', '10:00', {
        ...everyone,
        kind,
        start: at('09:00', '2025-11-24'),
        end: at('12:00', '2025-11-24'),
      }),
      taken(`${kind} until three days before`, '09:00', '10:00', {
        ...everyone,
        kind,
        start: at('22:00', '2026-11-19'),
        end: at('24:00', '2026-11-19'),
      }),
      taken(`${kind} a year after`, '09:00', '10:00', {
        ...everyone,
        kind,
        start: at('09:00', '2027-11-22'),
        end: at('12:00', '2027-11-22'),
      }),
    ])
    const inside = taken('inside', '09:00', '09:30')
    const snapshot = shot([...outside, inside])
    const starts = ['09:30', '10:00', '10:30', '11:00', '11:30']
    expect(startsOn(snapshot, 'ann')).toEqual(starts)
    expect(startsOn(snapshot, 'kim', TUESDAY)).toEqual(['09:00', '10:00', '11:00'])
    for (const { id } of outside) {
      const without = shot([...outside, inside])
      expect(removeBusy(without.occupancy, id)).toBe(true)
      expect(startsOn(without, 'ann')).toEqual(starts)
    }
  })

  it('lets what is booked beyond the first and the last midnight meet the buffers of visits within', () => {
    const buffered = {
      reasons: [{ id: 'check', durationMinutes: 30, bufferBeforeMinutes: 60, bufferAfterMinutes: 60 }],
      practitioners: [
        {
          id: 'ann',
          reasons: ['check'],
          schedules: [{ windows: [{ rrule: 'FREQ=DAILY', start: '00:00', end: '24:00' }] }],
        },
      ],
    }
    const busy = [
      taken('before', '09:00', '10:00', { start: at('23:00', '2026-11-22'), end: at('23:30', '2026-11-22') }),
      taken('after', '09:00', '10:00', { start: at('00:30', '2026-11-25'), end: at('01:00', '2026-11-25') }),
    ]
    const snapshot = shot(busy, buffered)
    expect(startsOn(snapshot, 'ann')[0]).toBe('00:30')
    expect(startsOn(snapshot, 'ann', TUESDAY).at(-1)).toBe('23:00')
  })

  it('reads what names a practitioner and a chair that the practice no longer has', () => {
    const snapshot = shot([taken('a', '09:00', '10:00', { practitioners: ['gone'], chair: 'gone' })])
    expect(startsOn(snapshot, 'ann')).toEqual(everyHalfHour)
    expect(overflowOf(snapshot.occupancy)).toEqual([])
  })
})

describe('addBusy and removeBusy', () => {
  it('count requests beside one another again once the appointment that they became is gone', () => {
    const request = (id: string) => taken(id, '09:00', '10:00', { ...withKim, kind: 'request', linkedTo: 'a' })
    const snapshot = shot([request('r'), request('s')])
    expect(inTheWay(snapshot, 'kim', at('09:00'))).toEqual(['r', 's'])
    addBusy(snapshot.occupancy, taken('a', '09:00', '10:00', withKim))
    expect(inTheWay(snapshot, 'kim', at('09:00'))).toBeNull()
    removeBusy(snapshot.occupancy, 'a')
    expect(inTheWay(snapshot, 'kim', at('09:00'))).toEqual(['r', 's'])
  })

  it('name those that begin together by id, whoever came first', () => {
    const snapshot = shot([taken('c', '09:00', '10:00', withKim)])
    addBusy(snapshot.occupancy, taken('d', '09:00', '10:00', withKim))
    addBusy(snapshot.occupancy, taken('b', '09:00', '10:00', withKim))
    expect(inTheWay(snapshot, 'kim', at('09:00'))).toEqual(['b', 'c', 'd'])
  })

  it.each([
    ['itself', taken('a', '09:00', '10:00', { kind: 'request', linkedTo: 'a' })],
    ['another request', taken('a', '09:00', '10:00', { kind: 'request', linkedTo: 'r' })],
    ['an appointment, being one', taken('a', '09:00', '10:00', { linkedTo: 'b' })],
  ])('take the time of what is linked to %s', (_, item) => {
    const others = [
      taken('r', '09:00', '10:00', { kind: 'request', linkedTo: 'a', practitioners: ['bob'] }),
      taken('b', '11:00', '11:30', { practitioners: ['bob'] }),
    ]
    const anew = shot([item, ...others])
    const snapshot = shot(others)
    addBusy(snapshot.occupancy, item)
    for (const { occupancy } of [anew, snapshot]) {
      expect(inTheWay({ ...snapshot, occupancy }, 'ann', at('09:00'))).toEqual(['a'])
      removeBusy(occupancy, 'a')
      expect(inTheWay({ ...snapshot, occupancy }, 'ann', at('09:00'))).toBeNull()
    }
  })

  it('leave out of the visits of a date what is looked past', () => {
    const snapshot = shot([taken('own', '11:00', '11:30'), taken('b', '10:00', '10:30', { practitioners: ['bob'] })])
    addBusy(snapshot.occupancy, taken('second', '10:30', '11:00', { practitioners: ['bob'] }))
    removeBusy(snapshot.occupancy, 'second')
    const who = (ignore: string[]) => {
      const answer = evaluate(snapshot, { reason: 'check', ignore }, at('09:00'))
      return answer.offered ? answer.slot.practitioners : []
    }
    expect([who([]), who(['b']), who(['own']), who(['own', 'nobody'])]).toEqual([
      ['ann', 'bob'],
      ['bob', 'ann'],
      ['ann', 'bob'],
      ['ann', 'bob'],
    ])
  })

  it('count a request that was unlinked beside the appointment', () => {
    const request = taken('r', '09:00', '09:45', { ...withKim, kind: 'request' })
    const snapshot = shot([{ ...request, linkedTo: 'a' }])
    addBusy(snapshot.occupancy, request)
    addBusy(snapshot.occupancy, taken('a', '09:30', '10:30', withKim))
    expect(inTheWay(snapshot, 'kim', at('09:00'))).toEqual(['r', 'a'])
  })

  it('change nothing of others by what takes no time', () => {
    const snapshot = shot([
      taken('late', '11:00', '11:30'),
      taken('gone', '09:00', '09:30', { status: 'cancelled' }),
      taken('request', '09:00', '09:30', { kind: 'request', status: 'cancelled', linkedTo: 'a' }),
    ])
    addBusy(snapshot.occupancy, taken('a', '09:00', '09:30', withKim))
    expect(whoGives(snapshot, at('10:00'))).toEqual(['bob', 'ann'])
    expect(removeBusy(snapshot.occupancy, 'gone')).toBe(true)
    expect(whoGives(snapshot, at('10:00'))).toEqual(['bob', 'ann'])
    addBusy(snapshot.occupancy, taken('again', '09:00', '09:30', { status: 'noshow' }))
    removeBusy(snapshot.occupancy, 'a')
    expect(startsOn(snapshot, 'ann')).toEqual(['09:00', '09:30', '10:00', '10:30', '11:30'])
  })

  it('give back what the one visit took, not another that begins with it', () => {
    const snapshot = shot([taken('a', '09:00', '09:30'), taken('b', '09:00', '10:00'), taken('c', '11:00', '11:30')])
    removeBusy(snapshot.occupancy, 'b')
    removeBusy(snapshot.occupancy, 'c')
    expect(inTheWay(snapshot, 'ann', at('09:00'))).toEqual(['a'])
    expect(startsOn(snapshot, 'ann')).toEqual(['09:30', '10:00', '10:30', '11:00', '11:30'])
  })

  it('leave what overlapped counted once', () => {
    const reasons = [{ id: 'clean', durationMinutes: 30 }]
    const snapshot = shot([taken('a', '09:00', '10:00', withKim), taken('b', '09:30', '10:30', withKim)], { reasons })
    const places = () =>
      slots(snapshot, { reason: 'clean' }, { start: at('09:00'), end: at('11:00') }).map((slot) => slot.places)
    expect(places()).toEqual([1, 1, 2])
    removeBusy(snapshot.occupancy, 'a')
    expect(places()).toEqual([2, 1, 1, 2])
  })

  it('keep how many visits each date has, and blocks out of it', () => {
    const tuesday = { start: at('09:00', TUESDAY), end: at('09:30', TUESDAY) }
    const snapshot = shot([
      taken('m', '11:00', '11:30'),
      taken('t', '09:00', '09:30', tuesday),
      taken('x', '09:00', '09:30', { kind: 'block' }),
    ])
    const who = () => [whoGives(snapshot, at('10:00')), whoGives(snapshot, at('10:00', TUESDAY))]
    removeBusy(snapshot.occupancy, 'x')
    expect(who()).toEqual([
      ['bob', 'ann'],
      ['bob', 'ann'],
    ])
    removeBusy(snapshot.occupancy, 't')
    expect(who()).toEqual([
      ['bob', 'ann'],
      ['ann', 'bob'],
    ])
  })

  it('take off a ceiling only what counted towards it', () => {
    const snapshot = shot(
      [taken('new', '09:00', '09:30', { patients: 'new' }), taken('old', '09:30', '10:00', { patients: 'existing' })],
      { ceilings: [{ id: 'new ones', most: 1, patients: 'new' }] },
    )
    const rules = () => {
      const answer = evaluate(snapshot, { reason: 'check', practitioner: 'ann', patients: 'new' }, at('11:00'))
      return answer.offered ? 'offered' : answer.against.map(({ rule }) => rule)
    }
    removeBusy(snapshot.occupancy, 'old')
    expect(rules()).toEqual(['ceiling'])
    removeBusy(snapshot.occupancy, 'new')
    expect(rules()).toBe('offered')
  })

  it('name a visit added in between, or before all others, by its start', () => {
    const late = shot([taken('late', '09:15', '10:00')])
    addBusy(late.occupancy, taken('early', '09:00', '10:00'))
    expect(inTheWay(late, 'ann', at('09:00'))).toEqual(['early', 'late'])
    const snapshot = shot([taken('a', '09:00', '10:00'), taken('c', '09:15', '10:00')])
    addBusy(snapshot.occupancy, taken('b', '09:00', '10:00'))
    expect(inTheWay(snapshot, 'ann', at('09:00'))).toEqual(['a', 'b', 'c'])
  })

  it('give chairs anew to visits that named none, one after the other', () => {
    const visits = [
      taken('a', '09:00', '10:00', inChair),
      taken('b', '09:30', '10:30', inChair),
      taken('c', '10:00', '11:00', inChair),
    ]
    const snapshot = shot(visits)
    expect(freeChairs(snapshot)).toEqual(['two', null, null, 'two'])
    removeBusy(snapshot.occupancy, 'a')
    expect(freeChairs(snapshot)).toEqual(['one', 'two', null, 'one'])
    addBusy(snapshot.occupancy, visits[0]!)
    expect(freeChairs(snapshot)).toEqual(['two', null, null, 'two'])
    addBusy(snapshot.occupancy, taken('d', '11:00', '12:00', inChair))
    expect(freeChairs(snapshot)).toEqual(['two', null, null, 'two'])
    removeBusy(snapshot.occupancy, 'c')
    expect(freeChairs(snapshot)).toEqual(['two', null, 'one', 'one'])
  })

  it('give chairs anew to visits that only meet one that moved', () => {
    const snapshot = shot([
      taken('long', '09:00', '10:30', inChair),
      taken('short', '09:10', '09:40', inChair),
      taken('named', '10:00', '10:30', { ...inChair, chair: 'one' }),
    ])
    expect(freeChairs(snapshot)).toEqual([null, null, null, 'one'])
    removeBusy(snapshot.occupancy, 'named')
    expect(freeChairs(snapshot)).toEqual([null, null, 'two', 'one'])
  })

  it('give a chair that becomes free to the visit that had none', () => {
    const { occupancy } = shot(['a', 'b', 'c'].map((id) => taken(id, '09:00', '10:00', inChair)))
    expect(overflowOf(occupancy)).toEqual(['c'])
    removeBusy(occupancy, 'a')
    expect(overflowOf(occupancy)).toEqual([])
  })

  it('leave without a chair whoever is last by start and id, whoever came first', () => {
    const overflow = (visits: readonly Busy[]) => {
      const { occupancy } = shot()
      for (const visit of visits) addBusy(occupancy, visit)
      return overflowOf(occupancy)
    }
    expect(overflow(['c', 'b', 'a'].map((id) => taken(id, '09:00', '10:00', inChair)))).toEqual(['c'])
    expect(
      overflow([
        taken('a', '09:30', '10:30', inChair),
        taken('b', '09:00', '10:00', inChair),
        taken('c', '09:00', '10:00', inChair),
      ]),
    ).toEqual(['a'])
  })
})
