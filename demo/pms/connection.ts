import { Connection } from '../../server/contract/connection.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { Store } from '../../server/store/store.ts'
import { TYPE_SYSTEM } from './book.ts'
import type { DemoPmsOptions } from './demo-pms.ts'

/** Everybody and everything that a practice's file names, under the same ids. */
export function listsOf({
  practitioners,
  chairs,
  reasons,
  locations,
}: PracticeFile): Pick<DemoPmsOptions, 'practitioners' | 'chairs' | 'types' | 'timeZone'> {
  return {
    timeZone: locations[0]!.timeZone,
    practitioners: practitioners.map(({ id, name }) => ({ id, name: name ?? id })),
    chairs: chairs.map(({ id, name }) => ({ id, name: name ?? id })),
    types: reasons.map(({ id, name, durationMinutes }) => ({ id, name: name ?? id, durationMinutes })),
  }
}

/** The connection of a practice with a demo PMS that has all of {@link listsOf}: everybody is assigned and integrated. */
export function connectionTo(baseUrl: string, { practitioners, chairs, reasons }: PracticeFile): Connection {
  const assigned = (prefix: string, list: readonly { readonly id: string }[]) =>
    list.map(({ id }) => ({ pms: prefix + id, ours: id }))
  return Connection.parse({
    source: { kind: 'fhir', baseUrl, access: { kind: 'none' } },
    everyMinutes: 1,
    practitioners: assigned('Practitioner/', practitioners),
    chairs: assigned('Location/', chairs),
    types: assigned(`${TYPE_SYSTEM}|`, reasons),
    integrated: practitioners.map(({ id }) => id),
  })
}

/** Joins a practice that isn't joined with anything yet. One that was joined here at another port follows. */
export async function join(store: Store, file: PracticeFile, baseUrl: string, now: number): Promise<void> {
  await store.transaction(async (transaction) => {
    const kept = await transaction.connection(file.id)
    if (!kept) {
      await transaction.putConnection(file.id, connectionTo(baseUrl, file), 0)
      await transaction.resetConnectionState(file.id, { since: now })
      return
    }
    const before = Connection.parse(kept.document)
    // Whatever else staff have set since is theirs.
    if (before.source?.kind !== 'fhir' || before.source.baseUrl === baseUrl || !isHere(before.source.baseUrl)) return
    const source = { ...before.source, baseUrl }
    await transaction.putConnection(file.id, { ...before, source }, kept.version)
  })
}

const isHere = (baseUrl: string) => /^http:\/\/localhost:\d+\/fhir$/.test(baseUrl)
