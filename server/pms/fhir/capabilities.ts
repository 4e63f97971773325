import { type Capabilities, PmsFault } from '../connector.ts'
import { pagesOf } from './bundle.ts'
import type { FhirClient } from './client.ts'
import { objectIn, textIn } from './json.ts'

/** What was found out, and is it for good? Of an empty server it can't be told yet. */
export interface Probed {
  readonly capabilities: Capabilities
  readonly isCertain: boolean
}

/** Asks the server what it is, and tries what it can: what servers say of themselves isn't always so. */
export async function probe(client: FhirClient, signal: AbortSignal): Promise<Probed> {
  const software = await softwareOf(client, signal)
  const isIncremental = await knowsLastUpdated(client, signal)
  return { capabilities: { isIncremental: isIncremental ?? false, software }, isCertain: isIncremental !== null }
}

async function softwareOf(client: FhirClient, signal: AbortSignal): Promise<string | null> {
  try {
    const { status, body } = await client.read('metadata', signal)
    if (status !== 200 || body?.resourceType !== 'CapabilityStatement') return null
    const { name, version } = objectIn(body.software)
    const words = [textIn(name), textIn(version)].filter((part) => part !== null).join(' ')
    return words === '' ? null : words.slice(0, 200)
  } catch (error) {
    // Not every server has it, or shows it to us.
    if (error instanceof PmsFault && (error.kind === 'unreadable' || error.kind === 'denied')) return null
    throw error
  }
}

/**
 * Nothing has changed in the far future: a server that finds something there ignores the parameter.
 *
 * @returns Null when there is nothing on the server to tell it by.
 */
async function knowsLastUpdated(client: FhirClient, signal: AbortSignal): Promise<boolean | null> {
  const answer = await client.read(
    'Appointment?_lastUpdated=ge2200-01-01T00:00:00Z&_sort=_lastUpdated&_count=1',
    signal,
  )
  if (answer.status === 400) return false
  for await (const { found, self } of pagesOf(client, 'Appointment', answer, signal)) {
    if (found.length > 0) return false
    if (self !== null && !self.includes('_lastUpdated=')) return false
    break
  }
  const all = await client.read('Appointment?_count=1', signal)
  if (all.status === 400) return true
  for await (const { found } of pagesOf(client, 'Appointment', all, signal)) return found.length > 0 ? true : null
  return null
}
