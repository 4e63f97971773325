import { fireEvent, screen, waitFor } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import type { AnswerReply, ComparisonReply } from '../../server/contract/answer.ts'
import type { Appointment, Me, RequestDetail } from '../../server/contract/desk.ts'
import { answerAs, detail, openPortal, row, server } from './kit.tsx'

type Patient = ComparisonReply['patients'][number]
type Candidate = Patient['appointments'][number]
type Field = Patient['fields'][number]

export const field = (name: Field['field'], change: Partial<Field> = {}): Field => ({
  field: name,
  asked: 'same',
  known: 'same',
  verdict: 'same',
  because: null,
  differences: { asked: [], known: [] },
  ...change,
})

export const appointment = (change: Partial<Appointment> = {}): Appointment => ({
  id: 'a1',
  state: 'booked',
  start: '2026-11-24T10:30:00-05:00',
  end: '2026-11-24T11:20:00-05:00',
  practitioner: 'Dr. Amara Osei',
  chair: 'Chair 2',
  reason: 'Cleaning and check-up',
  patient: null,
  patientRecord: null,
  request: null,
  madeOnlineAt: null,
  ...change,
})

/** An appointment as it is compared: 20 minutes later than asked for, unless told otherwise. */
export const candidate = (change: Partial<Candidate> = {}): Candidate => ({
  ...appointment({ start: '2026-11-24T10:50:00-05:00', end: '2026-11-24T11:40:00-05:00' }),
  isExact: false,
  fields: [
    field('start', {
      asked: 'Tue 24 Nov 2026, 10:30',
      known: 'Tue 24 Nov 2026, 10:50',
      verdict: 'close',
      because: 'minutes-apart',
    }),
    field('practitioner', { asked: 'Dr. Amara Osei', known: 'Dr. Amara Osei' }),
    field('reason'),
    field('duration'),
  ],
  ...change,
})

/** What is the request to the minute. */
export const exactOne = candidate({
  ...appointment(),
  isExact: true,
  fields: [field('start'), field('practitioner'), field('reason'), field('duration')],
})

export const patient = (change: Partial<Patient> = {}): Patient => ({
  id: 'p1',
  given: 'Imani',
  family: 'Whitfield-Reyes',
  birthDate: '1991-03-14',
  mobile: '(206) 555-0142',
  agree: 4,
  isExact: false,
  fields: [
    field('given'),
    field('family', {
      asked: 'Whitfield',
      known: 'Whitfield-Reyes',
      verdict: 'close',
      because: 'part-of-double-name',
      differences: { asked: [], known: [[9, 15]] },
    }),
    field('birthDate'),
    field('mobile'),
    field('email'),
  ],
  appointments: [candidate()],
  ...change,
})

export const comparison = (kind: ComparisonReply['kind'], patients: Patient[]): ComparisonReply => ({
  mode: 'own',
  kind,
  comparedAt: '2026-11-23T08:42:10-05:00',
  patients,
})
export const exact = comparison('exact', [patient({ isExact: true, agree: 5, appointments: [exactOne] })])
export const partial = comparison('partial', [patient()])
export const none = comparison('none', [])

/** As the server says it when a colleague was first. */
export const answeredByMara = {
  type: '/problems/answered-already',
  title: 'Answered already',
  status: 409,
  detail: 'This request was answered meanwhile. Nothing was changed.',
  answered: {
    by: 'Mara Lindqvist',
    at: '2026-11-23T08:41:40-05:00',
    state: 'booked',
    start: '2026-11-24T11:00:00-05:00',
  },
}

/** In a list, the last one stays. */
type Reply = Partial<AnswerReply> | { status: number; type?: string }
type Answers = {
  comparison?: ComparisonReply
  /** What each change comes back with, by the last part of its address; `status` makes it a refusal. */
  replies?: Record<string, Reply | Reply[]>
  request?: Partial<RequestDetail>
  me?: Me
}

/** A desk with one request open, and a server that answers what is done with it. Changing `now` changes the next answer. */
export async function openRequest(answers: Answers = {}) {
  const request = detail(answers.request)
  const { sent, desk } = answerAs({
    requests: [row({ ...(request as object), patient: request.patient })],
    details: [request],
    ...(answers.me ? { me: answers.me } : {}),
  })
  const now = { comparison: answers.comparison ?? none, replies: answers.replies ?? {} }
  const changes: { what: string; body: unknown }[] = []
  const practice = '*/portal/api/practices/elm/requests/r1'
  server.use(
    http.get(`${practice}/comparison`, () => HttpResponse.json(now.comparison)),
    http.get(`${practice}/openings`, () => HttpResponse.json({ days: [] })),
    http.post(`${practice}/:what`, async ({ params, request: call }) => {
      const what = String(params.what)
      changes.push({ what, body: await call.json() })
      const all = [now.replies[what] ?? {}].flat()
      const reply = all[0]!
      if (all.length > 1) now.replies[what] = all.slice(1)
      if ('status' in reply) return HttpResponse.json(reply, { status: reply.status })
      const changed = { ...request, revision: request.revision + 1, state: 'booked' as const }
      const answer = { request: changed, mail: 'asked' as const, ...reply }
      desk.details = [answer.request]
      return HttpResponse.json(answer)
    }),
  )
  const opened = openPortal('#/elm/requests/r1')
  await screen.findByText('Patient, as typed')
  return { ...opened, desk, sent, changes, now }
}

export const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
export const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
export const dialog = (name: string | RegExp) => screen.findByRole('dialog', { name })
export const gone = () => waitFor(() => void (screen.queryByRole('dialog') === null || fail()))

function fail(): never {
  throw new Error(`still open: ${screen.getByRole('dialog').textContent}`)
}

/** Enter on the main button, or in a field: browsers submit the form then, jsdom doesn't. */
export const enter = () => fireEvent.submit(screen.getByRole('dialog').querySelector('form')!)
