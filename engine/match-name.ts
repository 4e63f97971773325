import type { Because, Verdict } from './match-model.ts'
import { isNickname } from './match-nicknames.ts'
import { jaroWinkler, slipBetween } from './match-text.ts'
import { matching } from './match-weights.ts'
import { type FoldedName, isParticle, spellOut } from './name.ts'

/** What one value says about another. */
export type Finding =
  | { readonly verdict: 'close'; readonly because: CloseBecause }
  | { readonly verdict: Exclude<Verdict, 'close'>; readonly because?: Because | undefined }

/** Each has its share of a field's points. */
type CloseBecause = Extract<Because, keyof typeof matching.share>

export const missing: Finding = { verdict: 'missing' }
export const differs: Finding = { verdict: 'differs' }
export const same: Finding = { verdict: 'same' }
export const close = (because: CloseBecause): Finding => ({ verdict: 'close', because })

/**
 * Compares two names of the same kind. The first thing found is told: what leaves more of the name as it is comes first.
 *
 * @example
 * compareNames('family', readName('Cruz'), readName('de la Cruz')) // { verdict: 'close', because: 'particle' }
 */
export function compareNames(kind: 'given' | 'family', a: FoldedName, b: FoldedName): Finding {
  if (a.folded === '' || b.folded === '') return missing
  if (a.folded === b.folded) return a.text === b.text ? same : { verdict: 'same', because: whyWrittenOtherwise(a, b) }
  const spelledA = spellOut(a.text)
  const spelledB = spellOut(b.text)
  if (spelledA === b.folded || a.folded === spelledB || spelledA === spelledB) return close('transliteration')
  const rest = compareBases(kind, a, b)
  // Whoever is Jr isn't Sr, whatever else was found.
  if (a.suffix && b.suffix && a.suffix !== b.suffix && rest.verdict !== 'differs') {
    return { verdict: 'differs', because: 'suffix' }
  }
  return rest.verdict === 'same' ? close('suffix') : rest
}

function compareBases(kind: 'given' | 'family', a: FoldedName, b: FoldedName): Finding {
  const [foldedA, foldedB] = [a.base.join(''), b.base.join('')]
  if (foldedA === foldedB) return same
  // A single letter in a given name is an initial, not a particle.
  const [wordsA, wordsB] = kind === 'family' ? [a.core, b.core] : [a.base, b.base]
  if (kind === 'family' && isSameButParticles(a, b)) return close('particle')
  if (kind === 'given' && isNickname(wordsA[0]!, wordsB[0]!)) return close('nickname')
  if (areInitials(wordsA, wordsB)) return close('initial')
  if (isPart(wordsA, wordsB, (one, other) => one === other)) return close('part-of-double-name')
  if (isTypo(foldedA, foldedB)) return close('typo')
  if (isPart(wordsA, wordsB, (one, other) => one === other || isTypo(one, other))) return close('part-of-double-name')
  return differs
}

/** Only accents make "Anais" of "Anaïs"; case and punctuation don't. */
function whyWrittenOtherwise(a: FoldedName, b: FoldedName): Because {
  const letters = (text: string) =>
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '')
  return letters(a.text) === letters(b.text) ? 'punctuation' : 'diacritics'
}

function isSameButParticles(a: FoldedName, b: FoldedName): boolean {
  const [coreA, coreB] = [a.core.join(''), b.core.join('')]
  if (coreA === coreB) return true
  const [short, long] = coreA.length < coreB.length ? [coreA, coreB] : [coreB, coreA]
  return long.endsWith(short) && isParticle(long.slice(0, -short.length)) && short.length >= matching.lettersForSlip
}

/** "J" for John, "J P" and "JP" for John Paul, "Mary A" for Mary Ann. */
function areInitials(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.join('').length < b.join('').length ? [a, b] : [b, a]
  if (long.length > 1 && long.map((word) => word[0]).join('') === short.join('')) return true
  if (short.length !== long.length)
    return short.length === 1 && short[0]!.length === 1 && long[0]!.startsWith(short[0]!)
  return short.every((word, i) => word === long[i] || (word.length === 1 && long[i]!.startsWith(word)))
}

/** Does the one with fewer words stand within the other? Initials alone don't. */
function isPart(a: readonly string[], b: readonly string[], isWord: (one: string, other: string) => boolean): boolean {
  if (a.length === 1 && b.length === 1) return false
  const [few, many] = a.length <= b.length ? [a, b] : [b, a]
  return (
    few.some((word) => word.length > 1) &&
    few.every((word) => many.some((other) => isWord(word, other) || (word.length === 1 && other.startsWith(word))))
  )
}

function isTypo(a: string, b: string): boolean {
  if (jaroWinkler(a, b) >= matching.leastAlike) return true
  return Math.min(a.length, b.length) >= matching.lettersForSlip && slipBetween(a, b) !== null
}
