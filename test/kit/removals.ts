import { offsetAt } from '../../engine/clock.ts'
import type {
  Against,
  Ask,
  DatedWindow,
  Exception,
  Practice,
  Removal,
  RulePointer,
  Schedule,
} from '../../engine/index.ts'
import { zoneTable } from '../../engine/zone.ts'

const DAY_MS = 86_400_000

/** A practice and an ask after staff have done all that refusals named. */
export function applyRemovals(
  practice: Practice,
  ask: Ask,
  against: readonly Against[],
): { practice: Practice; ask: Ask } {
  const removals = against.flatMap(({ remove }) => remove)
  const changed = removals.reduce(applyToPractice, structuredClone(practice) as Practice)
  const freed = removals.flatMap((removal) => (removal.do === 'free' ? removal.busy : []))
  const opens = removals.some((removal) => ['open-time', 'widen-windows', 'overrule'].includes(removal.do))
  return {
    practice: changed,
    // New windows lay a new grid, on which the start may not stand.
    ask: { ...ask, ignore: [...(ask.ignore ?? []), ...freed], overrule: opens ? ['off-grid'] : [] },
  }
}

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T

function applyToPractice(practice: Practice, removal: Removal): Practice {
  const draft = practice as Mutable<Practice>
  switch (removal.do) {
    case 'give-reason':
      draft.practitioners.find(({ id }) => id === removal.practitioner)!.reasons.push(removal.reason)
      break
    case 'admit-patients':
      delete draft.reasons.find(({ id }) => id === removal.reason)!.patients
      break
    case 'shorten-notice':
      draft.noticeMinutes = removal.noticeMinutes
      break
    case 'lengthen-horizon':
      draft.horizonMonths = Math.max(draft.horizonMonths, removal.horizonMonths)
      break
    case 'lift-closures':
      // Pointers name places in the list, so nothing may move.
      for (const pointer of removal.closures) Object.assign(at(draft, pointer), { name: 'lifted', location: '-' })
      break
    case 'withdraw-exceptions':
      for (const pointer of removal.exceptions) {
        const exception = at(draft, pointer) as Mutable<Exception>
        delete exception.remove
      }
      break
    case 'widen-windows':
      for (const pointer of removal.windows) {
        const window = at(draft, pointer) as Mutable<DatedWindow>
        delete window.reasons
        delete window.patients
      }
      break
    case 'open-time':
      openTime(draft, removal)
      break
    case 'add-chair':
      // Visits that found no chair before take places in it too.
      draft.chairs.push({ id: 'added', location: removal.location, capacity: 100 })
      draft.reasons.find(({ id }) => id === removal.reason)!.chairs!.push('added')
      break
    case 'raise-ceiling':
      draft.ceilings!.find(({ id }) => id === removal.ceiling)!.most = removal.most
      break
  }
  return draft as Practice
}

/** Opens the whole of the dates around it: wall times can't say which pass of a repeated hour is meant. */
function openTime(draft: Mutable<Practice>, removal: Extract<Removal, { do: 'open-time' }>): void {
  const location = draft.locations.find(({ id }) => id === removal.location)!
  const zone = zoneTable(
    location.timeZone,
    Math.floor(removal.start / DAY_MS) - 2,
    Math.floor(removal.end / DAY_MS) + 2,
  )
  const first = Math.floor((removal.start + offsetAt(zone, removal.start)) / DAY_MS) - 1
  const window = { start: '00:00', end: '24:00', location: location.id }
  const { of } = removal
  const owner: { schedules?: Mutable<Schedule>[] | undefined; exceptions?: Mutable<Exception>[] | undefined } =
    'chair' in of
      ? draft.chairs.find(({ id }) => id === of.chair)!
      : draft.practitioners.find(({ id }) => id === of.practitioner)!
  owner.exceptions ??= []
  for (let day = first; day <= first + 3; day++) {
    const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
    owner.exceptions.push({ date, windows: [window] })
  }
}

function at(draft: Mutable<Practice>, pointer: RulePointer): object {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], draft) as object
}
