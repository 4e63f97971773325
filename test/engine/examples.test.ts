import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Busy, Practice } from '../../engine/index.ts'

const folder = new URL('../../engine/', import.meta.url)
const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'))
const modules = Object.assign(
  {},
  ...(await Promise.all(sources.map((name) => import(new URL(name, folder).href)))),
) as typeof import('../../engine/index.ts')

/** What stands behind the names that examples use; engine/README.md shows the same practice. */
function exampleWorld() {
  const practice: Practice = {
    locations: [{ id: 'main', timeZone: 'America/New_York' }],
    chairs: [{ id: 'one' }],
    reasons: [{ id: 'check', durationMinutes: 30, chairs: ['one'] }],
    practitioners: [
      {
        id: 'ann',
        reasons: ['check'],
        schedules: [{ windows: [{ rrule: 'FREQ=WEEKLY;BYDAY=MO,TU', start: '09:00', end: '12:00' }] }],
      },
    ],
    closures: [],
    noticeMinutes: 60,
    horizonMonths: 12,
    timeUnitMinutes: 5,
    grid: 'window',
  }
  const now = Date.parse('2026-11-21T12:00:00Z')
  const compiled = modules.compile(practice, { from: '2026-11-20', to: '2027-11-22' })
  const occupancy = modules.occupancyOf(compiled, [])
  const start = Date.parse('2026-11-23T09:00:00-05:00')
  const visit: Busy = {
    id: 'first',
    kind: 'appointment',
    status: 'booked',
    start,
    end: start + 1_800_000,
    practitioners: ['ann'],
    chair: 'one',
    reason: 'check',
  }
  const written = modules.writeSnapshot({ compiled, occupancy, now }, '2026c')
  return { practice, now, compiled, occupancy, snapshot: { compiled, occupancy, now }, visit, written }
}

/** Every `@example`: an expression, and behind the last comment what it gives. */
const examples = sources.flatMap((name) => {
  const text = readFileSync(new URL(name, folder), 'utf8')
  return [...text.matchAll(/\* @example\n((?: \*(?!\/).*\n)+)/g)].map((match) => {
    const code = match[1]!
      .split('\n')
      .map((line) => line.replace(/^ \* ?/, ''))
      .join('\n')
      .trim()
    const at = code.lastIndexOf('// ')
    return [`${name}: ${code.slice(0, at).trim()}`, code.slice(0, at), code.slice(at + 3)] as const
  })
})

function value(code: string): unknown {
  const names = { ...modules, ...exampleWorld() }
  return new Function(...Object.keys(names), `return (${code})`)(...Object.values(names))
}

/** Recipes of the README: a comment, then one expression a block. */
const recipes = [
  ...readFileSync(new URL('README.md', folder), 'utf8').matchAll(/```ts\n\/\/ (.*)\n([\s\S]*?)```/g),
].map((match) => {
  const at = match[2]!.lastIndexOf('// ')
  return [match[1]!, match[2]!.slice(0, at), match[2]!.slice(at + 3)] as const
})

describe('the recipes of engine/README.md', () => {
  it.each(recipes)('%s', (_name, code, expected) => {
    expect(value(code)).toEqual(value(expected))
  })

  it('are seven', () => expect(recipes).toHaveLength(7))
})

describe('the examples in docstrings', () => {
  it.each(examples)('%s', (_name, code, expected) => {
    expect(value(code)).toEqual(value(expected))
  })

  it('stand at every public function', () => {
    const index = readFileSync(new URL('index.ts', folder), 'utf8')
    const types = /\btype (\w+)/g
    const names = [...index.replace(types, '').matchAll(/export \{([^}]*)\}/g)].flatMap((match) =>
      match[1]!
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    )
    expect(names.length).toBeGreaterThan(15)
    const shown = examples.map(([, code]) => code).join('\n')
    expect(names.filter((name) => !shown.includes(`${name}(`))).toEqual([])
  })
})
