import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkClaims } from '../../server/check.ts'
import { importAppointments, importPractice } from '../../server/import.ts'
import type { LogEntry } from '../../server/log.ts'
import { createResidents } from '../../server/residents.ts'
import { erasePatients, keptFrom, midnightOf, startTidying, tidy } from '../../server/retention.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { MONDAY_8, requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const at = (text: string) => Date.parse(text)
const TUESDAY = at('2026-11-24T00:00:00-05:00')
const patient = {
  given: 'Omar',
  family: 'Quill',
  birthDate: '1970-01-02',
  mobile: '555-0123',
  email: 'omar@example.com',
}
const booked = (id: string, start: string) => ({
  id,
  status: 'booked' as const,
  practitioners: ['ann'] as const,
  chair: 'one',
  reason: 'check',
  start: at(start),
  end: at(start) + 30 * 60_000,
  patient,
})

/** Rows as another process finds them. */
function rows(sql: string): Record<string, unknown>[] {
  const database = openSqlite(join(house.dataDir, 'chairtime.sqlite'))
  const found = database.prepare(sql).all()
  database.close()
  return found.map((row) => ({ ...row }))
}

/** A request on Monday and one on Tuesday, an appointment on each. */
async function furnish(): Promise<void> {
  const guardian = { given: 'Gail', family: 'Guard' }
  await send(house, requestBody({ note: 'My left knee', guardian }))
  await send(house, requestBody({ start: '2026-11-24T09:30:00-05:00' }))
  const appointments = [booked('a', '2026-11-23T11:00:00-05:00'), booked('b', '2026-11-24T11:00:00-05:00')]
  await importAppointments(house.store, 'oak', appointments, MONDAY_8)
}

describe('erasePatients', () => {
  it('removes what names patients of visits that ended before, and keeps what statistics need', async () => {
    await furnish()
    const inOrder = async () => (await house.store.requests('oak', 'pending')).sort((a, b) => a.start - b.start)
    const [before] = await inOrder()
    const now = TUESDAY + 1
    expect(await erasePatients(house.store, 'oak', { before: TUESDAY, now, actor: 'operator' })).toEqual({
      requests: 1,
      appointments: 1,
      patients: 0,
    })
    const [first, second] = await inOrder()
    expect(first).toEqual({
      ...before,
      patient: { given: 'erased', family: 'erased', birthDate: '0001-01-01', mobile: null, email: null },
      guardian: null,
      note: null,
      hold: null,
      filedUnder: undefined,
    })
    expect(second?.patient.family).toBe('Reyes')
    expect(rows('select id, status, start_at, given, email, erased_at from appointment order by id')).toEqual([
      {
        id: 'a',
        status: 'booked',
        start_at: at('2026-11-23T11:00:00-05:00'),
        given: null,
        email: null,
        erased_at: now,
      },
      {
        id: 'b',
        status: 'booked',
        start_at: at('2026-11-24T11:00:00-05:00'),
        given: 'Omar',
        email: 'omar@example.com',
        erased_at: null,
      },
    ])
    expect(rows("select actor, subject from audit where action = 'patients-erased'")).toEqual([
      { actor: 'operator', subject: 'requests:1 appointments:1 patients:0 before:2026-11-24T05:00:00.000Z' },
    ])
    expect(await erasePatients(house.store, 'oak', { before: TUESDAY, now, actor: 'operator' })).toEqual({
      requests: 0,
      appointments: 0,
      patients: 0,
    })
    expect(await checkClaims(house.store, 'oak', MONDAY_8)).toEqual([])
  })

  it('leaves nothing to be found in the files', async () => {
    await send(house, requestBody({ note: 'My left knee '.repeat(70) }))
    await erasePatients(house.store, 'oak', { before: TUESDAY, now: TUESDAY, actor: 'operator' })
    await house.store.close()
    const files = readdirSync(house.dataDir).filter((name) => name.startsWith('chairtime'))
    expect(files).toEqual(['chairtime.sqlite'])
    expect(readFileSync(join(house.dataDir, 'chairtime.sqlite'), 'latin1')).not.toMatch(/Nadia|Reyes|left knee|0117/)
    house = await house.reopen()
  })

  it('goes on in small changes until all is done', async () => {
    const many = Array.from({ length: 450 }, (_, i) =>
      booked(`a${i}`, new Date(TUESDAY - (i + 1) * 3_600_000).toISOString()),
    )
    await importAppointments(house.store, 'oak', many, MONDAY_8)
    const erased = await erasePatients(house.store, 'oak', { before: TUESDAY, now: TUESDAY, actor: 'operator' })
    expect(erased).toEqual({ requests: 0, appointments: 450, patients: 1 })
    expect(rows("select id from audit where action = 'patients-erased'")).toHaveLength(3)
  })

  it('refuses what is still ahead', async () => {
    await expect(
      erasePatients(house.store, 'oak', { before: MONDAY_8 + 1, now: MONDAY_8, actor: 'operator' }),
    ).rejects.toThrow('only what is over can be erased')
  })
})

describe('tidy', () => {
  it('erases what is older than the practice keeps, and deletes holds, answers and claims whose time is over', async () => {
    await importPractice(house.store, testPractice({ retentionMonths: 3 }), MONDAY_8)
    await furnish()
    await house.app.request('/v1/practices/oak/holds', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'https://oak.example.com' },
      body: JSON.stringify({ reason: 'check', practitioner: 'bob', start: '2026-11-23T11:00:00-05:00' }),
    })
    await house.store.transaction((inner) => inner.spendProof('oak', 'a nonce', MONDAY_8 + 1))
    expect(await tidy(house.store, createResidents(), 'oak', MONDAY_8)).toEqual({
      requests: 0,
      appointments: 0,
      patients: 0,
    })
    expect(rows('select id from spent_proof').length + rows('select 1 from private_link').length).toBe(3)
    expect(rows('select distinct holder from claim')).toHaveLength(5)
    expect(rows('select 1 from hold').length + rows('select 1 from idempotency').length).toBe(3)
    expect(await tidy(house.store, createResidents(), 'oak', at('2027-02-24T12:00:00-05:00'))).toEqual({
      requests: 1,
      appointments: 1,
      patients: 0,
    })
    expect(rows('select 1 from hold').length + rows('select 1 from idempotency').length).toBe(0)
    expect(rows('select 1 from claim')).toEqual([])
    expect(rows('select id from spent_proof').length + rows('select 1 from private_link').length).toBe(0)
    expect(rows('select topic from outbox')).toHaveLength(2)
    expect(rows("select actor from audit where action = 'patients-erased'")).toEqual([{ actor: 'retention' }])
    expect(rows("select 1 from audit where action = 'request-sent'")).toHaveLength(2)
  })

  it('counts months by the calendar, from midnight where the practice is', () => {
    const file = testPractice({ retentionMonths: 3 })
    expect(keptFrom(file, at('2026-05-31T23:00:00-04:00'))).toBe(at('2026-02-28T00:00:00-05:00'))
    expect(keptFrom(file, at('2026-06-01T02:00:00Z'))).toBe(at('2026-02-28T00:00:00-05:00'))
    expect(keptFrom(testPractice(), at('2026-11-23T12:00:00Z'))).toBe(at('2024-11-23T00:00:00-05:00'))
    expect(midnightOf(file, '2026-07-01')).toBe(at('2026-07-01T00:00:00-04:00'))
  })
})

describe('startTidying', () => {
  it('begins at once, logs counts only, and has ended when it was stopped', async () => {
    await furnish()
    const logged: LogEntry[] = []
    const tidying = startTidying(
      house.store,
      createResidents(),
      () => at('2028-12-01T12:00:00Z'),
      (entry) => logged.push(entry),
    )
    await expect
      .poll(() => logged)
      .toEqual([{ level: 'info', message: 'erased', practice: 'oak', requests: 2, appointments: 2, patients: 2 }])
    await tidying.stop()
  })

  it('goes on with the next practice when one fails', async () => {
    await importPractice(house.store, testPractice({ id: 'ash' }), MONDAY_8)
    const database = openSqlite(join(house.dataDir, 'chairtime.sqlite'))
    database.exec("update practice set document = '{}' where id = 'ash'")
    database.close()
    await furnish()
    const logged: LogEntry[] = []
    const tidying = startTidying(
      house.store,
      createResidents(),
      () => at('2028-12-01T12:00:00Z'),
      (entry) => logged.push(entry),
    )
    await expect
      .poll(() => logged.map(({ message, practice }) => [message, practice]))
      .toEqual([
        ['not tidied', 'ash'],
        ['erased', 'oak'],
      ])
    await tidying.stop()
  })
})

/** Each starts a process, on a machine that may be busy. */
describe('chairtime erase', { timeout: 30_000 }, () => {
  const bin = fileURLToPath(new URL('../../bin/chairtime.js', import.meta.url))
  const erase = (args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const env = { ...process.env, DATA_DIR: house.dataDir }
      execFile(process.execPath, [bin, 'erase', ...args], { env }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      )
    })

  it('erases from the command line, also while the server runs', async () => {
    await importAppointments(house.store, 'oak', [booked('old', '2020-11-23T11:00:00-05:00')], MONDAY_8)
    expect(await erase(['--practice', 'oak', '--before', '2020-11-24'])).toEqual({
      code: 0,
      out: "Patients' data is removed from 0 requests and 1 appointments, and 0 of their records are deleted.\n",
      err: '',
    })
  })

  it.each([
    [['--practice', 'oak'], 'say whose and from when'],
    [['--practice', 'oak', '--before', '2020-02-30'], 'a date that exists'],
    [['--practice', 'elm', '--before', '2020-01-01'], 'there is no practice "elm"'],
    [['--practice', 'oak', '--before', '2999-01-01'], 'only what is over'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await erase(args)
    expect([code, err]).toEqual([1, expect.stringMatching(`^chairtime: .*${message}.*\n$`)])
  })
})
