import type { Database } from './databases.ts'

/** One figure of the plan: what must come out, and what came out. */
export interface Figure {
  readonly figure: string
  readonly wanted: string
  readonly found: string
  readonly isMet: boolean
  /** A few of what went wrong, for whoever must mend it. */
  readonly examples?: readonly string[]
}

export interface Setting {
  readonly seed: number
  /** Smaller numbers, for every day. */
  readonly isShort: boolean
  /** A folder of the row's own; it is removed afterwards. */
  readonly folder: string
  /** Rows that hold for any database run on each. */
  readonly databases: readonly Database[]
}

export interface Row {
  readonly name: string
  run(setting: Setting): Promise<Figure[]>
}

/** A figure that must be exactly so many. */
export function exactly(figure: string, wanted: number, found: number, examples: readonly string[] = []): Figure {
  return { figure, wanted: countText(wanted), found: countText(found), isMet: found === wanted, examples }
}

export function atLeast(figure: string, wanted: number, found: number): Figure {
  return { figure, wanted: `≥ ${countText(wanted)}`, found: countText(found), isMet: found >= wanted }
}

/** A number for the record: nothing is asked of it. */
export function told(figure: string, found: number | string): Figure {
  return { figure, wanted: '', found: typeof found === 'number' ? countText(found) : found, isMet: true }
}

export function countText(value: number): string {
  return value.toLocaleString('en-US')
}
