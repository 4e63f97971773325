import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { idFrom } from './setup-ids.ts'

/** Lists of a practice file whose entries have an id. */
export type ListName = 'locations' | 'practitioners' | 'chairs' | 'reasons'
export type Entry<List extends ListName> = PracticeFile[List][number]

const otherwise: Record<ListName, string> = {
  locations: 'location',
  practitioners: 'practitioner',
  chairs: 'chair',
  reasons: 'reason',
}

/** The file with one property or several of an entry otherwise; a property that is undefined is left out of it. */
export function changeEntry<List extends ListName>(
  file: PracticeFile,
  list: List,
  id: string,
  change: Partial<Entry<List>>,
): PracticeFile {
  const entries: readonly Entry<ListName>[] = file[list]
  return { ...file, [list]: entries.map((each) => (each.id === id ? { ...each, ...change } : each)) }
}

/**
 * The file with one more entry, last in its list, and its id, which is made from the name.
 *
 * @param kept - As it is in force: the id of something about to be removed must not come to mean something else.
 */
export function addEntry(
  file: PracticeFile,
  kept: PracticeFile | null,
  list: ListName,
  name: string,
  timeZone: string,
): { file: PracticeFile; id: string } {
  const taken = [...file[list], ...(kept?.[list] ?? [])].map(({ id }) => id)
  const id = idFrom(name, taken, otherwise[list])
  const zone = file.locations[0]?.timeZone ?? timeZone
  switch (list) {
    case 'locations': {
      const first = file.locations.length === 1 ? file.locations[0]?.id : undefined
      const named = first === undefined ? file : withLocation(file, first)
      const location = { id, name, address: '', timeZone: zone }
      return { file: { ...named, locations: [...named.locations, location] }, id }
    }
    case 'practitioners': {
      const one = { id, name, splitBooking: 1, reasons: [], schedules: [], weeks: [], exceptions: [] }
      return { file: { ...file, practitioners: [...file.practitioners, one] }, id }
    }
    case 'chairs': {
      const place = file.locations.length > 1 ? { location: file.locations[0]?.id } : {}
      return { file: { ...file, chairs: [...file.chairs, { id, name, ...place, capacity: 1 }] }, id }
    }
    case 'reasons': {
      const one = { id, name, durationMinutes: 30, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 }
      return { file: { ...file, reasons: [...file.reasons, one] }, id }
    }
  }
}

/** The file with an entry one place nearer to the start (-1) or the end (1) of its list; unchanged at the end of it. */
export function moveEntry(file: PracticeFile, list: ListName, id: string, by: -1 | 1): PracticeFile {
  const entries: Entry<ListName>[] = [...file[list]]
  const at = entries.findIndex((each) => each.id === id)
  const [one, other] = [entries[at], entries[at + by]]
  if (!one || !other) return file
  entries[at] = other
  entries[at + by] = one
  return { ...file, [list]: entries }
}

/** The file without an entry, and without all that speaks of it: what is left must mean what it meant before. */
export function removeEntry(file: PracticeFile, list: ListName, id: string): PracticeFile {
  const entries: readonly Entry<ListName>[] = file[list]
  const less = { ...file, [list]: entries.filter((each) => each.id !== id) } as PracticeFile
  switch (list) {
    case 'locations':
      return {
        ...withWindows(less, (window) => (window.location === id ? null : window)),
        closures: less.closures.filter(({ location }) => location !== id),
      }
    case 'chairs':
      return { ...less, reasons: less.reasons.map((reason) => ({ ...reason, chairs: without(reason.chairs, id) })) }
    case 'practitioners':
      return {
        ...less,
        reasons: less.reasons.map((reason) => ({ ...reason, together: without(reason.together, id) })),
        ceilings: withoutCounted(less, 'practitioners', id),
      }
    case 'reasons': {
      const given = less.practitioners.map((each) => ({
        ...each,
        reasons: each.reasons.filter((reason) => reason !== id),
      }))
      return withWindows(
        { ...less, practitioners: given, ceilings: withoutCounted(less, 'reasons', id) },
        // A window only for this one is for nothing any longer.
        (window) => {
          const reasons = without(window.reasons, id)
          return window.reasons && !reasons ? null : { ...window, reasons }
        },
      )
    }
  }
}

/** Undefined where nothing is left: that is how a file says "none". */
function without(ids: readonly string[] | undefined, id: string): string[] | undefined {
  const left = ids?.filter((each) => each !== id)
  return left && left.length > 0 ? left : undefined
}

/** A ceiling on nothing else would hold for everything then. */
function withoutCounted(file: PracticeFile, list: 'reasons' | 'practitioners', id: string) {
  return file.ceilings.flatMap((ceiling) => {
    const left = without(ceiling[list], id)
    return ceiling[list] && !left ? [] : [{ ...ceiling, [list]: left }]
  })
}

type Window = { location?: string | undefined; reasons?: string[] | undefined }

/** With every window as `change` gives it; null: without it. */
function withWindows(file: PracticeFile, change: <W extends Window>(window: W) => W | null): PracticeFile {
  const inAll = <W extends Window>(windows: readonly W[]) => windows.flatMap((each) => change(each) ?? [])
  const inEach = <W extends Window, Part extends { windows: W[] }>(parts: readonly Part[]) =>
    parts.map((part) => ({ ...part, windows: inAll(part.windows) }))
  const inExceptions = <W extends Window, Part extends { windows?: W[] | undefined }>(parts: readonly Part[]) =>
    // An extra day that loses all its hours is no leave: it goes.
    parts.flatMap((part) => {
      const windows = part.windows && inAll(part.windows)
      return part.windows?.length && windows?.length === 0 ? [] : [{ ...part, windows }]
    })
  return {
    ...file,
    practitioners: file.practitioners.map((each) => ({
      ...each,
      schedules: inEach(each.schedules),
      weeks: inEach(each.weeks),
      exceptions: inExceptions(each.exceptions),
    })),
    chairs: file.chairs.map((each) => ({
      ...each,
      ...(each.schedules && { schedules: inEach(each.schedules) }),
      ...(each.exceptions && { exceptions: inExceptions(each.exceptions) }),
    })),
  }
}

/** With a second location everything must say where it is: until now it was at the only one. */
function withLocation(file: PracticeFile, location: string): PracticeFile {
  const named = withWindows(file, (window) => ({ ...window, location: window.location ?? location }))
  return { ...named, chairs: named.chairs.map((chair) => ({ ...chair, location: chair.location ?? location })) }
}
