import { compile, occupancyOf, starts } from '../../engine/index.ts'
import { measure, type Task } from './measure.ts'
import { countOfAny } from './peers/peer.ts'
import { plain } from './peers/plain.ts'
import { tidy } from './peers/tidy.ts'
import { bookings, busyOf, firstDays, practiceOf, rules, year } from './workload.ts'

/** One point: milliseconds of a whole answer by "anyone". Peers are measured only along the three axes. */
export interface Growth {
  readonly days: number
  /** Of each practitioner in the year. */
  readonly bookings: number
  readonly practitioners: number
  readonly residentMs: number
  readonly fromNothingMs: number
  readonly plainMs?: number
  readonly tidyMs?: number
}

export const axes = { days: [30, 90, 365], bookings: [0, 1000, 10_000], practitioners: [1, 10, 100] } as const
/** Where the axes meet. */
export const base = { days: 365, bookings: 1000, practitioners: 1 } as const

const BUDGET_MS = 250

export function measureGrowth(progress: (text: string) => void): Growth[] {
  const growth: Growth[] = []
  for (const practitioners of axes.practitioners) {
    for (const count of axes.bookings) {
      progress(`growth: ${practitioners} × ${count} bookings`)
      growth.push(...measureBook(practitioners, count))
    }
  }
  return growth
}

function measureBook(practitioners: number, count: number): Growth[] {
  const practice = practiceOf(practitioners)
  const lists = Array.from({ length: practitioners }, (_, i) => bookings(count, i + 1))
  const busy = lists.flatMap((list, i) => busyOf(`p${i}`, list))
  const now = year.from
  const ask = { reason: 'visit' }
  const whole = compile(practice, firstDays(365).dates)
  const resident = { compiled: whole, occupancy: occupancyOf(whole, busy), now }
  const isOn = (days: number) =>
    [days === base.days, count === base.bookings, practitioners === base.practitioners].filter((is) => is).length >= 2
  const preparedPlain = lists.map((list) => plain.prepare(rules, list))
  const preparedTidy = lists.map((list) => tidy.prepare(rules, list))
  const tasks = axes.days.flatMap((days): Task[] => {
    const { range, dates } = firstDays(days)
    const span = { start: range.from, end: range.to }
    const within = busy.filter(({ start }) => start < range.to)
    const fromNothing = () => {
      const compiled = compile(practice, dates)
      return starts({ compiled, occupancy: occupancyOf(compiled, within), now }, ask, span).length
    }
    return [
      { name: `${days} resident`, run: () => starts(resident, ask, span).length },
      { name: `${days} from nothing`, run: fromNothing },
      ...(isOn(days)
        ? [
            { name: `${days} plain`, run: () => countOfAny(preparedPlain, range) },
            { name: `${days} tidy`, run: () => countOfAny(preparedTidy, range) },
          ]
        : []),
    ]
  })
  const times = measure(tasks, { budgetMs: BUDGET_MS, warmUpMs: BUDGET_MS / 5, rounds: 9, leastRounds: 1 })
  return axes.days.map((days) => ({
    days,
    bookings: count,
    practitioners,
    residentMs: times.get(`${days} resident`)!.best,
    fromNothingMs: times.get(`${days} from nothing`)!.best,
    ...(isOn(days) && { plainMs: times.get(`${days} plain`)!.best, tidyMs: times.get(`${days} tidy`)!.best }),
  }))
}
