import { parseArgs } from 'node:util'
import { answerQuery, type Query } from '../query.ts'
import { readText } from './files.ts'

/** Asks the engine about a practice file; nothing is opened. */
export function runQuery(query: Query, args: readonly string[]): void {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...Object.fromEntries(QUERY_OPTIONS.map((name) => [name, { type: 'string' as const }])),
      json: { type: 'boolean' },
    },
  })
  const [file] = positionals
  if (!file) throw new RangeError(`say which file: chairtime ${query} practice.json`)
  const { busy, json, ...options } = values as Record<string, string | undefined> & { json?: boolean }
  const { text, code } = answerQuery({
    query,
    options: { ...options, json },
    practiceFile: readText(file),
    busyFile: busy === undefined ? undefined : readText(busy),
    now: Date.now(),
    zoneData: process.versions.tz ?? '',
  })
  console.log(text)
  process.exitCode = code
}

const QUERY_OPTIONS = ['reason', 'practitioner', 'location', 'patients', 'from', 'to', 'start', 'at', 'busy'] as const
