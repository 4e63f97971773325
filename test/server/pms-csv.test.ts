import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CsvSource } from '../../server/contract/connection.ts'
import type { PmsAppointment, Unreadable } from '../../server/pms/connector.ts'
import { type CsvOptions, createCsvConnector } from '../../server/pms/csv/connector.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const MINUTE = 60_000
const YEAR = { start: Date.parse('2026-01-01T00:00:00Z'), end: Date.parse('2028-01-01T00:00:00Z') }
const HEAD = 'Id,Start,End,Provider,Status,Patient,First,Last,Born,Phone'
const columns = {
  ...{ id: 'Id', start: 'Start', end: 'End', practitioner: 'Provider', status: 'Status' },
  ...{ patientId: 'Patient', given: 'First', family: 'Last', birthDate: 'Born', mobile: 'Phone' },
}
const signal = new AbortController().signal

let root: string
let clock: number
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pms-csv-'))
  mkdirSync(join(root, 'desk'))
  clock = NOW
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Puts a file there that was written so long ago. */
function put(name: string, content: string | Buffer | readonly string[], minutesAgo = 1): void {
  const path = join(root, 'desk', name)
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : `${content.join('\n')}\n`)
  const at = new Date(clock - minutesAgo * MINUTE)
  utimesSync(path, at, at)
}

function connect(settings: Record<string, unknown> = {}, options: Partial<CsvOptions> = {}) {
  const source = CsvSource.parse({ kind: 'csv', folder: 'desk', columns, ...settings })
  return createCsvConnector(source, { root, timeZone: 'America/New_York', clock: () => clock, ...options })
}

type Connector = ReturnType<typeof connect>

async function all(connector: Connector, range = YEAR): Promise<(PmsAppointment | Unreadable)[]> {
  const items = []
  for await (const page of connector.window(range, signal)) items.push(...page.items)
  return items
}

async function changes(connector: Connector, since: string | null) {
  const items = []
  let cursor = since
  for await (const page of connector.changed(since, signal)) {
    items.push(...page.items)
    cursor = page.cursor ?? cursor
  }
  return { items, cursor }
}

async function faultOf(run: Promise<unknown>): Promise<{ kind: string; message: string }> {
  try {
    await run
  } catch (error) {
    return { kind: (error as { kind: string }).kind, message: (error as Error).message }
  }
  throw new Error('nothing was refused')
}

/** A line of the file: the id, the time on 1 December, and what differs. */
const line = (id: string | number, time = '09:00', { status = '', by = 'ann', day = '2026-12-01' } = {}) =>
  `${id},${day} ${time},${day} ${time.replace(/..$/, '50')},${by},${status},p${id},Imani,Whitfield,1985-03-09,(555) 555-0142`
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => line(i + 1, `${String(8 + (i % 9)).padStart(2, '0')}:00`))
const short = (items: readonly (PmsAppointment | Unreadable)[]) =>
  items.map((item) =>
    item.kind === 'appointment'
      ? `${item.id} ${new Date(item.start).toISOString().slice(5, 16)} ${item.status}`
      : `${item.id} ?`,
  )

describe('a snapshot', () => {
  it('is read row by row into appointments with their patients', async () => {
    put('a.csv', [
      HEAD,
      '7,2026-12-01 14:30,2026-12-01 15:10,ann,Confirmed,p1,Zoë,"O\'Brien, Müller",1985-03-09,(555) 555-0142',
    ])
    const [item] = await all(connect({ statuses: { confirmed: 'booked' } }))
    expect(item).toEqual({
      kind: 'appointment',
      id: '7',
      status: 'booked',
      start: Date.parse('2026-12-01T19:30:00Z'),
      end: Date.parse('2026-12-01T20:10:00Z'),
      practitioners: ['ann'],
      chair: null,
      type: null,
      patient: {
        id: 'p1',
        given: 'Zoë',
        family: "O'Brien, Müller",
        birthDate: '1985-03-09',
        mobile: '(555) 555-0142',
        email: null,
      },
      key: null,
      createdAt: null,
      version: null,
      names: [{ kind: 'practitioner', id: 'ann', name: 'ann' }],
    })
  })

  it('of the newest file only, so that what is missing there is gone', async () => {
    put('b.csv', [HEAD, ...many(3)], 20)
    put('a.csv', [HEAD, line(1), line(2)], 10)
    const connector = connect()
    expect(short(await all(connector))).toEqual(['1 12-01T14:00 booked', '2 12-01T14:00 booked'])
    expect(await connector.get('3', signal)).toBeNull()
    expect((await connector.get('2', signal))?.kind).toBe('appointment')
    expect(await connector.capabilities(signal)).toEqual({ isIncremental: false, software: null })
    expect(connector.writer).toBeUndefined()
  })

  it('gives what starts in the range, the end left out, and finds the others by their id', async () => {
    put('a.csv', [HEAD, line(1, '08:00'), line(2, '09:00'), line(3, '10:00')])
    const connector = connect()
    const range = { start: Date.parse('2026-12-01T14:00:00Z'), end: Date.parse('2026-12-01T15:00:00Z') }
    expect(short(await all(connector, range))).toEqual(['2 12-01T14:00 booked'])
    expect((await connector.get('3', signal))?.id).toBe('3')
    expect(await connector.get('4', signal)).toBeNull()
  })

  it('is told by the names in it who appointments are with', async () => {
    put('a.csv', [HEAD, line(1), line(2, '10:00', { by: 'Dr. Brandt' }), line(3)])
    expect(await connect().directory(signal)).toEqual([
      { kind: 'practitioner', id: 'ann', name: 'ann' },
      { kind: 'practitioner', id: 'Dr. Brandt', name: 'Dr. Brandt' },
    ])
  })

  it('comes in pages with the total', async () => {
    put('a.csv', [HEAD, ...many(1201)])
    const sizes = []
    for await (const { items, total } of connect().window(YEAR, signal)) sizes.push([items.length, total])
    expect(sizes).toEqual([
      [500, 1201],
      [500, 1201],
      [201, 1201],
    ])
  })

  it('puts rows of one id and time together, and calls different times unreadable', async () => {
    put('a.csv', [
      HEAD,
      ...[line(1, '09:00', { by: 'ann' }), line(1, '09:00', { by: 'ben' })],
      ...[line(2, '09:00', { by: 'ann' }), line(2, '11:00', { by: 'ben' })],
      ...[line(3, '11:00'), line(3, '09:00', { status: 'cancelled' })],
    ])
    const [one, two, three] = await all(connect())
    expect(one).toMatchObject({ kind: 'appointment', practitioners: ['ann', 'ben'] })
    expect(two).toMatchObject({ kind: 'unreadable', id: '2', practitioners: ['ann', 'ben'] })
    expect(three).toMatchObject({ kind: 'appointment', status: 'booked', start: Date.parse('2026-12-01T16:00:00Z') })
  })
})

describe('a snapshot that may not be whole', () => {
  it('is left for the next time while it is being written, and nothing older is read instead', async () => {
    put('a.csv', [HEAD, ...many(3)], 30)
    put('b.csv', [HEAD, line(1)], 0)
    const connector = connect()
    expect(await faultOf(all(connector))).toEqual({
      kind: 'busy',
      message: 'b.csv is still being written. It is read next time.',
    })
    clock += 6000
    expect(await all(connector)).toHaveLength(1)
  })

  it('waits a minute where the last line has no end', async () => {
    put('a.csv', `${HEAD}\n${line(1)}`, 0.5)
    expect((await faultOf(all(connect()))).kind).toBe('busy')
    clock += 31_000
    expect(await all(connect())).toHaveLength(1)
  })

  it('is read though the file server’s clock is ahead, once it lies still', async () => {
    put('a.csv', [HEAD, line(1)], -60)
    expect((await faultOf(all(connect()))).kind).toBe('busy')
    clock += 6000
    expect(await all(connect())).toHaveLength(1)
  })

  it('is refused when it changes while it is read', async () => {
    put('a.csv', [HEAD, ...many(3)])
    const growing = {
      throwIfAborted: () => writeFileSync(join(root, 'desk', 'a.csv'), `${line(4)}\n`, { flag: 'a' }),
    } as unknown as AbortSignal
    const reading = faultOf(connect().window(YEAR, growing)[Symbol.asyncIterator]().next())
    expect((await reading).kind).toBe('busy')
  })

  it.each([
    ['', 'a.csv is empty: it has no headings.'],
    [`${HEAD}\n`, 'a.csv has headings and no rows. If that is right, give it a name that ends in -complete.csv.'],
    [`${HEAD}\n${line(1)}\n2,2026-12-01 10:0`, 'a.csv breaks off in row 3.'],
    [
      `${HEAD}\n${line(1)}\n2,"2026-12-01 10:00,x\n`,
      'a.csv, row 3: it has a quotation mark that is not closed, or stands where none may.',
    ],
  ])('is refused when it is empty or breaks off: %j', async (content, message) => {
    put('a.csv', content, 5)
    expect(await faultOf(all(connect()))).toEqual({ kind: 'unreadable', message })
  })

  it('is refused when it lost most of the rows of the one before, and so each time', async () => {
    put('a.csv', [HEAD, ...many(50)], 10)
    expect(await all(connect())).toHaveLength(50)
    put('a.csv', [HEAD, ...many(4)], 5)
    const refused = {
      kind: 'unreadable',
      message:
        'a.csv has 4 rows where there were 50 before. If that is right, give it a name that ends in -complete.csv.',
    }
    expect(await faultOf(all(connect()))).toEqual(refused)
    expect(await faultOf(connect().get('50', signal))).toEqual(refused)
    put('a.csv', [HEAD, ...many(5)], 4)
    expect(await all(connect())).toHaveLength(5)
  })

  it('is refused when most of what is kept ahead is missing, after a restart too', async () => {
    put('a.csv', [HEAD, ...many(30).map((row) => row.replaceAll('2026-12-01', '2026-03-02'))])
    const { kind, message } = await faultOf(all(connect({}, { keptAhead: async () => 400 })))
    expect([kind, message.split('.')[1]]).toEqual([
      'unreadable',
      'csv leaves 0 appointments ahead where there were 400 before',
    ])
  })

  it('is taken however little is in it when its name says so', async () => {
    put('a.csv', [HEAD, ...many(50)], 10)
    await all(connect())
    put('b-complete.csv', [HEAD, line(1)], 5)
    expect(await all(connect())).toHaveLength(1)
    put('c-complete.csv', [HEAD], 4)
    expect(await all(connect())).toEqual([])
  })

  it('is the schedule no longer when it is too old', async () => {
    put('a.csv', [HEAD, line(1)], 25 * 60)
    expect(await all(connect({ freshHours: 26 }))).toHaveLength(1)
    expect(await faultOf(all(connect({ freshHours: 24 })))).toEqual({
      kind: 'unreachable',
      message: 'a.csv is 25 hours old: is the export still running?',
    })
  })

  it('is missing when there is no file yet', async () => {
    expect((await faultOf(all(connect()))).kind).toBe('unreachable')
    expect((await faultOf(connect({ folder: 'other' }).capabilities(signal))).kind).toBe('misconfigured')
  })
})

describe('files of changes', () => {
  const settings = { contents: 'changes' }

  it('are applied in order of name, whenever each was written', async () => {
    put('2.csv', [HEAD, line(1, '11:00'), line(3)], 30)
    put('1.csv', [HEAD, line(1, '09:00'), line(2)], 10)
    const connector = connect(settings)
    expect(await connector.capabilities(signal)).toEqual({ isIncremental: true, software: null })
    expect(short(await all(connector))).toEqual([
      '1 12-01T16:00 booked',
      '2 12-01T14:00 booked',
      '3 12-01T14:00 booked',
    ])
  })

  it('are told from the cursor on, each once', async () => {
    put('1.csv', [HEAD, line(1)])
    const connector = connect(settings)
    const first = await changes(connector, null)
    expect(first.items).toEqual([])
    const second = await changes(connector, first.cursor)
    put('2.csv', [HEAD, line(2)])
    put('3.csv', [HEAD, line(3)])
    const third = await changes(connector, second.cursor)
    expect(short(third.items)).toEqual(['2 12-01T14:00 booked', '3 12-01T14:00 booked'])
    expect((await changes(connector, third.cursor)).items).toEqual([])
  })

  it('are told again when the last one grew', async () => {
    put('1.csv', [HEAD, line(1)])
    const { cursor } = await changes(connect(settings), null)
    put('1.csv', [HEAD, line(1), line(2)])
    expect(short((await changes(connect(settings), cursor)).items)).toEqual([
      '1 12-01T14:00 booked',
      '2 12-01T14:00 booked',
    ])
  })

  it('are all told anew from a cursor that was another connector’s', async () => {
    put('1.csv', [HEAD, line(1)])
    put('2.csv', [HEAD, line(2)])
    const { items } = await changes(connect(settings), '2026-11-20T10:00:00Z')
    expect(short(items)).toEqual(['1 12-01T14:00 booked', '2 12-01T14:00 booked'])
  })

  it('wait behind one that is still being written', async () => {
    put('1.csv', [HEAD, line(1)])
    const { cursor: after } = await changes(connect(settings), null)
    put('2.csv', [HEAD, line(1, '11:00')], 0)
    put('3.csv', [HEAD, line(1, '12:00')], 5)
    expect(await changes(connect(settings), after)).toEqual({ items: [], cursor: after })
    clock += 6000
    expect(short((await changes(connect(settings), after)).items)).toEqual([
      '1 12-01T16:00 booked',
      '1 12-01T17:00 booked',
    ])
  })

  it('cancel without repeating the time', async () => {
    put('1.csv', [HEAD, line(1), line(2)])
    const connector = connect(settings)
    const { cursor } = await changes(connector, null)
    put('2.csv', [HEAD, '1,,,,cancelled,,,,,'])
    expect(short((await changes(connector, cursor)).items)).toEqual(['1 12-01T14:00 cancelled'])
    expect(short(await all(connector))).toEqual(['1 12-01T14:00 cancelled', '2 12-01T14:00 booked'])
  })

  it('delete with the status entered-in-error', async () => {
    put('1.csv', [HEAD, line(1), line(2)])
    const connector = connect(settings)
    const { cursor } = await changes(connector, null)
    put('2.csv', [HEAD, '1,,,,entered-in-error,,,,,'])
    expect(short((await changes(connector, cursor)).items)).toEqual(['1 12-01T14:00 entered-in-error'])
    expect(short(await all(connector))).toEqual(['2 12-01T14:00 booked'])
    expect(await connector.get('1', signal)).toBeNull()
  })

  it('move an appointment out of the range', async () => {
    put('1.csv', [HEAD, line(1)])
    put('2.csv', [HEAD, line(1, '09:00', { day: '2029-01-02' })])
    expect(await all(connect(settings))).toEqual([])
    expect(short([(await connect(settings).get('1', signal))!])).toEqual(['1 01-02T14:00 booked'])
  })

  it('that begin anew with nothing are refused', async () => {
    put('1.csv', [HEAD, ...many(40)])
    await all(connect(settings))
    rmSync(join(root, 'desk', '1.csv'))
    put('2.csv', [HEAD, line(1)])
    expect((await faultOf(all(connect(settings)))).message).toContain(
      'leaves 1 appointments ahead where there were 40 before',
    )
  })
})

describe('the folder', () => {
  it('is the only place that is read: links out of it are refused', async () => {
    const outside = join(root, 'outside.csv')
    writeFileSync(outside, `${HEAD}\n${line(1)}\n`)
    symlinkSync(outside, join(root, 'desk', 'a.csv'))
    expect(await faultOf(all(connect()))).toEqual({
      kind: 'misconfigured',
      message: 'a.csv is a link. Put the file itself there: links are not followed.',
    })
    symlinkSync(tmpdir(), join(root, 'linked'))
    expect((await faultOf(all(connect({ folder: 'linked' })))).message).toContain('"linked" is a link')
  })

  it('can’t be named so that it leads elsewhere', async () => {
    expect(CsvSource.safeParse({ kind: 'csv', folder: '../x', columns }).success).toBe(false)
    const source = { ...CsvSource.parse({ kind: 'csv', folder: 'desk', columns }), folder: '..' }
    const connector = createCsvConnector(source, { root, timeZone: 'UTC', clock: () => clock })
    expect((await faultOf(connector.capabilities(signal))).kind).toBe('misconfigured')
  })

  it('may hold folders, hidden files, spreadsheets’ locks and other things', async () => {
    put('a.csv', [HEAD, line(1)], 10)
    for (const name of ['.b.csv', '~$a.csv', 'c.xlsx', 'd.csv.tmp']) put(name, 'x', 5)
    mkdirSync(join(root, 'desk', 'old.csv'))
    put('e.TXT', [HEAD, line(2)], 3)
    expect(short(await all(connect()))).toEqual(['2 12-01T14:00 booked'])
  })
})

describe('how the file is written', () => {
  it('has Windows line ends, a byte order mark, quoted delimiters and line breaks, and empty lines', async () => {
    const row = '1,2026-12-01 09:00,2026-12-01 09:30,"Brandt, Dr.",,p1,"Ann\r\nMarie","5"" Smith",1985-03-09,'
    put('a.csv', `\ufeff${HEAD}\r\n${row}\r\n\r\n,,,,,,,,,\r\n${line(2)}\r\n`)
    const [one, two] = await all(connect())
    expect(one).toMatchObject({
      practitioners: ['Brandt, Dr.'],
      patient: { given: 'Ann\r\nMarie', family: '5" Smith' },
    })
    expect(two!.id).toBe('2')
  })

  it.each([
    ['windows-1252', Buffer.from([0x5a, 0x6f, 0xeb, 0x80]), 'Zoë€'],
    ['iso-8859-1', Buffer.from([0x5a, 0x6f, 0xeb]), 'Zoë'],
    ['utf-8', Buffer.from('Zoë'), 'Zoë'],
    ['utf-16le', Buffer.from('Zoë Đặng', 'utf16le'), 'Zoë Đặng'],
  ] as const)('is in %s', async (encoding, name, given) => {
    const bytes = (text: string) => Buffer.from(text, encoding === 'utf-16le' ? 'utf16le' : 'latin1')
    const [before, after] = [bytes(`${HEAD}\n1,2026-12-01 09:00,2026-12-01 09:30,ann,,p1,`), bytes(',Ng,,\n')]
    put('a.csv', Buffer.concat([before, name, after]))
    expect(await all(connect({ encoding }))).toMatchObject([{ patient: { given } }])
  })

  it.each([';', '\t', '|'])('has the delimiter %j', async (delimiter) => {
    put(
      'a.csv',
      [HEAD, line(1)].map((each) => each.replaceAll(',', delimiter)),
    )
    expect(await all(connect({ delimiter }))).toHaveLength(1)
  })

  it('is refused in another encoding or with another delimiter', async () => {
    put('a.csv', Buffer.from(`${HEAD}\n${line(1).replace('Imani', 'Zoë')}\n`, 'latin1'))
    expect(await faultOf(all(connect()))).toEqual({
      kind: 'misconfigured',
      message: 'a.csv is not written in utf-8: choose its encoding.',
    })
    put('a.csv', Buffer.from(`${HEAD}\n${line(1)}\n`, 'utf16le'))
    expect((await faultOf(all(connect({ encoding: 'windows-1252' })))).kind).toBe('misconfigured')
    put('a.csv', [HEAD, line(1)])
    expect((await faultOf(all(connect({ delimiter: ';' })))).message).toBe(
      'a.csv has no column "Id". It has one column only: is the delimiter ;?',
    )
  })

  it('has headings in any case, and is refused without one of them or with one twice', async () => {
    put('a.csv', [HEAD.toUpperCase(), line(1)])
    expect(await all(connect())).toHaveLength(1)
    put('a.csv', [HEAD.replace('Provider', 'Doctor'), line(1)])
    expect((await faultOf(all(connect()))).message).toBe('a.csv has no column "Provider".')
    put('a.csv', [HEAD.replace('Phone', 'Start'), line(1)])
    expect((await faultOf(all(connect({ columns: { ...columns, mobile: undefined } })))).message).toBe(
      'a.csv has more than one column "Start".',
    )
  })

  it('is refused with more than 200,000 rows or a row without end', async () => {
    put('a.csv', `${HEAD}\n${`${line(1)}\n`.repeat(200_001)}`)
    expect((await faultOf(all(connect()))).message).toBe('a.csv has more than 200000 rows: export less.')
    put('a.csv', `${HEAD}\n1,"${'x,\n'.repeat(40_000)}`, 5)
    expect((await faultOf(all(connect()))).message).toMatch(/^a\.csv, row 2: it is longer than 65536 characters/)
  })
})

describe('dates and times', () => {
  const read = async (start: string, end: string, settings: Record<string, unknown> = {}) => {
    put('a.csv', [HEAD, `1,${start},${end},ann,,p1,Imani,Whitfield,,`])
    const [item] = await all(connect(settings), { start: 0, end: Date.parse('2100-01-01T00:00:00Z') })
    if (item!.kind === 'unreadable') return item!.why
    return [item!.start, item!.end].map((instant) => new Date(instant).toISOString().slice(0, 16))
  }

  it.each([
    ['YYYY-MM-DD', '2026-12-01T09:05:00', '2026-12-01 9:35'],
    ['YYYY-MM-DD', '2026-12-01 14:05Z', '2026-12-01T09:35:00-05:00'],
    ['MM/DD/YYYY', '12/1/2026 9:05 AM', '12/01/2026 9:35am'],
    ['DD/MM/YYYY', '1/12/2026 09:05', '09:35'],
    ['DD.MM.YYYY', '01.12.2026 09:05:00', '1.12.2026 9:35 a.m.'],
  ])('are read as %s: %s', async (dateFormat, start, end) => {
    expect(await read(start, end, { dateFormat })).toEqual(['2026-12-01T14:05', '2026-12-01T14:35'])
  })

  it.each([
    [
      '12/01/26 09:00',
      'MM/DD/YYYY',
      'has a year of two digits, which may be of this century or the last: export it as MM/DD/YYYY',
    ],
    ['46357.375', 'MM/DD/YYYY', 'is a number as spreadsheets keep dates: export it as text, as MM/DD/YYYY'],
    ['13/01/2026 09:00', 'MM/DD/YYYY', 'is no date that exists, read as MM/DD/YYYY'],
    ['2026-02-29 09:00', 'YYYY-MM-DD', 'is no date that exists, read as YYYY-MM-DD'],
    ['2026-12-01 25:00', 'YYYY-MM-DD', 'is no time that exists'],
    ['2026-12-01 13:00 PM', 'YYYY-MM-DD', 'is no time that exists'],
    ['2026-12-01 0.375', 'YYYY-MM-DD', 'is a number as spreadsheets keep times: export it as text'],
    ['2026-12-01 noon', 'YYYY-MM-DD', 'is not a time like 14:30'],
    ['next week', 'YYYY-MM-DD', 'is not a date as YYYY-MM-DD'],
    ['2026-12-01', 'YYYY-MM-DD', 'holds no time'],
    ['', 'YYYY-MM-DD', 'is empty'],
  ])('are refused in words: %j', async (start, dateFormat, why) => {
    expect(await read(start, '10:00', { dateFormat })).toBe(`a.csv, row 2, column "Start": it ${why}.`)
  })

  it('take the longer of two readings where clocks go back', async () => {
    expect(await read('2026-11-01 01:10', '2026-11-01 01:40')).toEqual(['2026-11-01T05:10', '2026-11-01T06:40'])
    expect(await read('2026-11-01 01:10 -05:00', '2026-11-01 01:40 -05:00')).toEqual([
      '2026-11-01T06:10',
      '2026-11-01T06:40',
    ])
  })

  it('move forward where clocks skip them', async () => {
    expect(await read('2026-03-08 02:10', '2026-03-08 02:40')).toEqual(['2026-03-08T07:10', '2026-03-08T07:40'])
    expect(await read('2026-03-08 02:30', '2026-03-08 03:00')).toEqual(['2026-03-08T07:30', '2026-03-08T08:00'])
  })

  it('stand in columns of their own, with minutes in place of an end', async () => {
    const own = { id: 'Id', start: 'Day', startTime: 'At', durationMinutes: 'Min', practitioner: 'By' }
    put('a.csv', [
      'Id,Day,At,Min,By',
      '1,2026-12-01 00:00:00,2:30 PM,40,ann',
      '2,2026-12-01,9:00,x,ann',
      '3,2026-12-01,9:00,,ann',
    ])
    const items = await all(connect({ columns: own }))
    expect(items[0]).toMatchObject({
      start: Date.parse('2026-12-01T19:30Z'),
      end: Date.parse('2026-12-01T20:10Z'),
      patient: null,
    })
    expect(items.slice(1)).toMatchObject([
      { why: 'a.csv, row 3, column "Min": it is not a whole number of minutes.' },
      { why: 'a.csv, row 4, column "Min": it is empty.' },
    ])
    const [, , three] = await all(connect({ columns: own }, { durationMinutes: 30 }))
    expect(three).toMatchObject({ kind: 'appointment', end: Date.parse('2026-12-01T14:30Z') })
  })

  it('end after they start', async () => {
    expect(await read('2026-12-01 09:00', '2026-12-01 09:00')).toBe(
      'a.csv, row 2, column "End": it is not after the start.',
    )
  })
})

describe('a row that can’t be read', () => {
  it('closes the practitioner whom it names, and everybody when it can’t be told', async () => {
    put('a.csv', [HEAD, line(1), '2,whenever,,ann,,p2,Imani,Whitfield,,', '3,2026-12-01 09:00,x', line(4)])
    const strange = (await all(connect())).filter((item) => item.kind === 'unreadable')
    expect(strange).toEqual([
      {
        kind: 'unreadable',
        id: '2',
        practitioners: ['ann'],
        why: 'a.csv, row 3, column "Start": it is not a date as YYYY-MM-DD.',
      },
      {
        kind: 'unreadable',
        id: '3',
        practitioners: [],
        why: "a.csv, row 4: it has 7 cells too few, so they can't be told apart.",
      },
    ])
  })

  it('never tells what stands in it', async () => {
    const secret = 'Whitfield'
    put('a.csv', [
      HEAD,
      `,${secret},${secret},ann,${secret},${secret},Imani,${secret},${secret},${secret}`,
      `2,2026-12-01 09:00,09:30,ann,${secret},,,,,`,
    ])
    const strange = await all(connect())
    expect(strange.map(({ kind }) => kind)).toEqual(['unreadable', 'unreadable'])
    expect(JSON.stringify(strange)).not.toContain(secret)
    put('a.csv', `${HEAD}\n1,"${secret}\n`, 5)
    expect((await faultOf(all(connect()))).message).not.toContain(secret)
  })

  it('has the same id in the next file, wherever it stands', async () => {
    const broken = ',whenever,,ann,,,,,,'
    put('a.csv', [HEAD, broken, line(1)], 10)
    const [first] = await all(connect())
    put('b.csv', [HEAD, line(1), line(2), broken], 5)
    const third = (await all(connect()))[2]!
    expect(third.id).toBe(first!.id)
    expect(await connect().get(third.id, signal)).toMatchObject({ kind: 'unreadable', practitioners: ['ann'] })
  })

  it('has a status that nobody gave a meaning', async () => {
    put('a.csv', [
      HEAD,
      line(1, '09:00', { status: 'Odd' }),
      line(2, '09:00', { status: 'No Show' }),
      line(3, '09:00', { status: 'constructor' }),
    ])
    expect(await all(connect())).toMatchObject([
      {
        kind: 'unreadable',
        practitioners: ['ann'],
        why: 'a.csv, row 2, column "Status": it holds a word that the settings give no meaning to.',
      },
      { kind: 'appointment', status: 'noshow' },
      { kind: 'unreadable' },
    ])
    expect(await all(connect({ statuses: { ODD: 'arrived', Constructor: 'booked' } }))).toMatchObject([
      { status: 'arrived' },
      {},
      { status: 'booked' },
    ])
  })

  it('that lies outside the range, or is over, or is called off, concerns nobody', async () => {
    put('a.csv', [HEAD, '1,2020-01-02 09:00,never,ann,,,,,,', '2,whenever,,ann,cancelled,,,,,', line(3)])
    expect(short(await all(connect()))).toEqual(['3 12-01T14:00 booked'])
  })

  it('is a fault of the settings when most are like it', async () => {
    put('a.csv', [HEAD, ...many(60).map((row) => row.replaceAll('2026-12-01', '01.12.2026'))])
    expect(await faultOf(all(connect()))).toEqual({
      kind: 'misconfigured',
      message: '60 of 60 rows can\'t be read. The first: a.csv, row 2, column "Start": it is not a date as YYYY-MM-DD.',
    })
  })
})

it('keeps patients apart where the file has no ids of theirs', async () => {
  put('a.csv', [HEAD, line(1), line(2)])
  const patients = (await all(connect({ columns: { ...columns, patientId: undefined } }))).map(
    (item) => item.kind === 'appointment' && item.patient?.id,
  )
  expect(patients).toEqual(['of:1', 'of:2'])
})

it('leaves the files as they are', async () => {
  put('a.csv', [HEAD, line(1)])
  const before = readFileSync(join(root, 'desk', 'a.csv'), 'utf8')
  await all(connect())
  expect(readFileSync(join(root, 'desk', 'a.csv'), 'utf8')).toBe(before)
})

it('holds little of a large file in memory', async () => {
  put('a.csv', `${HEAD}\n${Array.from({ length: 150_000 }, (_, i) => line(i)).join('\n')}\n`)
  const range = { start: Date.parse('2027-06-01T00:00:00Z'), end: Date.parse('2027-07-01T00:00:00Z') }
  const before = process.memoryUsage().rss
  expect(await all(connect(), range)).toEqual([])
  expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(150)
})
