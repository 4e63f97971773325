import type { PracticeFile } from '../../server/contract/practice-file.ts'

/** Where something stands in a practice file: names and keys of lists, like `practitioners`, `osei`, `schedules`. */
export type PartPath = readonly string[]
/** What two people changed, each otherwise. A value that is undefined isn't there. */
export type Overlap = { path: PartPath; mine: unknown; theirs: unknown }

type Json = Record<string, unknown>

/** By what an entry of these lists is the same one, though it changed; in lists not named here only the whole counts. */
const keys: Readonly<Record<string, (entry: Json) => string>> = {
  locations: ({ id }) => String(id),
  chairs: ({ id }) => String(id),
  reasons: ({ id }) => String(id),
  practitioners: ({ id }) => String(id),
  ceilings: ({ id }) => String(id),
  weeks: ({ week }) => String(week),
}
/** Lists whose entries have no key and stand for themselves: adding one beside another's is no quarrel. */
const sets: readonly string[] = ['closures', 'exceptions']

/** Are these the same? What is undefined isn't there, and the order of names doesn't count. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, i) => isSame(each, b[i]))
  }
  return isObject(a) && isObject(b) && namesOf(a, b).every((name) => isSame(a[name], b[name]))
}

/**
 * Which parts differ, each once, in the order of `a`: a part is a value at the top, a list without keys, or a property of a
 * list's entry; an edited week counts by itself. An entry that is only in one of them is one part.
 */
export function differingParts(a: PracticeFile, b: PracticeFile): PartPath[] {
  return differing(a, b, [])
}

function differing(a: unknown, b: unknown, path: PartPath): PartPath[] {
  if (isSame(a, b)) return []
  const [one, other] = [divided(a, path), divided(b, path)]
  if (!one || !other) return [path]
  const parts = namesOf(one, other).flatMap((name) => differing(one[name], other[name], [...path, name]))
  // Else they stand in another order.
  return parts.length > 0 ? parts : [path]
}

/**
 * Lays what I changed over what somebody else saved since `base`: what only one of us changed is as that one has it.
 *
 * @param preferred - Whose is taken where both changed the same part, each otherwise.
 * @returns The whole, and the parts in which the two meet; none: nothing of either is lost.
 */
export function mergeRules(
  base: PracticeFile,
  mine: PracticeFile,
  theirs: PracticeFile,
  preferred: 'mine' | 'theirs' = 'mine',
): { file: PracticeFile; overlaps: Overlap[] } {
  const overlaps: Overlap[] = []

  function merge(was: unknown, my: unknown, their: unknown, path: PartPath): unknown {
    if (isSame(my, their) || isSame(was, my)) return their
    if (isSame(was, their)) return my
    const [before, ours, others] = [divided(was, path), divided(my, path), divided(their, path)]
    if (before && ours && others) {
      const entries = namesOf(others, ours)
        .map((name) => [name, merge(before[name], ours[name], others[name], [...path, name])] as const)
        .filter(([, value]) => value !== undefined)
      return Array.isArray(my) ? entries.map(([, value]) => value) : Object.fromEntries(entries)
    }
    const united = sets.includes(path.at(-1) ?? '') ? unite(was, my, their) : null
    if (united) return united
    overlaps.push({ path, mine: my, theirs: their })
    return preferred === 'mine' ? my : their
  }

  return { file: merge(base, mine, theirs, []) as PracticeFile, overlaps }
}

/** The file with one part as `value` says; undefined: without it. An entry that isn't there comes last. */
export function withPart(file: PracticeFile, path: PartPath, value: unknown): PracticeFile {
  function put(at: unknown, rest: PartPath, above: PartPath): unknown {
    const [name, ...further] = rest
    if (name === undefined) return value
    const parts = divided(at, above) ?? {}
    const changed = { ...parts, [name]: put(parts[name], further, [...above, name]) }
    const isThere = Object.entries(changed).filter(([, each]) => each !== undefined)
    return Array.isArray(at) ? isThere.map(([, each]) => each) : Object.fromEntries(isThere)
  }
  return put(file, path, []) as PracticeFile
}

/** What stands at a path; undefined: nothing. */
export function partAt(file: PracticeFile, path: PartPath): unknown {
  let at: unknown = file
  path.forEach((name, i) => {
    at = divided(at, path.slice(0, i))?.[name]
  })
  return at
}

/** Its parts by name: of an object its properties, of a list with keys its entries; null: it has none. */
function divided(value: unknown, path: PartPath): Json | null {
  if (Array.isArray(value)) {
    const keyOf = keys[path.at(-1) ?? '']
    // A practitioner's `reasons` are bare ids.
    return keyOf && value.every(isObject) ? Object.fromEntries(value.map((each) => [keyOf(each), each])) : null
  }
  // What stands inside a property, like a window, counts as one.
  return isObject(value) && (path.length === 0 || path.length === 2) ? value : null
}

/** Null when both changed an entry that the other changed as well. */
function unite(was: unknown, my: unknown, their: unknown): unknown[] | null {
  const [before, ours, others] = [was ?? [], my ?? [], their ?? []] as [unknown[], unknown[], unknown[]]
  const without = (list: unknown[], gone: unknown[]) => list.filter((each) => !gone.some((one) => isSame(one, each)))
  const [goneHere, goneThere] = [without(before, ours), without(before, others)]
  if (without(goneHere, goneThere).length < goneHere.length) return null
  return [...without(others, goneHere), ...without(without(ours, before), others)]
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const namesOf = (a: Json, b: Json) => [...new Set([...Object.keys(a), ...Object.keys(b)])]
