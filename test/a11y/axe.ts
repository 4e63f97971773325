import axe, { type AxeResults, type RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

/**
 * All of WCAG 2.2 A and AA, and what axe counts as good practice; no rule is left out and no element is. `target-size`
 * is part of AA but off unless it is asked for.
 */
const options: RunOptions = {
  runOnly: {
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
  },
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations', 'incomplete'],
}

export const axeVersion = axe.version

export interface Found {
  readonly violations: readonly string[]
  /** What axe could not decide. */
  readonly undecided: readonly string[]
}

/** Has axe look at the whole page as it stands now, into open shadow roots. */
export async function runAxe(page: Page): Promise<Found> {
  if (!(await page.evaluate(() => 'axe' in window))) await inject(page)
  const results = await page.evaluate(
    (given) => (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(given),
    options,
  )
  const say = (list: AxeResults['violations']) =>
    list.flatMap(({ id, nodes }) =>
      nodes.map(({ target, html, any, all, none }) => {
        const why = [...any, ...all, ...none].map(({ message }) => message).join('; ')
        return `${id} at ${target.flat().at(-1)}: ${html.slice(0, 120)} (${why})`
      }),
    )
  return { violations: say(results.violations), undecided: say(results.incomplete) }
}

/** What axe could not decide anywhere, told once at the end with how often it was so. */
export class Undecided {
  private readonly found = new Map<string, { readonly times: number; readonly example: string }>()

  note(screen: string, undecided: readonly string[]): void {
    for (const one of undecided) {
      const what = one.replace(/ at .*/, '')
      const { times = 0, example = `${screen}, ${one}` } = this.found.get(what) ?? {}
      this.found.set(what, { times: times + 1, example })
    }
  }

  print(): void {
    for (const [what, { times, example }] of this.found) {
      console.log(`axe could not decide ${what}, ${times} times; first: ${example}`)
    }
  }
}

/** Past any Content-Security-Policy, as a browser's own tools go. */
async function inject(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: axe.source })
  await session.detach()
}
