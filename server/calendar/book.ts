import { type Busy, type Occupancy, occupancyOf } from '../../engine/index.ts'
import { busyOfHold } from '../residents.ts'
import { busyOfBlock, type StoredBlock } from '../store/blocks.ts'
import type { DeskRequest, StoredAppointment } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import type { CalendarSpan } from './span.ts'

/** No visit is longer, so those that begin earlier can't reach into the days. */
const LONGEST_VISIT_MS = 86_400_000

/** What stands in some days: as the engine counts it, and the rows behind it by id. */
export interface Book {
  readonly occupancy: Occupancy
  readonly requests: ReadonlyMap<string, DeskRequest>
  readonly appointments: ReadonlyMap<string, StoredAppointment>
  readonly blocks: ReadonlyMap<string, StoredBlock>
}

/**
 * Reads what stands in some days, counted as for patients: by the same rows and the same engine.
 *
 * @param now - Epoch ms: holds that ran out are gone.
 */
export async function bookOf(reader: Reader, practice: string, span: CalendarSpan, now: number): Promise<Book> {
  const { compiled, start, end } = span
  const range = { start: start - LONGEST_VISIT_MS, end }
  const [busy, blocks, holds, requests, appointments] = await Promise.all([
    reader.busy(practice, { start, end }),
    reader.blocks(practice, start),
    reader.liveHolds(practice, now),
    reader.requestsBetween(practice, range),
    reader.appointments(practice, range),
  ])
  const near = blocks.filter((block) => block.start < end)
  const elsewhere = await linkedElsewhere(reader, practice, busy, now)
  return {
    occupancy: occupancyOf(compiled, [...busy, ...elsewhere, ...near.map(busyOfBlock), ...holds.map(busyOfHold)]),
    requests: byId(requests),
    appointments: byId(appointments),
    blocks: byId(near),
  }
}

/** Appointments on other days that requests of these became: the requests take no time here then. */
async function linkedElsewhere(reader: Reader, practice: string, busy: readonly Busy[], now: number): Promise<Busy[]> {
  const here = new Set(busy.map(({ id }) => id))
  const missing = busy.flatMap(({ linkedTo }) => (linkedTo != null && !here.has(linkedTo) ? linkedTo : []))
  return missing.length === 0 ? [] : (await reader.taking(practice, missing, now)).busy
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}
