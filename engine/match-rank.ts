/** What can be put in order: patients and appointments alike. */
interface Ranked {
  readonly id: string
  readonly score: number
  readonly isExact: boolean
}

/** Exact ones first, then the likeliest; equals by id, so that the order they were given in never shows. */
export function byRank(a: Ranked, b: Ranked): number {
  if (a.isExact !== b.isExact) return a.isExact ? -1 : 1
  return b.score - a.score || (a.id < b.id ? -1 : Number(a.id > b.id))
}
