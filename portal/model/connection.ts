import { computed, signal } from '@preact/signals'
import type {
  Connection,
  ConnectionReply,
  PmsSource,
  SyncStanding,
  TestReply,
} from '../../server/contract/connection.ts'
import type { Api, Failure } from '../api.ts'
import { createAct } from './act.ts'
import type { Conflict } from './conflict.ts'
import { emptyCsv, emptyFhir, faultsIn, isSecretive, type SourceKind } from './connection-source.ts'

export type ConnectionModel = ReturnType<typeof createConnection>
export type ConnectionField = keyof Connection
/** What of theirs is assigned to something of ours. */
export type AssignedList = 'practitioners' | 'chairs' | 'types'

export const connectionFields: readonly ConnectionField[] = [
  'source',
  'everyMinutes',
  'staleAfterMinutes',
  'tell',
  'practitioners',
  'chairs',
  'types',
  'integrated',
]

/** The server tries for up to 20 seconds. */
const testMs = 25_000

/** How a practice is joined with its own software, and what its owner is about to set instead. It outlasts the room. */
export function createConnection(from: {
  api: Pick<Api, 'read' | 'change'>
  practice: string
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
  /** Something must be mended before it is worth sending. */
  onFaulty: () => void
  /** Each answer says how the connection stands. */
  onStanding: (standing: SyncStanding) => void
}) {
  const { api, practice, announce, onFailure, onFaulty, onStanding } = from
  const kept = signal<ConnectionReply | null>(null)
  const draft = signal<Connection | null>(null)
  const failure = signal<Failure | null>(null)
  const saveFailure = signal<Failure | null>(null)
  const isSaving = signal(false)
  const conflict = signal<Conflict<ConnectionField> | null>(null)
  /** What was saved just now, by what it replaced; undoing brings that back. */
  const saved = signal<{ before: Connection | null; words: string } | null>(null)
  /** Faults are shown once somebody has tried to save or to test. */
  const isChecked = signal(false)
  const testing = createAct(onFailure)
  const tested = signal<TestReply | null>(null)
  const settingAside = createAct(onFailure)
  /** What stood in the form of a source that another was chosen instead of. */
  const left = new Map<SourceKind, PmsSource>()

  const changed = computed<readonly ConnectionField[]>(() => {
    const [mine, theirs] = [draft.value, kept.value?.connection]
    return mine && theirs ? connectionFields.filter((field) => differ(mine[field], theirs[field])) : []
  })
  const found = computed(() =>
    draft.value && kept.value
      ? faultsIn(draft.value, kept.value.connection.source, kept.value.hasSecret)
      : new Map<string, string>(),
  )

  /** What is typed stays, where anything is. */
  function take(reply: ConnectionReply, isAll: boolean): void {
    const isTyped = changed.peek().length > 0
    if (isAll || !isTyped) {
      kept.value = reply
      draft.value = reply.connection
    } else {
      // As it was read when typing began: that a colleague has saved is found when this is saved.
      const { connection, version, hasSecret } = kept.peek()!
      kept.value = { ...reply, connection, version, hasSecret }
    }
    onStanding(reply.standing)
  }

  async function read(): Promise<void> {
    const reply = await api.read<ConnectionReply>(practice, 'connection')
    if (reply.ok) {
      failure.value = null
      take(reply.value, false)
    } else {
      failure.value = reply.failure
      onFailure(reply.failure)
    }
  }

  /** @returns Whether it is saved. */
  async function put(words: string): Promise<boolean> {
    const [before, connection] = [kept.peek(), draft.peek()]
    if (!before || !connection || isSaving.peek()) return false
    isSaving.value = true
    saveFailure.value = null
    const { version } = before
    const reply = await api.change<ConnectionReply>(practice, 'connection', { connection, version })
    isSaving.value = false
    if (reply.ok) {
      const isOneWay =
        differ(before.connection.source, connection.source) &&
        (isSecretive(connection.source) || isSecretive(before.connection.source))
      take(reply.value, true)
      conflict.value = null
      isChecked.value = false
      saved.value = { before: isOneWay ? null : before.connection, words }
      announce(words)
      return true
    }
    if (reply.failure.refusal === 'changed-meanwhile') await meet(before.connection, connection)
    else {
      saveFailure.value = reply.failure
      onFailure(reply.failure)
    }
    return false
  }

  /** Lays what was typed over what a colleague has saved: what one of the two left alone is as the other has it. */
  async function meet(base: Connection, mine: Connection): Promise<void> {
    const reply = await api.read<ConnectionReply>(practice, 'connection')
    if (!reply.ok) {
      saveFailure.value = reply.failure
      return onFailure(reply.failure)
    }
    const touched = connectionFields.filter((field) => differ(mine[field], base[field]))
    take(reply.value, true)
    draft.value = { ...reply.value.connection, ...Object.fromEntries(touched.map((field) => [field, mine[field]])) }
    saved.value = null
    const last = reply.value.changed
    conflict.value = { by: last?.by ?? 'A colleague', at: last?.at ?? '', fields: changed.peek() }
    announce(`${conflict.value.by} has changed the connection meanwhile. Yours is not saved yet.`)
  }

  function change(part: Partial<Connection>): void {
    if (!draft.value) return
    draft.value = { ...draft.value, ...part }
    saved.value = null
    saveFailure.value = null
    if ('source' in part) {
      tested.value = null
      testing.clear()
    }
  }

  function isFaulty(): boolean {
    isChecked.value = true
    const first = [...found.value.values()][0]
    if (first === undefined) return false
    onFaulty()
    announce(found.value.size === 1 ? first : `${found.value.size} fields need something else. ${first}`)
    return true
  }

  return {
    ...{ kept, draft, failure, saveFailure, isSaving, conflict, saved, changed },
    ...{ testing, tested, settingAside, read, change },
    /** What is wrong with a field, by its JSON pointer; what the server said of it first. */
    faultAt(pointer: string): string | null {
      const said = [saveFailure.value, testing.failure.value].flatMap((each) => each?.problem?.errors ?? [])
      const ours = isChecked.value ? found.value.get(pointer) : undefined
      return said.find((each) => sameField(each.pointer, pointer))?.detail ?? ours ?? null
    },
    /** Another kind of source; what was typed for the one before is kept until the page goes. */
    chooseKind(kind: SourceKind) {
      const before = draft.value?.source ?? null
      if (before) left.set(before.kind, before)
      const asKept = kept.value?.connection.source
      const empty = kind === 'fhir' ? emptyFhir : emptyCsv
      change({ source: kind === 'none' ? null : (left.get(kind) ?? (asKept?.kind === kind ? asKept : empty)) })
    },
    /** @param ours - Null: nobody. Whom nobody of theirs is assigned to any longer is integrated no longer. */
    assign(list: AssignedList, pms: string, ours: string | null) {
      const now = draft.value
      if (!now) return
      const others = now[list].filter((each) => each.pms !== pms)
      const next = { ...now, [list]: ours === null ? others : [...others, { pms, ours }] }
      const integrated = now.integrated.filter((id) => next.practitioners.some((each) => each.ours === id))
      change(list === 'practitioners' ? { practitioners: next.practitioners, integrated } : { [list]: next[list] })
    },
    integrate(id: string, isOn: boolean) {
      const others = draft.value?.integrated.filter((each) => each !== id) ?? []
      change({ integrated: isOn ? [...others, id] : others })
    },
    async test(): Promise<void> {
      const source = draft.peek()?.source
      if (!source || isFaulty()) return
      tested.value = null
      announce('Testing the connection')
      const done = await testing.run(() => api.change<TestReply>(practice, 'connection/test', { source }, testMs))
      // Changed while it was tried: then the words are about something else.
      if (!done || draft.peek()?.source !== source) return
      tested.value = done.value
      announce(done.value.words)
    },
    async save(): Promise<boolean> {
      return isFaulty() ? false : put('Connection saved')
    },
    discard() {
      draft.value = kept.value?.connection ?? null
      conflict.value = null
      saveFailure.value = null
      isChecked.value = false
      tested.value = null
      testing.clear()
      left.clear()
      announce('Changes taken back')
    },
    takeTheirs(field: ConnectionField) {
      if (draft.value && kept.value) change({ [field]: kept.value.connection[field] })
      if (changed.value.length === 0) conflict.value = null
    },
    async undo(): Promise<void> {
      if (!saved.value?.before) return
      draft.value = saved.value.before
      if (await put('Undone: the connection is as before')) saved.value = null
    },
    /** A record that can't be read keeps no time any longer. Returns whether it is done. */
    async setAside(id: string): Promise<boolean> {
      const done = await settingAside.run(() => api.change<ConnectionReply>(practice, 'connection/set-aside', { id }))
      if (!done) return false
      take(done.value, false)
      announce('Set aside')
      return true
    },
  }
}

/** A source alone, as it is tested, and within a connection, as it is saved, is named otherwise. */
const sameField = (said: string, pointer: string) => said === pointer || `/connection${said}` === pointer

const differ = (a: unknown, b: unknown) => canonical(a) !== canonical(b)

/** The order says nothing, neither of fields nor of who is assigned to whom. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value).filter(([, each]) => each !== undefined)
  return `{${fields
    .map(([name, each]) => `${name}:${canonical(each)}`)
    .sort()
    .join()}}`
}
