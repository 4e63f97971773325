import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { readLocal } from '../../server/pms/local-time.ts'

const NEW_YORK = 'America/New_York'
const read = (date: string, time: string, zone = NEW_YORK) => {
  const found = readLocal(date, time, zone)
  return found && [found.earlier, found.later].map((instant) => new Date(instant).toISOString())
}

describe('readLocal', () => {
  it('reads a time by the offset of its day', () => {
    expect(read('2026-07-01', '09:05')).toEqual(['2026-07-01T13:05:00.000Z', '2026-07-01T13:05:00.000Z'])
    expect(read('2026-12-01', '09:05:30')).toEqual(['2026-12-01T14:05:30.000Z', '2026-12-01T14:05:30.000Z'])
  })

  it('gives both readings of a time that comes twice', () => {
    expect(read('2026-11-01', '01:30')).toEqual(['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'])
    expect(read('2026-11-01', '02:00')).toEqual(['2026-11-01T07:00:00.000Z', '2026-11-01T07:00:00.000Z'])
    expect(read('2026-04-05', '01:45', 'Australia/Lord_Howe')).toEqual([
      '2026-04-04T14:45:00.000Z',
      '2026-04-04T15:15:00.000Z',
    ])
  })

  it('moves a time that is skipped forward by what is skipped', () => {
    expect(read('2026-03-08', '02:30')).toEqual(['2026-03-08T07:30:00.000Z', '2026-03-08T07:30:00.000Z'])
    expect(read('2026-03-08', '02:00')).toEqual(['2026-03-08T07:00:00.000Z', '2026-03-08T07:00:00.000Z'])
    expect(read('2026-03-08', '03:00')).toEqual(['2026-03-08T07:00:00.000Z', '2026-03-08T07:00:00.000Z'])
    expect(read('2011-12-30', '10:00', 'Pacific/Apia')).toEqual([
      '2011-12-30T20:00:00.000Z',
      '2011-12-30T20:00:00.000Z',
    ])
  })

  it('reads the first and the last minute of a year', () => {
    expect(read('2027-01-01', '00:00', 'Pacific/Kiritimati')).toEqual([
      '2026-12-31T10:00:00.000Z',
      '2026-12-31T10:00:00.000Z',
    ])
    expect(read('2026-12-31', '23:59:59.9', 'Pacific/Pago_Pago')).toEqual([
      '2027-01-01T10:59:59.900Z',
      '2027-01-01T10:59:59.900Z',
    ])
  })

  it('gives null for what is no date or no time', () => {
    for (const date of ['2026-02-29', '2026-13-01', '26-01-01', '0026-01-01', '2026-1-1', '']) {
      expect(readLocal(date, '09:00', NEW_YORK)).toBeNull()
    }
    for (const time of ['24:00', '9:00', '09:60', '09:00:60', '0900', '']) {
      expect(readLocal('2026-01-01', time, NEW_YORK)).toBeNull()
    }
  })

  it('refuses a zone that nobody knows', () => {
    expect(() => readLocal('2026-01-01', '09:00', 'Mars/Olympus')).toThrow(RangeError)
  })

  it('finds, for every instant, the instant among what its own wall time means', () => {
    const zones = [
      NEW_YORK,
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'Europe/Dublin',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2005, 0) / 60_000, max: Date.UTC(2030, 0) / 60_000 }),
        (zone, minute) => {
          const wall = DateTime.fromMillis(minute * 60_000, { zone })
          const found = readLocal(wall.toFormat('yyyy-MM-dd'), wall.toFormat('HH:mm'), zone)!
          expect([found.earlier, found.later]).toContain(minute * 60_000)
          expect(found.earlier).toBeLessThanOrEqual(found.later)
        },
      ),
      { seed: 7, numRuns: 3000 },
    )
  })
})
