export const setupParts = [
  'practice',
  'locations',
  'practitioners',
  'chairs',
  'reasons',
  'closures',
  'time-off',
] as const
export type SetupPlace = (typeof setupParts)[number]

/** `open`: what of the part is being edited, by its id; of closures by its place in the file; of time off `osei.0`. */
export type SetupAddress = { place: SetupPlace; open: string | null }

/** Reads `#/elm/setup/reasons/check-up`. Whatever it can't read counts as absent. */
export function parseSetup(hash: string): SetupAddress {
  const [, , place, open] = hash.replace(/^#\/?/, '').split('?')[0]!.split('/')
  return {
    place: setupParts.find((each) => each === place) ?? 'practice',
    open: open && /^[a-z0-9.-]+$/.test(open) ? open : null,
  }
}

export const formatSetup = (practice: string, place: SetupPlace, open: string | null = null) =>
  `#/${encodeURIComponent(practice)}/setup/${place}${open === null ? '' : `/${open}`}`

/** Does an address lead to any part of the set-up? */
export const isOfSetup = (hash: string, practice: string) =>
  `${hash}/`.startsWith(`#/${encodeURIComponent(practice)}/setup/`)

/** In which part the field stands that a fault points at; null: in none. */
export function placeOf(pointer: string, practitioners: readonly { id: string }[]): SetupAddress | null {
  const [, list = '', index, property, entry] = pointer.split('/')
  if (list === 'practitioners' && property === 'exceptions') {
    const id = practitioners[Number(index)]?.id
    return { place: 'time-off', open: id && entry ? `${id}.${entry}` : null }
  }
  // Hours are edited elsewhere.
  if (property === 'schedules' || property === 'weeks' || list === 'ceilings') return null
  const place = setupParts.find((each) => each === list)
  return { place: place ?? 'practice', open: null }
}
