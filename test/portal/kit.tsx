import { cleanup, render } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { createApi } from '../../portal/api.ts'
import { App } from '../../portal/app.tsx'
import { focusBack } from '../../portal/focus.ts'
import { bindKeys } from '../../portal/keys.ts'
import type { AlertDevice } from '../../portal/model/alerts.ts'
import type { Listen } from '../../portal/model/live.ts'
import { createPortal } from '../../portal/model/portal.ts'
import type { SyncStanding } from '../../server/contract/connection.ts'
import type { Me, OriginList, RequestDetail, RequestList, RequestRow } from '../../server/contract/desk.ts'

/** Mon 23 Nov 2026, 08:42 at the practice. */
export const now = Date.parse('2026-11-23T08:42:00-05:00')

export const dana: Me = {
  user: { id: 'u1', name: 'Dana Whitlock', email: 'dana@elm.example' },
  practices: [
    {
      id: 'elm',
      name: 'Elm Dental',
      locale: 'en-GB',
      timeZone: 'America/New_York',
      role: 'owner',
      mode: 'own',
      practitioners: [
        { id: 'osei', name: 'Dr. Amara Osei' },
        { id: 'brandt', name: 'Dr. Lukas Brandt' },
      ],
      chairs: [{ id: 'chair-2', name: 'Chair 2' }],
      reasons: [{ id: 'check-up', name: 'Cleaning and check-up' }],
    },
  ],
}
/** The same practice, with another role or another way to its schedule. */
export const danaAt = (change: Partial<Me['practices'][number]>): Me => ({
  ...dana,
  practices: [{ ...dana.practices[0]!, ...change }],
})
export const oak: Me['practices'][number] = {
  ...dana.practices[0]!,
  id: 'oak',
  name: 'Oak Dental',
  locale: 'en-US',
  timeZone: 'America/Chicago',
}

export const row = (change: Partial<RequestRow> = {}): RequestRow => ({
  kind: 'request',
  id: 'r1',
  reference: 'K7Q-2M9',
  state: 'pending',
  receivedAt: '2026-11-23T08:20:00-05:00',
  start: '2026-11-24T10:30:00-05:00',
  end: '2026-11-24T11:20:00-05:00',
  patient: { given: 'Imani', family: 'Whitfield' },
  patientRecord: null,
  isNewPatient: false,
  hasEmail: true,
  hasGuardian: false,
  hasWish: false,
  isUnlinked: false,
  isToCancel: false,
  reason: 'Cleaning and check-up',
  practitioner: 'Dr. Amara Osei',
  anyone: false,
  match: null,
  ...change,
})

export const detail = (change: Partial<RequestDetail> = {}): RequestDetail => ({
  ...row(),
  reference: 'K7Q-2M9',
  receivedAt: '2026-11-23T08:20:00-05:00',
  state: 'pending',
  isNewPatient: false,
  revision: 3,
  reasonId: 'check-up',
  practitionerIds: ['osei'],
  chairId: 'chair-2',
  locationId: 'pine',
  asked: null,
  changeCause: null,
  wish: null,
  appointment: null,
  answer: null,
  writing: null,
  staffNote: null,
  language: 'en',
  timeline: [],
  patient: {
    given: 'Imani',
    family: 'Whitfield',
    birthDate: '1991-03-14',
    mobile: '(206) 555-0142',
    email: 'imani.whitfield@example.com',
  },
  guardian: null,
  note: null,
  consent: { email: true, text: false },
  durationMinutes: 50,
  chair: 'Chair 2',
  location: 'Pine Street',
  source: null,
  origin: 'https://www.elm.example',
  isCancellationTold: true,
  ...change,
})

/** The detail behind a row. */
export const detailOfRow = (from: RequestRow, change: Partial<RequestDetail> = {}) =>
  detail({
    ...(from as Partial<RequestDetail>),
    patient: { ...detail().patient, ...from.patient },
    ...change,
  })

export const listOf = (requests: readonly RequestRow[], counts: Partial<RequestList['counts']> = {}): RequestList => ({
  requests: [...requests],
  total: requests.length,
  next: null,
  counts: { action: requests.length, today: 0, upcoming: 0, all: 0, ...counts },
})

export const tomas = row({
  id: 'r2',
  receivedAt: '2026-11-19T13:42:00-05:00',
  start: '2026-11-23T14:00:00-05:00',
  patient: { given: 'Tomás', family: 'Herrera-Quinn' },
  reason: 'Toothache visit',
  anyone: true,
})
export const yuki = row({
  id: 'r3',
  receivedAt: '2026-11-22T18:00:00-05:00',
  start: '2026-12-03T13:00:00-05:00',
  patient: { given: 'Yuki', family: 'Tanabe' },
  isNewPatient: true,
  hasEmail: false,
})

/** All is well with the connection. */
export const standing: SyncStanding = {
  ...{ isRunning: false, progress: null, problem: null, staleFrom: null, isStale: false },
  ...{ lastTriedAt: '2026-11-23T08:38:00-05:00', lastGoodAt: '2026-11-23T08:38:00-05:00' },
  ...{ practitioners: [], unreadable: 0, appointments: 214 },
}

// jsdom has no modal dialogs; what matters here is that it is open.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true
}

export const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

export const refuse = (status: number, refusal: string) =>
  HttpResponse.json({ type: `/problems/${refusal}`, title: refusal, status, detail: '' }, { status })

/** What the server answers. Changing a field changes the next answer. */
export type Desk = {
  me: Me
  signedIn: boolean
  requests: RequestRow[] | 'broken'
  details: RequestDetail[]
  refused: OriginList['refused']
  standing: SyncStanding
}

/** Answers as the server would, with the right password being `correct horse battery`. */
export function answerAs(change: Partial<Desk> = {}) {
  const desk: Desk = { me: dana, signedIn: true, requests: [], details: [], refused: [], standing, ...change }
  const sent: { path: string; body: unknown }[] = []
  const record = async (request: Request) => {
    const body: unknown = await request.json().catch(() => null)
    sent.push({ path: new URL(request.url).pathname, body })
    return body as Record<string, string> | null
  }
  const guarded = (answer: () => Response) => () => (desk.signedIn ? answer() : refuse(401, 'sign-in-required'))
  const practice = '*/portal/api/practices/elm'
  server.use(
    http.post('*/portal/auth/sign-in/email', async ({ request }) => {
      const body = await record(request)
      if (body?.password !== 'correct horse battery') return HttpResponse.json({}, { status: 401 })
      desk.signedIn = true
      return HttpResponse.json({})
    }),
    http.post('*/portal/auth/sign-out', async ({ request }) => {
      await record(request)
      desk.signedIn = false
      return HttpResponse.json({ success: true })
    }),
    http.get('*/portal/auth/get-session', async ({ request }) => {
      await record(request)
      return HttpResponse.json(desk.signedIn ? { session: {} } : null)
    }),
    http.get(
      '*/portal/api/me',
      guarded(() => HttpResponse.json(desk.me)),
    ),
    http.get(
      `${practice}/requests`,
      guarded(() =>
        desk.requests === 'broken' ? refuse(500, 'internal-error') : HttpResponse.json(listOf(desk.requests)),
      ),
    ),
    http.get(`${practice}/requests/:id`, ({ params }) => {
      if (!desk.signedIn) return refuse(401, 'sign-in-required')
      const found = desk.details.find((each) => each.id === params.id)
      return found ? HttpResponse.json(found) : refuse(404, 'not-found')
    }),
    http.get(
      `${practice}/origins`,
      guarded(() => HttpResponse.json({ refused: desk.refused })),
    ),
    http.get(
      `${practice}/connection/standing`,
      guarded(() => HttpResponse.json({ standing: desk.standing })),
    ),
    http.post(`${practice}/connection/sync`, async ({ request }) => {
      await record(request)
      return refuse(409, 'not-changeable')
    }),
    http.post(`${practice}/origins`, async ({ request }) => {
      const body = await record(request)
      desk.refused = desk.refused.filter((each) => each.origin !== body?.origin)
      return HttpResponse.json({})
    }),
  )
  return { desk, sent }
}

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  cleanup()
})

/** The whole portal as `main.tsx` starts it, with a fixed clock, and an address and a clipboard that are looked into. */
export function openPortal(
  hash = '',
  more: {
    clipboard?: (text: string) => Promise<boolean>
    listen?: Listen
    alerts?: AlertDevice
    kept?: Map<string, string>
  } = {},
) {
  const clipboard: string[] = []
  const addresses: { hash: string; step: string }[] = []
  const kept = more.kept ?? new Map<string, string>()
  const time = { now }
  const portal = createPortal({
    api: createApi(),
    clock: () => time.now,
    writeClipboard:
      more.clipboard ??
      (async (text) => {
        clipboard.push(text)
        return true
      }),
    onClosed: focusBack,
    ...(more.listen ? { listen: more.listen } : {}),
    ...(more.alerts ? { alerts: more.alerts } : {}),
    writeHash: (to, step) => void addresses.push({ hash: to, step }),
    memory: { get: (key) => kept.get(key) ?? null, set: (key, value) => void kept.set(key, value) },
  })
  portal.hash.value = hash
  stops.push(bindKeys(portal), portal.stop)
  render(<App portal={portal} />)
  void portal.session.open()
  return { portal, clipboard, addresses, kept, time }
}

/** What another reading after 15 seconds would bring, without the wait. */
export function readAgain(portal: ReturnType<typeof createPortal>) {
  return portal.desk.value?.read()
}
