import { comparePatient } from '../../engine/index.ts'
import type { Connection } from '../contract/connection.ts'
import { candidatesFor } from '../desk/candidates.ts'
import { askedBy } from '../desk/comparison.ts'
import { phonesIn } from '../desk/phones.ts'
import { settingsOf } from '../desk/settings.ts'
import type { Residents } from '../residents.ts'
import type { DeskRequest, StoredAppointment } from '../store/model.ts'
import type { Store, Transaction } from '../store/store.ts'
import type { Mapping } from './mapping.ts'
import { exactPairs, linkPair } from './matching.ts'
import { mirrorRequest } from './mirror.ts'

/**
 * Brings the desk in line with what is kept of the PMS: requests that an appointment has become follow it, those that wait are
 * matched. It looks at how both stand, not at what a sync has changed, so one that was cut off is made up for by the next.
 */
export async function settle(
  { store, residents, clock }: { store: Store; residents: Residents; clock: () => number },
  practice: string,
  mapping: Mapping,
  { tell }: Connection,
): Promise<void> {
  const { settings } = await settingsOf(store, practice)
  const present = await residents.present(store, practice, clock())
  if (!present) return
  const phones = await phonesIn(present.practice.file)
  for (const id of await store.requestsUnlikeAppointments(practice)) {
    await residents.change(store, practice, clock(), async (transaction, now) => {
      const request = await transaction.request(practice, id)
      if (!request) return
      const successors = (of: DeskRequest) => successorsOf(transaction, now.practice, of, phones)
      await mirrorRequest({ transaction, present: now, settings, tell, successors }, request)
    })
  }
  for (const pair of await exactPairs(store, (await residents.present(store, practice, clock()))!, mapping)) {
    await residents.change(store, practice, clock(), (transaction, now) => linkPair(transaction, now, settings, pair))
  }
}

/** Appointments ahead of exactly the same patient that no request has led to. */
async function successorsOf(
  transaction: Transaction,
  practice: Parameters<typeof askedBy>[0],
  request: DeskRequest,
  phones: Awaited<ReturnType<typeof phonesIn>>,
): Promise<StoredAppointment[]> {
  const found = await candidatesFor(transaction, practice.file.id, request, phones)
  const { patient } = askedBy(practice, request, phones)
  return found.patients
    .filter((known) => comparePatient(patient, known).isExact)
    .flatMap(({ appointments }) => appointments.map(({ id }) => found.appointments.get(id)!))
    .filter(({ id, request: led }) => id !== request.appointment && !led)
}
