import { rangeOfDates, slots } from '../engine/index.ts'
import { submitRequest } from '../server/booking.ts'
import type { AcceptBody } from '../server/contract/answer.ts'
import { addDays, localIso } from '../server/dates.ts'
import { answerRequest, type Desk, type Outcome } from '../server/desk/answering.ts'
import { reject } from '../server/desk/refuse.ts'
import { expireRequests } from '../server/expiry.ts'
import type { House } from '../server/house.ts'
import { linkTo } from '../server/links.ts'
import { askAnother, cancelMine } from '../server/my.ts'
import { createResidents } from '../server/residents.ts'
import type { DeskRequest } from '../server/store/model.ts'
import { type FrontDesk, ownFrontDesk } from './front-desk.ts'
import { type Key, requests, type Sent } from './request-list.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

type ChosenTime = NonNullable<Extract<AcceptBody['how'], { kind: 'create' }>['time']>

/**
 * Requests in every state, sent over the last days, and what the front desk has entered for two of them meanwhile: one
 * fits exactly, one only nearly. They go the way that patients' and staff's own do. Where requests are confirmed by
 * themselves, the exact one isn't entered yet, but its patient is known.
 *
 * @param practice - Id of the demo practice.
 * @param now - Epoch ms.
 * @param userId - Of the staff member who answered some of them.
 * @param desk - Left out: the schedule is the server's own.
 */
export async function seedRequests(
  house: Pick<House, 'store' | 'accounts' | 'secret'>,
  practice: string,
  now: number,
  userId: string,
  desk: FrontDesk = ownFrontDesk(house, practice, now),
): Promise<void> {
  const { store, accounts, secret } = house
  const residents = createResidents()
  const sent = new Map<Key, DeskRequest>()
  // Oldest first, as they came.
  const inOrder = (Object.entries(requests) as [Key, Sent][]).sort(([, a], [, b]) => b.ageMs - a.ageMs)
  for (const [key, each] of inOrder) {
    const request = await send(each, key)
    sent.set(key, request)
  }

  if (desk.isMatching) await desk.know(requests.exact.patient)
  else await desk.enter(sent.get('exact')!)
  await desk.enter(sent.get('partial')!, { laterMs: 20 * MINUTE_MS, patient: { family: 'Kowalczyk-Reyes' } })

  await accept('wishing', {})
  await accept('accepted', {})
  const time = await laterThan(sent.get('moved')!)
  await accept('moved', { time, cause: 'practitioner-away' }, 'yes')
  await answer('rejected', 'reject', (at, revision) => reject(at, { revision, reason: 'no-new-patients', tell: true }))
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

  /** Two hours after it came. */
  async function accept(
    key: Key,
    { time, cause }: Pick<AcceptBody, 'cause'> & { time?: ChosenTime },
    mail: 'yes' | 'no' = 'no',
  ): Promise<void> {
    const { id: request, createdAt } = sent.get(key)!
    const { revision } = (await store.request(practice, request))!
    const how = time ? { kind: 'create' as const, time } : { kind: 'create' as const }
    const body = { revision, how, mail, ...(cause ? { cause } : {}) }
    await desk.accept({ practice, request, userId, action: 'accept', body }, createdAt + 2 * HOUR_MS)
  }

  async function answer(
    key: Key,
    action: string,
    decide: (at: Desk, revision: number) => Promise<Outcome>,
  ): Promise<void> {
    const { id: request, createdAt } = sent.get(key)!
    const { revision } = (await store.request(practice, request))!
    // Two hours after it came.
    const room = { store, residents, accounts, clock: () => createdAt + 2 * HOUR_MS }
    await answerRequest(room, { practice, request, userId, action, body: { revision } }, (at) => decide(at, revision))
  }

  /** The next time that its practitioner has free after the one that was asked for. */
  async function laterThan({ id, reason, practitioners, start, createdAt }: DeskRequest): Promise<ChosenTime> {
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
