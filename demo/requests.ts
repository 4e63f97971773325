import { rangeOfDates, slots } from '../engine/index.ts'
import { submitRequest } from '../server/booking.ts'
import { addDays, localIso } from '../server/dates.ts'
import { accept } from '../server/desk/accept.ts'
import { answerRequest, type Desk, type Outcome } from '../server/desk/answering.ts'
import { reject } from '../server/desk/refuse.ts'
import { expireRequests } from '../server/expiry.ts'
import type { House } from '../server/house.ts'
import { importAppointments } from '../server/import.ts'
import { linkTo } from '../server/links.ts'
import { askAnother, cancelMine } from '../server/my.ts'
import { createResidents } from '../server/residents.ts'
import type { DeskRequest, PatientFields } from '../server/store/model.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** What somebody sent, and how long ago; times are taken from what was on offer then. */
interface Sent {
  readonly patient: PatientFields
  readonly reason: string
  readonly practitioner: string | null
  readonly ageMs: number
  /** The first time on offer from so long after it was sent. */
  readonly aheadMs: number
  readonly isNewPatient?: boolean
  readonly note?: string
  readonly guardian?: { given: string; family: string }
  readonly source?: { utmSource?: string; referrer?: string }
  readonly consent?: { email: boolean; text: boolean }
}

const person = (given: string, family: string, birthDate: string, number: string, email = true): PatientFields => ({
  given,
  family,
  birthDate,
  mobile: `555-01${number}`,
  email: email ? `${given}.${family}@example.com`.toLowerCase().replace(/[^a-z.@]/g, '') : null,
})

const requests = {
  exact: {
    patient: person('Imani', 'Whitfield', '1991-03-14', '12'),
    reason: 'check-up',
    practitioner: 'maya-okafor',
    ageMs: 47 * HOUR_MS,
    aheadMs: 7 * DAY_MS,
    note: 'Lower left side has been sensitive to cold. Mornings are best.',
    source: { referrer: 'www.google.com' },
  },
  partial: {
    patient: person('Nadia', 'Kowalczyk', '1988-12-03', '77'),
    reason: 'first-visit',
    practitioner: 'jonas-lind',
    ageMs: 14 * HOUR_MS,
    aheadMs: 9 * DAY_MS,
    isNewPatient: true,
  },
  none: {
    patient: person('Tomás', 'Herrera', '1979-07-21', '33'),
    reason: 'toothache',
    practitioner: null,
    ageMs: 9 * HOUR_MS,
    aheadMs: 11 * HOUR_MS,
    note: 'A filling came out.',
  },
  child: {
    patient: person('Leo', 'Castellano', '2019-05-30', '58'),
    reason: 'child',
    practitioner: 'sofia-marin',
    ageMs: 12 * HOUR_MS,
    aheadMs: 10 * DAY_MS,
    guardian: { given: 'Bianca', family: 'Castellano' },
  },
  noEmail: {
    patient: person('Yuki', 'Tanabe', '1966-01-09', '19', false),
    reason: 'hygienist',
    practitioner: null,
    ageMs: 100 * MINUTE_MS,
    aheadMs: 12 * DAY_MS,
    consent: { email: false, text: true },
  },
  latest: {
    patient: person('Marcus', 'Bell', '1954-10-02', '64'),
    reason: 'check-up',
    practitioner: null,
    ageMs: 22 * MINUTE_MS,
    aheadMs: 15 * DAY_MS,
    source: { utmSource: 'newsletter' },
  },
  wishing: {
    patient: person('Graham', 'O’Dell', '1971-02-25', '81'),
    reason: 'filling',
    practitioner: 'maya-okafor',
    ageMs: 5 * DAY_MS,
    aheadMs: 11 * DAY_MS,
  },
  accepted: {
    patient: person('Ruth', 'Abernathy', '1983-08-17', '27'),
    reason: 'hygienist',
    practitioner: 'priya-raman',
    ageMs: 3 * DAY_MS,
    aheadMs: 8 * DAY_MS,
  },
  moved: {
    patient: person('Owen', 'Achterberg', '1995-11-11', '45'),
    reason: 'check-up',
    practitioner: 'sofia-marin',
    ageMs: 4 * DAY_MS,
    aheadMs: 9 * DAY_MS,
  },
  rejected: {
    patient: person('Helga', 'Brandvold', '1948-04-04', '90'),
    reason: 'straightening',
    practitioner: 'jonas-lind',
    ageMs: 6 * DAY_MS,
    aheadMs: 13 * DAY_MS,
    isNewPatient: true,
  },
  cancelled: {
    patient: person('Ines', 'Fournier', '2000-06-18', '36'),
    reason: 'check-up',
    practitioner: null,
    ageMs: 2 * DAY_MS,
    aheadMs: 16 * DAY_MS,
  },
  expired: {
    patient: person('Samir', 'Haddad', '1990-09-09', '71'),
    reason: 'toothache',
    practitioner: null,
    ageMs: 4 * DAY_MS,
    aheadMs: 20 * HOUR_MS,
  },
} satisfies Record<string, Sent>

type Key = keyof typeof requests

/**
 * Requests in every state, sent over the last days, and what the front desk has entered for two of them meanwhile: one
 * fits exactly, one only nearly. They go the way that patients' and staff's own do.
 *
 * @param practice - Id of the demo practice.
 * @param now - Epoch ms.
 * @param userId - Of the staff member who answered some of them.
 */
export async function seedRequests(
  { store, accounts, secret }: Pick<House, 'store' | 'accounts' | 'secret'>,
  practice: string,
  now: number,
  userId: string,
): Promise<void> {
  const residents = createResidents()
  const sent = new Map<Key, DeskRequest>()
  // Oldest first, as they came.
  const inOrder = (Object.entries(requests) as [Key, Sent][]).sort(([, a], [, b]) => b.ageMs - a.ageMs)
  for (const [key, each] of inOrder) {
    const request = await send(each, key)
    sent.set(key, request)
  }

  await enter(sent.get('exact')!, 0, {})
  await enter(sent.get('partial')!, 20 * MINUTE_MS, { family: 'Kowalczyk-Reyes' })

  for (const key of ['wishing', 'accepted'] as const) {
    await answer(key, 'accept', (desk, revision) => accept(desk, { revision, how: { kind: 'create' }, mail: 'no' }))
  }
  await answer('moved', 'accept', async (desk, revision) => {
    const time = await laterThan(sent.get('moved')!)
    return accept(desk, { revision, how: { kind: 'create', time }, cause: 'practitioner-away', mail: 'yes' })
  })
  await answer('rejected', 'reject', (desk, revision) =>
    reject(desk, { revision, reason: 'no-new-patients', tell: true }),
  )
  const { id } = sent.get('cancelled')!
  await cancelMine(store, residents, now - 30 * HOUR_MS, practice, (await linkTo(secret, practice, id)).token)
  await wish(sent.get('wishing')!)
  await expireRequests(store, residents, practice, now)

  async function send(each: Sent, key: Key): Promise<DeskRequest> {
    const at = now - each.ageMs
    const { reason, practitioner, isNewPatient = false, patient } = each
    const present = (await residents.present(store, practice, at))!
    const from = localIso(at + each.aheadMs, present.practice.file.locations[0]!.timeZone).slice(0, 10)
    const range = rangeOfDates(present.snapshot.compiled, { from, to: addDays(from, 14) })
    const ask = { reason, practitioner, patients: isNewPatient ? ('new' as const) : ('existing' as const) }
    const slot = slots({ ...present.snapshot, now: at }, ask, range).find(
      // What is to expire must have begun, and the rest not.
      ({ start }) => start >= at + each.aheadMs && (key === 'expired') === start < now,
    )
    if (!slot) throw new RangeError(`the demo practice has no time for its request "${key}"`)
    const body = {
      reason,
      practitioner,
      start: new Date(slot.start).toISOString(),
      patient: { ...patient, mobile: patient.mobile ?? undefined, email: patient.email ?? undefined },
      isNewPatient,
      consent: each.consent ?? { email: true, text: false },
      language: 'en',
      ...(each.guardian ? { guardian: each.guardian } : {}),
      ...(each.note ? { note: each.note } : {}),
      ...(each.source ? { source: each.source } : {}),
    }
    const sending = { practice, key: `demo-request-${key}`, body, origin: null, secret }
    const { reference } = await submitRequest(store, residents, at, sending)
    const { rows } = await store.listRequests(practice, { tab: 'all', withUnlinked: false, now, limit: 100 })
    return rows.find((row) => row.reference === reference)!
  }

  /** What the front desk types into the schedule for a request that it has read. */
  async function enter(request: DeskRequest, laterMs: number, changes: Partial<PatientFields>): Promise<void> {
    const { start, end, practitioners, chair, reason, bufferBeforeMinutes, bufferAfterMinutes } = request
    const time = { start: start + laterMs, end: end + laterMs, practitioners, chair, reason }
    const patient = { ...request.patient, ...changes }
    const entered = { id: `elm-entered-${request.reference}`, status: 'booked' as const, patient, patientId: null }
    await importAppointments(
      store,
      practice,
      [{ ...entered, ...time, bufferBeforeMinutes, bufferAfterMinutes, createdAt: now, location: request.location }],
      now,
    )
  }

  async function answer(
    key: Key,
    action: string,
    decide: (desk: Desk, revision: number) => Promise<Outcome>,
  ): Promise<void> {
    const { id: request, createdAt } = sent.get(key)!
    const { revision } = (await store.request(practice, request))!
    // Two hours after it came.
    const room = { store, residents, accounts, clock: () => createdAt + 2 * HOUR_MS }
    await answerRequest(room, { practice, request, userId, action, body: { revision } }, (desk) =>
      decide(desk, revision),
    )
  }

  /** The next time that its practitioner has free after the one that was asked for. */
  async function laterThan({ id, reason, practitioners, start, createdAt }: DeskRequest) {
    const { snapshot } = (await residents.present(store, practice, createdAt + 2 * HOUR_MS))!
    const ask = { reason, practitioner: practitioners[0], ignore: [id] }
    const [slot] = slots(snapshot, ask, { start: start + HOUR_MS, end: start + 14 * DAY_MS })
    return { start: new Date(slot!.start).toISOString(), practitioner: practitioners[0], chair: null, overrule: [] }
  }

  /** Its patient asks for a time some days later. */
  async function wish({ id, reason, practitioners, start }: DeskRequest): Promise<void> {
    const at = now - 11 * HOUR_MS
    const { snapshot } = (await residents.present(store, practice, at))!
    const ask = { reason, practitioner: practitioners[0], ignore: [id] }
    const [slot] = slots(snapshot, ask, { start: start + 2 * DAY_MS, end: start + 30 * DAY_MS })
    const { token } = await linkTo(secret, practice, id)
    const body = { link: token, practitioner: practitioners[0], start: new Date(slot!.start).toISOString() }
    await askAnother(store, residents, at, { practice, key: 'demo-wish', body, secret })
  }
}
