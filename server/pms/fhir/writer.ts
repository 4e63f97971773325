import type { FhirAccess } from '../../contract/connection.ts'
import { type PmsAppointment, PmsFault, type PmsPatient, type Writer, type WrittenAppointment } from '../connector.ts'
import { changeAppointment } from './change.ts'
import { createOnce, type KeySearch } from './create.ts'
import { findPatients } from './find-patients.ts'
import { type Json, textIn } from './json.ts'
import { instant, itemsOf } from './listing.ts'
import { parsePatient } from './parse-patient.ts'
import { createPatientReader } from './patients.ts'
import type { Room } from './room.ts'
import { appointmentOf, patientResource } from './written.ts'

const DAY_MS = 86_400_000

/** A token for reading alone needs no writer; of other ways in only the server itself knows. */
export function mayWrite(access: FhirAccess): boolean {
  if (access.kind !== 'smart') return true
  return /(^|\s)(system|user)\/(Appointment|\*)\.(write|\*|cr?ud?s?)(?=[\s?]|$)/.test(access.scope)
}

export function createWriter(room: Room): Writer {
  return {
    findPatients: (person, signal) => findPatients(room, person, signal),

    async createPatient(key, person, signal) {
      const parse = (resource: Json): PmsPatient | null => parsePatient(resource, room.reading().now)
      const made = await createOnce(room, patientResource(person, key, room.identifierSystem), key, {}, signal)
      const patient = parse(made)
      if (!patient) throw new PmsFault('unreadable', 'The patient was made, but the answer makes no sense.')
      return patient
    },

    async createAppointment(key, appointment, signal) {
      const made = await createOnce(
        room,
        appointmentOf(appointment, key, room.identifierSystem),
        key,
        nearby(appointment),
        signal,
      )
      return asAppointment(room, made, signal)
    },

    async changeAppointment(id, version, changes, signal) {
      return asAppointment(room, await changeAppointment(room, id, version, changes, signal), signal)
    },
  }
}

/** Where to look on a server that can't search by our key. */
function nearby({ start, patientId }: WrittenAppointment): KeySearch {
  const date = `date=ge${instant(start - DAY_MS)}&date=lt${instant(start + DAY_MS)}`
  return { around: `patient=${encodeURIComponent(patientId)}&${date}` }
}

async function asAppointment(room: Room, resource: Json, signal: AbortSignal): Promise<PmsAppointment> {
  const [item] = await itemsOf(room, { found: [resource], beside: new Map() }, createPatientReader(room.client), signal)
  if (item?.kind === 'appointment') return item
  const id = `Appointment/${textIn(resource.id) ?? '?'}`
  throw new PmsFault('unreadable', `${id} was written, but can't be read: ${item?.why ?? 'it takes no time.'}`)
}
