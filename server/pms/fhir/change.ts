import { PmsFault, type WrittenAppointment } from '../connector.ts'
import type { Answer } from './client.ts'
import { type Json, textIn } from './json.ts'
import { parseAppointment, versionOf } from './parse.ts'
import { refusalOf } from './refusal.ts'
import type { Room } from './room.ts'
import { changedTo } from './written.ts'

type Changes = { readonly status: 'cancelled' } | Omit<WrittenAppointment, 'patientId'>

/**
 * Changes an appointment, unless it is no longer what we know. One that is already as it should be is left alone: then the
 * answer to an earlier try was lost.
 *
 * @returns The resource as it stands after it.
 */
export async function changeAppointment(
  room: Room,
  id: string,
  version: string | null,
  changes: Changes,
  signal: AbortSignal,
): Promise<Json> {
  if (!/^Appointment\/[A-Za-z0-9.-]{1,128}$/.test(id)) throw new PmsFault('gone', `There is no ${id.slice(0, 40)}.`)
  const now = await read(room, id, signal)
  if (isAsWanted(room, now, changes)) return now
  if (version !== null && versionOf(now) !== version) throw moved(id)
  const wanted = 'status' in changes ? { ...now, status: changes.status } : changedTo(now, changes)
  const answer = await send(room, id, now, wanted, signal)
  if (answer.status === 412 || answer.status === 409) {
    // Somebody was faster; maybe it was us.
    const after = await read(room, id, signal)
    if (isAsWanted(room, after, changes)) return after
    if (versionOf(after) !== versionOf(now)) throw moved(id)
  }
  if (answer.status < 200 || answer.status > 299) throw refusalOf(answer, `change ${id}`)
  return read(room, id, signal)
}

async function read(room: Room, id: string, signal: AbortSignal): Promise<Json> {
  const { status, body } = await room.client.read(id, signal)
  if (status === 404 || status === 410) throw new PmsFault('gone', `${id} is no longer there (${status}).`)
  if (status !== 200 || body?.resourceType !== 'Appointment') {
    throw new PmsFault('unreadable', `The server answers something else for ${id} (${status}).`)
  }
  return body
}

/** Writes it whole; servers that don't take that are sent what changes. */
async function send(room: Room, id: string, now: Json, wanted: Json, signal: AbortSignal): Promise<Answer> {
  const versionId = textIn((now.meta as Json | undefined)?.versionId)
  const ifMatch: Record<string, string> = versionId === null ? {} : { 'if-match': `W/"${versionId}"` }
  const answer = await room.client.write('PUT', id, wanted, ifMatch, signal)
  if (answer.status !== 405 && answer.status !== 501) return answer
  const names = [...new Set([...Object.keys(now), ...Object.keys(wanted)])]
  const patch = names
    .filter((name) => JSON.stringify(now[name]) !== JSON.stringify(wanted[name]))
    .map((name) => ({
      op: name in wanted ? (name in now ? 'replace' : 'add') : 'remove',
      path: `/${name}`,
      ...(name in wanted ? { value: wanted[name] } : {}),
    }))
  return room.client.write('PATCH', id, patch, ifMatch, signal)
}

function isAsWanted(room: Room, resource: Json, changes: Changes): boolean {
  if ('status' in changes) return resource.status === changes.status
  const read = parseAppointment(resource, { ...room.reading(), beside: new Map() })
  return (
    read?.kind === 'appointment' &&
    !['cancelled', 'noshow', 'entered-in-error'].includes(read.status) &&
    read.start === changes.start &&
    read.end === changes.end &&
    read.chair === changes.chair &&
    (changes.type === null || read.type === changes.type) &&
    [...read.practitioners].sort().join() === [...changes.practitioners].sort().join()
  )
}

function moved(id: string): PmsFault {
  return new PmsFault('moved', `${id} was changed there in the meantime.`)
}
