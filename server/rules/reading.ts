import type { Busy } from '../../engine/index.ts'
import { canonical } from '../booking.ts'
import type { PreviewReply, RulesReply } from '../contract/calendar.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { localIso, todayOf } from '../dates.ts'
import { actorName, staffIn } from '../desk/view.ts'
import { hashText } from '../hash.ts'
import { checkPracticeFile } from '../practice-file.ts'
import { busyOfHold } from '../residents.ts'
import { busyOfBlock } from '../store/blocks.ts'
import type { DeskRequest, ReplacedRules, StoredAppointment, StoredPractice } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { IMPORT, type LostName, lostNames } from './in-force.ts'
import { type Affected, type Book, previewRules } from './preview.ts'

const DAY_MS = 86_400_000
const LATEST = 8.64e15

/** What must come with a change: moves with every change of the rules, also with one that is undone. */
export function baseOf({ file }: StoredPractice, last: ReplacedRules | null): Promise<string> {
  return hashText(`${last?.place ?? 0} ${canonical(file)}`)
}

/** Everything that can be edited, and what the last change was. */
export async function readRules(
  reader: Reader,
  practice: StoredPractice,
  namesOf: (userIds: string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<RulesReply> {
  const { file } = practice
  const last = await reader.lastReplaced(file.id)
  const names = await namesOf(last ? staffIn([last.actor]) : [])
  const change = last && {
    at: localIso(last.at, file.locations[0]!.timeZone),
    by: last.actor === IMPORT ? 'An import' : actorName(last.actor, names),
  }
  return {
    file,
    base: await baseOf(practice, last),
    saved: last?.actor === IMPORT ? null : change,
    undo: change && { ...change, what: [...last!.what] },
    // No connector says that what it is connected with allows one visit at a time only.
    canSplit: true,
  }
}

/** What stands in the way of a file, by where it stands in it (RFC 6901). */
export interface RulesFault {
  readonly pointer: string
  readonly detail: string
}

/** A file as it was sent: well formed, and of this practice; or what is wrong with it. */
export function fileOf(
  data: unknown,
  practice: string,
  today: string,
): { readonly ok: true; readonly file: PracticeFile } | { readonly ok: false; readonly faults: RulesFault[] } {
  const answer = checkPracticeFile(data, today)
  if (!answer.ok) {
    return {
      ok: false,
      faults: answer.faults.map(({ path, should }) => ({ pointer: pointerOf(path), detail: sentence(should) })),
    }
  }
  if (answer.file.id === practice) return answer
  return { ok: false, faults: [{ pointer: '/id', detail: 'A practice keeps its id: links and websites name it.' }] }
}

export function lostFault({ list, name, count }: LostName): RulesFault {
  const needing =
    count === 1 ? '1 appointment or request ahead needs it' : `${count} appointments or requests ahead need it`
  return { pointer: `/${list}`, detail: `“${name}” can’t be taken out: ${needing}.` }
}

/** What would be otherwise if this were saved now, and what of it patients would be named in. */
export async function previewFor(
  reader: Reader,
  practice: StoredPractice,
  data: unknown,
  now: number,
): Promise<{ reply: PreviewReply; requests: readonly DeskRequest[]; appointments: readonly StoredAppointment[] }> {
  const { file: before } = practice
  const read = fileOf(data, before.id, todayOf(before, now))
  const lost = read.ok ? await lostNames(reader, before, read.file, now) : []
  if (!read.ok || lost.length > 0) {
    const faults = read.ok ? lost.map(lostFault) : read.faults
    return { reply: { faults, weeks: [], practitioners: [], affected: [], what: [] }, requests: [], appointments: [] }
  }
  const { weeks, practitioners, affected, what } = previewRules(before, read.file, await bookOf(reader, before.id, now))
  const named = await patientsOf(reader, before.id, affected)
  return {
    reply: {
      faults: [],
      weeks: [...weeks],
      practitioners: [...practitioners],
      affected: affected.map((each) => affectedView(read.file, each, named)),
      what: [...what],
    },
    requests: [...named.requests.values()],
    appointments: [...named.appointments.values()],
  }
}

/** All that takes time from yesterday on. */
export async function bookOf(reader: Reader, practice: string, now: number): Promise<Book> {
  const [visits, holds, blocks, locations] = await Promise.all([
    reader.busy(practice, { start: now - DAY_MS, end: LATEST }),
    reader.liveHolds(practice, now),
    reader.blocks(practice, now - DAY_MS),
    reader.locationsAhead(practice, now),
  ])
  const busy: Busy[] = [...visits, ...holds.map(busyOfHold), ...blocks.map(busyOfBlock)]
  return { busy, locations, now }
}

interface NamedVisits {
  readonly requests: ReadonlyMap<string, DeskRequest>
  readonly appointments: ReadonlyMap<string, StoredAppointment>
}

/** In two queries, however many there are. */
async function patientsOf(reader: Reader, practice: string, affected: readonly Affected[]): Promise<NamedVisits> {
  if (affected.length === 0) return { requests: new Map(), appointments: new Map() }
  const ids = new Set(affected.map(({ item }) => item.id))
  const range = { start: affected[0]!.item.start, end: affected.at(-1)!.item.start + 1 }
  const [requests, appointments] = await Promise.all([
    reader.requestsBetween(practice, range),
    reader.appointments(practice, range),
  ])
  const byId = <T extends { id: string }>(list: readonly T[]) =>
    new Map(list.filter(({ id }) => ids.has(id)).map((item) => [item.id, item]))
  return { requests: byId(requests), appointments: byId(appointments) }
}

function affectedView(
  { practitioners, reasons, locations }: PracticeFile,
  { item, why }: Affected,
  named: NamedVisits,
): PreviewReply['affected'][number] {
  const nameIn = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((each) => each.id === id)?.name ?? id
  const place = locations.find(({ id }) => id === item.location) ?? locations[0]!
  const isRequest = item.kind === 'request'
  const appointment = named.appointments.get(item.id)
  const patient = isRequest ? named.requests.get(item.id)?.patient : appointment?.patient
  return {
    kind: isRequest ? 'request' : 'appointment',
    id: item.id,
    request: isRequest ? item.id : (appointment?.request ?? null),
    start: localIso(item.start, place.timeZone),
    practitioner: item.practitioners.map((id) => nameIn(practitioners, id)).join(', '),
    reason: item.reason === null ? null : nameIn(reasons, item.reason),
    patient: patient ? { given: patient.given, family: patient.family } : null,
    why,
  }
}

/** `practitioners[0].weeks[2].week` as `/practitioners/0/weeks/2/week`. */
export function pointerOf(path: string): string {
  return [...path.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)]
    .map(([, index, quoted, name]) => index ?? quoted ?? name!)
    .map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
