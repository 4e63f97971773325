import { instantOf, type ZoneTable } from './clock.ts'
import { type Compiled, type Hours, joinHours, withIndexes } from './compiled.ts'
import { type Day, parseDate } from './date.ts'
import {
  ceilingSpans,
  closedParts,
  openWindows,
  type Places,
  removedParts,
  replacedDates,
  type Timetable,
} from './hours.ts'
import type { RuledInterval } from './interval.ts'
import type { Practice } from './model.ts'
import { zoneTable } from './zone.ts'

/**
 * Reads a practice's rules for a span of dates. All that luxon and rrule do is done here, once.
 *
 * @param practice - Not changed, not kept apart: don't change it afterwards.
 * @param dates - `from` and `to` as `YYYY-MM-DD`, half-open, the dates on which starts may be asked for.
 * @returns What {@link evaluate} and {@link slots} need besides what is taken and the time.
 * @throws RangeError when something can't be read; the message names it, the value and what would be right.
 * @example
 * compile(practice, { from: '2026-11-23', to: '2026-11-30' }).hours.length // 1
 */
export function compile(practice: Practice, dates: { from: string; to: string }): Compiled {
  const from = parseDate(dates.from)
  const to = parseDate(dates.to)
  if (from >= to) throw new RangeError(`dates must have from before to; got "${dates.from}" and "${dates.to}"`)
  if (practice.locations.length === 0) throw new RangeError('locations must have at least one; got none')
  refuseUnknownChairs(practice)
  const zones = new Map(practice.locations.map(({ id, timeZone }) => [id, zoneTable(timeZone, from - 3, to + 3)]))
  const zoneList = [...zones.values()]
  const places: Places = { zones, only: practice.locations.length === 1 ? practice.locations[0]!.id : undefined }
  const days = { from: from - 1, to: to + 2 }
  const span = {
    start: Math.min(...zoneList.map((zone) => instantOf(zone, from, 0))),
    end: Math.max(...zoneList.map((zone) => instantOf(zone, to, 0))),
  }
  return withIndexes(practice, {
    practice,
    span,
    zones,
    hours: practice.practitioners.flatMap((practitioner, i) =>
      hoursOf({ ...practitioner, pointer: `/practitioners/${i}` }, places, days.from, days.to).map((hours) => ({
        ...hours,
        practitioner: practitioner.id,
        hasFilters: hours.windows.some(({ reasons, patients }) => reasons !== undefined || patients !== undefined),
      })),
    ),
    chairHours: new Map(
      practice.chairs.flatMap((chair, i) => {
        if (!chair.schedules) return []
        const timetable = { ...chair, schedules: chair.schedules, pointer: `/chairs/${i}` }
        const only = chair.location ?? places.only
        // A chair stands in one place; without windows there it is never open.
        const hours = hoursOf(timetable, { zones, only }, days.from, days.to).find(({ location }) => location === only)
        return [[chair.id, hours ?? neverOpen(only ?? '', zoneList[0]!)] as const]
      }),
    ),
    closed: new Map(
      [...zones].map(([location, zone]) => [location, closedAt(practice, location, zone, days.from, days.to)]),
    ),
    ceilings: (practice.ceilings ?? []).map((ceiling) => ({
      ceiling,
      spans: ceilingSpans(ceiling, zoneList[0]!, days.from, days.to),
    })),
  })
}

/** A chair nobody has would be free at every time and place. */
function refuseUnknownChairs({ reasons, chairs }: Practice): void {
  const ids = chairs.map(({ id }) => id)
  reasons.forEach((reason, i) => {
    const unknown = reason.chairs?.find((id) => !ids.includes(id))
    if (unknown === undefined) return
    throw new RangeError(`/reasons/${i}/chairs must name the practice's chairs (${ids.join(', ')}); got "${unknown}"`)
  })
}

function hoursOf(timetable: Timetable, places: Places, from: Day, to: Day): Hours[] {
  const all = openWindows(timetable, places, from, to)
  return [...places.zones].flatMap(([location, zone]) => {
    const windows = places.zones.size === 1 ? all : all.filter((window) => window.location === location)
    const removed = removedParts(timetable, zone, from, to)
    const replaced = replacedDates(timetable, zone, from, to)
    if (windows.length + removed.length + replaced.length === 0) return []
    return [joinHours(location, zone, windows, removed, replaced)]
  })
}

function neverOpen(location: string, zone: ZoneTable): Hours {
  return joinHours(location, zone, [], [])
}

function closedAt(practice: Practice, location: string, zone: ZoneTable, from: Day, to: Day): RuledInterval[] {
  return practice.closures
    .flatMap((closure, i) =>
      closure.location === undefined || closure.location === location
        ? closedParts(closure, `/closures/${i}`, zone, from, to)
        : [],
    )
    .sort((a, b) => a.start - b.start)
}
