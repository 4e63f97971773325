import { describe, expect, it } from 'vitest'
import {
  type Ask,
  type Busy,
  compile,
  days,
  evaluate,
  first,
  next,
  occupancyOf,
  type Practice,
} from '../../engine/index.ts'
import { testPractice } from '../kit/practice.ts'

const MONDAY = '2026-11-23'
const at = (time: string, date = MONDAY) => Date.parse(`${date}T${time}:00-05:00`)

function shot(busy: readonly Busy[] = [], changes: Partial<Practice> = {}, now = at('08:00')) {
  const compiled = compile({ ...testPractice(), ...changes }, { from: '2026-11-22', to: '2027-12-01' })
  return { compiled, occupancy: occupancyOf(compiled, busy), now }
}

function visit(id: string, time: string, minutes: number, changes: Partial<Busy> = {}): Busy {
  const start = at(time)
  return {
    id,
    kind: 'appointment',
    status: 'booked',
    start,
    end: start + minutes * 60_000,
    practitioners: ['ann'],
    chair: 'one',
    reason: 'check',
    ...changes,
  }
}

const rules = (busy: readonly Busy[], ask: Ask, start: number, changes: Partial<Practice> = {}, now?: number) => {
  const answer = evaluate(shot(busy, changes, now), ask, start)
  return answer.offered ? 'offered' : answer.against.map(({ rule }) => rule)
}

describe('evaluate', () => {
  it('says with whom, in which chair and how many places are left', () => {
    expect(evaluate(shot([visit('a', '09:30', 30)]), { reason: 'check' }, at('09:30'))).toEqual({
      offered: true,
      slot: {
        start: at('09:30'),
        end: at('10:00'),
        practitioners: ['bob'],
        chair: 'two',
        location: 'main',
        places: 1,
        of: 1,
      },
    })
    expect(
      evaluate(
        shot([visit('k', '09:30', 60, { practitioners: ['kim'], chair: null, reason: 'clean' })]),
        { reason: 'clean' },
        at('09:00'),
      ),
    ).toMatchObject({
      offered: true,
      slot: { practitioners: ['kim'], chair: null, places: 1, of: 2 },
    })
  })

  it('gives every reason against, with what stands behind each, in order', () => {
    const closures = [{ name: 'Staff day', date: MONDAY }]
    const busy = [visit('a', '09:00', 60), visit('b', '09:30', 30, { practitioners: [], chair: 'two' })]
    const ask: Ask = { reason: 'first', practitioner: 'ann', patients: 'existing' }
    expect(evaluate(shot(busy, { closures, noticeMinutes: 180 }), ask, at('09:30'))).toEqual({
      offered: false,
      against: [
        { rule: 'patients', reason: 'first', allowed: 'new' },
        { rule: 'too-soon', earliest: at('11:00') },
        { rule: 'closed', closures: ['Staff day'], location: 'main' },
        { rule: 'off-grid', practitioner: 'ann' },
        { rule: 'practitioner-full', practitioner: 'ann', busy: ['a'], taken: 1, of: 1 },
        { rule: 'no-chair', chairs: ['one', 'two'], busy: ['a', 'b'] },
      ],
    })
  })

  it('calls a time outside every window outside hours, not off-grid too', () => {
    expect(rules([], { reason: 'check', practitioner: 'ann' }, at('12:10'))).toEqual(['outside-hours'])
  })

  it('calls a visit that would end after hours outside hours', () => {
    expect(rules([], { reason: 'clean' }, at('11:30'))).toEqual(['outside-hours', 'off-grid'])
  })

  it('names a practitioner who does not give the reason', () => {
    expect(rules([], { reason: 'check', practitioner: 'kim' }, at('09:00'))).toEqual(['reason-not-given'])
  })

  it('counts two visits back to back as one, and a visit strictly inside', () => {
    const kim = (id: string, time: string, minutes: number) =>
      visit(id, time, minutes, { practitioners: ['kim'], chair: null, reason: 'clean' })
    const backToBack = [kim('a', '09:00', 30), kim('b', '09:30', 30)]
    expect(rules(backToBack, { reason: 'clean' }, at('09:00'))).toBe('offered')
    expect(rules([...backToBack, kim('c', '09:10', 10)], { reason: 'clean' }, at('09:00'))).toEqual([
      'practitioner-full',
    ])
  })

  it('stays full, and breaks nothing, where more is booked than there are places', () => {
    const busy = ['a', 'b', 'c'].map((id) => visit(id, '09:00', 30, { chair: null, reason: 'clean' }))
    expect(rules(busy, { reason: 'check', practitioner: 'ann' }, at('09:00'))).toEqual(['practitioner-full'])
    expect(rules(busy, { reason: 'check', practitioner: 'ann' }, at('09:30'))).toBe('offered')
  })

  it('adds up the buffers of old and new, outside hours too', () => {
    const reasons = testPractice().reasons.map((reason) => ({
      ...reason,
      bufferBeforeMinutes: 15,
      bufferAfterMinutes: 15,
    }))
    const busy = [visit('a', '09:00', 30, { bufferAfterMinutes: 20 })]
    const ask: Ask = { reason: 'check', practitioner: 'ann' }
    expect(rules(busy, ask, at('10:00'), { reasons })).toEqual(['practitioner-full'])
    expect(rules(busy, ask, at('10:30'), { reasons })).toBe('offered')
    expect(rules([], ask, at('09:00'), { reasons })).toBe('offered')
  })

  it('rounds what is taken outward to the time unit', () => {
    const busy = [visit('a', '09:00', 31)]
    const ask: Ask = { reason: 'check', practitioner: 'ann' }
    const grid = { reasons: testPractice().reasons.map((reason) => ({ ...reason, stepMinutes: 1 })) }
    const firstFree = (timeUnitMinutes: 1 | 5) =>
      ['09:30', '09:31', '09:34', '09:35'].find(
        (time) => rules(busy, ask, at(time), { ...grid, timeUnitMinutes }) === 'offered',
      )
    expect([firstFree(1), firstFree(5)]).toEqual(['09:31', '09:35'])
  })

  it('takes nothing for what was cancelled or missed', () => {
    const busy = (['cancelled', 'noshow', 'entered-in-error'] as const).map((status, i) =>
      visit(`${i}`, '09:00', 30, { status }),
    )
    expect(rules(busy, { reason: 'check', practitioner: 'ann' }, at('09:00'))).toBe('offered')
  })

  it('lets a block take every place', () => {
    const busy = [visit('x', '09:00', 60, { kind: 'block', practitioners: ['kim'], chair: null, reason: null })]
    expect(rules(busy, { reason: 'clean' }, at('09:00'))).toEqual(['practitioner-full'])
  })

  it('gives a visit that names no chair the first free one', () => {
    const busy = [
      visit('a', '09:00', 30, { chair: null }),
      visit('b', '09:00', 30, { practitioners: [], chair: 'one' }),
    ]
    expect(rules(busy, { reason: 'check', practitioner: 'bob' }, at('09:00'))).toEqual(['no-chair'])
  })

  it('ends the year at the same wall time, on 28 February after a leap day', () => {
    const now = Date.parse('2028-02-29T10:00:00Z')
    const practice: Practice = {
      ...testPractice(),
      noticeMinutes: 0,
      locations: [{ id: 'main', timeZone: 'UTC' }],
      practitioners: [
        {
          id: 'ann',
          reasons: ['check'],
          schedules: [{ windows: [{ rrule: 'FREQ=DAILY', start: '09:30', end: '12:00' }] }],
        },
      ],
    }
    const compiled = compile(practice, { from: '2028-02-28', to: '2029-03-10' })
    const offered = ['09:30', '10:00'].map(
      (time) =>
        evaluate(
          { compiled, occupancy: occupancyOf(compiled, []), now },
          { reason: 'check' },
          Date.parse(`2029-02-28T${time}:00Z`),
        ).offered,
    )
    expect(offered).toEqual([true, false])
  })

  it('assigns the one with fewer visits that date, then the one listed first', () => {
    const who = (busy: readonly Busy[]) => {
      const answer = evaluate(shot(busy), { reason: 'check' }, at('10:00'))
      return answer.offered ? answer.slot.practitioners : []
    }
    expect(who([])).toEqual(['ann', 'bob'])
    expect(who([visit('a', '09:00', 30)])).toEqual(['bob', 'ann'])
    expect(who([visit('a', '09:00', 30, { status: 'cancelled' })])).toEqual(['ann', 'bob'])
  })

  it('asks for all practitioners that a reason needs at once', () => {
    const reasons = [{ id: 'check', durationMinutes: 30, together: ['ann', 'bob'] }]
    expect(evaluate(shot([], { reasons }), { reason: 'check' }, at('09:00'))).toMatchObject({
      slot: { practitioners: ['ann', 'bob'] },
    })
    expect(
      rules([visit('b', '09:00', 30, { practitioners: ['bob'], chair: null })], { reason: 'check' }, at('09:00'), {
        reasons,
      }),
    ).toEqual(['practitioner-full'])
  })

  it.each([
    [{ reason: 'tattoo' }, at('09:00'), 'reason must be one of the practice\'s; got "tattoo"'],
    [{ reason: 'check', practitioner: 'zoe' }, at('09:00'), 'practitioner must be one of the practice\'s; got "zoe"'],
    [{ reason: 'check', location: 'mars' }, at('09:00'), 'location must be one of the practice\'s; got "mars"'],
    [{ reason: 'check' }, Number.NaN, 'start must be an instant in the compiled span; got NaN'],
    [{ reason: 'check' }, at('09:00', '2025-01-01'), /start must be an instant in the compiled span/],
  ])('throws for %o at %s', (ask, start, message) => {
    expect(() => evaluate(shot(), ask, start)).toThrow(message)
  })
})

describe('occupancyOf', () => {
  it('refuses what has no time: it must not count as free', () => {
    const { compiled } = shot()
    expect(() => occupancyOf(compiled, [visit('a', '09:00', 30, { start: Number.NaN })])).toThrow(
      /busy "a" must have start and end/,
    )
  })

  it('lists what needs a chair and found none', () => {
    const { compiled } = shot()
    const busy = ['a', 'b', 'c'].map((id) => visit(id, '09:00', 30, { practitioners: [], chair: null }))
    expect(occupancyOf(compiled, busy).overflow).toEqual(['c'])
  })
})

describe('views', () => {
  it('names the first start, the next after an instant, and how many each date has', () => {
    const snapshot = shot()
    expect(first(snapshot, { reason: 'check' })?.start).toBe(at('09:00'))
    expect(next(snapshot, { reason: 'check' }, at('11:31'))?.start).toBe(at('09:00', '2026-11-24'))
    expect(days(snapshot, { reason: 'clean' }, { from: '2026-11-26', to: '2026-12-01' })).toEqual([
      { date: '2026-11-26', starts: 3 },
      { date: '2026-11-27', starts: 3 },
      { date: '2026-11-30', starts: 3 },
    ])
  })

  it('finds nothing where nobody gives the reason', () => {
    const practitioners = testPractice().practitioners.slice(1)
    expect(first(shot([], { practitioners }), { reason: 'first' })).toBeNull()
  })
})
