import type { Language } from '../contract/language.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { localIso } from '../dates.ts'
import { localeIn } from '../language.ts'
import { fillFor, mailWords } from './words.ts'

export type Moments = ReturnType<typeof momentsFor>

/**
 * Times as a mail writes them: on the practice's wall, in the reader's language. The year stands there when it isn't this
 * one.
 */
export function momentsFor(language: Language, { locale }: PracticeFile, timeZone: string, now: number) {
  const written = localeIn(language, locale)
  const format = (options: Intl.DateTimeFormatOptions) => {
    const it = new Intl.DateTimeFormat(written, { timeZone, ...options })
    return (at: number) => plain(it.format(at))
  }
  const yearOf = (at: number) => localIso(at, timeZone).slice(0, 4)
  const dated = (weekday: 'long' | 'short', month: 'long' | 'short') => {
    const plainDate = format({ weekday, day: 'numeric', month })
    const withYear = format({ weekday, day: 'numeric', month, year: 'numeric' })
    return (at: number) => (yearOf(at) === yearOf(now) ? plainDate(at) : withYear(at))
  }
  const fill = fillFor('en')
  const join = (date: string, time: string) => fill(mailWords[language].dateTime, { date, time })
  const date = dated('long', 'long')
  const shortDate = dated('short', 'short')
  const clock = format({ hour: 'numeric', minute: '2-digit' })
  const time = (at: number) => fill(mailWords[language].clock, { time: clock(at) })
  const moment = (at: number) => join(date(at), time(at))
  return {
    /** `Tuesday 24 November`. */
    date,
    /** `9:00`, or `9:00 AM`. */
    time,
    /** `Tuesday 24 November, 9:00`. */
    moment,
    /** `Tue 24 Nov, 9:00`. */
    short: (at: number) => join(shortDate(at), time(at)),
    /** Beside another time of the same day only the clock's. */
    beside: (at: number, other: number) =>
      localIso(at, timeZone).slice(0, 10) === localIso(other, timeZone).slice(0, 10) ? time(at) : moment(at),
  }
}

/** Intl puts narrow spaces in, which some mail programs show as a sign of their own. */
const plain = (text: string) => text.replace(/[\u2009\u202f\u00a0]/g, ' ')
