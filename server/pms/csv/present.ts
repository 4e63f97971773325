import type { PmsAppointment, Unreadable } from '../connector.ts'
import { type Said, takesNoTime } from './record.ts'

/** What counts of several rows with one id. */
export interface Present {
  /** Takes in what the next row says. */
  add(said: Said): void
  /** What comes now is of another file. */
  nextFile(): void
  get(id: string): PmsAppointment | Unreadable | undefined
  values(): (PmsAppointment | Unreadable)[]
}

/**
 * Puts rows together, by id.
 *
 * - A later file wins over an earlier one.
 * - In one file, rows of the same time are one appointment with all who are named: software often writes a row for each.
 * - A row that takes time wins over one that doesn't: what moved may stand there cancelled at its old time.
 * - In a file of changes the later row wins. In one that is all of the schedule no row is later: where two say different
 *   times, nobody's time may be taken for free, so it is unreadable.
 *
 * @param isKept - Is this one of those asked for? Others are forgotten, so that memory holds no more than the answer.
 */
export function createPresent(
  isSnapshot: boolean,
  isKept: (said: Exclude<Said, { kind: 'ended' }>) => boolean,
): Present {
  const kept = new Map<string, PmsAppointment | Unreadable>()
  let ofThisFile = new Set<string>()

  return {
    add,
    nextFile: () => {
      ofThisFile = new Set()
    },
    get: (id) => kept.get(id),
    values: () => [...kept.values()],
  }

  function add(said: Said): void {
    const before = kept.get(said.id)
    const isAgain = ofThisFile.has(said.id)
    ofThisFile.add(said.id)
    if (said.kind === 'ended') {
      if (!before || isSnapshot) return
      if (before.kind === 'appointment') kept.set(said.id, { ...before, status: said.status })
      else kept.delete(said.id)
      return
    }
    const next = before && isAgain ? together(before, said, isSnapshot) : bare(said)
    // Of several that don't agree one may be kept and another not.
    const isIn = next.kind === 'appointment' ? isKept(next) : (isAgain && before !== undefined) || isKept(said)
    if (isIn) kept.set(said.id, next)
    else kept.delete(said.id)
  }
}

function together(
  before: PmsAppointment | Unreadable,
  next: Exclude<Said, { kind: 'ended' }>,
  isSnapshot: boolean,
): PmsAppointment | Unreadable {
  if (before.kind === 'unreadable' || next.kind === 'unreadable') {
    if (!isSnapshot) return bare(next)
    const strange = next.kind === 'unreadable' ? next : (before as Unreadable)
    return { ...bareStrange(strange), practitioners: allOf(before.practitioners, next.practitioners) }
  }
  const [isOver, isOverBefore] = [takesNoTime(next.status), takesNoTime(before.status)]
  if (isOver !== isOverBefore && isSnapshot) return isOver ? before : next
  if (before.start === next.start && before.end === next.end && isOver === isOverBefore) {
    const names = [...before.names, ...next.names]
    return {
      ...next,
      practitioners: [...new Set([...before.practitioners, ...next.practitioners])],
      names: [...new Map(names.map((name) => [`${name.kind} ${name.id}`, name])).values()],
    }
  }
  if (!isSnapshot || isOver) return next
  return {
    kind: 'unreadable',
    id: next.id,
    practitioners: allOf(before.practitioners, next.practitioners),
    why: 'More than one row has this id, at different times. Is it the column of appointment ids?',
  }
}

/** Where one of them may be anybody's, all are. */
function allOf(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.length === 0 || others.length === 0 ? [] : [...new Set([...some, ...others])]
}

function bare(said: Exclude<Said, { kind: 'ended' }>): PmsAppointment | Unreadable {
  return said.kind === 'appointment' ? said : bareStrange(said)
}

function bareStrange({ kind, id, practitioners, why }: Unreadable): Unreadable {
  return { kind, id, practitioners, why }
}
