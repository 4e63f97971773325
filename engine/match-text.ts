/** Part of a text, `[start, end)` in UTF-16 units. */
export type Span = readonly [start: number, end: number]

/** What to mark in two texts that aren't the same; empty where nothing is, or everything. */
export interface Differences {
  readonly asked: readonly Span[]
  readonly known: readonly Span[]
}

export const noDifferences: Differences = { asked: [], known: [] }

/**
 * How alike two words are, 0 to 1, by Jaro and Winkler: letters in common that stand near one another, and more for a
 * common beginning. Made for names, where a slip of the finger keeps most of the letters.
 *
 * @example
 * jaroWinkler('garcia', 'gracia').toFixed(2) // '0.95'
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const jaro = jaroOf(a, b)
  // Winkler's own bound: unlike words gain nothing from a common beginning.
  if (jaro < 0.7) return jaro
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

function jaroOf(a: string, b: string): number {
  const reach = Math.max(0, (Math.max(a.length, b.length) >> 1) - 1)
  const isTaken: boolean[] = []
  const common: string[] = []
  for (let i = 0; i < a.length; i++) {
    const until = Math.min(b.length, i + reach + 1)
    for (let k = Math.max(0, i - reach); k < until; k++) {
      if (isTaken[k] || a[i] !== b[k]) continue
      isTaken[k] = true
      common.push(a[i]!)
      break
    }
  }
  if (common.length === 0) return 0
  let outOfOrder = 0
  let next = 0
  for (let k = 0; k < b.length; k++) if (isTaken[k] && common[next++] !== b[k]) outOfOrder++
  const found = common.length
  return (found / a.length + found / b.length + (found - outOfOrder / 2) / found) / 3
}

/**
 * The slip that makes one text of the other: a letter changed, left out or put in; or two neighbours swapped.
 *
 * @returns Null when it takes more than one, or none.
 * @example
 * [slipBetween('5550142', '5550124'), slipBetween('5550142', '5550143'), slipBetween('ann', 'anne')] // ['swapped', 'changed', 'added']
 */
export function slipBetween(a: string, b: string): 'changed' | 'added' | 'swapped' | null {
  if (Math.abs(a.length - b.length) > 1) return null
  const { start, endA, endB } = middleOf(a, b, a.length, b.length)
  const left = endA - start
  const right = endB - start
  if (left + right === 1) return 'added'
  if (left === 1 && right === 1) return 'changed'
  const isSwapped = left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]
  return isSwapped ? 'swapped' : null
}

/**
 * Where two texts differ, to be marked: everything between their common beginning and their common end.
 *
 * @param keyOf - What of a character counts; empty for one that doesn't, like a hyphen in a phone number.
 * @example
 * differencesOf('Smyth', 'Smith', (sign) => sign) // { asked: [[2, 3]], known: [[2, 3]] }
 */
export function differencesOf(asked: string, known: string, keyOf: (sign: string) => string): Differences {
  const a = signsOf(asked, keyOf)
  const b = signsOf(known, keyOf)
  const keys = (signs: readonly Sign[]) => signs.map(({ key }) => key)
  const { start, endA, endB } = middleOf(keys(a), keys(b), a.length, b.length)
  return { asked: spanOf(a, start, endA), known: spanOf(b, start, endB) }
}

interface Sign {
  readonly key: string
  readonly start: number
  readonly end: number
}

function signsOf(text: string, keyOf: (sign: string) => string): Sign[] {
  const signs: Sign[] = []
  let start = 0
  for (const sign of text) {
    const end = start + sign.length
    const key = keyOf(sign)
    if (key !== '') signs.push({ key, start, end })
    start = end
  }
  return signs
}

function spanOf(signs: readonly Sign[], start: number, end: number): Span[] {
  return start < end ? [[signs[start]!.start, signs[end - 1]!.end]] : []
}

/** What is left between the beginning and the end that two lists have in common. */
function middleOf(a: ArrayLike<string>, b: ArrayLike<string>, lengthA: number, lengthB: number) {
  let start = 0
  let endA = lengthA
  let endB = lengthB
  while (start < endA && start < endB && a[start] === b[start]) start++
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  return { start, endA, endB }
}
