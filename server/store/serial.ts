import type { Kysely } from 'kysely'
import { changeLog } from './changes.ts'
import { createGroupWriter } from './group.ts'
import { readerOn } from './reading.ts'
import type { Store, Transaction } from './store.ts'
import type { Tables } from './tables.ts'
import { writerOn } from './writing.ts'

/**
 * A store whose changes run one after another on a connection of their own, several to a commit; what is read comes over
 * another connection and never waits for them.
 */
export function serialStore(reading: Kysely<Tables>, writing: Kysely<Tables>): Store {
  const changes = createGroupWriter(writing)
  return {
    ...readerOn(reading),
    isSerial: true,
    generation: changes.generation,
    transaction: (run) =>
      changes.transaction(async (db) => {
        const { touch, settle, ...versions } = changeLog(db)
        const transaction: Transaction = { ...readerOn(db), ...writerOn(db, touch), ...versions }
        const result = await run(transaction)
        await settle()
        return result
      }),
    async close() {
      await changes.idle()
      await reading.destroy()
      await writing.destroy()
    },
  }
}
