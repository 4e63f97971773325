import { Connection, type PmsSource } from '../contract/connection.ts'
import { ProblemError } from '../problem.ts'
import { openText, sealText } from '../sealing.ts'
import type { Reader } from '../store/store.ts'
import { SyncState } from './state.ts'

/* The connection as it is kept: what is secret in it stands there encrypted, and is never given out again. */

const PURPOSE = 'the connection with a PMS'

/** A connection as it is kept, and how it stands. */
export interface KeptConnection {
  readonly connection: Connection
  /** 0: nothing has been set yet. */
  readonly version: number
  readonly state: SyncState
}

export async function connectionOf(reader: Pick<Reader, 'connection'>, practice: string): Promise<KeptConnection> {
  const kept = await reader.connection(practice)
  return {
    connection: Connection.parse(kept?.document ?? {}),
    version: kept?.version ?? 0,
    state: SyncState.parse(kept?.state ?? {}),
  }
}

/** The name of what is secret in a source. Null: nothing is. */
function secretField(source: PmsSource): 'value' | 'password' | 'privateKey' | null {
  if (source.kind !== 'fhir') return null
  return ({ none: null, header: 'value', basic: 'password', smart: 'privateKey' } as const)[source.access.kind]
}

export function secretOf(source: PmsSource): string | null {
  if (source.kind !== 'fhir') return null
  const { access } = source
  switch (access.kind) {
    case 'none':
      return null
    case 'header':
      return access.value
    case 'basic':
      return access.password
    case 'smart':
      return access.privateKey
  }
}

export function withSecret<T extends PmsSource>(source: T, secret: string | null): T {
  const field = secretField(source)
  return field && source.kind === 'fhir' ? { ...source, access: { ...source.access, [field]: secret } } : source
}

/**
 * A connection as it is to be kept: a new secret encrypted; left out, the one that is kept stays, as long as it goes to the
 * same server.
 *
 * @throws ProblemError where the secret must be given anew.
 */
export async function sealedConnection(secret: string, next: Connection, before: Connection): Promise<Connection> {
  const { source } = next
  if (!source || !secretField(source)) return next
  const given = secretOf(source)
  if (given !== null) return { ...next, source: withSecret(source, await sealText(secret, PURPOSE, given)) }
  return { ...next, source: withSecret(source, keptSecretFor(source, before.source)) }
}

/** The same, ready to be used. */
export async function openedSource(secret: string, source: PmsSource): Promise<PmsSource> {
  const kept = secretOf(source)
  return kept === null ? source : withSecret(source, await openText(secret, PURPOSE, kept))
}

/** For trying what isn't kept yet: a secret that is left out is the one that is kept. Opened. */
export async function completedSource(secret: string, source: PmsSource, before: PmsSource | null): Promise<PmsSource> {
  if (!secretField(source) || secretOf(source) !== null) return source
  return openedSource(secret, withSecret(source, keptSecretFor(source, before)))
}

function keptSecretFor(source: PmsSource, before: PmsSource | null): string {
  const kept = before && isSameServer(source, before) ? secretOf(before) : null
  if (kept !== null) return kept
  const detail = 'Enter the secret: it is kept for the address and the kind of access that it was entered for.'
  throw new ProblemError('invalid-request', detail, {
    errors: [{ pointer: `/connection/source/access/${secretField(source)}`, detail }],
  })
}

/** Whoever may change the address must not be able to have the secret sent elsewhere. */
function isSameServer(a: PmsSource, b: PmsSource): boolean {
  if (a.kind !== 'fhir' || b.kind !== 'fhir' || a.access.kind !== b.access.kind) return false
  if (a.baseUrl !== b.baseUrl) return false
  return a.access.kind !== 'smart' || b.access.kind !== 'smart' || a.access.tokenUrl === b.access.tokenUrl
}
