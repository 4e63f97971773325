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
  overflowOf,
  type Practice,
  type Rule,
  slots,
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
      overruled: [],
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
        {
          rule: 'patients',
          reason: 'first',
          allowed: 'new',
          remove: [{ do: 'admit-patients', reason: 'first', patients: 'existing' }],
        },
        { rule: 'too-soon', earliest: at('11:00'), remove: [{ do: 'shorten-notice', noticeMinutes: 90 }] },
        {
          rule: 'closed',
          closures: ['/closures/0'],
          location: 'main',
          remove: [{ do: 'lift-closures', closures: ['/closures/0'] }],
        },
        {
          rule: 'off-grid',
          practitioner: 'ann',
          location: 'main',
          remove: [{ do: 'overrule', rule: 'off-grid' }],
        },
        {
          rule: 'practitioner-full',
          practitioner: 'ann',
          busy: ['a'],
          taken: 1,
          of: 1,
          remove: [{ do: 'free', busy: ['a'] }],
        },
        {
          rule: 'no-chair',
          location: 'main',
          chairs: [
            { chair: 'one', isClosed: false, busy: ['a'] },
            { chair: 'two', isClosed: false, busy: ['b'] },
          ],
          remove: [{ do: 'free', busy: ['a'] }],
        },
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

  it('judges the first instant of the compiled span, and not the one after its last', () => {
    const ask: Ask = { reason: 'check', practitioner: 'ann' }
    expect(rules([], ask, at('00:00', '2026-11-22'))).toEqual(['past', 'outside-hours'])
    expect(rules([], ask, at('23:59', '2027-11-30'))).toEqual(['too-far', 'outside-hours'])
    expect(() => rules([], ask, at('00:00', '2027-12-01'))).toThrow(/start must be an instant/)
  })

  it('says that a time has passed, but not of this very instant', () => {
    const ask: Ask = { reason: 'check', practitioner: 'ann' }
    const noNotice = { noticeMinutes: 0 }
    expect(evaluate(shot([], noNotice, at('09:01')), ask, at('09:00'))).toEqual({
      offered: false,
      against: [{ rule: 'past', remove: [] }],
    })
    expect(rules([], ask, at('09:00'), noNotice, at('09:00'))).toBe('offered')
  })

  it.each([
    ['a short month', '2027-01-31T08:00:30-05:00', '2027-03-01T09:00:00-05:00', '2027-02-28T08:00:30-05:00', 2],
    [
      'a start many months ahead',
      '2027-01-31T08:00:30-05:00',
      '2027-06-01T09:00:00-04:00',
      '2027-02-28T08:00:30-05:00',
      5,
    ],
    [
      'a start on the very end of a month',
      '2027-02-01T09:00:00-05:00',
      '2027-04-01T09:00:00-04:00',
      '2027-03-01T09:00:00-05:00',
      3,
    ],
  ])('says until when times are offered, and how many months would do: %s', (_what, now, start, before, months) => {
    const snapshot = shot([], { horizonMonths: 1 }, Date.parse(now))
    expect(evaluate(snapshot, { reason: 'check', practitioner: 'ann' }, Date.parse(start))).toEqual({
      offered: false,
      against: [
        {
          rule: 'too-far',
          before: Date.parse(before),
          remove: [{ do: 'lengthen-horizon', horizonMonths: months }],
        },
      ],
    })
  })

  it.each([
    ['a schedule that is closed then', testPractice().practitioners],
    ['no schedule at all', testPractice().practitioners.map((one) => ({ ...one, schedules: [] }))],
  ])('names opening the time, and nothing else, where there is %s', (_what, practitioners) => {
    expect(evaluate(shot([], { practitioners }), { reason: 'check', practitioner: 'ann' }, at('15:00'))).toEqual({
      offered: false,
      against: [
        {
          rule: 'outside-hours',
          practitioner: 'ann',
          location: 'main',
          exceptions: [],
          remove: [
            { do: 'open-time', of: { practitioner: 'ann' }, location: 'main', start: at('15:00'), end: at('15:30') },
          ],
        },
      ],
    })
  })

  it('tells the places of the fullest of those that a reason needs at once', () => {
    const reasons = [{ id: 'check', durationMinutes: 30, together: ['kim', 'ann'] }]
    const practitioners = testPractice().practitioners.map((one) => ({ ...one, reasons: ['check'] }))
    expect(evaluate(shot([], { reasons, practitioners }), { reason: 'check' }, at('09:00'))).toEqual({
      offered: true,
      slot: {
        start: at('09:00'),
        end: at('09:30'),
        practitioners: ['kim', 'ann'],
        chair: null,
        location: 'main',
        places: 1,
        of: 1,
      },
      overruled: [],
    })
  })

  it.each([
    [{ reason: 'tattoo' }, at('09:00'), 'reason must be one of the practice\'s (check, clean, first); got "tattoo"'],
    [
      { reason: 'check', practitioner: 'zoe' },
      at('09:00'),
      'practitioner must be one of the practice\'s (ann, bob, kim); got "zoe"',
    ],
    [{ reason: 'check', location: 'mars' }, at('09:00'), 'location must be one of the practice\'s (main); got "mars"'],
    [{ reason: 'check' }, Number.NaN, 'start must be an instant (epoch ms) in the compiled span; got NaN'],
    [{ reason: 'check' }, at('09:00', '2025-01-01'), /start must be an instant \(epoch ms\) in the compiled span/],
  ])('throws for %o at %s', (ask, start, message) => {
    expect(() => evaluate(shot(), ask, start)).toThrow(message)
  })

  it('throws when a reason may use a chair that nobody has', () => {
    const reasons = [{ id: 'check', durationMinutes: 30, chairs: ['room', 'rom'] }]
    expect(() => shot([], { reasons, chairs: [{ id: 'room' }] })).toThrow(
      '/reasons/0/chairs must name the practice\'s chairs (room); got "rom"',
    )
  })
})

describe('evaluate, rules beyond hours', () => {
  const ann = (changes: object) => [{ ...testPractice().practitioners[0]!, ...changes }]
  const window = { rrule: 'FREQ=DAILY', start: '09:00', end: '12:00' }
  const ask: Ask = { reason: 'check', practitioner: 'ann' }

  it('puts an edited week in the place of the schedule, and an exception in the place of both', () => {
    const weeks = [{ week: MONDAY, windows: [{ weekday: 1, start: '13:00', end: '14:00' }] }]
    const edited = { practitioners: ann({ weeks }) }
    expect(rules([], ask, at('09:00'), edited)).toEqual(['outside-hours'])
    expect(rules([], ask, at('13:30'), edited)).toBe('offered')
    expect(rules([], ask, at('09:00', '2026-11-24'), edited)).toEqual(['outside-hours'])
    expect(rules([], ask, at('09:00', '2026-11-30'), edited)).toBe('offered')
    const exceptions = [{ date: MONDAY, windows: [{ start: '16:00', end: '17:00' }] }]
    expect(rules([], ask, at('13:30'), { practitioners: ann({ weeks, exceptions }) })).toEqual(['outside-hours'])
  })

  it('takes a part of a date away without restarting the grid, and names what did', () => {
    const exceptions = [{ date: MONDAY, remove: { start: '09:10', end: '09:40' } }]
    const edited = { practitioners: ann({ exceptions }) }
    expect(rules([], ask, at('09:40'), edited)).toEqual(['off-grid'])
    expect(rules([], ask, at('10:00'), edited)).toBe('offered')
    expect(evaluate(shot([], edited), ask, at('09:00'))).toMatchObject({
      against: [
        {
          rule: 'outside-hours',
          exceptions: ['/practitioners/0/exceptions/0'],
          remove: [{ do: 'withdraw-exceptions', exceptions: ['/practitioners/0/exceptions/0'] }],
        },
      ],
    })
  })

  it('keeps a window for its reasons and its patients', () => {
    const practitioners = ann({
      schedules: [
        {
          windows: [
            { ...window, reasons: ['first'] },
            { ...window, start: '14:00', end: '15:00', patients: 'new' },
          ],
        },
      ],
    })
    expect(evaluate(shot([], { practitioners }), ask, at('09:00'))).toMatchObject({
      against: [{ rule: 'not-in-window', windows: ['/practitioners/0/schedules/0/windows/0'] }],
    })
    expect(rules([], { ...ask, patients: 'existing' }, at('14:00'), { practitioners })).toEqual(['not-in-window'])
    expect(rules([], { ...ask, patients: 'new' }, at('14:00'), { practitioners })).toBe('offered')
    expect(rules([], ask, at('14:00'), { practitioners })).toBe('offered')
  })

  it('names only the windows that keep the visit out', () => {
    const reasons = testPractice().reasons.map((reason) => ({ ...reason, stepMinutes: 15 }))
    const practitioners = ann({
      schedules: [
        {
          windows: [
            { ...window, end: '10:00' },
            { ...window, start: '10:00', reasons: ['first'] },
          ],
        },
      ],
    })
    const windows = ['/practitioners/0/schedules/0/windows/1']
    expect(evaluate(shot([], { reasons, practitioners }), ask, at('09:45'))).toEqual({
      offered: false,
      against: [{ rule: 'not-in-window', practitioner: 'ann', windows, remove: [{ do: 'widen-windows', windows }] }],
    })
  })

  it('counts starts on the grid of the windows that are for the visit, not on that of others', () => {
    const windows = [
      { ...window, reasons: ['first'] },
      { ...window, start: '09:10' },
    ]
    const practitioners = ann({ schedules: [{ windows }] })
    expect(rules([], ask, at('09:30'), { practitioners })).toEqual(['off-grid'])
    expect(rules([], ask, at('09:40'), { practitioners })).toBe('offered')
  })

  it('stands on round local times from where the hours for the visit begin', () => {
    const grid = 'clock'
    const late = ann({ schedules: [{ windows: [{ ...window, start: '09:10' }] }] })
    expect(rules([], ask, at('09:10'), { grid, practitioners: late })).toEqual(['off-grid'])
    expect(rules([], ask, at('09:30'), { grid, practitioners: late })).toBe('offered')
    const reasons = testPractice().reasons.map((reason) => ({ ...reason, stepMinutes: 45 }))
    const windows = [
      { ...window, start: '08:00', end: '09:15', reasons: ['first'] },
      { ...window, start: '09:15' },
    ]
    const practitioners = ann({ schedules: [{ windows }] })
    expect(rules([], ask, at('09:15'), { grid, reasons, practitioners })).toBe('offered')
    expect(rules([], ask, at('09:30'), { grid, reasons, practitioners })).toEqual(['off-grid'])
  })

  it('needs the practitioner only in the segments, and the chair from end to end', () => {
    const reasons = [
      {
        id: 'check',
        durationMinutes: 60,
        stepMinutes: 10,
        bufferBeforeMinutes: 5,
        chairs: ['one', 'two'],
        segments: [
          { startMinutes: 0, endMinutes: 10 },
          { startMinutes: 40, endMinutes: 60 },
        ],
      },
    ]
    const busy = [visit('a', '09:00', 60, { bufferBeforeMinutes: 5 })]
    const offered = ['09:10', '09:20', '09:30', '10:00', '10:10'].filter(
      (time) => rules(busy, ask, at(time), { reasons }) === 'offered',
    )
    expect(offered).toEqual(['09:20', '09:30', '10:10'])
    expect(evaluate(shot(busy, { reasons }), ask, at('09:20'))).toMatchObject({ slot: { chair: 'two' } })
    // A visit of another length may need its practitioner at any minute.
    expect(rules([visit('a', '09:00', 70)], ask, at('09:20'), { reasons })).toEqual(['practitioner-full'])
  })

  it('keeps a ceiling over its span, counted by start', () => {
    const ceilings = [{ id: 'mornings', most: 1, patients: 'new' as const, end: '12:00' }]
    const asNew: Ask = { reason: 'check', practitioner: 'bob', patients: 'new' }
    const busy = [visit('a', '09:00', 30, { patients: 'new' })]
    expect(evaluate(shot(busy, { ceilings }), asNew, at('11:00'))).toEqual({
      offered: false,
      against: [
        {
          rule: 'ceiling',
          ceiling: 'mornings',
          busy: ['a'],
          most: 1,
          remove: [{ do: 'raise-ceiling', ceiling: 'mornings', most: 2 }],
        },
      ],
    })
    expect(rules(busy, { ...asNew, patients: 'existing' }, at('11:00'), { ceilings })).toBe('offered')
    expect(rules(busy, asNew, at('11:00', '2026-11-24'), { ceilings })).toBe('offered')
    expect(rules([visit('a', '09:00', 30, { patients: 'existing' })], asNew, at('11:00'), { ceilings })).toBe('offered')
  })

  it('keeps a ceiling from the first instant of its span until its end, and not against the visit that is moved', () => {
    const ceilings = [{ id: 'rush', most: 1, start: '09:00', end: '10:00' }]
    const busy = [visit('a', '09:00', 30, { practitioners: ['bob'] })]
    expect(rules(busy, ask, at('09:00'), { ceilings })).toEqual(['ceiling'])
    expect(rules(busy, ask, at('09:30'), { ceilings })).toEqual(['ceiling'])
    expect(rules(busy, ask, at('10:00'), { ceilings })).toBe('offered')
    expect(rules([visit('a', '10:00', 30)], ask, at('09:00'), { ceilings })).toBe('offered')
    expect(rules(busy, { ...ask, ignore: ['a'] }, at('09:30'), { ceilings })).toBe('offered')
  })

  it('names opening a closed chair, and nobody in it while it has places left', () => {
    const chairs = [{ id: 'one', capacity: 2, schedules: [{ windows: [{ ...window, end: '10:00' }] }] }]
    const reasons = [{ id: 'check', durationMinutes: 30, chairs: ['one'] }]
    const busy = [visit('a', '10:00', 30, { practitioners: [] })]
    expect(evaluate(shot(busy, { chairs, reasons }), ask, at('10:00'))).toEqual({
      offered: false,
      against: [
        {
          rule: 'no-chair',
          location: 'main',
          chairs: [{ chair: 'one', isClosed: true, busy: [] }],
          remove: [{ do: 'open-time', of: { chair: 'one' }, location: 'main', start: at('10:00'), end: at('10:30') }],
        },
      ],
    })
  })

  it('keeps to the hours of the chair', () => {
    const chairs = [
      { id: 'one', schedules: [{ windows: [{ ...window, end: '10:00' }] }] },
      { id: 'two', schedules: [] },
    ]
    expect(rules([], ask, at('09:30'), { chairs })).toBe('offered')
    expect(evaluate(shot([], { chairs }), ask, at('10:00'))).toMatchObject({
      against: [
        {
          rule: 'no-chair',
          chairs: [
            { chair: 'one', isClosed: true },
            { chair: 'two', isClosed: true },
          ],
        },
      ],
    })
  })

  it('is open where the practitioner is that day, in the zone of that place', () => {
    const changes = {
      locations: [
        { id: 'east', timeZone: 'America/New_York' },
        { id: 'west', timeZone: 'America/Los_Angeles' },
      ],
      chairs: [
        { id: 'one', location: 'east' },
        { id: 'two', location: 'west' },
      ],
      practitioners: ann({
        schedules: [
          {
            windows: [
              { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '09:00', end: '10:00', location: 'east' },
              { rrule: 'FREQ=WEEKLY;BYDAY=FR', start: '09:00', end: '10:00', location: 'west' },
            ],
          },
        ],
      }),
    }
    const found = days(shot([], changes), ask, { from: MONDAY, to: '2026-11-30' })
    expect(found).toEqual([
      { date: MONDAY, starts: 2 },
      { date: '2026-11-27', starts: 2 },
    ])
    expect(evaluate(shot([], changes), ask, Date.parse('2026-11-27T09:00:00-08:00'))).toMatchObject({
      slot: { location: 'west', chair: 'two' },
    })
    expect(rules([], { ...ask, location: 'east' }, Date.parse('2026-11-27T09:00:00-08:00'), changes)).toEqual([
      'outside-hours',
    ])
  })

  it('gives the reasons of the places that are open then, and of all where none is', () => {
    const here = (day: string, location: string) => ({
      ...window,
      rrule: `FREQ=WEEKLY;BYDAY=${day}`,
      location,
    })
    const changes: Partial<Practice> = {
      locations: ['east', 'west'].map((id) => ({ id, timeZone: 'America/New_York' })),
      practitioners: ann({ schedules: [{ windows: [here('MO', 'east'), here('FR', 'west')] }] }),
      closures: [{ name: 'Staff day', date: MONDAY, start: '08:00', end: '12:00' }],
    }
    const against = (start: number) => {
      const answer = evaluate(shot([], changes), ask, start)
      return answer.offered ? [] : answer.against.map((one) => [one.rule, 'location' in one && one.location])
    }
    expect(against(at('09:00'))).toEqual([['closed', 'east']])
    expect(against(at('15:00'))).toEqual([
      ['outside-hours', 'east'],
      ['outside-hours', 'west'],
    ])
  })

  it('looks past what is to be ignored, so that a visit can move within its own time', () => {
    const busy = [visit('a', '09:00', 30)]
    const moving = { ...ask, ignore: ['a'] }
    expect(rules(busy, moving, at('09:00'))).toBe('offered')
    expect(slots(shot(busy), moving, { start: at('09:00'), end: at('10:00') }).map(({ start }) => start)).toEqual([
      at('09:00'),
      at('09:30'),
    ])
  })

  it('looks past nothing but what is to be ignored', () => {
    const busy = [visit('a', '09:00', 30), visit('b', '09:10', 30, { chair: 'two' })]
    expect(evaluate(shot(busy), { ...ask, ignore: ['a'] }, at('09:00'))).toEqual({
      offered: false,
      against: [
        {
          rule: 'practitioner-full',
          practitioner: 'ann',
          busy: ['b'],
          taken: 1,
          of: 1,
          remove: [{ do: 'free', busy: ['b'] }],
        },
      ],
    })
  })

  it.each<[Rule, Ask, number, Partial<Practice>]>([
    ['reason-not-given', { reason: 'check', practitioner: 'kim' }, at('09:00'), {}],
    ['patients', { reason: 'first', practitioner: 'ann', patients: 'existing' }, at('09:00'), {}],
    ['too-soon', ask, at('09:00'), { noticeMinutes: 61 }],
    ['too-far', ask, at('09:00', '2026-12-23'), { horizonMonths: 1 }],
    ['closed', ask, at('09:00'), { closures: [{ name: 'Staff day', date: MONDAY }] }],
    ['outside-hours', ask, at('15:00'), {}],
    [
      'not-in-window',
      ask,
      at('09:00'),
      { practitioners: ann({ schedules: [{ windows: [{ ...window, reasons: ['first'] }] }] }) },
    ],
    ['off-grid', ask, at('09:10'), {}],
    ['practitioner-full', ask, at('10:00'), {}],
    ['no-chair', ask, at('09:00'), { reasons: [{ id: 'check', durationMinutes: 30, chairs: [] }] }],
    ['ceiling', ask, at('09:00'), { ceilings: [{ id: 'none', most: 0 }] }],
  ])('lets staff overrule %s', (rule, asked, start, changes) => {
    const snapshot = shot([visit('a', '10:00', 30)], changes)
    expect(evaluate(snapshot, { ...asked, overrule: [rule] }, start)).toMatchObject({
      offered: true,
      overruled: [{ rule }],
    })
  })

  it('gives no chair where the lack of one was overruled', () => {
    const busy = [
      visit('a', '09:00', 30, { practitioners: [] }),
      visit('b', '09:00', 30, { practitioners: [], chair: 'two' }),
    ]
    expect(evaluate(shot(busy), { ...ask, overrule: ['no-chair'] }, at('09:00'))).toMatchObject({
      offered: true,
      slot: {
        start: at('09:00'),
        end: at('09:30'),
        practitioners: ['ann'],
        chair: null,
        location: 'main',
        places: 1,
        of: 1,
      },
    })
  })

  it('lets staff overrule a rule by its name, and says what was overruled', () => {
    const closures = [{ name: 'Staff day', date: MONDAY }]
    const asked = { ...ask, overrule: ['closed', 'off-grid'] as const }
    expect(evaluate(shot([], { closures }), asked, at('09:10'))).toMatchObject({
      offered: true,
      overruled: [{ rule: 'closed' }, { rule: 'off-grid' }],
    })
    expect(rules([visit('a', '09:00', 30)], asked, at('09:10'), { closures })).toEqual(['practitioner-full'])
    expect(() => rules([], { ...ask, overrule: ['past'] }, at('09:00'))).toThrow(
      /overrule must name rules that can be overruled .*; got "past"/,
    )
  })

  it('counts a request and the appointment it became once', () => {
    const kim = (id: string, changes: Partial<Busy>) =>
      visit(id, '09:00', 60, { practitioners: ['kim'], chair: null, reason: 'clean', ...changes })
    const request = kim('r', { kind: 'request', linkedTo: 'a' })
    expect(evaluate(shot([request, kim('a', {})]), { reason: 'clean' }, at('09:00'))).toMatchObject({
      slot: { places: 1 },
    })
    expect(evaluate(shot([request]), { reason: 'clean' }, at('09:00'))).toMatchObject({ slot: { places: 1 } })
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
    expect(overflowOf(occupancyOf(compiled, busy))).toEqual(['c'])
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
