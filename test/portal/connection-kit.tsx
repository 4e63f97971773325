import { screen } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import type {
  Connection,
  ConnectionReply,
  FhirSource,
  SyncStanding,
  TestReply,
} from '../../server/contract/connection.ts'
import type { Me } from '../../server/contract/desk.ts'
import { answerAs, danaAt, openPortal, refuse, server, standing } from './kit.tsx'

export const fhir: FhirSource = {
  kind: 'fhir',
  baseUrl: 'https://pms.example.com/fhir',
  access: { kind: 'basic', user: 'chairtime', password: null },
  statuses: {},
}

export const connection = (change: Partial<Connection> = {}): Connection => ({
  source: fhir,
  everyMinutes: 5,
  staleAfterMinutes: 60,
  practitioners: [{ pms: 'Practitioner/1', ours: 'osei' }],
  chairs: [],
  types: [],
  integrated: ['osei'],
  tell: { moved: true, cancelled: true },
  ...change,
})

export const names: ConnectionReply['names'] = [
  { kind: 'practitioner', pms: 'Practitioner/2', name: 'Brandt, L.', ours: null },
  { kind: 'chair', pms: 'Location/7', name: 'Room 2', ours: null },
  { kind: 'practitioner', pms: 'Practitioner/1', name: 'Osei, A.', ours: 'osei' },
]

type Sent = { path: string; body: { connection: Connection; version: number; source: FhirSource; id: string } }

/** Answers as the server would; changing `kept` is what a colleague does, changing `standing` what a sync does. */
export function answerConnection(change: Partial<ConnectionReply> = {}) {
  const room = {
    sent: [] as Sent[],
    standing: change.standing ?? standing,
    synced: standing as SyncStanding,
    tested: {
      ok: true,
      words: 'It works: 31 appointments in the next seven days.',
      software: 'Molar 4.2',
    } as TestReply,
    kept: {
      ...{
        connection: connection(),
        hasSecret: true,
        version: 3,
        changed: null,
        standing,
        software: 'Molar 4.2',
        canWrite: false,
      },
      ...{ names, unreadable: [] },
      ...change,
    } as ConnectionReply,
  }
  const practice = '*/portal/api/practices/elm'
  const record = async (request: Request) => {
    const body = (await request.json()) as Sent['body']
    room.sent.push({ path: new URL(request.url).pathname.split('/elm/')[1]!, body })
    return body
  }
  const reply = () => HttpResponse.json({ ...room.kept, standing: room.standing })
  server.use(
    // Where a way out leads to.
    http.get(`${practice}/report`, () => refuse(500, 'internal-error')),
    http.get(`${practice}/connection`, reply),
    http.get(`${practice}/connection/standing`, () => HttpResponse.json({ standing: room.standing })),
    http.post(`${practice}/connection`, async ({ request }) => {
      const body = await record(request)
      if (body.version !== room.kept.version) return refuse(409, 'changed-meanwhile')
      // What is secret never comes back.
      const source = body.connection.source
      const isBasic = source?.kind === 'fhir' && source.access.kind === 'basic'
      const shown = isBasic ? { ...source, access: { ...source.access, password: null } } : source
      const next = { ...body.connection, source: shown } as Connection
      room.kept = { ...room.kept, connection: next, version: body.version + 1 }
      return reply()
    }),
    http.post(`${practice}/connection/test`, async ({ request }) => {
      await record(request)
      return HttpResponse.json(room.tested)
    }),
    http.post(`${practice}/connection/sync`, async ({ request }) => {
      await record(request)
      room.standing = room.synced
      return HttpResponse.json({ standing: room.standing })
    }),
    http.post(`${practice}/connection/set-aside`, async ({ request }) => {
      const { id } = await record(request)
      const setAside = { at: '2026-11-23T08:42:00-05:00', by: 'Dana Whitlock' }
      const unreadable = room.kept.unreadable.map((each) => (each.id === id ? { ...each, setAside } : each))
      room.kept = { ...room.kept, unreadable }
      return reply()
    }),
  )
  return room
}

/** The room of the practice system, read. */
export async function openConnection(
  change: Partial<ConnectionReply> = {},
  who: Partial<Me['practices'][number]> = {},
) {
  answerAs({ me: danaAt({ mode: 'reads', ...who }) })
  const room = answerConnection(change)
  const opened = openPortal('#/elm/connection')
  await screen.findByRole('heading', { name: 'Where your schedule is read from' })
  return { ...opened, room }
}
