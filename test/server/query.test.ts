import { describe, expect, it } from 'vitest'
import { readSnapshot, slots } from '../../engine/index.ts'
import { answerQuery, type Query, type QueryOptions } from '../../server/query.ts'
import { testPractice } from '../kit/practice.ts'

const practiceFile = JSON.stringify(testPractice({ closures: [{ name: 'Staff day', date: '2026-11-26' }] }))
const busyFile = JSON.stringify([
  {
    id: 'a1',
    practitioner: 'ann',
    chair: 'one',
    reason: 'check',
    start: '2026-11-23T09:30:00-05:00',
    end: '2026-11-23T10:00:00-05:00',
  },
  {
    id: 'k1',
    practitioner: 'kim',
    reason: 'clean',
    start: '2026-11-23T10:00:00-05:00',
    end: '2026-11-23T11:00:00-05:00',
  },
])

function ask(query: Query, options: QueryOptions, busy: string | undefined = busyFile) {
  return answerQuery({
    query,
    options: { at: '2026-11-23T08:00:00-05:00', ...options },
    practiceFile,
    busyFile: busy,
    now: 0,
    zoneData: '2026c',
  })
}

describe('chairtime slots', () => {
  it('prints a table of wall times, who, where and places', () => {
    expect(ask('slots', { reason: 'clean', from: '2026-11-23', to: '2026-11-24' })).toEqual({
      text: [
        '2026-11-23 09:00  Kim Cedar  2 of 2 places',
        '2026-11-23 10:00  Kim Cedar  1 of 2 places',
        '2026-11-23 11:00  Kim Cedar  2 of 2 places',
      ].join('\n'),
      code: 0,
    })
  })

  it('prints JSON with instants for programs', () => {
    const { text } = ask('slots', {
      reason: 'check',
      practitioner: 'ann',
      from: '2026-11-23',
      to: '2026-11-24',
      json: true,
    })
    expect(JSON.parse(text)[0]).toEqual({
      start: '2026-11-23T14:00:00.000Z',
      end: '2026-11-23T14:30:00.000Z',
      practitioners: ['ann'],
      chair: 'one',
      location: 'main',
      places: 1,
      of: 1,
    })
  })

  it('says so, and ends with 2, when nothing is offered', () => {
    expect(ask('slots', { reason: 'check', from: '2026-11-26', to: '2026-11-27' })).toEqual({
      text: 'Nothing is offered.',
      code: 2,
    })
  })
})

describe('chairtime days and next', () => {
  it('count the times of each date, and find the first', () => {
    expect(ask('days', { reason: 'check', practitioner: 'ann', from: '2026-11-23', to: '2026-11-27' }).text).toBe(
      '2026-11-23  5 times\n2026-11-24  6 times\n2026-11-25  6 times',
    )
    expect(ask('next', { reason: 'check', from: '2026-11-26' }).text).toBe(
      '2026-11-27 09:00  Dr Ann Ash, Dr Bob Birch  Chair 1',
    )
  })
})

describe('chairtime explain', () => {
  it('gives every reason in a sentence, with names, and what would help', () => {
    const options = { reason: 'check', practitioner: 'ann', start: '2026-11-23T09:30:00-05:00' }
    expect(ask('explain', options)).toEqual({
      text: '2026-11-23 09:30 is not offered:\n- Dr Ann Ash is taken: a1.\n    would help: move or cancel a1',
      code: 2,
    })
    expect(ask('explain', { ...options, start: '2026-11-26T09:40:00-05:00' }).text).toBe(
      [
        '2026-11-26 09:40 is not offered:',
        '- Closed: Staff day.',
        '    would help: open in spite of Staff day',
        "- Visits with Dr Ann Ash don't begin at this minute.",
        '    would help: begin there all the same',
      ].join('\n'),
    )
  })

  it('says with whom and where when the time is offered', () => {
    expect(ask('explain', { reason: 'check', start: '2026-11-23T09:30:00-05:00' })).toEqual({
      text: '2026-11-23 09:30 is offered: Dr Bob Birch, Chair 2',
      code: 0,
    })
  })
})

describe('chairtime compile', () => {
  it('writes what a page can answer from', () => {
    const { text } = ask('compile', {})
    const snapshot = readSnapshot(JSON.parse(text))
    const range = { start: Date.parse('2026-11-23T00:00:00-05:00'), end: Date.parse('2026-11-24T00:00:00-05:00') }
    expect(slots(snapshot, { reason: 'check', practitioner: 'ann' }, range)).toHaveLength(5)
    expect(text).not.toMatch(/Ann|Oak Street|555-0100|a1/)
  })
})

describe('a wrong call', () => {
  it.each<[Query, QueryOptions, string]>([
    ['slots', {}, 'say which reason'],
    ['slots', { reason: 'tattoo' }, 'reason must be one of the practice\'s (check, clean, first); got "tattoo"'],
    ['slots', { reason: 'check', patients: 'old' }, '--patients must be new or existing; got "old"'],
    ['slots', { reason: 'check', from: '2026-02-30' }, 'date must be a date that exists'],
    ['slots', { reason: 'check', at: 'now' }, '--at must be a time with its offset'],
    ['explain', { reason: 'check' }, 'say which start'],
  ])('%s %o is refused with what would be right', (query, options, message) => {
    expect(() => ask(query, options)).toThrow(message)
    expect(() => ask(query, options)).toThrow(RangeError)
  })

  it('is refused when a file cannot be read', () => {
    expect(() => ask('slots', { reason: 'check' }, '[{"id":"a"}]')).toThrow(
      'the --busy file must be changed: [0].start',
    )
    expect(() => ask('slots', { reason: 'check' }, 'x')).toThrow('the --busy file is not JSON')
  })
})
