import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { House } from '../../server/house.ts'
import { importAppointments, importPractice } from '../../server/import.ts'
import { describeFaults, readPracticeFile } from '../../server/practice-file.ts'
import { seedPatients } from '../patient-states.ts'
import practiceText from '../practice.json?raw'
import { seedRequests } from '../requests.ts'
import { seedAppointments } from '../seed.ts'
import { STAFF_EMAIL, STAFF_PASSWORD } from './desk-account.ts'

/**
 * Fills an empty house: the practice with a year of appointments, somebody at its desk, and what patients have sent. The
 * practice keeps its schedule here, as no other software is in reach.
 *
 * @param address - Where the demo is, without a slash at the end.
 */
export async function furnishPage(
  house: Pick<House, 'store' | 'accounts' | 'secret'>,
  address: string,
  now: number,
): Promise<void> {
  const { store, accounts } = house
  const file = { ...readDemoFile(now), privacyUrl: `${address}/site/privacy.html` }
  await importPractice(store, file, now)
  const { userId } = await accounts.addStaff({ email: STAFF_EMAIL, name: 'Elm front desk', password: STAFF_PASSWORD })
  await store.transaction(async (transaction) => {
    await transaction.addStaff(file.id, userId)
    await transaction.putSettings(file.id, { notify: [STAFF_EMAIL] }, 0)
  })
  const appointments = seedAppointments(file, now).map(({ practitioner, ...appointment }) => ({
    ...appointment,
    practitioners: [practitioner],
    patientId: null,
    createdAt: now,
  }))
  await importAppointments(store, file.id, appointments, now)
  await seedRequests(house, file.id, now, userId)
  await seedPatients(house, file.id, now, userId)
}

function readDemoFile(now: number): PracticeFile {
  const answer = readPracticeFile(practiceText, new Date(now).toISOString().slice(0, 10))
  if (!answer.ok) throw new RangeError(`demo/practice.json must be changed:\n${describeFaults(answer.faults)}`)
  return answer.file
}
