import { afterEach, beforeEach, expect } from 'vitest'
import type { z } from 'zod'
import { checkClaims } from '../../server/check.ts'
import { AnswerReply } from '../../server/contract/answer.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { Problem } from '../../server/contract/problem.ts'
import { Settings } from '../../server/contract/settings.ts'
import { importAppointments } from '../../server/import.ts'
import type { DeskRequest, PatientFields, StoredAppointment } from '../../server/store/model.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { OWN_ORIGIN, requestBody, send, signIn, type TestHouse, testHouse } from './house.ts'
import { testPractice } from './practice.ts'

/** Nadia Reyes, as {@link requestBody} has her. */
export const NADIA: PatientFields = {
  given: 'Nadia',
  family: 'Reyes',
  birthDate: '1984-03-07',
  mobile: '555-0117',
  email: 'nadia@example.com',
}

/** An instant of that Monday, 23 November 2026, in New York. */
export const at = (time: string, date = '2026-11-23') => Date.parse(`${date}T${time}:00-05:00`)

/** An appointment of half an hour with Ann in chair 1; changes replace its fields. */
export function appointment(changes: Partial<StoredAppointment> = {}): StoredAppointment {
  const start = changes.start ?? at('09:30')
  return {
    id: 'a1',
    status: 'booked',
    reason: 'check',
    practitioners: ['ann'],
    chair: 'one',
    start,
    end: start + 30 * 60_000,
    patient: NADIA,
    ...changes,
  }
}

/** What one member of staff does on the desk of a house. */
export interface Desk {
  readonly cookie: string
  get(path: string): Promise<Response>
  post(path: string, body: unknown): Promise<Response>
  /** Answers a request with what is on the screen; must be well answered. */
  answer(request: string, action: string, body?: object): Promise<z.infer<typeof AnswerReply>>
  /** The same, refused: status and problem. */
  refused(request: string, action: string, body?: object): Promise<Problem>
}

/** Signs somebody in who works at the practice Oak. */
export async function deskOf(
  house: TestHouse,
  email?: string,
  role?: 'owner' | 'staff' | 'read-only',
  practice = 'oak',
): Promise<Desk> {
  const cookie = await signIn(house, email, practice, role)
  const base = '/portal/api/practices/oak'
  const desk: Desk = {
    cookie,
    get: async (path) => house.app.request(`${base}${path}`, { headers: { Cookie: cookie } }),
    post: async (path, body) =>
      house.app.request(`${base}${path}`, {
        method: 'POST',
        headers: { Cookie: cookie, Origin: OWN_ORIGIN, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async answer(request, action, body = {}) {
      const reply = await answering(request, action, body)
      const text = await reply.text()
      expect([reply.status, text]).toEqual([200, text])
      await expectClaimsRight(house)
      return AnswerReply.parse(JSON.parse(text))
    },
    async refused(request, action, body = {}) {
      const reply = await answering(request, action, body)
      const problem = (await reply.json()) as Problem
      expect(reply.ok, JSON.stringify(problem)).toBe(false)
      return problem
    },
  }
  async function answering(request: string, action: string, body: object) {
    const revision = (await house.store.request('oak', request))?.revision
    return desk.post(`/requests/${request}/${action}`, action === 'confirmation' ? body : { revision, ...body })
  }
  return desk
}

/**
 * Registers a house of its own for each test, with Dana at the desk; after each, every claim must be right.
 *
 * @param use - Is given them before each test, and again when they are rebuilt.
 * @returns Rebuilds them with other rules, from nothing.
 */
export function deskForEach(
  use: (house: TestHouse, desk: Desk) => void,
): (changes: Partial<PracticeFile>) => Promise<void> {
  let house: TestHouse
  const open = async (changes: Partial<PracticeFile> = {}) => {
    house = await testHouse(testPractice(changes))
    use(house, await deskOf(house))
  }
  beforeEach(() => open())
  afterEach(async () => {
    await expectClaimsRight(house)
    await house.close()
  })
  return async (changes) => {
    await house.close()
    await open(changes)
  }
}

/** Rows as another process finds them. */
export function rowsIn(house: TestHouse, sql: string): Record<string, unknown>[] {
  const database = openSqlite(`${house.dataDir}/chairtime.sqlite`)
  const found = database.prepare(sql).all()
  database.close()
  return found.map((row) => ({ ...row }))
}

/** Topics of what the mail room is to tell, beside that requests came, in order. */
export function toldIn(house: TestHouse): string[] {
  const found = rowsIn(house, "select topic from outbox where topic <> 'request-sent' order by at, rowid")
  return found.map(({ topic }) => String(topic))
}

/** Sends a request as a patient would, and reads it. */
export async function sendRequest(house: TestHouse, changes: Record<string, unknown> = {}): Promise<DeskRequest> {
  const reply = await send(house, requestBody({ practitioner: 'ann', ...changes }))
  const { reference } = (await reply.json()) as { reference: string }
  const all = await house.store.requests('oak', 'pending')
  return all.find((request) => request.reference === reference)!
}

/** Puts appointments into the practice's schedule, as a sync does. */
export async function putInSchedule(house: TestHouse, ...appointments: Partial<StoredAppointment>[]): Promise<void> {
  await importAppointments(house.store, 'oak', appointments.map(appointment), house.now)
}

/** Sets what staff set. */
export async function putSettings(house: TestHouse, settings: Partial<Settings>): Promise<void> {
  const version = (await house.store.settings('oak'))?.version ?? 0
  await house.store.transaction((transaction) =>
    transaction.putSettings('oak', Settings.parse({ ...settings }), version),
  )
}

/** Every place is held by what counts, and nothing else. */
export async function expectClaimsRight(house: TestHouse): Promise<void> {
  expect(await checkClaims(house.store, 'oak', house.now)).toEqual([])
}
