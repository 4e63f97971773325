import { PmsFault } from '../connector.ts'
import { pagesOf } from './bundle.ts'
import type { Answer } from './client.ts'
import { type Json, objectsIn, textIn } from './json.ts'
import { refusalOf } from './refusal.ts'
import type { Room } from './room.ts'

export interface KeySearch {
  /** A search that finds it too, if nothing has changed since; for servers that don't search by identifier. */
  readonly around?: string
}

/** Of what a server gives that ignores what we search for, no more is looked through. */
const MOST_LOOKED_THROUGH = 1000

/**
 * Makes a resource that carries our key, unless there is one already: asks for it first, for servers that don't know
 * `If-None-Exist`, and sends that too, for two of us at once.
 *
 * @returns The resource as the server keeps it.
 */
export async function createOnce(
  room: Room,
  resource: Json,
  key: string,
  search: KeySearch,
  signal: AbortSignal,
): Promise<Json> {
  const type = textIn(resource.resourceType)!
  const there = await findByKey(room, type, key, search, signal)
  if (there) return there
  const ifNoneExist = `identifier=${encodeURIComponent(`${room.identifierSystem}|${key}`)}`
  const answer = await room.client.write('POST', type, resource, { 'if-none-exist': ifNoneExist }, signal)
  const { status, body } = answer
  if (status === 412) throw new PmsFault('conflict', `There are several ${type} with our key.`)
  if (status !== 200 && status !== 201) throw refusalOf(answer, `make ${type === 'Patient' ? 'a' : 'an'} ${type}`)
  if (body?.resourceType === type && textIn(body.id) !== null) return body
  const made = (await readLocation(room, type, answer, signal)) ?? (await findByKey(room, type, key, search, signal))
  if (!made) throw new PmsFault('unreadable', `${type} was made, but the answer doesn't say which it is.`)
  return made
}

async function readLocation(room: Room, type: string, { location }: Answer, signal: AbortSignal): Promise<Json | null> {
  const id = new RegExp(`(?:^|/)${type}/([A-Za-z0-9.-]{1,128})(?:/_history/|$)`).exec(location ?? '')?.[1]
  if (id === undefined) return null
  const { status, body } = await room.client.read(`${type}/${id}`, signal)
  return status === 200 && body?.resourceType === type ? body : null
}

/** @throws PmsFault `conflict` when there are several. */
async function findByKey(
  room: Room,
  type: string,
  key: string,
  { around }: KeySearch,
  signal: AbortSignal,
): Promise<Json | null> {
  const question = `identifier=${encodeURIComponent(`${room.identifierSystem}|${key}`)}`
  const direct = await look(room, type, question, key, signal)
  if (direct.found || direct.isUnderstood || around === undefined) return direct.found
  return (await look(room, type, around, key, signal)).found
}

async function look(room: Room, type: string, question: string, key: string, signal: AbortSignal) {
  const answer = await room.client.read(`${type}?${question}&_count=50`, signal)
  if (answer.status !== 200) return { found: null, isUnderstood: false }
  const found = new Map<string, Json>()
  let others = 0
  for await (const page of pagesOf(room.client, type, answer, signal)) {
    for (const resource of page.found) {
      const id = textIn(resource.id)
      if (id !== null && carries(resource, room.identifierSystem, key)) found.set(id, resource)
      else others++
    }
    if (others > MOST_LOOKED_THROUGH) break
  }
  if (found.size > 1) throw new PmsFault('conflict', `There are several ${type} with our key.`)
  return { found: [...found.values()][0] ?? null, isUnderstood: others === 0 }
}

function carries(resource: Json, system: string, key: string): boolean {
  return objectsIn(resource.identifier).some((each) => each.system === system && each.value === key)
}
