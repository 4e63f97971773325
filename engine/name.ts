/** A name taken apart, so that it can be compared with many. */
export interface FoldedName {
  /** As it was written. */
  readonly text: string
  /** Everything but case, diacritics, punctuation and spaces; empty when nothing else was there. */
  readonly folded: string
  readonly words: readonly string[]
  /** `jr`, `sr`, `ii`, `iii` or `iv`; empty without one. */
  readonly suffix: string
  /** Its words without the suffix. */
  readonly base: readonly string[]
  /** Its words without suffix and particles; the base where only particles would be left. */
  readonly core: readonly string[]
}

/**
 * What is left of a name when case, diacritics, punctuation, spaces and compatibility forms don't count.
 *
 * Vowel signs of Indic scripts and the voicing marks of kana are kept: without them other names would become the same.
 *
 * @returns Letters and digits, lower case; empty when there are none.
 * @example
 * [foldName('Đặng'), foldName("O’Brien-Müller"), foldName('Strauß')] // ['dang', 'obrienmuller', 'strauss']
 */
export function foldName(text: string): string {
  return isPlain.test(text) ? text.toLowerCase() : wordsOf(text).join('')
}

/**
 * Takes a name apart into words, suffix and particles.
 *
 * @example
 * readName('de la Cruz, Jr.').core // ['cruz']
 */
export function readName(text: string): FoldedName {
  const words = wordsOf(text)
  const suffix = words.length > 1 ? (suffixes.get(words.at(-1)!) ?? '') : ''
  const base = suffix ? words.slice(0, -1) : words
  const core = base.filter((word) => !particles.has(word))
  return { text, folded: words.join(''), words, suffix, base, core: core.length > 0 ? core : base }
}

/**
 * A name as it is typed where there are no umlauts: Müller is written Mueller, Åse Aase.
 *
 * @returns Folded like {@link foldName}.
 * @example
 * spellOut('Jürgen Søby') // 'juergensoeby'
 */
export function spellOut(text: string): string {
  if (isPlain.test(text)) return text.toLowerCase()
  return foldName(text.normalize('NFC').replace(/[äöøüåđ]/gi, (letter) => spelledOut[letter.toLowerCase()]!))
}

/** A word glued or put before a family name that some leave out: `de`, `van`, `delacruz` for Cruz. */
export function isParticle(word: string): boolean {
  return particles.has(word) || gluedParticles.has(word)
}

/** One word of plain letters needs no folding but its case: nearly all names of a large practice. */
const isPlain = /^[a-z]+$/i
/**
 * Diacritics of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs and tatweel, and the letters that look like
 * apostrophes (Oʼahu): all that can be left out without making it another name.
 */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: single marks are meant, not what they stand on
const droppable = /[\u02b0-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff]/g
const notInWords = /[^\p{L}\p{M}\p{N}]+/u

/** Letters that Unicode doesn't take apart (NFKD leaves them as they are). */
const undivided: Readonly<Record<string, string>> = {
  đ: 'd',
  ð: 'd',
  ɖ: 'd',
  ø: 'o',
  ł: 'l',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  ə: 'e',
  ɓ: 'b',
  ɗ: 'd',
  ƙ: 'k',
  // The same letter at the end of a word.
  ς: 'σ',
}
const anyUndivided = new RegExp(`[${Object.keys(undivided).join('')}]`, 'g')

const spelledOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ø: 'oe', ü: 'ue', å: 'aa', đ: 'dj' }

const suffixes = new Map(
  ['jr junior', 'sr senior', 'ii 2nd', 'iii 3rd', 'iv 4th'].flatMap((line) => {
    const [first, ...others] = line.split(' ') as [string, ...string[]]
    return [first, ...others].map((word) => [word, first] as const)
  }),
)

const particles = new Set(
  'a abu af al ap av ben bin bint d da das de del della den der des di do dos du e el ibn l la las le los mac mc o san st ten ter van vom von y zu zum zur'.split(
    ' ',
  ),
)
const gluedParticles = new Set('dela delas delos vande vanden vander vonder'.split(' '))

function wordsOf(text: string): string[] {
  if (isPlain.test(text)) return [text.toLowerCase()]
  return text
    .normalize('NFKD')
    .replace(droppable, '')
    .toLowerCase()
    .replace(anyUndivided, (letter) => undivided[letter]!)
    .split(notInWords)
    .filter((word) => word !== '')
}
