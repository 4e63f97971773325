import { describe, expect, it } from 'vitest'
import { addDays, instantOf, localOf, mondayOf } from '../../portal/model/local-time.ts'

const iso = (at: number | null) => at && new Date(at).toISOString()

describe('instantOf', () => {
  it.each([
    ['2026-11-24', '10:30', 'America/New_York', '2026-11-24T15:30:00.000Z'],
    ['2026-07-01', '10:30', 'America/New_York', '2026-07-01T14:30:00.000Z'],
    ['2026-11-24', '00:00', 'Asia/Kolkata', '2026-11-23T18:30:00.000Z'],
    ['2026-11-24', '23:45', 'Pacific/Auckland', '2026-11-24T10:45:00.000Z'],
  ])('%s %s in %s', (date, time, zone, expected) => {
    expect(iso(instantOf(date, time, zone))).toBe(expected)
  })

  it('knows no instant for a time that clocks skip', () => {
    expect(instantOf('2026-03-08', '02:30', 'America/New_York')).toBeNull()
  })

  it('takes the first of a time that comes twice', () => {
    expect(iso(instantOf('2026-11-01', '01:30', 'America/New_York'))).toBe('2026-11-01T05:30:00.000Z')
  })

  it('knows none for what is not a time', () => {
    expect(instantOf('', '10:30', 'UTC')).toBeNull()
  })
})

it('localOf shows what clocks there show', () => {
  expect(localOf(Date.parse('2026-11-24T03:30:00Z'), 'America/New_York')).toEqual({ date: '2026-11-23', time: '22:30' })
})

it('mondayOf gives the week, addDays crosses months', () => {
  expect(['2026-11-23', '2026-11-29', '2026-11-30'].map(mondayOf)).toEqual(['2026-11-23', '2026-11-23', '2026-11-30'])
  expect(addDays('2026-11-30', 1)).toBe('2026-12-01')
})
