import type { CountryCode } from 'libphonenumber-js'
import type { PracticeFile } from '../contract/practice-file.ts'

/** Phone numbers as the people of one practice write them. */
export interface Phones {
  /** E.164 where it can be told, as `+12065550119`; else as it was typed. */
  international(typed: string): string
  /** As it is read there: `(206) 555-0119`; a number of another country with its code. */
  read(typed: string): string
}

/**
 * Phone numbers as they are written in the practice's country, which its locale names; the United States when it doesn't.
 * The library with its tables of all countries is loaded when it is first needed.
 */
export async function phonesIn({ locale }: Pick<PracticeFile, 'locale'>): Promise<Phones> {
  const { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } = await import('libphonenumber-js')
  const region = new Intl.Locale(locale).maximize().region ?? ''
  const country: CountryCode = isSupportedCountry(region) ? region : 'US'
  // Possible, not valid: numbers for examples, and those of an area code from last month, are nobody's yet.
  const parse = (typed: string) => {
    const number = parsePhoneNumberFromString(typed, country)
    return number?.isPossible() ? number : undefined
  }
  const ownCode = getCountryCallingCode(country)
  return {
    international: (typed) => parse(typed)?.number ?? typed,
    read(typed) {
      const number = parse(typed)
      if (!number) return typed
      return number.countryCallingCode === ownCode ? number.formatNational() : number.formatInternational()
    },
  }
}
