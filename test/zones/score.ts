/** Checks made, by what they were about, and the differences found. */
export class Score {
  private readonly counts = new Map<string, number>()
  private readonly differences: string[] = []

  /** Counts a check; `difference` says what was wrong, and is asked only then. */
  check(what: string, holds: boolean, difference: () => string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
    if (!holds) this.differences.push(difference())
  }

  count(what: string): number {
    return this.counts.get(what) ?? 0
  }

  /** Prints the first differences and the last line; true when there was none. */
  print(): boolean {
    const total = [...this.counts.values()].reduce((sum, count) => sum + count, 0)
    const failed = this.differences.length
    for (const difference of this.differences.slice(0, 20)) console.log(`differs: ${difference}`)
    if (failed > 20) console.log(`… and ${failed - 20} more`)
    console.log(`${total - failed} passed, ${failed} failed`)
    return failed === 0
  }
}
