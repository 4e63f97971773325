/** What names a patient, as it stands in a row. */
export interface SearchedRow {
  readonly reference?: string | undefined
  readonly given: string | null
  readonly family: string | null
  readonly birth_date: string | null
  readonly mobile: string | null
  readonly email: string | null
}

/**
 * Everything that staff search a row by, as one text: names both ways round, date of birth, mobile, email, reference.
 *
 * @example
 * searchText({ given: 'Zoë', family: "O'Dell", birth_date: null, mobile: '(206) 555-0119', email: null })
 * // ' zoe odell zoe 2065550119 '
 */
export function searchText({ reference, given, family, birth_date, mobile, email }: SearchedRow): string {
  const words = [given, family, given, birth_date, mobile?.replace(/\D/g, ''), email, reference]
  return ` ${words.flatMap((word) => (word ? [foldText(word)] : [])).join(' ')} `
}

/** Text as it is compared: without accents, capitals and signs, but for what stands in dates and addresses. */
export function foldText(text: string): string {
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      // The one letter of common names that doesn't come apart.
      .replace(/đ/g, 'd')
      .replace(/[^\p{L}\p{N}@.\- ]/gu, '')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

/** The words of what somebody typed, as {@link searchText} holds them; empty when there is nothing to look for. */
export function searchWords(typed: string): string[] {
  return foldText(typed).split(' ').filter(Boolean)
}
