import { expect, it } from 'vitest'
import { PatientExport } from '../../server/contract/patients.ts'
import { endInvitation, setAccess } from '../../server/patients/invitation.ts'
import { createResidents } from '../../server/residents.ts'
import { erasePatients, tidy } from '../../server/retention.ts'
import { at, putInSchedule, sendRequest } from '../kit/desk.ts'
import { requestBody } from '../kit/house.ts'
import { mailingOf, post, startSmtp } from '../kit/mail.ts'
import { describePatients, IMANI } from '../kit/patients.ts'
import { joined, nadiaThere, visitThere } from '../kit/pms.ts'

const DAY = 86_400_000
const DECEMBER = at('12:00', '2026-12-24')

describePatients('one person', ({ house, dana, everyText }) => {
  /** Somebody with everything that there can be of a person; nothing of theirs is ahead. */
  async function furnish(): Promise<string> {
    const smtp = await startSmtp()
    const mailing = mailingOf(house(), smtp)
    const person = { given: 'Quirina', family: 'Zabel', birthDate: '1977-08-19', mobile: '(206) 555-0188' }
    const patient = { ...person, email: 'quirina@example.com' }
    const guardian = { given: 'Gundula', family: 'Zabel' }
    const request = await sendRequest(house(), {
      patient,
      guardian,
      note: 'My left knee',
      consent: { email: true, text: true },
    })
    await dana().answer(request.id, 'note', { note: 'Quirina called twice' })
    await dana().answer(request.id, 'accept', { how: { kind: 'create' }, mail: 'yes' })
    await putInSchedule(house(), {
      ...{ id: 'q2', patient: { ...patient, mobile: null }, start: at('11:00'), patientId: 'Q-1', chair: 'two' },
    })
    const id = request.filedUnder!
    await dana().change(id, 'invitation')
    await post(mailing)
    const page = await dana().page(id)
    const body = { email: 'quirina.zabel@example.com', revision: page.revision, sendInvitation: true }
    await dana().change(id, 'address', body)
    await dana().change(id, 'consents', { text: true, note: 'Quirina said so' })
    await post(mailing)
    const { patient: double } = await dana().enter({
      ...person,
      email: 'quirina@example.com',
      evenSo: true,
      sendInvitation: true,
    })
    const { revision } = await dana().page(id)
    await dana().change(id, 'merge', { other: double.id, revision })
    await house().store.transaction(async (transaction) => {
      const at = house().now
      const found = (await transaction.patient('oak', id))!
      await endInvitation(transaction, 'oak', found, { why: 'sent-again', now: at, actor: 'patient' })
      const now = (await transaction.patient('oak', id))!
      await setAccess(transaction, 'oak', now, 'enrolled', { at, by: 'patient' })
      const until = { createdAt: at, seenAt: at, expiresAt: at + DAY }
      await transaction.addPatientSession('oak', { hash: 'a-session', patient: id, by: 'invitation', ...until })
      await transaction.addPatientPasskey('oak', {
        ...{ id: 'a-key', patient: id, name: 'Quirina’s phone', publicKey: 'x', counter: 0, transports: [] },
        ...{ createdAt: at, usedAt: null },
      })
    })
    await mailing.stop()
    await smtp.down()
    return id
  }
  const traces = async () =>
    (await everyText())
      .filter(({ value }) => /quirina|gundula|zabel|1977-08-19|5550188|555-0188|left knee|Q-1/i.test(value))
      .map(({ at: where }) => where)

  it('is handed all that is kept of them, as a file whose name says nothing', async () => {
    const id = await furnish()
    const reply = await dana().post(`/patients/${id}/export`, {})
    expect(reply.headers.get('Content-Disposition')).toBe('attachment; filename="patient-oak.json"')
    expect(reply.headers.get('Cache-Control')).toBe('no-store')
    const all = PatientExport.parse(await reply.json())
    expect(all.patient).toMatchObject({
      ...{ given: 'Quirina', family: 'Zabel', birthDate: '1977-08-19', mobile: '(206) 555-0188' },
      ...{ email: 'quirina.zabel@example.com', idInPracticeSoftware: 'Q-1', access: 'enrolled' },
      passkeys: [{ name: 'Quirina’s phone' }],
    })
    expect(all.consents.length).toBe(5)
    expect(all.consents).toContainEqual(expect.objectContaining({ by: 'the practice', note: 'Quirina said so' }))
    expect(all.invitations.map(({ email }) => email).sort()).toEqual([
      'quirina.zabel@example.com',
      'quirina@example.com',
      'quirina@example.com',
    ])
    expect(all.requests).toMatchObject([
      {
        ...{ note: 'My left knee', staffNote: 'Quirina called twice', reason: 'Check-up' },
        guardian: { given: 'Gundula' },
        patient: { email: 'quirina@example.com' },
      },
    ])
    expect(all.appointments).toHaveLength(2)
    expect(all.messages.map(({ topic }) => topic)).toContain('invitation')
    expect(all.messages.map(({ topic }) => topic)).toContain('request-confirmed')
    expect(JSON.stringify(all)).not.toMatch(/staff:|#[\w-]{20,}/)
  })

  it('is not erased while a visit is ahead, and then leaves no trace', async () => {
    const id = await furnish()
    expect((await traces()).length).toBeGreaterThan(20)
    const refused = await dana().unchanged(id, 'erase')
    expect(refused).toMatchObject({ type: '/problems/not-changeable', detail: expect.stringContaining('Cancel it') })
    house().now = DECEMBER
    const reply = await dana().post(`/patients/${id}/erase`, {})
    expect([reply.status, await reply.text()]).toEqual([204, ''])
    expect(await traces()).toEqual([])
    expect((await dana().get(`/patients/${id}`)).status).toBe(404)
    expect((await dana().list()).patients).toEqual([])
    // That there were visits is still counted.
    const all = await house().store.appointments('oak', { start: 0, end: DECEMBER })
    expect(all.map(({ status, patient }) => [status, patient])).toEqual([
      ['booked', null],
      ['booked', null],
    ])
    expect((await house().store.auditOf('oak', `patient:${id}`)).at(-1)).toMatchObject({
      action: 'patient-erased',
      detail: { requests: 1, appointments: 2 },
    })
  })

  it('leaves others as they are', async () => {
    const { patient: other } = await dana().enter({ sendInvitation: true })
    const before = await dana().page(other.id)
    const id = await furnish()
    house().now = DECEMBER
    await dana().post(`/patients/${id}/erase`, {})
    const { isLinkEnded: _, invitations: __, ...after } = await dana().page(other.id)
    expect(before).toMatchObject(after)
  })

  it('who was erased here is somebody new once the PMS sends something changed about them', async () => {
    const { pms, sync, kept } = await joined(house())
    pms.enter(visitThere('v1', { start: at('11:00') }))
    await sync()
    const first = (await kept('v1'))!.filedUnder!
    house().now = at('12:00')
    await dana().post(`/patients/${first}/erase`, {})
    await sync(true)
    expect((await kept('v1'))?.patient).toBeNull()
    pms.enter(visitThere('v1', { start: at('11:00'), status: 'fulfilled', patient: nadiaThere }))
    await sync(true)
    const again = await kept('v1')
    expect(again?.patient?.given).toBe('Nadia')
    expect(again?.filedUnder).not.toBe(first)
    expect((await dana().list()).total).toBe(1)
  })
})

describePatients('retention', ({ house, dana }) => {
  const requested = (start: string, patient: object = {}) =>
    sendRequest(house(), { start, patient: { ...(requestBody().patient as object), ...patient } })

  it('deletes who has nothing left and did nothing since, also an account; and keeps whoever has', async () => {
    const old = await requested('2026-11-23T09:30:00-05:00')
    const both = await requested('2026-11-23T10:30:00-05:00', { given: 'Both' })
    const { patient: enrolled } = await dana().enter()
    const { patient: active } = await dana().enter({ given: 'Active' })
    await house().store.transaction(async (transaction) => {
      const found = (await transaction.patient('oak', enrolled.id))!
      await setAccess(transaction, 'oak', found, 'enrolled', { at: house().now, by: 'patient' })
    })
    house().now = at('12:00', '2027-01-04')
    await requested('2027-01-05T09:30:00-05:00', { given: 'Both' })
    await dana().change(active.id, 'consents', { text: false })
    const erasing = { before: at('00:00', '2026-12-01'), now: house().now, actor: 'operator' }
    expect(await erasePatients(house().store, 'oak', erasing)).toEqual({ requests: 2, appointments: 0, patients: 2 })
    expect((await dana().list()).patients.map(({ given }) => given)).toEqual(['Both', 'Active'])
    expect((await dana().get(`/patients/${old.filedUnder}`)).status).toBe(404)
    const { past, coming } = await dana().page(both.filedUnder!)
    // Whose visit that was nobody can tell any more.
    expect([past.length, coming.length]).toEqual([0, 1])
    expect((await house().store.consentsOf('oak', old.filedUnder!)).length).toBe(0)
  })

  it('drops sessions and links to sign in whose time is over', async () => {
    const { patient } = await dana().enter({ sendInvitation: true })
    const { store, now } = house()
    await store.transaction(async (transaction) => {
      const session = { patient: patient.id, by: 'link' as const, createdAt: now, seenAt: now }
      await transaction.addPatientSession('oak', { ...session, hash: 'over', expiresAt: now + DAY })
      await transaction.addPatientSession('oak', { ...session, hash: 'on', expiresAt: now + 40 * DAY })
      await transaction.addPatientLink('oak', {
        ...{ id: 'l', hash: 'l', patient: patient.id, purpose: 'sign-in', email: IMANI.email, createdAt: now },
        ...{ createdBy: 'patient', expiresAt: now + 1, usedAt: null, endedAt: null, endedWhy: null, tries: 0 },
      })
    })
    await tidy(store, createResidents(), 'oak', now + 31 * DAY)
    const sessions = await Promise.all(['over', 'on'].map((hash) => store.patientSession('oak', hash, now)))
    expect(sessions.map((session) => session !== null)).toEqual([false, true])
    expect(await store.patientLink('oak', 'l')).toBeNull()
    expect((await dana().page(patient.id)).invitations).toHaveLength(1)
  })
})
