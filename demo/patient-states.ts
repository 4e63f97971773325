import { confirmInvitation } from '../server/account/enrolling.ts'
import type { House } from '../server/house.ts'
import { type Change, changePatient } from '../server/patients/changing.ts'
import { sendInvitation } from '../server/patients/invitation.ts'
import { patientLinkTo } from '../server/patients/links.ts'
import { correctAddress, enterPatient, recordConsents, removeAccess } from '../server/patients/saving.ts'
import type { StoredPatient } from '../server/store/model.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Somebody staff have entered, and how long ago. */
interface Entered {
  readonly name: readonly [given: string, family: string]
  readonly birthDate: string
  readonly number: string
  readonly ageMs: number
  readonly consent?: { readonly email: boolean; readonly text: boolean }
  readonly email?: string
}

/**
 * Patients in every state that there is: not invited, invited, invited anew at a corrected address, enrolled, removed, without
 * consent, and two records that are perhaps one person. They go the way that staff's and patients' own do.
 *
 * @param practice - Id of the demo practice.
 * @param now - Epoch ms.
 * @param userId - Of the staff member who did it.
 */
export async function seedPatients(
  { store, accounts, secret }: Pick<House, 'store' | 'accounts' | 'secret'>,
  practiceId: string,
  now: number,
  userId: string,
): Promise<void> {
  const practice = (await store.practice(practiceId))!

  await enter({ name: ['Theo', 'Marsh'], birthDate: '1968-05-21', number: '80', ageMs: 40 * DAY_MS })

  const elias = await enter({ name: ['Elias', 'Thornbury'], birthDate: '1979-09-02', number: '81', ageMs: 9 * DAY_MS })
  await invite(elias, 9 * DAY_MS - HOUR_MS)

  const wrong = { email: 'nadia.k@exmaple.com', number: '82', ageMs: 3 * DAY_MS }
  const nadia = await enter({ name: ['Nadia', 'Kowalczyk-Ray'], birthDate: '1993-02-11', ...wrong })
  await invite(nadia, 3 * DAY_MS - HOUR_MS)
  await change(nadia, 2 * DAY_MS, (one, patient) => {
    const body = { email: 'nadia.k@example.com', revision: patient.revision, sendInvitation: true }
    return correctAddress(one, patient, body)
  })

  const priya = await enter({ name: ['Priya', 'Raman'], birthDate: '1986-11-30', number: '83', ageMs: 50 * DAY_MS })
  await invite(priya, 50 * DAY_MS - HOUR_MS)
  await enrol(priya, { birthDate: '1986-11-30', family: 'Raman', ageMs: 49 * DAY_MS })

  const victor = await enter({ name: ['Victor', 'Salas'], birthDate: '1957-07-08', number: '84', ageMs: 60 * DAY_MS })
  await invite(victor, 60 * DAY_MS - HOUR_MS)
  await change(victor, 52 * DAY_MS, removeAccess)

  const hana = await enter({ name: ['Hana', 'Mori'], birthDate: '1999-10-19', number: '85', ageMs: 44 * DAY_MS })
  await change(hana, 43 * DAY_MS, (one, patient) =>
    recordConsents(one, patient, { email: false, text: false, note: 'Asked by phone' }),
  )

  const gwen = { birthDate: '1974-04-25', number: '86' }
  await enter({ name: ['Gwen', "O'Shea"], ...gwen, ageMs: 90 * DAY_MS })
  await enter({ name: ['Gwen', 'Oshea'], ...gwen, email: 'g.oshea@example.com', ageMs: 5 * DAY_MS })

  async function enter({ name: [given, family], birthDate, number, ageMs, consent, email }: Entered): Promise<string> {
    const ownAddress = `${given}.${family}@example.com`.toLowerCase().replace(/[^a-z.@]/g, '')
    const { patient } = await enterPatient(roomAt(ageMs), {
      ...{ practice, userId, key: crypto.randomUUID() },
      body: {
        ...{ given, family, birthDate, mobile: `555-01${number}`, email: email ?? ownAddress },
        ...{ consent: consent ?? { email: true, text: true }, sendInvitation: false, evenSo: true },
      },
    })
    return patient.id
  }

  async function invite(id: string, ageMs: number): Promise<void> {
    await change(id, ageMs, (one, patient) => sendInvitation(one.transaction, { ...one, patient }))
  }

  async function enrol(
    id: string,
    { birthDate, family, ageMs }: { birthDate: string; family: string; ageMs: number },
  ): Promise<void> {
    const [link] = await store.patientLinks(practiceId, id, 'invitation')
    const { token } = await patientLinkTo(secret, practiceId, link!.id)
    const body = { link: token, birthDate, family, agrees: true } as const
    await confirmInvitation(store, { practice: practiceId, now: now - ageMs, body })
  }

  async function change(
    id: string,
    ageMs: number,
    decide: (change: Change, patient: StoredPatient) => ReturnType<typeof correctAddress>,
  ): Promise<void> {
    await changePatient(roomAt(ageMs), { practice, patient: id, userId }, decide)
  }

  function roomAt(ageMs: number) {
    return { store, accounts, secret, clock: () => now - ageMs }
  }
}
