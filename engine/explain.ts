import { offsetAt } from './clock.ts'
import type { Compiled } from './compiled.ts'
import type { Against, Removal } from './model.ts'

/** Names for ids, as people know them; an id without a name is shown as it is. */
export type NameOf = (kind: 'practitioner' | 'chair' | 'reason' | 'location' | 'busy' | 'rule', id: string) => string

/**
 * One reason against a start, in an English sentence for staff.
 *
 * @param nameOf - Left out: ids are shown.
 * @example
 * explain(compiled, { rule: 'off-grid', practitioner: 'ann', location: 'main', remove: [] })
 * // "Visits with ann don't begin at this minute."
 */
export function explain(compiled: Compiled, against: Against, nameOf: NameOf = (_kind, id) => id): string {
  const names = (kind: Parameters<NameOf>[0], ids: readonly string[]) => listed(ids.map((id) => nameOf(kind, id)))
  switch (against.rule) {
    case 'reason-not-given':
      return `${nameOf('practitioner', against.practitioner)} doesn't give ${nameOf('reason', against.reason)}.`
    case 'patients':
      return `${nameOf('reason', against.reason)} is for ${against.allowed} patients only.`
    case 'past':
      return 'That time has passed.'
    case 'too-soon':
      return `Too soon: times are offered from ${wall(compiled, against.earliest)} on.`
    case 'too-far':
      return `Too far ahead: times are offered until ${wall(compiled, against.before)}.`
    case 'closed':
      return `Closed: ${names('rule', against.closures)}.`
    case 'outside-hours': {
      const away = against.exceptions.length > 0 ? ` (${names('rule', against.exceptions)})` : ''
      return `Outside the hours of ${nameOf('practitioner', against.practitioner)}${away}.`
    }
    case 'not-in-window':
      return `${nameOf('practitioner', against.practitioner)} keeps these hours for other visits (${names('rule', against.windows)}).`
    case 'off-grid':
      return `Visits with ${nameOf('practitioner', against.practitioner)} don't begin at this minute.`
    case 'practitioner-full': {
      const places = against.of === 1 ? 'is taken' : `has all ${against.of} places taken`
      return `${nameOf('practitioner', against.practitioner)} ${places}: ${names('busy', against.busy)}.`
    }
    case 'no-chair':
      if (against.chairs.length === 0) return `No chair at ${nameOf('location', against.location)} serves this visit.`
      return `No chair: ${listed(
        against.chairs.map(({ chair, isClosed, busy }) => {
          const why = [...(isClosed ? ['closed'] : []), ...(busy.length > 0 ? [`taken by ${names('busy', busy)}`] : [])]
          return `${nameOf('chair', chair)} is ${why.join(' and ')}`
        }),
      )}.`
    case 'ceiling':
      return `Only ${against.most} such visits are taken then (${against.ceiling}): ${names('busy', against.busy)}.`
  }
}

/**
 * What would remove a reason against, in a few English words for staff.
 *
 * @param nameOf - Left out: ids are shown.
 * @example
 * explainRemoval(compiled, { do: 'raise-ceiling', ceiling: 'mornings', most: 3 }) // 'raise mornings to 3'
 */
export function explainRemoval(compiled: Compiled, removal: Removal, nameOf: NameOf = (_kind, id) => id): string {
  const names = (kind: Parameters<NameOf>[0], ids: readonly string[]) => listed(ids.map((id) => nameOf(kind, id)))
  switch (removal.do) {
    case 'give-reason':
      return `let ${nameOf('practitioner', removal.practitioner)} give ${nameOf('reason', removal.reason)}`
    case 'admit-patients':
      return `let ${removal.patients} patients have ${nameOf('reason', removal.reason)}`
    case 'shorten-notice':
      return `shorten the notice to ${removal.noticeMinutes} minutes`
    case 'lengthen-horizon':
      return `offer times ${removal.horizonMonths} months ahead`
    case 'lift-closures':
      return `open in spite of ${names('rule', removal.closures)}`
    case 'open-time': {
      const whose =
        'chair' in removal.of ? nameOf('chair', removal.of.chair) : nameOf('practitioner', removal.of.practitioner)
      return `open ${whose} from ${wall(compiled, removal.start, removal.location)} to ${wall(compiled, removal.end, removal.location)}`
    }
    case 'withdraw-exceptions':
      return `take back ${names('rule', removal.exceptions)}`
    case 'widen-windows':
      return `open ${names('rule', removal.windows)} to this visit`
    case 'free':
      return `move or cancel ${names('busy', removal.busy)}`
    case 'add-chair':
      return `add a chair at ${nameOf('location', removal.location)} for ${nameOf('reason', removal.reason)}`
    case 'raise-ceiling':
      return `raise ${removal.ceiling} to ${removal.most}`
    case 'overrule':
      return 'begin there all the same'
  }
}

/** Date and time on the wall of a location, the first when none is named. */
function wall({ practice, zones }: Compiled, instant: number, location = practice.locations[0]!.id): string {
  const text = new Date(instant + offsetAt(zones.get(location)!, instant)).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 16)}`
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
