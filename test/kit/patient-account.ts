import { sendInvitation } from '../../server/patients/invitation.ts'
import { patientLinkTo } from '../../server/patients/links.ts'
import type { StoredPatient, StoredPatientLink } from '../../server/store/model.ts'
import { OWN_ORIGIN, type TestHouse } from './house.ts'

/** Who opens our own pages, with the cookies that they get. */
export interface PatientBrowser {
  readonly cookies: Map<string, string>
  get(path: string): Promise<Response>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
}

/** A browser on the pages of a practice. Paths are below `/v1/practices/PRACTICE`. */
export function patientBrowser({ app }: Pick<TestHouse, 'app'>, practice = 'oak'): PatientBrowser {
  const cookies = new Map<string, string>()
  const ask = async (path: string, init: RequestInit) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(cookie ? { Cookie: cookie } : {}), ...(init.headers as Record<string, string>) }
    const reply = await app.request(`/v1/practices/${practice}${path}`, { ...init, headers })
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line) || value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return reply
  }
  return {
    cookies,
    get: (path) => ask(path, {}),
    post: (path, body = {}, headers = {}) =>
      ask(path, {
        method: 'POST',
        headers: { Origin: OWN_ORIGIN, 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  }
}

let made = 0

/** A patient on record, of whom nothing else is known; changes replace their fields. */
export function storedPatient(now: number, changes: Partial<StoredPatient> = {}): StoredPatient {
  return {
    id: `patient-${String(++made).padStart(4, '0')}`,
    given: 'Nadia',
    family: 'Reyes',
    birthDate: '1984-03-07',
    mobile: '555-0117',
    email: 'nadia@example.com',
    language: null,
    pmsId: null,
    origin: 'staff',
    createdAt: now,
    createdBy: 'staff:dana',
    activeAt: now,
    access: 'none',
    accessAt: null,
    accessBy: null,
    revision: 1,
    ...changes,
  }
}

/** Puts a patient on record who has agreed to emails and texts, unless told otherwise. */
export async function addPatient(
  { store, now }: Pick<TestHouse, 'store' | 'now'>,
  changes: Partial<StoredPatient> = {},
  { practice = 'oak', consent = { email: true, text: true } } = {},
): Promise<StoredPatient> {
  const patient = storedPatient(now, changes)
  await store.transaction(async (transaction) => {
    await transaction.addPatient(practice, patient)
    for (const channel of ['email', 'text'] as const) {
      if (!consent[channel]) continue
      await transaction.addConsent(practice, {
        ...{ id: crypto.randomUUID(), patient: patient.id, channel, isGiven: true, at: now, by: 'staff:dana' },
        ...{ how: 'staff', wording: '2026-11', language: null, request: null, note: null },
      })
    }
  })
  return patient
}

/** Invites a patient: what staff are told, the link, and the token that its mail brings. */
export async function invite(
  { store, now, secret }: Pick<TestHouse, 'store' | 'now' | 'secret'>,
  patient: Pick<StoredPatient, 'id'>,
  practiceId = 'oak',
) {
  const practice = (await store.practice(practiceId))!
  const outcome = await store.transaction(async (transaction) => {
    const known = (await transaction.patient(practiceId, patient.id))!
    return sendInvitation(transaction, { practice, patient: known, actor: 'staff:dana', now, secret })
  })
  const links = await store.patientLinks(practiceId, patient.id, 'invitation')
  const link = links.find(({ usedAt, endedAt }) => usedAt === null && endedAt === null) as StoredPatientLink
  return { outcome, link, token: link && (await patientLinkTo(secret, practiceId, link.id)).token }
}

/** What Nadia types into the form of her invitation. */
export const NADIA_SAYS = { birthDate: '1984-03-07', family: 'Reyes', agrees: true }

/** A patient who has enrolled, and the browser that she did it with. */
export async function enrol(house: TestHouse, changes: Partial<StoredPatient> = {}) {
  const patient = await addPatient(house, changes)
  const { token } = await invite(house, patient)
  const browser = patientBrowser(house)
  const said = { ...NADIA_SAYS, birthDate: patient.birthDate, family: patient.family }
  const reply = await browser.post('/invitation/confirm', { link: token, ...said })
  if (reply.status !== 200) throw new Error(`confirming answered ${reply.status}: ${await reply.text()}`)
  return { patient, browser, token }
}
