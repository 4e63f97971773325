import '../../portal/view/patient-access-room.tsx'
import '../../portal/view/patients-room.tsx'
import { within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import type { Role } from '../../server/contract/desk.ts'
import type {
  ConsentEntry,
  InvitationEntry,
  InvitationOutcome,
  PatientList,
  PatientPage,
  PatientRow,
  PatientVisit,
  PossibleDuplicate,
} from '../../server/contract/patients.ts'
import { answerAs, danaAt, openPortal, refuse, server } from './kit.tsx'

export const patientRow = (change: Partial<PatientRow> = {}): PatientRow => ({
  id: 'p1',
  given: 'Imani',
  family: 'Whitfield',
  birthDate: '1991-03-14',
  mobile: '(206) 555-0142',
  email: 'imani.whitfield@example.com',
  origin: 'online',
  access: 'none',
  accessAt: null,
  isLinkEnded: false,
  isBounced: false,
  next: '2026-11-24T10:30:00-05:00',
  ...change,
})

export const marcus = patientRow({
  id: 'p2',
  given: 'Marcus',
  family: 'Bell',
  birthDate: null,
  mobile: null,
  email: null,
  origin: 'pms',
  next: null,
})

export const patientPage = (change: Partial<PatientPage> = {}): PatientPage => ({
  ...patientRow(),
  revision: 4,
  language: 'es',
  pmsId: null,
  createdAt: '2026-11-21T09:14:00-05:00',
  createdBy: null,
  consent: { email: true, text: true },
  consents: [],
  invitations: [],
  accessBy: null,
  coming: [],
  past: [],
  duplicates: [],
  ...change,
})

export const visit = (change: Partial<PatientVisit> = {}): PatientVisit => ({
  kind: 'request',
  id: 'r1',
  reference: 'K7Q-2M9',
  start: '2026-11-24T10:30:00-05:00',
  end: '2026-11-24T11:20:00-05:00',
  reason: 'Cleaning and check-up',
  practitioner: 'Dr. Amara Osei',
  state: 'pending',
  isOnline: true,
  createdBy: null,
  createdAt: '2026-11-21T09:14:00-05:00',
  ...change,
})

export const consent = (change: Partial<ConsentEntry> = {}): ConsentEntry => ({
  channel: 'email',
  isGiven: true,
  at: '2026-11-21T09:14:00-05:00',
  by: 'patient',
  how: 'request',
  wording: '2026-11',
  language: 'en',
  note: null,
  ...change,
})

export const invitation = (change: Partial<InvitationEntry> = {}): InvitationEntry => ({
  email: 'imani.whitfield@example.com',
  sentAt: '2026-11-12T11:03:00-05:00',
  by: 'Dana Whitlock',
  expiresAt: '2026-12-12T11:03:00-05:00',
  state: 'open',
  endedAt: null,
  why: null,
  mail: 'sent',
  ...change,
})

/** Somebody invited on 12 November, with one link before that went to a wrong address. */
export const invited = (change: Partial<PatientPage> = {}) =>
  patientPage({
    access: 'invited',
    accessAt: '2026-11-12T11:03:00-05:00',
    accessBy: 'Dana Whitlock',
    invitations: [
      invitation(),
      invitation({
        ...{ email: 'imani.whitfeld@example.com', sentAt: '2026-11-10T16:40:00-05:00' },
        ...{ state: 'withdrawn', endedAt: '2026-11-12T11:02:00-05:00', why: 'address-changed' },
      }),
    ],
    ...change,
  })

export const duplicate = (change: Partial<PossibleDuplicate> = {}): PossibleDuplicate => ({
  patient: patientRow({ id: 'p7', given: 'Imany', email: null, origin: 'pms' }),
  reasons: [
    { speaks: 'for', text: 'The birth date and the mobile are the same.' },
    { speaks: 'against', text: 'The given names differ.' },
  ],
  ...change,
})

export const sentTo = (change: Partial<InvitationOutcome> = {}): InvitationOutcome => ({
  isSent: true,
  email: 'imani.whitfield@example.com',
  expiresAt: '2026-12-23T08:42:00-05:00',
  refusal: null,
  missing: [],
  detail: 'Invitation sent to imani.whitfield@example.com. The link works until 23 Dec 2026.',
  ...change,
})
export const noConsent = sentTo({
  ...{ isSent: false, email: null, expiresAt: null, refusal: 'no-consent', missing: ['email', 'text'] },
  detail: 'Ask the patient, then record the consent here.',
})

/** Answers as the server would. What stands in `patients` is what the next answer holds. */
export function answerPatients(change: { pages?: PatientPage[]; list?: Partial<PatientList>; role?: Role } = {}) {
  const { desk, sent } = answerAs({ me: danaAt({ role: change.role ?? 'owner' }) })
  const known = { pages: change.pages ?? [], list: change.list ?? {}, alike: [] as PossibleDuplicate[] }
  const asked: { path: string; body: unknown; key: string | null }[] = []
  const of = '*/portal/api/practices/elm/patients'
  const record = async (request: Request) => {
    const body = (await request.json()) as Record<string, unknown>
    const path = new URL(request.url).pathname.split('/patients')[1]!
    asked.push({ path, body, key: request.headers.get('idempotency-key') })
    return body
  }
  server.use(
    http.post(`${of}/search`, async ({ request }) => {
      await record(request)
      const patients = known.list.patients ?? known.pages
      const counts = { invited: 0, enrolled: 0, removed: 0 }
      return HttpResponse.json({ patients, total: patients.length, next: null, access: counts, ...known.list })
    }),
    http.post(`${of}/alike`, async ({ request }) => {
      await record(request)
      return HttpResponse.json({ patients: known.alike })
    }),
    http.get(`${of}/:id`, ({ params }) => {
      const found = known.pages.find(({ id }) => id === params.id)
      return found ? HttpResponse.json(found) : refuse(404, 'not-found')
    }),
  )
  /** How the server answers one change: `/p1/invitation`. */
  const on = (path: string, answer: (body: Record<string, unknown>) => Response | object) =>
    server.use(
      http.post(`${of}${path}`, async ({ request }) => {
        const made = answer(await record(request))
        return made instanceof Response ? made : HttpResponse.json(made)
      }),
    )
  /** What was asked of one path, without the searches and readings around it. */
  const bodies = (path: string) => asked.filter((each) => each.path === path).map(({ body }) => body)
  return { desk, sent, known, asked, on, bodies }
}

export const problem = (status: number, refusal: string, detail: string, pointer?: string) =>
  HttpResponse.json(
    { type: `/problems/${refusal}`, title: '', status, detail, ...(pointer && { errors: [{ pointer, detail }] }) },
    { status },
  )

export const openPage = (id = 'p1') => openPortal(`#/elm/patients/${id}`)
export const textOf = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim()
export const cellsOf = (row: Element) => [...row.children].map(textOf)
export const rowsOf = (table: HTMLElement) => within(table).getAllByRole('row').slice(1).map(cellsOf)
