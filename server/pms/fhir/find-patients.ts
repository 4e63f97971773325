import { PmsFault, type PmsPatient, type WrittenPatient } from '../connector.ts'
import { pagesOf } from './bundle.ts'
import type { Answer } from './client.ts'
import { parsePatient } from './parse-patient.ts'
import type { Room } from './room.ts'

const MOST_FOUND = 60
const MOST_PAGES = 4
/** Mark of a server that searches by address alone. */
const BY_POST = 'POST Patient/_search'

/**
 * Everybody who may be meant: of the same birth date whatever they are called, and of the same family name with day and
 * month the other way round. Merged records are left out.
 */
export async function findPatients(
  room: Room,
  { family, birthDate }: WrittenPatient,
  signal: AbortSignal,
): Promise<readonly PmsPatient[]> {
  const [year, month, day] = birthDate.split('-')
  const swapped = Number(day) <= 12 && day !== month ? `${year}-${day}-${month}` : null
  const found = new Map<string, PmsPatient>()
  const questions: readonly ({ birthdate: string } & Record<string, string>)[] = [
    { family: escaped(family), birthdate: birthDate },
    { birthdate: birthDate },
    ...(swapped === null ? [] : [{ family: escaped(family), birthdate: swapped }]),
  ]
  for (const question of questions) {
    const first = await search(room, new URLSearchParams({ ...question, _count: '50' }), signal)
    if (first.status === 400 && question !== questions[0]) continue
    let pages = 0
    for await (const page of pagesOf(room.client, 'Patient', first, signal)) {
      for (const resource of page.found) {
        const patient = resource.active === false ? null : parsePatient(resource, room.reading().now)
        // A server that ignores what it doesn't know would give everybody.
        if (patient && patient.birthDate === question.birthdate) found.set(patient.id, patient)
      }
      if (found.size >= MOST_FOUND || ++pages >= MOST_PAGES) break
    }
  }
  return [...found.values()].slice(0, MOST_FOUND)
}

/** Who is looked for stands in no address, unless the connection allows it: addresses are logged. */
async function search(room: Room, parameters: URLSearchParams, signal: AbortSignal): Promise<Answer> {
  if (!room.refused.has(BY_POST)) {
    try {
      const answer = await room.client.searchByPost('Patient', parameters, signal)
      const isAnswered = answer.status === 200 && answer.body?.resourceType === 'Bundle'
      if (isAnswered || (answer.status === 400 && !room.searchesByAddress)) return answer
    } catch (error) {
      if (!(error instanceof PmsFault) || (error.kind !== 'denied' && error.kind !== 'unreadable')) throw error
    }
    if (!room.searchesByAddress) {
      throw new PmsFault(
        'misconfigured',
        'The server takes no search for patients by POST (Patient/_search). An owner can allow one by address.',
      )
    }
    room.refused.add(BY_POST)
  }
  return room.client.read(`Patient?${parameters}`, signal)
}

/** FHIR R4 §3.1.1.5.6: what separates values must be escaped. */
function escaped(text: string): string {
  return text.replace(/[\\,$|]/g, '\\$&')
}
