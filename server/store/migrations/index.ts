import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Tables } from '../tables.ts'
import * as first from './001-first.ts'
import * as dataVersion from './002-data-version.ts'
import * as holdsOutbox from './003-holds-outbox.ts'
import * as erasingProofs from './004-erasing-proofs.ts'
import * as changes from './005-changes.ts'
import * as privateLinks from './006-private-links.ts'
import * as desk from './007-desk.ts'
import * as madeAppointments from './008-made-appointments.ts'
import * as reportIndex from './009-report-index.ts'
import * as pms from './010-pms.ts'
import * as rules from './011-rules.ts'
import * as patients from './012-patients.ts'

/** Named, so that their order is the order of their names; a migration that has shipped is never changed. */
const migrations: Record<string, Migration> = {
  '001-first': first,
  '002-data-version': dataVersion,
  '003-holds-outbox': holdsOutbox,
  '004-erasing-proofs': erasingProofs,
  '005-changes': changes,
  '006-private-links': privateLinks,
  '007-desk': desk,
  '008-made-appointments': madeAppointments,
  '009-report-index': reportIndex,
  '010-pms': pms,
  '011-rules': rules,
  '012-patients': patients,
}

/** Makes or brings up to date the tables; the same migrations on every database. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
