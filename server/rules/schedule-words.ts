import { canonical } from '../booking.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import { dateText, ruleText } from './time-words.ts'

type Practitioner = PracticeFile['practitioners'][number]
type Schedule = Practitioner['schedules'][number]
type Week = Practitioner['weeks'][number]
type Window = Omit<Schedule['windows'][number], 'rrule' | 'dtstart' | 'exdates'>

/** Whose hours, and how the practice calls things. */
export interface Named extends Pick<PracticeFile, 'locale' | 'locations' | 'reasons'> {
  readonly name: string
}

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
/** So many weeks are told one by one. */
const MOST_WEEKS = 3

/** Each weekday that differs, of each version of a default schedule. A version that is new is compared with the one before. */
export function scheduleDifferences(before: readonly Schedule[], after: readonly Schedule[], named: Named): string[] {
  const words: string[] = []
  for (const schedule of after) {
    const old = before.find(({ from }) => from === schedule.from)
    if (old && canonical(old) === canonical(schedule)) continue
    const base = old ?? inForceAt(before, schedule.from)
    const since = schedule.from === undefined ? '' : `, from ${dateText(schedule.from, named.locale)}`
    const changes = dayDifferences(byDay(base?.windows ?? [], named), byDay(schedule.windows, named), 's')
    words.push(...changes.map((change) => `${named.name}${since}: ${change}`))
    if (changes.length === 0) words.push(`${named.name}${since}: default hours set anew, the same as before`)
  }
  for (const { from } of before) {
    if (after.some((schedule) => schedule.from === from)) continue
    const since = from === undefined ? 'first default hours' : `default hours from ${dateText(from, named.locale)}`
    words.push(`${named.name}: ${since} removed`)
  }
  return words
}

/** Weeks that were edited by hand, and those that follow the default again. */
export function weekDifferences(before: readonly Week[], after: readonly Week[], named: Named): string[] {
  const [old, now] = [lastOfEach(before), lastOfEach(after)]
  const { name, locale } = named
  const dates = [...new Set([...old.keys(), ...now.keys()])].sort()
  const added = dates.filter((week) => !old.has(week))
  const removed = dates.filter((week) => !now.has(week))
  const changed = dates.flatMap((week) => {
    const [from, to] = [old.get(week), now.get(week)]
    if (!from || !to || canonical(from) === canonical(to)) return []
    const changes = dayDifferences(weekByDay(from, named), weekByDay(to, named), '')
    return changes.map((change) => `${name}, week of ${dateText(week, locale)}: ${change}`)
  })
  return [...told(added, 'edited by hand', named), ...changed, ...told(removed, 'by the default hours again', named)]
}

function told(weeks: readonly string[], what: string, { name, locale }: Named): string[] {
  const [first, last] = [weeks[0], weeks.at(-1)]
  if (first === undefined || last === undefined) return []
  if (weeks.length <= MOST_WEEKS) return weeks.map((week) => `${name}: week of ${dateText(week, locale)} ${what}`)
  return [`${name}: ${weeks.length} weeks ${what}, ${dateText(first, locale)} – ${dateText(last, locale)}`]
}

function inForceAt(schedules: readonly Schedule[], date: string | undefined): Schedule | undefined {
  const begun = schedules.filter(({ from }) => from === undefined || (date !== undefined && from <= date))
  return begun.sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1)).at(-1)
}

function lastOfEach(weeks: readonly Week[]): Map<string, Week> {
  return new Map(weeks.map((week) => [week.week, week]))
}

/** Hours as text: by weekday, and by rule where they aren't simply weekly. */
type Days = ReadonlyMap<string, string>

function byDay(windows: Schedule['windows'], named: Named): Days {
  const texts = new Map<string, string[]>()
  for (const { rrule, dtstart, exdates, ...window } of windows) {
    const weekly = /^FREQ=WEEKLY;BYDAY=([A-Z,]+)$/.exec(rrule)?.[1]?.split(',')
    const isPlain = dtstart === undefined && !exdates?.length && weekly?.every((day) => days.includes(day)) === true
    const rule = [
      ruleText(rrule),
      ...(dtstart ? [`from ${dtstart}`] : []),
      ...(exdates ?? []).map((date) => `not ${date}`),
    ]
    for (const key of weekly && isPlain ? weekly : [rule.join(' ')]) {
      texts.set(key, [...(texts.get(key) ?? []), windowText(window, named)])
    }
  }
  return joined(texts)
}

function weekByDay({ windows }: Week, named: Named): Days {
  const texts = new Map<string, string[]>()
  for (const { weekday, ...window } of windows) {
    const key = days[weekday - 1] ?? ''
    texts.set(key, [...(texts.get(key) ?? []), windowText(window, named)])
  }
  return joined(texts)
}

function joined(texts: ReadonlyMap<string, readonly string[]>): Days {
  return new Map([...texts].map(([key, list]) => [key, [...list].sort().join(', ')]))
}

function windowText({ start, end, location, reasons, patients }: Window, named: Named): string {
  const nameIn = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((item) => item.id === id)?.name ?? id
  const only = [
    ...(location !== undefined && named.locations.length > 1 ? [nameIn(named.locations, location)] : []),
    ...(reasons ? [`only ${reasons.map((id) => nameIn(named.reasons, id)).join(', ') || 'nothing'}`] : []),
    ...(patients ? [`only ${patients} patients`] : []),
  ]
  return `${start}–${end}${only.length > 0 ? ` (${only.join('; ')})` : ''}`
}

/** `Tuesdays 09:00–12:00 → 08:00–12:00`; days that change alike are one. */
function dayDifferences(before: Days, after: Days, plural: string): string[] {
  const groups = new Map<string, string[]>()
  const rules = [...new Set([...before.keys(), ...after.keys()])].filter((key) => !days.includes(key))
  for (const key of [...days, ...rules]) {
    const [old, now] = [before.get(key), after.get(key)]
    if (old === now) continue
    const change = `${old ?? 'none'} → ${now ?? 'none'}`
    groups.set(change, [...(groups.get(change) ?? []), key])
  }
  return [...groups].map(([change, keys]) => `${dayList(keys, plural)} ${change}`)
}

function dayList(keys: readonly string[], plural: string): string {
  const places = keys.map((key) => days.indexOf(key))
  const names = keys.map((key, i) => (places[i] === -1 ? key : dayNames[places[i]!]! + plural))
  const isRun = keys.length > 2 && places.every((place, i) => place !== -1 && place === places[0]! + i)
  return isRun ? `${names[0]} to ${names.at(-1)}` : names.join(', ')
}
