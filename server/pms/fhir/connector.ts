import type { FhirSource } from '../../contract/connection.ts'
import type { Connector, PmsAppointment, PmsName, Unreadable } from '../connector.ts'
import { type Probed, probe } from './capabilities.ts'
import { type ClientOptions, createFhirClient } from './client.ts'
import { readDirectory } from './directory.ts'
import { itemsOf, listChanged, listWindow } from './listing.ts'
import { createPatientReader } from './patients.ts'
import type { Room } from './room.ts'
import { createWriter, mayWrite } from './writer.ts'

export interface FhirOptions extends ClientOptions {
  /** Of the practice, IANA: where times without an offset are read. */
  readonly timeZone: string
  /** Of visits that say neither their end nor how long they take. Default 30. */
  readonly durationMinutes?: number | undefined
  /** Of the keys that we give to what we make: a URI of its own for each installation is best. */
  readonly identifierSystem?: string | undefined
  /** How far behind the cursor changes are asked for again; twice the time between syncs is good. Default 10. */
  readonly overlapMinutes?: number | undefined
}

const MINUTE_MS = 60_000
const MOST_NAMES = 5000

/**
 * Speaks FHIR R4 over HTTP. Ids of the PMS are references, as `Appointment/12`; of kinds of visits `system|code`.
 *
 * What the server can do is tried once and remembered, so a connector is worth keeping.
 *
 * @param source - With its secrets.
 * @throws PmsFault `misconfigured` when the settings can't be right.
 */
export function createFhirConnector(source: FhirSource, options: FhirOptions): Connector {
  const client = createFhirClient(source, options)
  const identifierSystem = options.identifierSystem ?? 'urn:chairtime:key'
  const called = new Map<string, string>()
  const types = new Map<string, PmsName>()
  let probed: Probed | null = null

  const room: Room = {
    client,
    identifierSystem,
    overlapMs: (options.overlapMinutes ?? 10) * MINUTE_MS,
    searchesByAddress: source.searchesByAddress === true,
    refused: new Set(),
    types,
    reading: () => ({
      baseUrl: client.baseUrl,
      timeZone: options.timeZone,
      durationMinutes: options.durationMinutes ?? 30,
      statuses: source.statuses,
      identifierSystem,
      now: options.clock(),
      called,
    }),
    remember(names) {
      for (const name of names) {
        if (name.kind === 'type' && types.size < MOST_NAMES) types.set(name.id, name)
        else if (name.name !== name.id && called.size < MOST_NAMES) called.set(name.id, name.name)
      }
    },
  }

  return {
    async capabilities(signal) {
      if (!probed?.isCertain) probed = await probe(client, signal)
      return probed.capabilities
    },
    changed: (since, signal) => listChanged(room, since, signal),
    window: (range, signal) => listWindow(room, range, signal),
    get: (id, signal) => readAppointment(room, id, signal),
    directory: (signal) => readDirectory(room, signal),
    ...(mayWrite(source.access) ? { writer: createWriter(room) } : {}),
  }
}

async function readAppointment(
  room: Room,
  id: string,
  signal: AbortSignal,
): Promise<PmsAppointment | Unreadable | null> {
  if (!/^Appointment\/[A-Za-z0-9.-]{1,128}$/.test(id)) return null
  const { status, body } = await room.client.read(id, signal)
  if (status === 404 || status === 410) return null
  if (status !== 200 || body?.resourceType !== 'Appointment') {
    return { kind: 'unreadable', id, practitioners: [], why: `The server answers with something else (${status}).` }
  }
  const page = { found: [body], beside: new Map() }
  return (await itemsOf(room, page, createPatientReader(room.client), signal))[0] ?? null
}
