import { computed, signal } from '@preact/signals'
import type { Settings, SettingsReply } from '../../server/contract/settings.ts'
import type { Api, Failure } from '../api.ts'
import type { Conflict } from './conflict.ts'
import { createAllowedOrigins } from './settings-origins.ts'

export type SettingsModel = ReturnType<typeof createSettings>
export type Field = keyof Settings

export const fields: readonly Field[] = ['notify', 'remindAfterHours', 'isCancellationTold', 'mode', 'accent']

/** What a practice has set, and what its owner is about to set instead. It outlasts the room, so that nothing is lost. */
export function createSettings(from: {
  api: Pick<Api, 'read' | 'change'>
  practice: string
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
  /** The way the schedule is joined has changed: the desk asks others questions now. */
  onMode: () => void
}) {
  const { api, practice, announce, onFailure, onMode } = from
  const kept = signal<SettingsReply | null>(null)
  const draft = signal<Settings | null>(null)
  const failure = signal<Failure | null>(null)
  const saveFailure = signal<Failure | null>(null)
  const isSaving = signal(false)
  const conflict = signal<Conflict<Field> | null>(null)
  /** What was saved just now, by what it replaced; undoing brings that back. */
  const saved = signal<{ before: Settings; words: string } | null>(null)
  /** The change of the connection is still to be confirmed. */
  const isAskingMode = signal(false)

  const changed = computed<readonly Field[]>(() => {
    const [mine, theirs] = [draft.value, kept.value?.settings]
    return mine && theirs ? fields.filter((field) => differ(mine[field], theirs[field])) : []
  })

  function take(reply: SettingsReply): void {
    kept.value = reply
    draft.value = reply.settings
  }

  async function read(): Promise<void> {
    const reply = await api.read<SettingsReply>(practice, 'settings')
    if (reply.ok) {
      failure.value = null
      // What is being typed stays; that something else was saved is found when it is.
      if (changed.peek().length === 0) take(reply.value)
    } else {
      failure.value = reply.failure
      onFailure(reply.failure)
    }
  }

  /** @returns Whether it is saved. */
  async function put(words: string): Promise<boolean> {
    const [before, settings] = [kept.peek(), draft.peek()]
    if (!before || !settings || isSaving.peek()) return false
    isSaving.value = true
    saveFailure.value = null
    const reply = await api.change<SettingsReply>(practice, 'settings', { settings, version: before.version })
    isSaving.value = false
    if (reply.ok) {
      take(reply.value)
      conflict.value = null
      saved.value = { before: before.settings, words }
      announce(words)
      if (before.settings.mode !== settings.mode) onMode()
      return true
    }
    if (reply.failure.refusal === 'changed-meanwhile') await meet(before.settings, settings)
    else {
      saveFailure.value = reply.failure
      onFailure(reply.failure)
    }
    return false
  }

  /** Lays what was typed over what a colleague has saved: what one of the two left alone is as the other has it. */
  async function meet(base: Settings, mine: Settings): Promise<void> {
    const reply = await api.read<SettingsReply>(practice, 'settings')
    if (!reply.ok) {
      saveFailure.value = reply.failure
      return onFailure(reply.failure)
    }
    const { settings: theirs, changed: last } = reply.value
    const touched = fields.filter((field) => differ(mine[field], base[field]))
    kept.value = reply.value
    draft.value = { ...theirs, ...Object.fromEntries(touched.map((field) => [field, mine[field]])) }
    saved.value = null
    conflict.value = { by: last?.by ?? 'A colleague', at: last?.at ?? '', fields: changed.peek() }
    announce(`${conflict.value.by} has changed the settings meanwhile. Yours are not saved yet.`)
  }

  return {
    kept,
    draft,
    failure,
    saveFailure,
    isSaving,
    conflict,
    saved,
    isAskingMode,
    /** Which of them are not saved. */
    changed,
    origins: createAllowedOrigins({ api, practice, kept, announce, onFailure }),
    read,
    change(part: Partial<Settings>) {
      if (!draft.value) return
      draft.value = { ...draft.value, ...part }
      saved.value = null
      saveFailure.value = null
    },
    /** Saves, once a change of the connection is confirmed. */
    async save(isConfirmed = false): Promise<boolean> {
      if (changed.value.includes('mode') && !isConfirmed) {
        isAskingMode.value = true
        return false
      }
      isAskingMode.value = false
      return put('Settings saved')
    },
    discard() {
      draft.value = kept.value?.settings ?? null
      conflict.value = null
      saveFailure.value = null
      announce('Changes taken back')
    },
    takeTheirs(field: Field) {
      if (draft.value && kept.value) draft.value = { ...draft.value, [field]: kept.value.settings[field] }
      if (changed.value.length === 0) conflict.value = null
    },
    async undo(): Promise<void> {
      if (!saved.value) return
      draft.value = saved.value.before
      if (await put('Undone: the settings are as before')) saved.value = null
    },
  }
}

const differ = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b)
