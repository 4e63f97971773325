import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Problem } from '../../server/contract/problem.ts'
import { importPractice } from '../../server/import.ts'
import { putInSchedule, sendRequest } from '../kit/desk.ts'
import { MONDAY_8, OWN_ORIGIN, signIn, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

/** Who may: `anyone`, signed in or not; whoever is `signed-in`; and at a practice those whose role has the right. */
type Needs = 'anyone' | 'signed-in' | 'read' | 'answer' | 'manage'

const P = '/portal/api/practices/:practice'

/** Every route below /portal/api, and what it takes. One that isn't here fails the test: whoever makes a route says who may. */
const table: Record<string, Needs> = {
  'POST /portal/api/invitation/look': 'anyone',
  'POST /portal/api/invitation/accept': 'anyone',
  'GET /portal/api/me': 'signed-in',
  [`GET ${P}/requests`]: 'read',
  [`POST ${P}/search`]: 'read',
  [`GET ${P}/requests/:id`]: 'read',
  [`GET ${P}/requests/:id/comparison`]: 'read',
  [`GET ${P}/requests/:id/openings`]: 'read',
  [`GET ${P}/requests/:id/overrule`]: 'read',
  [`GET ${P}/appointments/:id`]: 'read',
  [`GET ${P}/events`]: 'read',
  [`GET ${P}/origins`]: 'read',
  [`GET ${P}/report`]: 'read',
  [`GET ${P}/report.csv`]: 'read',
  [`GET ${P}/settings`]: 'read',
  [`GET ${P}/connection`]: 'read',
  [`GET ${P}/connection/standing`]: 'read',
  [`POST ${P}/connection/sync`]: 'answer',
  [`POST ${P}/connection/set-aside`]: 'answer',
  [`POST ${P}/connection`]: 'manage',
  [`POST ${P}/connection/test`]: 'manage',
  [`GET ${P}/calendar`]: 'read',
  [`GET ${P}/why`]: 'read',
  [`GET ${P}/holidays`]: 'read',
  [`POST ${P}/blocks`]: 'answer',
  [`POST ${P}/blocks/remove`]: 'answer',
  [`GET ${P}/rules`]: 'read',
  [`POST ${P}/rules/preview`]: 'answer',
  // And what of it is set-up, owners only: see rules.test.ts.
  [`POST ${P}/rules`]: 'answer',
  [`POST ${P}/rules/undo`]: 'answer',
  [`GET ${P}/messages`]: 'read',
  [`GET ${P}/messages/templates`]: 'read',
  [`POST ${P}/messages/:id/again`]: 'answer',
  [`POST ${P}/requests/:id/accept`]: 'answer',
  [`POST ${P}/requests/:id/unlink`]: 'answer',
  [`POST ${P}/requests/:id/reject`]: 'answer',
  [`POST ${P}/requests/:id/cancel`]: 'answer',
  [`POST ${P}/requests/:id/reschedule`]: 'answer',
  [`POST ${P}/requests/:id/keep`]: 'answer',
  [`POST ${P}/requests/:id/cancelled-there`]: 'answer',
  [`POST ${P}/requests/:id/note`]: 'answer',
  [`POST ${P}/requests/:id/confirmation`]: 'answer',
  [`POST ${P}/patients/search`]: 'read',
  [`GET ${P}/patients/:id`]: 'read',
  [`POST ${P}/patients`]: 'answer',
  [`POST ${P}/patients/alike`]: 'answer',
  [`POST ${P}/patients/:id`]: 'answer',
  [`POST ${P}/patients/:id/consents`]: 'answer',
  [`POST ${P}/patients/:id/invitation`]: 'answer',
  [`POST ${P}/patients/:id/address`]: 'answer',
  [`POST ${P}/patients/:id/access/remove`]: 'answer',
  [`POST ${P}/patients/:id/distinct`]: 'answer',
  [`POST ${P}/patients/:id/export`]: 'answer',
  [`POST ${P}/patients/:id/merge`]: 'manage',
  [`POST ${P}/patients/:id/erase`]: 'manage',
  [`POST ${P}/origins`]: 'manage',
  [`POST ${P}/origins/remove`]: 'manage',
  [`POST ${P}/settings`]: 'manage',
  [`GET ${P}/staff`]: 'manage',
  [`POST ${P}/staff/invite`]: 'manage',
  [`POST ${P}/staff/withdraw`]: 'manage',
  [`POST ${P}/staff/role`]: 'manage',
}

type Who = 'nobody' | 'owner' | 'staff' | 'read-only' | "another practice's owner"

const mays: Record<Needs, readonly Who[]> = {
  anyone: ['nobody', 'owner', 'staff', 'read-only', "another practice's owner"],
  'signed-in': ['owner', 'staff', 'read-only', "another practice's owner"],
  read: ['owner', 'staff', 'read-only'],
  answer: ['owner', 'staff'],
  manage: ['owner'],
}

let house: TestHouse
let requestId: string
const cookies: Partial<Record<Who, string>> = {}

beforeAll(async () => {
  house = await testHouse()
  await importPractice(house.store, testPractice({ id: 'elm' }), MONDAY_8)
  cookies.owner = await signIn(house, 'olga@example.com', 'oak', 'owner')
  cookies.staff = await signIn(house, 'sam@example.com', 'oak', 'staff')
  cookies['read-only'] = await signIn(house, 'rita@example.com', 'oak', 'read-only')
  cookies["another practice's owner"] = await signIn(house, 'eve@example.com', 'elm', 'owner')
  requestId = (await sendRequest(house)).id
  // An appointment and a message with the same id: whichever a route looks for is there.
  await putInSchedule(house, { id: requestId })
  await house.store.transaction((transaction) =>
    transaction.addMessage({
      practice: 'oak',
      id: requestId,
      topic: 'request-sent',
      request: requestId,
      recipient: 'nadia@example.com',
      patientLink: null,
      toPatient: true,
      content: {
        language: 'en',
        from: 'Oak Dental',
        replyTo: null,
        subject: 'Your request',
        text: 'Dear Nadia',
        html: '<p>Dear Nadia</p>',
        calendar: null,
        told: null,
      },
      state: 'failed',
      createdAt: MONDAY_8,
      tries: 9,
      nextAt: MONDAY_8,
      sentAt: null,
      fault: 'timeout',
    }),
  )
})
afterAll(() => house.close())

function routes(): string[] {
  const all = house.app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/portal/api'))
    .map(({ method, path }) => `${method} ${path}`)
  return [...new Set(all)].sort()
}

/** How a route answers somebody: with what it is for, or by which refusal of access. */
async function asked(route: string, who: Who, origin = OWN_ORIGIN) {
  const [method, pattern] = route.split(' ') as [string, string]
  const path = pattern.replace(':practice', 'oak').replace(':id', requestId)
  const cookie = cookies[who]
  const reply = await house.app.request(path, {
    method,
    headers: {
      Origin: origin,
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
    },
    // Wrong for each of them, so that nothing is changed: access comes before the body.
    ...(method === 'POST' ? { body: '{"wrong":true}' } : {}),
  })
  if (!reply.headers.get('Content-Type')?.startsWith('application/problem')) {
    await reply.body?.cancel()
    return reply.ok ? 'let in' : `${reply.status}`
  }
  const { type, detail } = (await reply.json()) as Problem
  const refusal = type.replace('/problems/', '')
  // Whoever hears that the body is wrong, or that it is too late, was let in.
  const isIn =
    ['invalid-request', 'not-changeable'].includes(refusal) ||
    (refusal === 'not-found' && detail !== 'There is nothing here.')
  return isIn ? 'let in' : refusal
}

/** How somebody who may not is turned away. */
function refusalOf(who: Who): string {
  if (who === 'nobody') return 'sign-in-required'
  // As if there were no such practice.
  return who === "another practice's owner" ? 'not-found' : 'not-allowed'
}

describe('every route of the portal', () => {
  it('says who may use it', () => {
    expect(routes().filter((route) => !(route in table))).toEqual([])
  })

  it.each(['nobody', 'owner', 'staff', 'read-only', "another practice's owner"] as const)(
    'lets %s in where their role may, and nowhere else',
    async (who) => {
      const answers: Record<string, string> = {}
      const expected: Record<string, string> = {}
      for (const route of routes()) {
        answers[route] = await asked(route, who)
        expected[route] = mays[table[route] ?? 'manage'].includes(who) ? 'let in' : refusalOf(who)
      }
      expect(answers).toEqual(expected)
    },
  )

  it('takes changes from the portal’s own pages only', async () => {
    for (const route of routes().filter((each) => each.startsWith('POST'))) {
      expect([route, await asked(route, 'owner', 'https://evil.example.com')]).toEqual([route, 'origin-not-allowed'])
    }
  })

  it('shows and changes nothing of another practice under one’s own', async () => {
    const time = { start: '2026-11-23T11:00:00-05:00', practitioner: 'ann', chair: null }
    const bodies: Record<string, object> = {
      accept: { revision: 0, how: { kind: 'create' } },
      unlink: { revision: 0 },
      reject: { revision: 0, reason: 'other' },
      cancel: { revision: 0, reason: 'other' },
      reschedule: { revision: 0, time, cause: 'other' },
      keep: { revision: 0 },
      'cancelled-there': { revision: 0 },
      note: { revision: 0, note: 'x' },
      confirmation: { send: true },
      again: {},
      ':id': { given: 'N', family: 'R', birthDate: null, revision: 1 },
      consents: { email: true },
      invitation: {},
      address: { email: 'n@example.com', revision: 1, sendInvitation: false },
      remove: {},
      distinct: { other: 'x' },
      export: {},
      merge: { other: 'x', revision: 1 },
      erase: {},
    }
    const withId = routes().filter((each) => each.includes(':id'))
    expect(withId.length).toBeGreaterThan(10)
    for (const route of withId) {
      const [method, pattern] = route.split(' ') as [string, string]
      const body = bodies[pattern.split('/').at(-1)!]
      expect(method === 'GET' || body !== undefined, route).toBe(true)
      // Eve owns Elm, and knows the id of a request of Oak.
      const path = pattern.replace(':practice', 'elm').replace(':id', requestId)
      const reply = await house.app.request(`${path}?start=2026-11-23T11:00:00-05:00`, {
        method,
        headers: {
          Origin: OWN_ORIGIN,
          Cookie: cookies["another practice's owner"]!,
          'Content-Type': 'application/json',
        },
        ...(body && method === 'POST' ? { body: JSON.stringify(body) } : {}),
      })
      const text = await reply.text()
      expect([route, reply.status, text.includes('Nadia')]).toEqual([route, 404, false])
    }
  })

  it('changed nothing while all were tried', async () => {
    expect(await house.store.request('oak', requestId)).toMatchObject({ state: 'pending', revision: 0 })
  })
})
