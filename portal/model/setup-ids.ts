/** What Unicode doesn't take apart into a letter and its mark. */
const spelled: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th' }

/**
 * A short name for URLs and records, made from a name: `Dr. Zoë Ångström` gives `dr-zoe-angstrom`. It follows the rule of
 * `Id` in the contract: lower-case letters, digits and single hyphens, at most 64.
 *
 * @param taken - Ids that stand for something else; a number is put behind one that is among them.
 * @param otherwise - Used where nothing of the name can be spelled like that, as with Chinese.
 */
export function idFrom(name: string, taken: readonly string[], otherwise: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[ßæœøłđðþ]/g, (letter) => spelled[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
  // Room for a number behind it.
  const base = plain.slice(0, 58).replace(/^-+|-+$/g, '') || otherwise
  if (!taken.includes(base)) return base
  let number = 2
  while (taken.includes(`${base}-${number}`)) number++
  return `${base}-${number}`
}
