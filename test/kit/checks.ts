import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

/** Checks that run one after the other, each as soon as it is named; the next ones also run when one fails. */
export interface Checks {
  /** @param run - Throws when it fails; what it returns is shown behind the name. */
  check(name: string, run: () => unknown): Promise<void>
  /** The last line, `N passed, N failed`; 1 as exit code when something failed, and the counts where `--report` says. */
  end(): void
}

export function createChecks(): Checks {
  const counts = { numPassedTests: 0, numFailedTests: 0 }
  return {
    async check(name, run) {
      const began = Date.now()
      const took = () => `${((Date.now() - began) / 1000).toFixed(1)} s`
      try {
        const shown = await run()
        counts.numPassedTests++
        console.log(`✓ ${name} (${took()})${typeof shown === 'string' ? `: ${shown}` : ''}`)
      } catch (error) {
        counts.numFailedTests++
        console.log(`✗ ${name} (${took()})\n${error instanceof Error ? error.message : error}`)
      }
    },
    end() {
      const { values } = parseArgs({ options: { report: { type: 'string' } }, strict: false })
      if (typeof values.report === 'string') writeFileSync(values.report, JSON.stringify(counts))
      console.log(`${counts.numPassedTests} passed, ${counts.numFailedTests} failed`)
      process.exitCode = counts.numFailedTests === 0 ? 0 : 1
    },
  }
}
