const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export type Words = ReturnType<typeof createWords>

/** Times and dates as one practice reads them: its locale and zone decide, never those of the browser. */
export function createWords(locale: string, timeZone: string) {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options })
  const { hour12 } = format({ hour: 'numeric' }).resolvedOptions()
  // "08:30" beside "10:30", but "8:30 AM".
  const clock = { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit' } as const
  const time = format(clock)
  const seconds = format({ ...clock, second: '2-digit' })
  const shortWeekday = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short' })
  const date = format({ day: 'numeric', month: 'short', year: 'numeric' })
  const weekdayAndDate = { weekday: 'short', day: 'numeric', month: 'short' } as const
  const day = format(weekdayAndDate)
  const dayWithYear = format({ ...weekdayAndDate, year: 'numeric' })
  const birth = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' })
  const birthDigits = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  })
  // Swedish writes dates as ISO 8601 does.
  const isoDate = new Intl.DateTimeFormat('sv-SE', { timeZone })
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' })

  const isWeekend = (at: number) => weekday.format(at).startsWith('S')

  return {
    /** `10:30`, or `10:30 AM`. */
    time: (at: number) => plain(time.format(at)),

    /** `10:30:05`, for what was done just now. */
    timeInFull: (at: number) => plain(seconds.format(at)),

    /** `Tue 24` of a date. */
    dayOfDate(localDate: string): string {
      // Put together here: in US English Intl would write "24 Tue".
      const at = Date.parse(`${localDate}T00:00:00Z`)
      return `${plain(shortWeekday.format(at))} ${Number(localDate.slice(8))}`
    },

    /** `24 Nov 2026`. */
    date: (at: number) => plain(date.format(at)),

    /** `Today, 14:00`, `Tue 24 Nov, 10:30`; the year only when it is not this one. */
    moment(at: number, now: number): string {
      const [date, today] = [isoDate.format(at), isoDate.format(now)]
      if (date === today) return `Today, ${plain(time.format(at))}`
      const isThisYear = date.slice(0, 4) === today.slice(0, 4)
      return `${plain((isThisYear ? day : dayWithYear).format(at))}, ${plain(time.format(at))}`
    },

    /** The same inside a sentence: `today, 14:00`. */
    momentInSentence(at: number, now: number): string {
      return this.moment(at, now).replace(/^Today/, 'today')
    },

    /** `Tue 24 Nov 2026, 10:30`. */
    momentInFull: (at: number) => `${plain(dayWithYear.format(at))}, ${plain(time.format(at))}`,

    /** `Tue 24 Nov 2026`. */
    dayInFull: (at: number) => plain(dayWithYear.format(at)),

    /** `10:30 – 11:20`, or `10:30 – 11:20 AM`. */
    timeRange: (from: number, to: number) => plain(time.formatRange(from, to)).replace(/ ?– ?/, ' – '),

    /** A date of birth as `14 Mar 1991`, and in digits as the locale writes them, for pasting: `03/14/1991`. */
    birthDate(localDate: string): { text: string; digits: string } {
      const at = Date.parse(`${localDate}T00:00:00Z`)
      return { text: plain(birth.format(at)), digits: plain(birthDigits.format(at)) }
    },

    /** `35 years`; below two years `8 months`. */
    yearsOld(localDate: string, now: number): string {
      const [year, month, day] = numbers(localDate)
      const [thisYear, thisMonth, today] = numbers(isoDate.format(now))
      const months = Math.max(0, (thisYear - year) * 12 + thisMonth - month - (today < day ? 1 : 0))
      if (months < 24) return months === 1 ? '1 month' : `${months} months`
      return `${Math.floor(months / 12)} years`
    },

    /** Whether a request has waited for a working day: 24 hours, Saturdays and Sundays not counted. */
    isOverdue(since: number, now: number): boolean {
      if (now - since < dayMs) return false
      if (now - since >= 3 * dayMs) return true
      let worked = 0
      for (let at = since; at < now && worked < dayMs; at += hourMs / 2) if (!isWeekend(at)) worked += hourMs / 2
      return worked >= dayMs
    },
  }
}

/** How long ago or ahead: `22 min`, `1 h 40 min`, `14 h`, `1 d 23 h`. */
export function span(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / minuteMs))
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 6) return join(hours, 'h', minutes % 60, 'min')
  return hours < 24 ? `${hours} h` : join(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

const join = (big: number, unit: string, small: number, smallUnit: string) =>
  small === 0 ? `${big} ${unit}` : `${big} ${unit} ${small} ${smallUnit}`

/**
 * Intl puts narrow and thin spaces in; pasted into another program they become odd signs. And it writes "Tue 24 Nov"
 * but "Tue, 24 Nov 2026".
 */
const plain = (text: string) => text.replace(/[\u2009\u202f\u00a0]/g, ' ').replace(/^(\p{L}+), (?=\d)/u, '$1 ')

function numbers(localDate: string): [number, number, number] {
  const [year = 0, month = 0, day = 0] = localDate.split('-').map(Number)
  return [year, month, day]
}
