import { mondayOf } from './local-time.ts'
import type { Owner } from './schedule-owner.ts'

/** `#/elm/schedule?practitioner=osei`, `#/elm/schedule?chair=chair-1`. */
export const formatSchedule = (practice: string, { kind, id }: Owner) =>
  `#/${encodeURIComponent(practice)}/schedule?${new URLSearchParams({ [kind]: id })}`

/** Does an address lead to another place where the same draft is edited? Then nothing is left. */
export const isOfRules = (hash: string, practice: string) =>
  ['schedule', 'calendar', 'calendar/edit', 'setup'].some((room) => {
    const path = `#/${encodeURIComponent(practice)}/${room}`
    return hash === path || hash.startsWith(`${path}?`)
  })

/** Whose hours an address asks for; null: nobody's. */
export function ownerInAddress(hash: string): Owner | null {
  const query = queryOf(hash)
  const [practitioner, chair] = [query.get('practitioner'), query.get('chair')]
  if (chair) return { kind: 'chair', id: chair }
  return practitioner ? { kind: 'practitioner', id: practitioner } : null
}

/** The Monday of the week an address asks for; null: none, or no date. */
export function weekInAddress(hash: string): string | null {
  const date = queryOf(hash).get('week') ?? ''
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(`${date}T00:00:00Z`)) ? mondayOf(date) : null
}

const queryOf = (hash: string) => new URLSearchParams(hash.split('?')[1] ?? '')
