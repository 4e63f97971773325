import { comparePatient } from '../../../engine/index.ts'
import { isLive } from '../../desk/candidates.ts'
import { askedBy } from '../../desk/comparison.ts'
import { phonesIn } from '../../desk/phones.ts'
import type { DeskRequest, StoredPractice } from '../../store/model.ts'
import { type Connector, type PmsAppointment, PmsFault, type Writer } from '../connector.ts'
import { type Mapping, pmsIdOf } from '../mapping.ts'
import type { CancelWrite, CreateWrite, MoveWrite, WantedVisit, Write } from './write.ts'

/** What a write needs to know. */
export interface Performing {
  readonly connector: Connector
  readonly practice: StoredPractice
  readonly mapping: Mapping
  readonly request: DeskRequest
  /** Of the write: the PMS keeps it, and knows it again. */
  readonly key: string
  readonly signal: AbortSignal
}

/**
 * Asks the PMS to do it, or finds that it is done.
 *
 * @returns The appointment as it stands there now. Null: there is none any more, which is all that a cancellation wants.
 * @throws PmsFault `unreachable` or `unreadable`: whether it was done isn't known, ask again. Else nothing was done.
 */
export async function perform(performing: Performing, write: Write): Promise<PmsAppointment | null> {
  const { writer } = performing.connector
  if (!writer) throw new PmsFault('misconfigured', 'The connected software can only be read.')
  switch (write.kind) {
    case 'create':
      return create(performing, writer, write)
    case 'move':
      return move(performing, writer, write)
    case 'cancel':
      return cancel(performing, writer, write)
  }
}

async function create(performing: Performing, writer: Writer, { visit }: CreateWrite): Promise<PmsAppointment> {
  const { key, signal } = performing
  const wanted = inPmsIds(performing.mapping, visit)
  const patientId = await patientFor(performing, writer)
  const made = await writer.createAppointment(key, { ...wanted, patientId }, signal)
  if (!isLive(made)) throw new PmsFault('conflict', 'The appointment was made, and was called off there again.')
  return made
}

async function move(
  { connector, mapping, signal }: Performing,
  writer: Writer,
  { visit, appointment, version }: MoveWrite,
): Promise<PmsAppointment> {
  const wanted = inPmsIds(mapping, visit)
  const now = await connector.get(appointment, signal)
  if (now?.kind === 'appointment' && isAlready(now, wanted)) return now
  return writer.changeAppointment(appointment, version, wanted, signal)
}

/** Whoever calls a visit off does so whatever else has become of it. */
async function cancel(
  { connector, signal }: Performing,
  writer: Writer,
  { appointment }: CancelWrite,
): Promise<PmsAppointment | null> {
  const now = await connector.get(appointment, signal)
  if (now === null) return null
  if (now.kind === 'unreadable') throw new PmsFault('conflict', `The appointment there can't be read: ${now.why}`)
  if (['cancelled', 'noshow', 'entered-in-error', 'fulfilled'].includes(now.status)) return now
  return writer.changeAppointment(appointment, now.version, { status: 'cancelled' }, signal)
}

function isAlready(now: PmsAppointment, wanted: ReturnType<typeof inPmsIds>): boolean {
  const isWith = wanted.practitioners.every((id) => now.practitioners.includes(id))
  return now.start === wanted.start && now.end === wanted.end && isWith && (wanted.chair ?? now.chair) === now.chair
}

/** @throws PmsFault when somebody isn't assigned to anybody there. */
function inPmsIds(mapping: Mapping, { start, end, practitioners, chair, reason }: WantedVisit) {
  const own = practitioners.map((id) => {
    const there = pmsIdOf(mapping.practitioners, id)
    if (there === null) {
      throw new PmsFault('misconfigured', 'This practitioner is not assigned to anybody in the connected software.')
    }
    return there
  })
  return {
    ...{ start, end, practitioners: own },
    chair: chair === null ? null : pmsIdOf(mapping.chairs, chair),
    type: pmsIdOf(mapping.types, reason),
  }
}

/** The one patient who is this person beyond doubt, or a new one: staff have seen who else it might be. */
async function patientFor({ practice, request, key, signal }: Performing, writer: Writer): Promise<string> {
  const phones = await phonesIn(practice.file)
  const { patient } = askedBy(practice, request, phones)
  const found = await writer.findPatients(patient, signal)
  const exact = found.filter((known) => {
    const mobile = known.mobile === null ? null : phones.international(known.mobile)
    const others = known.phones?.map((phone) => phones.international(phone))
    return comparePatient(patient, { ...known, mobile, phones: others }).isExact
  })
  // Of two records of the same person, the older one, as far as ids tell; always the same one.
  const [first] = exact.map(({ id }) => id).sort()
  return first ?? (await writer.createPatient(key, request.patient, signal)).id
}
