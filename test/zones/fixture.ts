import type { Ask, Busy, Practice, Practitioner } from '../../engine/index.ts'

/*
 * A practice with something of everything, in zones whose clocks change by an hour at midnight, by an hour at night, by
 * half an hour and not at all. Ids are such that languages sort them differently: ä, Z, a, ç.
 */

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export const dates = { from: '2026-11-23', to: '2027-11-26' }
/** A minute that is on nobody's grid. */
export const now = Date.parse('2026-11-23T05:37:11Z')

const chair = (id: string, location: string) => ({ id, location })
const weekly = (location: string, days: string, start: string, end: string) => ({
  location,
  rrule: `FREQ=WEEKLY;BYDAY=${days}`,
  start,
  end,
})

const practitioners: readonly Practitioner[] = [
  {
    id: 'Zoë',
    splitBooking: 2,
    reasons: ['check', 'crown', 'surgery', 'first'],
    schedules: [
      {
        windows: [
          weekly('shore', 'MO,TU,WE', '08:00', '12:00'),
          weekly('shore', 'MO,TU,WE', '12:30', '17:15'),
          { ...weekly('shore', 'SU', '00:00', '04:00'), reasons: ['check'] },
        ],
      },
      {
        from: '2027-05-03',
        windows: [weekly('shore', 'MO,TU,WE,SU', '00:15', '09:45'), weekly('delta', 'TH,FR', '22:00', '02:00')],
      },
    ],
    weeks: [
      {
        week: '2027-03-08',
        windows: [
          { location: 'shore', weekday: 6, start: '22:00', end: '04:00' },
          { location: 'shore', weekday: 7, start: '01:30', end: '24:00' },
        ],
      },
    ],
    exceptions: [
      { date: '2027-01-12', remove: { start: '09:10', end: '10:35' } },
      { from: '2027-07-05', through: '2027-07-16', windows: [] },
      { date: '2027-11-07', windows: [{ location: 'shore', start: '00:00', end: '06:00' }] },
    ],
  },
  {
    id: 'ann',
    reasons: ['check', 'crown', 'first'],
    schedules: [
      {
        windows: [
          weekly('shore', 'MO,TH,SU', '01:00', '03:00'),
          { ...weekly('shore', 'TH,FR', '09:00', '17:00'), patients: 'existing' },
          { ...weekly('delta', 'SA', '20:00', '24:00'), patients: 'new' },
        ],
      },
    ],
    exceptions: [{ date: '2027-02-18', remove: { start: '14:00', end: '17:00' } }],
  },
  {
    id: 'Älva',
    reasons: ['check', 'surgery', 'clean'],
    schedules: [
      {
        windows: [
          {
            location: 'reef',
            rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SU',
            dtstart: '2026-11-25',
            start: '01:15',
            end: '05:00',
          },
          weekly('reef', 'FR', '23:00', '03:30'),
          weekly('shore', 'MO,TU', '10:00', '15:00'),
        ],
      },
    ],
  },
  {
    id: 'çelik',
    splitBooking: 3,
    reasons: ['clean', 'check'],
    schedules: [
      {
        windows: [
          weekly('reef', 'MO,TU,WE,TH,FR', '08:30', '16:30'),
          {
            location: 'delta',
            rrule: 'FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1',
            dtstart: '2026-11-01',
            start: '00:00',
            end: '06:00',
          },
          { ...weekly('hills', 'SA,SU', '07:20', '13:40'), exdates: ['2027-02-06', '2027-02-07'] },
        ],
      },
    ],
  },
]

export const practice: Practice = {
  locations: [
    { id: 'shore', timeZone: 'America/St_Johns' },
    { id: 'reef', timeZone: 'Australia/Lord_Howe' },
    { id: 'delta', timeZone: 'Africa/Cairo' },
    { id: 'hills', timeZone: 'Asia/Kathmandu' },
  ],
  chairs: [
    { ...chair('one', 'shore'), capacity: 2 },
    {
      ...chair('two', 'shore'),
      schedules: [{ windows: [weekly('shore', 'MO,TU,WE,TH,SU', '00:30', '15:00')] }],
      exceptions: [{ date: '2026-12-08', windows: [] }],
    },
    chair('Éine', 'reef'),
    chair('four', 'reef'),
    chair('five', 'delta'),
    chair('six', 'hills'),
  ],
  reasons: [
    {
      id: 'check',
      durationMinutes: 30,
      stepMinutes: 15,
      bufferAfterMinutes: 5,
      chairs: ['two', 'one', 'four', 'five', 'six'],
    },
    {
      id: 'crown',
      durationMinutes: 60,
      stepMinutes: 30,
      bufferBeforeMinutes: 5,
      segments: [
        { startMinutes: 0, endMinutes: 10 },
        { startMinutes: 40, endMinutes: 60 },
      ],
      chairs: ['one', 'two', 'five'],
    },
    { id: 'surgery', durationMinutes: 90, stepMinutes: 45, chairs: ['one', 'two'], together: ['Älva', 'Zoë'] },
    { id: 'clean', durationMinutes: 40, stepMinutes: 20, bufferAfterMinutes: 10 },
    { id: 'first', durationMinutes: 45, chairs: ['one', 'five'], patients: 'new' },
  ],
  practitioners,
  closures: [
    { name: 'Midwinter', from: '2026-12-24', through: '2027-01-02' },
    { name: 'National day', location: 'reef', rrule: 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=26' },
    { name: 'Staff meeting', location: 'shore', rrule: 'FREQ=MONTHLY;BYDAY=1MO', start: '08:00', end: '09:30' },
    { name: 'Works on the pipes', start: '2027-03-13T22:10:00-03:30', end: '2027-03-14T06:40:00Z' },
  ],
  ceilings: [
    { id: 'new a morning', most: 1, patients: 'new', start: '00:00', end: '12:00' },
    { id: 'crowns a day', most: 3, reasons: ['crown'], practitioners: ['Zoë', 'ann'] },
    { id: 'Sunday nights', most: 2, rrule: 'FREQ=WEEKLY;BYDAY=SU', start: '22:00', end: '03:00' },
  ],
  noticeMinutes: 90,
  horizonMonths: 12,
  timeUnitMinutes: 5,
  grid: 'window',
}

const named: readonly Busy[] = [
  busy({ id: 'leave', kind: 'block', start: '2027-01-18T00:00-03:30', minutes: 3000, practitioners: ['Zoë'] }),
  busy({ id: 'repair', kind: 'block', start: '2027-03-14T01:00-03:30', minutes: 150, chair: 'two' }),
  busy({ id: 'asked', kind: 'request', status: 'pending', start: '2026-11-24T08:30-03:30', linkedTo: 'made' }),
  busy({ id: 'made', start: '2026-11-24T09:30-03:30', chair: 'one' }),
  busy({ id: 'held', kind: 'hold', start: '2026-11-24T10:15-03:30', minutes: 60, reason: 'crown' }),
  busy({ id: 'gone', status: 'cancelled', start: '2026-11-24T11:00-03:30' }),
  ...['u10', 'u9', 'Ü8', 'u7'].map((id) => busy({ id, start: '2027-02-10T09:00-03:30', minutes: 45, reason: 'first' })),
  busy({ id: 'odd', start: '2026-11-25T09:07-03:30', minutes: 23, reason: null, bufferBeforeMinutes: 7 }),
]

/**
 * What is booked: some visits by name, and one every few hours of the year, as regular as it is scattered, so that every
 * rule stands against something.
 */
export const booked: readonly Busy[] = [
  ...named,
  ...Array.from({ length: 1200 }, (_, i): Busy => {
    const { id: reason, durationMinutes } = practice.reasons[i % 5]!
    const giving = practitioners.filter(({ reasons }) => reasons.includes(reason))
    return busy({
      id: `b${i}`,
      kind: i % 7 === 0 ? 'request' : 'appointment',
      status: i % 7 === 0 ? 'pending' : i % 11 === 0 ? 'noshow' : 'booked',
      start: new Date(now - DAY_MS + ((i * 7919) % 105_408) * 5 * MINUTE_MS).toISOString(),
      minutes: durationMinutes,
      practitioners: reason === 'surgery' ? ['Älva', 'Zoë'] : [giving[i % giving.length]!.id],
      chair: i % 3 === 0 ? (practice.chairs[i % 6]?.id ?? null) : null,
      reason,
      patients: i % 2 === 0 ? 'existing' : 'new',
      bufferAfterMinutes: i % 4 === 0 ? 10 : 0,
    })
  }),
]

export const asks: readonly (Ask & { grid: Practice['grid'] })[] = [
  { grid: 'window', reason: 'check' },
  { grid: 'window', reason: 'check', practitioner: 'çelik', location: 'delta' },
  { grid: 'window', reason: 'check', practitioner: 'ann', patients: 'new' },
  { grid: 'window', reason: 'crown', practitioner: 'Zoë', ignore: ['held', 'b1', 'b6'] },
  { grid: 'window', reason: 'surgery' },
  { grid: 'window', reason: 'first', patients: 'new' },
  { grid: 'window', reason: 'first', patients: 'existing' },
  { grid: 'window', reason: 'clean', practitioner: 'Zoë', location: 'hills' },
  { grid: 'clock', reason: 'clean' },
  { grid: 'clock', reason: 'crown', practitioner: 'ann', patients: 'existing' },
]

/** Spans in which starts are judged one by one: the first days, each change of a clock, the last days. */
export const judged: readonly (readonly [from: string, to: string])[] = [
  ['2026-11-23T03:30Z', '2026-11-26T03:00Z'],
  ['2027-03-13T20:00Z', '2027-03-15T04:00Z'],
  ['2027-04-03T10:00Z', '2027-04-04T20:00Z'],
  ['2027-04-29T12:00Z', '2027-05-01T06:00Z'],
  ['2027-10-02T06:00Z', '2027-10-03T20:00Z'],
  ['2027-10-28T12:00Z', '2027-10-30T06:00Z'],
  ['2027-11-06T20:00Z', '2027-11-08T06:00Z'],
  ['2027-11-22T00:00Z', '2027-11-24T06:00Z'],
]

function busy({
  start,
  minutes = 30,
  ...item
}: { id: string; start: string; minutes?: number } & Partial<Omit<Busy, 'start' | 'end'>>): Busy {
  const begins = Date.parse(start)
  const plain = { kind: 'appointment', status: 'booked', practitioners: ['Zoë'], chair: null, reason: 'check' } as const
  return { ...plain, ...item, start: begins, end: begins + minutes * MINUTE_MS }
}
