import { signal } from '@preact/signals'
import type { HolidayReply } from '../../server/contract/calendar.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { Api, Failure } from '../api.ts'
import { closesAll } from './setup-closures.ts'

export type HolidaysModel = ReturnType<typeof createHolidays>

/** Public holidays of a country and year, to be taken over as closures. */
export function createHolidays(from: {
  api: Pick<Api, 'read'>
  practice: string
  onFailure: (failure: Failure) => void
  country: string
  year: number
}) {
  const { api, practice, onFailure } = from
  const country = signal(from.country)
  const year = signal(from.year)
  const reply = signal<HolidayReply | null>(null)
  const failure = signal<Failure | null>(null)
  const isReading = signal(false)
  let latest = 0

  async function read(): Promise<void> {
    const mine = ++latest
    isReading.value = true
    failure.value = null
    const query = new URLSearchParams({ country: country.peek(), year: String(year.peek()) })
    const answer = await api.read<HolidayReply>(practice, `holidays?${query}`)
    if (mine !== latest) return
    isReading.value = false
    if (answer.ok) reply.value = answer.value
    else {
      failure.value = answer.failure
      onFailure(answer.failure)
    }
  }

  return {
    ...{ country, year, reply, failure, isReading, read },
    choose(next: { country?: string; year?: number }): void {
      country.value = next.country ?? country.value
      year.value = next.year ?? year.value
      void read()
    },
  }
}

/** The closure that closes this date for the whole practice; `isOwn`: it is for nothing else, so it can be taken out. */
export function closureOn(file: PracticeFile, date: string): { index: number; name: string; isOwn: boolean } | null {
  const index = file.closures.findIndex((closure) => closesAll(closure, date))
  const closure = file.closures[index]
  if (!closure) return null
  return { index, name: closure.name, isOwn: 'date' in closure && closure.date === date }
}

/** The file closed on this date, or not. A closure that is for more than this date stays. */
export function closeOn(
  file: PracticeFile,
  { date, name }: { date: string; name: string },
  isOn: boolean,
): PracticeFile {
  const found = closureOn(file, date)
  if (isOn) return found ? file : { ...file, closures: [...file.closures, { date, name }] }
  return found?.isOwn ? { ...file, closures: file.closures.filter((_, index) => index !== found.index) } : file
}
