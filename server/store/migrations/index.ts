import type { Migration } from 'kysely/migration'
import * as first from './001-first.ts'
import * as dataVersion from './002-data-version.ts'
import * as holdsOutbox from './003-holds-outbox.ts'
import * as erasingProofs from './004-erasing-proofs.ts'

/** Named, so that their order is the order of their names; a migration that has shipped is never changed. */
export const migrations: Record<string, Migration> = {
  '001-first': first,
  '002-data-version': dataVersion,
  '003-holds-outbox': holdsOutbox,
  '004-erasing-proofs': erasingProofs,
}
