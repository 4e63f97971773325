import type { PmsName } from '../connector.ts'
import type { FhirClient } from './client.ts'
import type { Reading } from './parse.ts'

/** What the parts of one connector share. */
export interface Room {
  readonly client: FhirClient
  readonly identifierSystem: string
  /** How far behind the cursor changes are asked for again: a server may write later than it stamps. */
  readonly overlapMs: number
  /** May who is looked up stand in an address, where the server takes no POST _search? */
  readonly searchesByAddress: boolean
  /** Search parameters that this server doesn't take. */
  readonly refused: Set<string>
  /** All that reading needs but what came beside the resource. */
  reading(): Omit<Reading, 'beside'>
  /** Keeps what somebody is called. */
  remember(names: readonly PmsName[]): void
  /** Kinds of visits that were seen. */
  readonly types: ReadonlyMap<string, PmsName>
}
