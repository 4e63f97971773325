import type { PracticeFile } from '../contract/practice-file.ts'

/** Part of a date, as a birth date is compared. */
export type DatePart = 'year' | 'month' | 'day'

export type Words = ReturnType<typeof wordsOf>

const kept = new Map<string, Words>()

/** Times and dates as a practice reads them: its locale and the zone of the place decide. */
export function wordsFor({ locale }: Pick<PracticeFile, 'locale'>, timeZone: string): Words {
  const key = `${locale} ${timeZone}`
  const words = kept.get(key) ?? wordsOf(locale, timeZone)
  kept.set(key, words)
  return words
}

function wordsOf(locale: string, timeZone: string) {
  const day = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions()
  // "08:30" beside "10:30", but "8:30 AM".
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit' })
  const birth = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' })

  return {
    /** `Tue Nov 24, 2026, 10:30 AM`. */
    moment: (at: number) => `${plain(day.format(at))}, ${plain(time.format(at))}`,

    /** `10:30 – 11:20 AM`. */
    timeRange: (from: number, to: number) => plain(time.formatRange(from, to)).replace(/ ?– ?/, ' – '),

    /** A birth date as `Mar 14, 1991`, and where each part of it stands. What isn't a whole date stays as it is. */
    birthDate(text: string): { text: string; spans: Partial<Record<DatePart, [number, number]>> } {
      const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
      if (Number.isNaN(at)) return { text, spans: {} }
      const spans: Partial<Record<DatePart, [number, number]>> = {}
      let written = ''
      for (const { type, value } of birth.formatToParts(at)) {
        const part = plain(value)
        if (type === 'year' || type === 'month' || type === 'day')
          spans[type] = [written.length, written.length + part.length]
        written += part
      }
      return { text: written, spans }
    },
  }
}

/** Intl puts narrow and thin spaces in; pasted into another program they become odd signs. And "Tue, 24 Nov" reads as "Tue 24 Nov". */
const plain = (text: string) => text.replace(/[\u2009\u202f\u00a0]/g, ' ').replace(/^(\p{L}+), (?=\d)/u, '$1 ')
