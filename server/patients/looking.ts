import type { Room } from '../context.ts'
import { localIso } from '../dates.ts'
import { actorName, staffIn } from '../desk/view.ts'
import type { StoredPractice } from '../store/model.ts'

/** What a page about patients is written with. */
export interface Looking {
  readonly practice: StoredPractice
  readonly now: number
}

/** Instants where the practice is. */
export function isoOf({ file }: StoredPractice): (at: number) => string {
  const zone = file.locations[0]!.timeZone
  return (at) => localIso(at, zone)
}

/** Who acted, as people call them. */
export async function namesFor(
  accounts: Pick<Room['accounts'], 'namesOf'>,
  actors: readonly (string | null)[],
): Promise<(actor: string) => string> {
  const names = await accounts.namesOf(staffIn(actors.flatMap((actor) => actor ?? [])))
  return (actor) => actorName(actor, names)
}
