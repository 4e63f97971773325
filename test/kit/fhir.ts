import type { FhirSource } from '../../server/contract/connection.ts'
import type { Connector } from '../../server/pms/connector.ts'
import { createFhirConnector, type FhirOptions } from '../../server/pms/fhir/connector.ts'
import { type FhirServer, openFhirServer, type Resource, type Ways } from './fhir-server.ts'

export const NOW = Date.parse('2026-11-23T15:00:00Z')
export const YEAR = { start: Date.parse('2026-11-01T00:00:00Z'), end: Date.parse('2027-11-01T00:00:00Z') }

/** A FHIR server and a connector to it, which waits for nothing but writes down how long it would. */
export interface FhirStreet {
  readonly server: FhirServer
  readonly connector: Connector
  /** In ms. */
  readonly waits: readonly number[]
  readonly signal: AbortSignal
  connect(source?: Partial<FhirSource>, options?: Partial<FhirOptions>): Connector
}

export async function openFhirStreet(ways: Partial<Ways> = {}): Promise<FhirStreet> {
  const server = await openFhirServer(ways)
  const waits: number[] = []
  const connect: FhirStreet['connect'] = (source = {}, options = {}) =>
    createFhirConnector(
      { kind: 'fhir', baseUrl: server.baseUrl, access: { kind: 'none' }, statuses: {}, ...source },
      {
        clock: () => NOW,
        timeZone: 'America/New_York',
        wait: async (ms, signal) => {
          signal.throwIfAborted()
          waits.push(ms)
        },
        timeoutMs: 2000,
        ...options,
      },
    )
  return { server, waits, connector: connect(), connect, signal: new AbortController().signal }
}

/** An appointment at a time of 1 December 2026, UTC. */
export function appointment(id: string, fields: Readonly<Record<string, unknown>> = {}): Resource {
  return {
    resourceType: 'Appointment',
    id,
    status: 'booked',
    start: '2026-12-01T15:00:00Z',
    end: '2026-12-01T15:30:00Z',
    participant: [{ actor: { reference: 'Practitioner/reed', display: 'Dr. Reed' }, status: 'accepted' }],
    ...fields,
  }
}

export function patient(
  id: string,
  family: string,
  given: string,
  fields: Readonly<Record<string, unknown>> = {},
): Resource {
  return { resourceType: 'Patient', id, name: [{ family, given: [given] }], birthDate: '1985-03-09', ...fields }
}

export const withPatient = (id: string) => ({
  participant: [{ actor: { reference: `Patient/${id}` }, status: 'accepted' }],
})
