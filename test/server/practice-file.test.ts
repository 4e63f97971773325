import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { importAppointments, importPractice } from '../../server/import.ts'
import { practiceFileSchema, readPracticeFile } from '../../server/practice-file.ts'
import { MONDAY_8, send, type TestHouse, testHouse, timesOn } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

const TODAY = '2026-11-23'
// biome-ignore lint/suspicious/noExplicitAny: changes go anywhere in the file, also where types would forbid them
type Json = Record<string, any>

/** The test practice as JSON, with one thing changed. */
function file(change: (practice: Json) => void): string {
  const practice = JSON.parse(JSON.stringify(testPractice())) as Json
  change(practice)
  return JSON.stringify(practice)
}

function faultsOf(text: string) {
  const answer = readPracticeFile(text, TODAY)
  return answer.ok ? [] : answer.faults.map(({ path, value, should }) => `${path}: got ${value}; ${should}`)
}

describe('readPracticeFile', () => {
  it('reads a file that is right', () => {
    expect(
      readPracticeFile(
        file(() => {}),
        TODAY,
      ),
    ).toEqual({ ok: true, file: testPractice() })
  })

  it.each([
    ...['portal', 'healthz', 'readyz', 'metrics', 'problems', 'assets', 'v1', 'v2', 'v12-old'],
    ...['openapi.json', 'robots.txt', 'favicon.ico'],
  ])('refuses the id %s: at that address the server itself answers', (id) => {
    const faults = faultsOf(
      file((practice) => {
        practice.id = id
      }),
    )
    expect(faults).toEqual([expect.stringMatching(/^id: got ".*"; must be /)])
  })

  it.each(['portal-dental', 'my-portal', 'v-dental', 'vienna', 'metrics2'])('takes the id %s', (id) => {
    const practice = file((changed) => {
      changed.id = id
    })
    expect(readPracticeFile(practice, TODAY).ok).toBe(true)
  })

  it.each<[(practice: Json) => void, string]>([
    [(p) => delete p.name, 'name: got nothing; must not be missing'],
    [(p) => Object.assign(p, { noticeMinutes: null }), 'noticeMinutes: got null; must be a number'],
    [(p) => Object.assign(p, { noticeMinutes: 1.5 }), 'noticeMinutes: got 1.5; must be a whole number'],
    [(p) => Object.assign(p, { noticeMinutes: -1 }), 'noticeMinutes: got -1; must be at least 0'],
    [(p) => Object.assign(p, { name: '' }), 'name: got ""; must not be empty'],
    [(p) => Object.assign(p, { locations: [] }), 'locations: got []; must have at least 1 entry'],
    [(p) => Object.assign(p, { chairs: 2 }), 'chairs: got 2; must be a list'],
  ])('says in plain words what would be right', (change, words) => {
    expect(faultsOf(file(change))).toContain(words)
  })

  it.each<[string, (practice: Json) => void, RegExp]>([
    ['a missing name', (p) => delete p.name, /^name: got nothing; /],
    [
      'a wrong type',
      (p) => {
        p.noticeMinutes = 'two'
      },
      /^noticeMinutes: got "two"; /,
    ],
    [
      'a field nobody knows',
      (p) => {
        p.colour = 'red'
      },
      /Unrecognized key.*colour/,
    ],
    [
      'a time that is no time',
      (p) => {
        p.practitioners[0].schedules[0].windows[0].start = '9'
      },
      /windows\[0\]\.start: got "9"; must be a time of day/,
    ],
    [
      'a rule that cannot be read',
      (p) => {
        p.practitioners[1].schedules[0].windows[0].rrule = 'FREQ=OFTEN'
      },
      /^practitioners\[1\]\.schedules\[0\]\.windows\[0\]\.rrule: got "FREQ=OFTEN"; rrule must be/,
    ],
    [
      'a rule with hours in it',
      (p) => {
        p.practitioners[0].schedules[0].windows[0].rrule = 'FREQ=DAILY;BYHOUR=9'
      },
      /names times of day/,
    ],
    [
      'every other week without a first date',
      (p) => {
        p.practitioners[0].schedules[0].windows[0].rrule = 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR'
      },
      /needs a dtstart/,
    ],
    [
      'a rule that never moves on',
      (p) => {
        p.practitioners[0].schedules[0].windows[0].rrule = 'FREQ=DAILY;INTERVAL=0'
      },
      /INTERVAL 1 or more/,
    ],
    [
      'a zone nobody knows',
      (p) => {
        p.locations[0].timeZone = 'America/Elm'
      },
      /^locations\[0\]\.timeZone: got "America\/Elm"; timeZone must be an IANA name/,
    ],
    [
      'a reason that is not listed',
      (p) => {
        p.practitioners[0].reasons = ['check', 'tattoo']
      },
      /^practitioners\[0\]\.reasons\[1\]: got "tattoo"; must be one of reasons: check, clean, first/,
    ],
    [
      'a chair that is not listed',
      (p) => {
        p.reasons[0].chairs = ['three']
      },
      /^reasons\[0\]\.chairs\[0\]: got "three"; must be one of chairs: one, two/,
    ],
    [
      'a practitioner that is not listed',
      (p) => {
        p.reasons[0].together = ['zoe']
      },
      /together\[0\]: got "zoe"/,
    ],
    [
      'two chairs of one name',
      (p) => {
        p.chairs[1].id = 'one'
      },
      /^chairs\[1\]\.id: got "one"; must stand once/,
    ],
    [
      'a website with a path',
      (p) => {
        p.origins = ['https://oak.example.com/book']
      },
      /^origins\[0\]: .*without a path/,
    ],
    [
      'a closure that ends before it begins',
      (p) => {
        p.closures = [{ name: 'Leave', from: '2026-12-24', through: '2026-12-23' }]
      },
      /^closures\[0\]\.through: got "2026-12-23"; must not be before from, 2026-12-24/,
    ],
    [
      'a closure without dates',
      (p) => {
        p.closures = [{ name: 'Leave', from: '2026-12-24' }]
      },
      /^closures\[0\]: .*must have a date, or from and through/,
    ],
    [
      'an exception that says nothing',
      (p) => {
        p.practitioners[0].exceptions = [{ date: '2026-12-24' }]
      },
      /either windows or remove/,
    ],
    [
      'a text in a language that the widget does not speak',
      (p) => {
        p.reasons[0].names = { tlh: 'nuH' }
      },
      /^reasons\[0\]\.names/,
    ],
    [
      'a window without its location where there are two',
      (p) => {
        p.locations.push({ id: 'west', name: 'West', address: '2 West Street', timeZone: 'UTC' })
      },
      /must say which location/,
    ],
  ])('refuses %s, says where, what stands there and what would be right', (_what, change, expected) => {
    expect(faultsOf(file(change)).join('\n')).toMatch(expected)
  })

  it('says that a file is not JSON', () => {
    expect(faultsOf('{"id": "oak",}').join()).toMatch(/^: got not JSON; /)
  })

  it('reads rules of a version that begins later', () => {
    const later = (p: Json) =>
      p.practitioners[0].schedules.push({
        from: '2027-06-01',
        windows: [{ rrule: 'FREQ=DAILY;BYDAY=XX', start: '09:00', end: '10:00' }],
      })
    expect(faultsOf(file(later)).join()).toMatch(/schedules\[1\]\.windows\[0\]\.rrule/)
  })
})

describe('the published schema', () => {
  it('is the one the server checks with; npx chairtime schema > practice-file.schema.json writes it anew', () => {
    const published = JSON.parse(readFileSync(new URL('../../practice-file.schema.json', import.meta.url), 'utf8'))
    expect(published).toEqual(JSON.parse(JSON.stringify(practiceFileSchema())))
  })
})

describe('importPractice', () => {
  let house: TestHouse
  afterEach(() => house.close())

  const booked = (id: string, start: string, chair: string | null = 'one', practitioner = 'ann') => ({
    id,
    status: 'booked' as const,
    practitioners: [practitioner],
    chair,
    reason: 'check',
    start: Date.parse(start),
    end: Date.parse(start) + 30 * 60_000,
    patient: null,
  })

  it('puts changed hours in force at once', async () => {
    house = await testHouse()
    expect(await timesOn(house, '2026-11-23')).toHaveLength(6)
    const shorter = testPractice()
    const file = {
      ...shorter,
      practitioners: shorter.practitioners.map((one) => ({
        ...one,
        exceptions: [{ date: '2026-11-23', windows: [] }],
      })),
    }
    expect(await importPractice(house.store, file, MONDAY_8)).toMatchObject({ ok: true, created: false })
    expect(await timesOn(house, '2026-11-23')).toEqual([])
  })

  it('keeps what was booked and sells no place twice when the split booking value goes down and up again', async () => {
    house = await testHouse()
    const clean = (start: string) =>
      send(house, {
        reason: 'clean',
        practitioner: null,
        start,
        patient: { given: 'A', family: 'B', birthDate: '1990-01-01', mobile: '555-0101' },
        isNewPatient: false,
        consent: { email: false, text: false },
      })
    const ten = '2026-11-23T10:00:00-05:00'
    await clean(ten)
    await clean(ten)
    const withSplit = (splitBooking: number) => {
      const practice = testPractice()
      return {
        ...practice,
        practitioners: practice.practitioners.map((one) => (one.id === 'kim' ? { ...one, splitBooking } : one)),
      }
    }
    await importPractice(house.store, withSplit(1), MONDAY_8)
    expect((await clean(ten)).status).toBe(409)
    expect(await house.store.requests('oak', 'pending')).toHaveLength(2)
    await importPractice(house.store, withSplit(3), MONDAY_8)
    expect((await clean(ten)).status).toBe(201)
    expect((await clean(ten)).status).toBe(409)
  })

  it('refuses to drop someone who has appointments ahead, and changes nothing', async () => {
    house = await testHouse()
    await importAppointments(house.store, 'oak', [booked('a1', '2026-11-24T09:00:00-05:00')], MONDAY_8)
    const without = { ...testPractice(), practitioners: testPractice().practitioners.slice(1) }
    const answer = await importPractice(house.store, without, MONDAY_8)
    expect(answer).toEqual({
      ok: false,
      reason: 'practitioners: "ann" is missing, but 1 appointments or requests ahead need it; keep it in the file',
    })
    expect((await house.store.practice('oak'))?.rulesVersion).toBe(1)
  })

  it('blocks the time of appointments it is given, even beyond capacity', async () => {
    house = await testHouse()
    await importAppointments(
      house.store,
      'oak',
      [
        booked('a1', '2026-11-24T09:00:00-05:00'),
        booked('a2', '2026-11-24T09:07:00-05:00'),
        booked('b1', '2026-11-24T09:00:00-05:00', 'two', 'bob'),
      ],
      MONDAY_8,
    )
    expect(await timesOn(house, '2026-11-24')).toEqual(['09:30', '10:00', '10:30', '11:00', '11:30'])
    expect(await timesOn(house, '2026-11-24', 'reason=check&practitioner=ann')).toEqual([
      '10:00',
      '10:30',
      '11:00',
      '11:30',
    ])
  })
})
