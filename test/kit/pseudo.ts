const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const accented = 'áƀçđéƒǧĥíĵķłɱñóƥɋřšťúṽŵẋýžÁɃÇĐÉƑǦĤÍĴĶŁṀÑÓƤɊŘŠŤÚṼŴẊÝŽ'
const accents = new Map([...plain].map((letter, index) => [letter, [...accented][index]!]))

/**
 * A made-up language: what is still plain on the screen was never translated, and what does not fit would not fit in
 * German either.
 *
 * @param text - English; its `{name}` places are kept as they are.
 * @returns Every letter with an accent, some twice, so that the text is at least 35 % longer, in brackets.
 * @example
 * pseudo('Call {phone}') // '[ÇÇáálł {phone}]'
 */
export const pseudo = (text: string): string => {
  let owed = 0
  const longer = text.replace(/\{\w+\}|./gu, (piece) => {
    if (piece.length > 2) return piece
    owed += 0.35
    const letter = accents.get(piece)
    if (!letter) return piece
    const more = Math.ceil(owed)
    owed -= more
    return letter.repeat(1 + more)
  })
  return `[${longer}]`
}
