import type { Connection } from '../contract/connection.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import type { PmsAppointment } from './connector.ts'

/** Who is who: ids of the PMS as ours. */
export interface Mapping {
  readonly practitioners: ReadonlyMap<string, string>
  readonly chairs: ReadonlyMap<string, string>
  readonly types: ReadonlyMap<string, string>
  /** Ours, whose appointments are matched, and whose times vanish when nothing can be read. */
  readonly integrated: ReadonlySet<string>
}

/** An appointment of the PMS in our own ids. */
export interface Mapped {
  readonly practitioners: readonly string[]
  readonly chair: string | null
  readonly reason: string | null
  /** Is it with anybody, or in any chair, of ours? */
  readonly isOurs: boolean
  /** It names nobody and no chair, so anybody may be meant. */
  readonly isUnnamed: boolean
}

/** What staff assigned, without what the practice's file no longer has. */
export function mappingOf(connection: Connection, file: PracticeFile): Mapping {
  const kept = (list: Connection['practitioners'], ours: readonly { readonly id: string }[]) => {
    const known = new Set(ours.map(({ id }) => id))
    return new Map(list.filter((each) => known.has(each.ours)).map(({ pms, ours: id }) => [pms, id]))
  }
  const practitioners = kept(connection.practitioners, file.practitioners)
  const assigned = new Set(practitioners.values())
  return {
    practitioners,
    chairs: kept(connection.chairs, file.chairs),
    types: kept(connection.types, file.reasons),
    integrated: new Set(connection.integrated.filter((id) => assigned.has(id))),
  }
}

export function mapped(mapping: Mapping, { practitioners, chair, type }: PmsAppointment): Mapped {
  const own = [...new Set(practitioners.flatMap((id) => mapping.practitioners.get(id) ?? []))]
  const ownChair = chair === null ? null : (mapping.chairs.get(chair) ?? null)
  return {
    practitioners: own,
    chair: ownChair,
    reason: type === null ? null : (mapping.types.get(type) ?? null),
    isOurs: own.length > 0 || ownChair !== null,
    isUnnamed: practitioners.length === 0 && chair === null,
  }
}

/** The other way round, for writing: the first of theirs that is assigned to ours. Null: none is. */
export function pmsIdOf(map: ReadonlyMap<string, string>, ours: string): string | null {
  for (const [pms, id] of map) if (id === ours) return pms
  return null
}
