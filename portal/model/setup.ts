import { computed, type ReadonlySignal } from '@preact/signals'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { RulesModel } from './rules.ts'
import { mergeRules } from './rules-merge.ts'
import { formatSetup, parseSetup } from './setup-address.ts'
import { addEntry, changeEntry, type Entry, type ListName, moveEntry, removeEntry } from './setup-lists.ts'

export type SetupModel = ReturnType<typeof createSetup>

/** What a practice is made of, as it is set up: edits of the one draft that all rooms share, and what is open of it. */
export function createSetup(from: {
  rules: RulesModel
  practice: { id: string; timeZone: string }
  /** The part of the address after `#`. */
  hash: ReadonlySignal<string>
  go: (hash: string, step: 'on' | 'over' | 'back') => void
  announce: (text: string) => void
}) {
  const { rules, practice, hash, go, announce } = from
  const address = computed(() => parseSetup(hash.value))
  const place = computed(() => address.value.place)
  const open = computed(() => address.value.open)

  const show = (which: string | null) => go(formatSetup(practice.id, place.peek(), which), 'over')

  function indexOf(list: ListName, id: string): number {
    const entries: readonly { id: string }[] = rules.file.peek()?.[list] ?? []
    return entries.findIndex((each) => each.id === id)
  }

  return {
    ...{ rules, place, open, show },
    /** Changes a value at the top of the file. What is typed into one field in a row is taken back in one step. */
    change(part: Partial<PracticeFile>) {
      rules.edit((file) => ({ ...file, ...part }), `setup ${Object.keys(part).join()}`)
    },
    changeEntry<List extends ListName>(list: List, id: string, part: Partial<Entry<List>>) {
      const step = `setup ${list} ${id} ${Object.keys(part).join()}`
      rules.edit((file) => changeEntry(file, list, id, part), step)
    },
    /** Adds one by its name and opens it. */
    add(list: ListName, name: string) {
      let added = ''
      rules.edit((file) => {
        const next = addEntry(file, rules.kept.peek(), list, name, practice.timeZone)
        added = next.id
        return next.file
      })
      show(added)
      announce(`${name} added. Nothing counts until it is saved.`)
    },
    remove(list: ListName, { id, name }: { id: string; name: string }) {
      rules.edit((file) => removeEntry(file, list, id))
      if (open.peek() === id) show(null)
      announce(`${name} removed. Nothing counts until it is saved.`)
    },
    /** What is in force and about to be removed, with all that spoke of it, is as it was; other edits stay. */
    putBack(list: ListName, { id, name }: { id: string; name: string }) {
      const kept = rules.kept.peek()
      if (!kept) return
      rules.edit((file) => mergeRules(removeEntry(kept, list, id), file, kept).file)
      announce(`${name} is there again`)
    },
    move(list: ListName, { id, name }: { id: string; name: string }, by: -1 | 1) {
      rules.edit((file) => moveEntry(file, list, id, by))
      announce(`${name}: ${indexOf(list, id) + 1} of ${rules.file.peek()?.[list].length}`)
    },
    /** What is in force and no longer in the draft. */
    removed(list: ListName): readonly { id: string; name: string }[] {
      const left: readonly { id: string }[] = rules.file.value?.[list] ?? []
      return (rules.kept.value?.[list] ?? []).filter(({ id }) => !left.some((each) => each.id === id))
    },
    /** Why one can't be removed, in the server's words. */
    removalFault(list: ListName, { name }: { name: string }): string | null {
      const found = rules.faults.value.find(
        // It stands nowhere any longer, so the list is pointed at.
        ({ pointer, detail }) => pointer === `/${list}` && detail.includes(`“${name}”`),
      )
      return found?.detail ?? null
    },
  }
}
