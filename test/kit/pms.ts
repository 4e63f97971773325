import type { Connection } from '../../server/contract/connection.ts'
import type { PmsAppointment, PmsPatient } from '../../server/pms/connector.ts'
import { runSync, type SyncOutcome, type SyncRoom } from '../../server/pms/sync.ts'
import { createSyncing } from '../../server/pms/syncing.ts'
import { createResidents } from '../../server/residents.ts'
import type { StoredAppointment } from '../../server/store/model.ts'
import { at, NADIA, putSettings } from './desk.ts'
import { OWN_ORIGIN, type TestHouse } from './house.ts'
import { type MemoryPms, memoryPms } from './memory-pms.ts'

/** Nadia Reyes, as the PMS has her. */
export const nadiaThere: PmsPatient = { id: 'Patient/nadia', ...NADIA }

/** The practice Oak joined with a PMS in memory, in which everybody has the id that they have here, in capitals. */
export interface Joined {
  readonly pms: MemoryPms
  readonly room: SyncRoom
  sync(isWhole?: boolean): Promise<SyncOutcome>
  /** The syncs' job, once. */
  look(): Promise<void>
  set(changes: Partial<Connection>): Promise<void>
  /** What was read from the PMS, by its id there. */
  kept(id: string): Promise<StoredAppointment | undefined>
}

export async function joined(
  house: TestHouse,
  { mode = 'reads', ...options }: { mode?: 'reads' | 'writes' | 'link-only' } & Parameters<typeof memoryPms>[0] = {},
): Promise<Joined> {
  const pms = memoryPms({ canWrite: mode === 'writes', ...options })
  await putSettings(house, { mode, notify: ['desk@oak.example.com'] })
  const room: SyncRoom = {
    store: house.store,
    residents: createResidents(),
    clock: () => house.now,
    log: (entry) => house.logged.push(entry),
    publicUrl: OWN_ORIGIN,
    openConnector: async () => pms.connector,
  }
  let version = 0
  let connection: Partial<Connection> = {
    source: { kind: 'fhir', baseUrl: 'https://pms.example.com/fhir', access: { kind: 'none' }, statuses: {} },
    practitioners: ['ann', 'bob', 'kim'].map((ours) => ({ pms: ours.toUpperCase(), ours })),
    chairs: ['one', 'two'].map((ours) => ({ pms: ours.toUpperCase(), ours })),
    types: ['check', 'clean'].map((ours) => ({ pms: ours.toUpperCase(), ours })),
    integrated: ['ann', 'bob', 'kim'],
  }
  const set = async (changes: Partial<Connection>) => {
    connection = { ...connection, ...changes }
    await house.store.transaction(async (transaction) => {
      await transaction.putConnection('oak', connection, version)
      if (version === 0) await transaction.resetConnectionState('oak', { since: house.now })
    })
    version++
  }
  await set({})
  const syncing = createSyncing(room)
  house.pms = {
    publicUrl: OWN_ORIGIN,
    openConnector: room.openConnector,
    syncNow: syncing.syncNow,
    tryConnector: async () => pms.connector,
  }
  return {
    pms,
    room,
    set,
    sync: (isWhole = false) => runSync(room, 'oak', { isWhole }),
    async look() {
      await syncing.lookAtAll()
      await syncing.idle()
    },
    kept: async (id) => (await house.store.pmsAppointments('oak', [id])).get(id),
  }
}

/** Nadia's check-up of half an hour with Ann in chair 1, as the PMS has it. */
export function visitThere(id: string, changes: Partial<PmsAppointment> = {}) {
  const start = changes.start ?? at('09:30')
  return {
    ...{
      id,
      start,
      status: 'booked' as const,
      practitioners: ['ANN'],
      chair: 'ONE',
      type: 'CHECK',
      patient: nadiaThere,
    },
    ...changes,
  }
}
