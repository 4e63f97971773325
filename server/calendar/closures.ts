import type { Interval } from '../../engine/index.ts'
import type { CalendarReply } from '../contract/calendar.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { type CalendarSpan, clipped } from './span.ts'

/**
 * Closures as far as they lie in the days, by start. One for every location is told once; where their clocks differ, once
 * for each.
 */
export function closuresIn(file: PracticeFile, span: CalendarSpan): CalendarReply['closures'] {
  const { compiled, iso } = span
  const found = new Map<string, Interval & { rule: string; locations: string[] }>()
  for (const [location, closed] of compiled.closed) {
    for (const { rule, ...whole } of closed) {
      const part = clipped(whole, span)
      if (!part) continue
      const key = `${rule} ${part.start} ${part.end}`
      const known = found.get(key)
      if (!known) found.set(key, { ...part, rule, locations: [location] })
      else if (!known.locations.includes(location)) known.locations.push(location)
    }
  }
  return [...found.values()]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .flatMap(({ start, end, rule, locations }) => {
      const { name, location } = file.closures[Number(rule.split('/')[2])]!
      const isEverywhere = location === undefined && locations.length === file.locations.length
      const places = isEverywhere ? [null] : locations
      return places.map((place) => ({ name, start: iso(start), end: iso(end), location: place }))
    })
}
