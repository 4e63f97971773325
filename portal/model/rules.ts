import { computed, effect, signal, untracked } from '@preact/signals'
import type { PreviewReply, RulesReply } from '../../server/contract/calendar.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { Api, Failure } from '../api.ts'
import type { Portal } from './portal.ts'
import { createRulesHistory } from './rules-history.ts'
import { differingParts, mergeRules, type PartPath, withPart } from './rules-merge.ts'
import { type ChangedPart, partWords } from './rules-parts.ts'
import { createRulesPreview } from './rules-preview.ts'
import type { Unsaved } from './unsaved.ts'

export type RulesModel = ReturnType<typeof createRules>
/** What stands in the way, by where it stands in the file (RFC 6901). */
export type RulesFault = PreviewReply['faults'][number]
/** A colleague saved since this was read. Mine lies over theirs now, not saved. */
export type RulesConflict = {
  by: string
  /** An instant; empty: not known. */
  at: string
  /** What they changed, in words. */
  what: readonly string[]
  /** Where both changed the same, each otherwise: mine stands there until theirs is taken. */
  overlaps: readonly (ChangedPart & { mine: unknown; theirs: unknown })[]
}

/** A year of openings, twice. */
const saveWaitMs = 60_000

/**
 * Everything that can be set about a practice's hours, as a draft of its whole file: edited here, looked at before it
 * counts, saved whole. Every room that edits some of it edits this one, so that nothing unsaved is lost between them.
 */
export function createRules(from: {
  api: Pick<Api, 'read' | 'change'>
  practice: string
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
  /** How long after the last edit its effects are asked for. */
  previewAfterMs?: number
}) {
  const { api, practice, announce, onFailure, previewAfterMs = 400 } = from
  const reply = signal<RulesReply | null>(null)
  const file = signal<PracticeFile | null>(null)
  const failure = signal<Failure | null>(null)
  const saveFailure = signal<Failure | null>(null)
  const isSaving = signal(false)
  const conflict = signal<RulesConflict | null>(null)
  const meanwhile = signal<RulesReply | null>(null)
  const saved = signal<{ words: string; before: object | null } | null>(null)
  const refused = signal<readonly RulesFault[]>([])
  const history = createRulesHistory(file)

  const kept = computed(() => reply.value?.file ?? null)
  const changed = computed<readonly ChangedPart[]>(() => {
    const [mine, saved] = [file.value, kept.value]
    if (!mine || !saved) return []
    return differingParts(saved, mine).map((path) => ({ path, words: partWords(path, mine, saved) }))
  })
  const preview = createRulesPreview({ api, practice, afterMs: previewAfterMs, onFailure })
  const faults = computed(() => (refused.value.length > 0 ? refused.value : (preview.reply.value?.faults ?? [])))

  const stopPreviewing = effect(() => {
    const draft = changed.value.length > 0 ? file.value : null
    // What is saved moves too, and with it what differs.
    reply.value
    untracked(() => preview.ask(draft))
  })

  function take(next: RulesReply): void {
    reply.value = next
    file.value = next.file
    meanwhile.value = null
    conflict.value = null
    history.clear()
  }

  async function ask(): Promise<RulesReply | null> {
    const answer = await api.read<RulesReply>(practice, 'rules')
    if (answer.ok) return answer.value
    if (!reply.peek()) failure.value = answer.failure
    onFailure(answer.failure)
    return null
  }

  async function read(): Promise<void> {
    const next = await ask()
    if (!next || isSaving.peek()) return
    failure.value = null
    if (next.base === reply.peek()?.base) return
    // What is being edited stays; that somebody else saved is said.
    if (changed.peek().length === 0) take(next)
    else if (meanwhile.peek()?.base !== next.base) {
      meanwhile.value = next
      announce(`${next.saved?.by ?? 'A colleague'} has saved meanwhile. Your changes are not saved yet.`)
    }
  }

  /** Lays mine over what a colleague saved. */
  function meet(next: RulesReply): void {
    const [base, mine] = [kept.peek(), file.peek()]
    if (!base || !mine) {
      take(next)
      return
    }
    const theirs = next.file
    const { file: both, overlaps } = mergeRules(base, mine, theirs)
    const named = (path: PartPath) => ({ path, words: partWords(path, theirs, mine, base) })
    take(next)
    file.value = both
    saved.value = null
    conflict.value = {
      by: next.saved?.by ?? 'A colleague',
      at: next.saved?.at ?? '',
      what: differingParts(base, theirs).map((path) => partWords(path, theirs, base)),
      overlaps: overlaps.map((each) => ({ ...each, ...named(each.path) })),
    }
    announce(`${conflict.value.by} has saved meanwhile. Your changes are not saved yet.`)
  }

  async function readAndMeet(): Promise<void> {
    const next = await ask()
    if (next) meet(next)
  }

  function fail(why: Failure): void {
    saveFailure.value = why
    refused.value = why.problem?.errors?.map(({ pointer, detail }) => ({ pointer: inFile(pointer), detail })) ?? []
    onFailure(why)
  }

  /** One call that changes what is in force. @returns Whether it did. */
  async function put(path: string, body: object, words: string): Promise<boolean> {
    isSaving.value = true
    saveFailure.value = null
    refused.value = []
    const sent = file.peek()
    const answer = await api.change<RulesReply>(practice, path, body, saveWaitMs)
    isSaving.value = false
    if (answer.ok) {
      // What was edited while it was on its way.
      const since = file.peek()
      take(answer.value)
      if (sent && since && since !== sent) file.value = mergeRules(sent, since, answer.value.file).file
      saved.value = { words, before: answer.value.undo }
      announce(words)
      return true
    }
    if (answer.failure.refusal === 'changed-meanwhile') await readAndMeet()
    else fail(answer.failure)
    return false
  }

  async function undoSave(): Promise<void> {
    const before = reply.peek()
    if (!before?.undo || isSaving.peek()) return
    if (changed.peek().length > 0) {
      announce('Save or take back your changes first')
      return
    }
    if (await put('rules/undo', { base: before.base }, 'Undone: the hours are as before')) {
      saved.value = { words: 'Undone: the hours are as before', before: null }
    }
  }

  const model = {
    /** The draft; null: not read yet. */
    file,
    /** As it is in force. */
    kept,
    /** All that was read with it: who saved last, what can be undone, whether places can be more than one. */
    reply,
    base: computed(() => reply.value?.base ?? null),
    /** Why it could not be read. */
    failure,
    saveFailure,
    isSaving,
    /** What is not saved. */
    changed,
    /** What the draft brings about; null: nothing is changed, or it isn't known yet. */
    preview: preview.reply,
    isPreviewing: preview.isAsking,
    previewFailure: preview.failure,
    askPreview: () => preview.ask(changed.peek().length > 0 ? file.peek() : null, 0),
    faults,
    /** What is wrong at a place of the file, or in what stands under it; null: nothing is. */
    faultAt: (pointer: string) =>
      faults.value.find((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`))?.detail ?? null,
    conflict,
    /** A colleague saved while this was being edited; `bringIn` lays mine over theirs. */
    meanwhile,
    saved,
    canUndoEdit: history.canUndo,
    canRedoEdit: history.canRedo,
    read,
    /**
     * Changes the draft.
     *
     * @param step - Edits of the same name in a row are taken back together, like all of one drag.
     */
    edit(mutate: (file: PracticeFile) => PracticeFile, step?: string): void {
      const before = file.peek()
      if (!before) return
      const after = mutate(before)
      if (after === before) return
      history.keep(before, step)
      file.value = after
      saved.value = null
      saveFailure.value = null
      refused.value = []
    },
    undoEdit: history.undo,
    redoEdit: history.redo,
    async save(): Promise<boolean> {
      const [draft, base] = [file.peek(), reply.peek()?.base]
      if (!draft || base === undefined || isSaving.peek() || changed.peek().length === 0) return false
      return put('rules', { file: draft, base }, 'Saved. Patients see it at once')
    },
    discard(): void {
      const next = meanwhile.peek()
      if (next) take(next)
      else {
        file.value = kept.peek()
        history.clear()
      }
      conflict.value = null
      saveFailure.value = null
      refused.value = []
      announce('Changes taken back')
    },
    bringIn(): void {
      if (meanwhile.peek()) meet(meanwhile.peek()!)
    },
    /** Where both changed the same: as the colleague has it. */
    takeTheirs(path: PartPath): void {
      const now = conflict.peek()
      const part = now?.overlaps.find((each) => isSamePath(each.path, path))
      if (!now || !part || !file.peek()) return
      file.value = withPart(file.peek()!, path, part.theirs)
      conflict.value = { ...now, overlaps: now.overlaps.filter((each) => each !== part) }
    },
    /** What was met is read and done with; mine stays on top, to be saved. */
    keepMine(): void {
      conflict.value = null
    },
    /** What the last save replaced is in force again. */
    undoSave,
    undo: undoSave,
    stop(): void {
      stopPreviewing()
      preview.stop()
    },
  }
  return model satisfies Unsaved
}

/** By portal and practice: what is being edited is still there when a room is entered again. */
const models = new WeakMap<Portal, Map<string, RulesModel>>()

export function rulesOf(portal: Portal, practice: string): RulesModel {
  const ofPortal = models.get(portal) ?? new Map<string, RulesModel>()
  models.set(portal, ofPortal)
  const model =
    ofPortal.get(practice) ??
    createRules({ api: portal.api, practice, announce: portal.announce, onFailure: portal.failed })
  ofPortal.set(practice, model)
  return model
}

/** Refusals point into what was sent, `{ file, base }`; a preview into the file. */
const inFile = (pointer: string) => pointer.replace(/^\/file(?=\/|$)/, '')

const isSamePath = (a: PartPath, b: PartPath) => a.length === b.length && a.every((name, i) => name === b[i])
