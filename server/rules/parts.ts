import { canonical } from '../booking.ts'
import type { PracticeFile } from '../contract/practice-file.ts'

/*
 * A practice file in parts, each with a name that says nothing about anybody: `practitioners/ann/schedules`. What differs
 * between two files is told, and who may change it decided, by these.
 */

const lists = ['locations', 'chairs', 'reasons', 'practitioners'] as const

/** What any member of staff may change: when visits can be, and how many. */
const hours = [
  /^practitioners\/[^/]+\/(schedules|weeks|exceptions|splitBooking)$/,
  /^chairs\/[^/]+\/(schedules|exceptions|capacity)$/,
  /^(closures|ceilings|noticeMinutes|horizonMonths)$/,
]

/**
 * Names of the parts that differ, in the order of the file. Who or what was added or removed is one part; the list that
 * it stands in is another, because its order differs too.
 *
 * @returns Empty when both say the same.
 */
export function changedParts(before: PracticeFile, after: PracticeFile): string[] {
  const [old, now] = [partsOf(before), partsOf(after)]
  const names = [...new Set([...old.keys(), ...now.keys()])]
  const changed = names.filter((name) => old.get(name) !== now.get(name))
  // Of whom one side doesn't know, all fields differ: one part says so.
  const wholes = new Set(changed.filter((name) => name.split('/').length === 2))
  return changed.filter((name) => wholes.has(name) || !wholes.has(name.split('/').slice(0, 2).join('/')))
}

/** Is a part the practice's set-up, which owners alone change? */
export function isSetUp(part: string): boolean {
  return !hours.some((name) => name.test(part))
}

function partsOf(file: PracticeFile): Map<string, string> {
  const parts = new Map<string, string>()
  for (const [key, value] of Object.entries(file)) {
    const list = lists.find((name) => name === key)
    if (!list) {
      if (value !== undefined) parts.set(key, canonical(value))
      continue
    }
    parts.set(list, canonical(file[list].map(({ id }) => id)))
    for (const { id, ...fields } of file[list]) {
      parts.set(`${list}/${id}`, '')
      for (const [field, content] of Object.entries(fields)) {
        if (content !== undefined) parts.set(`${list}/${id}/${field}`, canonical(content))
      }
    }
  }
  return parts
}
