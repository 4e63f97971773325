/** Says what was checked and how it came out, a line each, and counts for the last line. */
export class Checks {
  private passed = 0
  private failed = 0

  /** @param wrong - What is not as it should be; nothing: the check has passed. */
  check(name: string, wrong: readonly string[]): void {
    if (wrong.length === 0) this.passed++
    else this.failed++
    console.log(`${wrong.length === 0 ? '✓' : '✗'} ${name}`)
    for (const fault of wrong.slice(0, 12)) console.log(`    ${fault}`)
    if (wrong.length > 12) console.log(`    … and ${wrong.length - 12} more`)
  }

  /** Passes when both are written alike. */
  same(name: string, found: unknown, wanted: unknown): void {
    const [got, should] = [found, wanted].map((value) => JSON.stringify(value))
    this.check(name, got === should ? [] : [`wanted ${should}`, `found  ${got}`])
  }

  /** A part that cannot go on fails as one check; what comes after it still runs. */
  async part(name: string, run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      this.check(`${name} ran to its end`, [String((error as Error).stack ?? error)])
    }
  }

  /** Prints the last line; the process ends with 1 when a check failed. */
  finish(): void {
    console.log(`${this.passed} passed, ${this.failed} failed`)
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1
  }
}
