import { describe, expect, it } from 'vitest'
import file from '../../demo/practice.json' with { type: 'json' }
import { compile, evaluate, occupancyOf } from '../../engine/index.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'

const at = (text: string) => Date.parse(text)

describe('the demo practice', () => {
  const practice = PracticeFile.parse(file)
  const compiled = compile(practice, { from: '2026-11-01', to: '2029-01-01' })
  const offers = (reason: string, practitioner: string, start: string) => {
    const day = at(start) - 86_400_000
    return evaluate({ compiled, occupancy: occupancyOf(compiled, []), now: day }, { reason, practitioner }, at(start))
  }
  const against = (reason: string, practitioner: string, start: string) => {
    const answer = offers(reason, practitioner, start)
    return answer.offered ? [] : answer.against.map(({ rule }) => rule)
  }

  it('is a practice file', () => {
    expect(PracticeFile.safeParse(file).error).toBeUndefined()
  })

  it('names no reason, chair or practitioner that it lacks', () => {
    const reasons = practice.reasons.map(({ id }) => id)
    const chairs = practice.chairs.map(({ id }) => id)
    expect(practice.practitioners.flatMap((one) => one.reasons).filter((id) => !reasons.includes(id))).toEqual([])
    expect(practice.reasons.flatMap((one) => one.chairs ?? []).filter((id) => !chairs.includes(id))).toEqual([])
    expect(reasons.filter((id) => !practice.practitioners.some((one) => one.reasons.includes(id)))).toEqual([])
  })

  it('opens early on Thursdays and not at lunch', () => {
    expect(offers('check-up', 'maya-okafor', '2026-12-03T07:30:00-05:00').offered).toBe(true)
    expect(against('check-up', 'maya-okafor', '2026-12-02T07:30:00-05:00')).toEqual(['outside-hours'])
    expect(against('check-up', 'maya-okafor', '2026-12-02T12:30:00-05:00')).toEqual(['outside-hours'])
  })

  it('has Dr Marin in on every other Friday and Saturday', () => {
    const isIn = (date: string) => offers('child', 'sofia-marin', `${date}T09:00:00-05:00`).offered
    expect(['2026-12-05', '2026-12-12', '2026-12-19', '2027-01-02', '2027-01-09'].map(isIn)).toEqual([
      true,
      false,
      true,
      true,
      false,
    ])
    const isInOnFriday = (date: string) => offers('child', 'sofia-marin', `${date}T08:30:00-05:00`).offered
    expect(['2026-12-04', '2026-12-11', '2026-12-18'].map(isInOnFriday)).toEqual([true, false, true])
  })

  it('closes at Easter and after noon on Christmas Eve', () => {
    expect(against('check-up', 'jonas-lind', '2027-03-26T08:30:00-04:00')).toEqual(['closed'])
    expect(against('check-up', 'jonas-lind', '2027-03-29T08:30:00-04:00')).toEqual(['closed'])
    expect(offers('check-up', 'jonas-lind', '2027-03-30T08:30:00-04:00').offered).toBe(true)
    expect(offers('check-up', 'jonas-lind', '2026-12-24T11:00:00-05:00').offered).toBe(true)
    expect(against('check-up', 'jonas-lind', '2026-12-24T12:40:00-05:00')).toEqual(['closed'])
  })

  it('has leave and an extra Saturday', () => {
    expect(against('check-up', 'jonas-lind', '2027-02-08T08:30:00-05:00')).toEqual(['outside-hours'])
    expect(against('check-up', 'jonas-lind', '2027-02-19T08:30:00-05:00')).toEqual(['outside-hours'])
    expect(offers('check-up', 'jonas-lind', '2027-02-22T08:30:00-05:00').offered).toBe(true)
    expect(offers('check-up', 'maya-okafor', '2027-01-09T09:00:00-05:00').offered).toBe(true)
    expect(against('hygienist', 'priya-raman', '2027-01-20T14:00:00-05:00')).toEqual(['outside-hours'])
  })

  it('fits two hygienist visits at once, and no third', () => {
    const start = at('2026-12-01T09:00:00-05:00')
    const visit = (id: string) => ({
      id,
      kind: 'appointment' as const,
      status: 'booked' as const,
      start,
      end: start + 45 * 60_000,
      practitioners: ['priya-raman'],
      chair: 'chair-3',
      reason: 'hygienist',
    })
    const second = occupancyOf(compiled, [visit('a')])
    const third = occupancyOf(compiled, [visit('a'), visit('b')])
    const now = start - 86_400_000
    expect(evaluate({ compiled, occupancy: second, now }, { reason: 'hygienist' }, start)).toMatchObject({
      offered: true,
      slot: { chair: 'chair-3', places: 1, of: 2 },
    })
    expect(evaluate({ compiled, occupancy: third, now }, { reason: 'hygienist' }, start).offered).toBe(false)
  })
})
