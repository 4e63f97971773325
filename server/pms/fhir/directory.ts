import { PmsFault, type PmsName } from '../connector.ts'
import { pagesOf } from './bundle.ts'
import { type Json, objectIn, textIn } from './json.ts'
import { nameIn } from './reference.ts'
import type { Room } from './room.ts'

const MOST_NAMES = 2000

/** Everybody and everything that the server lists; what it doesn't show is left out. */
export async function readDirectory(room: Room, signal: AbortSignal): Promise<readonly PmsName[]> {
  const names = new Map<string, PmsName>()
  const add = (name: PmsName) => names.set(`${name.kind} ${name.id}`, name)
  for (const name of room.types.values()) add(name)
  for (const { type, kind, called } of kinds) {
    for (const resource of await listed(room, type, signal)) {
      const id = textIn(resource.id)
      if (id !== null && resource.active !== false && resource.status !== 'inactive') {
        add({ kind, id: `${type}/${id}`, name: called(resource) ?? `${type}/${id}` })
      }
    }
  }
  const all = [...names.values()]
  room.remember(all)
  return all
}

const kinds: readonly { type: string; kind: PmsName['kind']; called: (resource: Json) => string | null }[] = [
  { type: 'Practitioner', kind: 'practitioner', called: nameIn },
  {
    type: 'PractitionerRole',
    kind: 'practitioner',
    called: (role) => textIn(objectIn(role.practitioner).display),
  },
  { type: 'Location', kind: 'chair', called: nameIn },
  { type: 'HealthcareService', kind: 'type', called: nameIn },
]

async function listed(room: Room, type: string, signal: AbortSignal): Promise<readonly Json[]> {
  const all: Json[] = []
  try {
    const first = await room.client.read(`${type}?_count=100`, signal)
    for await (const { found } of pagesOf(room.client, type, first, signal)) {
      all.push(...found)
      if (all.length >= MOST_NAMES) break
    }
  } catch (error) {
    if (!(error instanceof PmsFault)) throw error
  }
  return all
}
