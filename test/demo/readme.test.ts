import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { describe, expect, it } from 'vitest'
import { answerQuery, type QueryOptions } from '../../server/query.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const shown = /```text\n(\$ chairtime explain[\s\S]*?)\n```/.exec(read('docs/developers.md'))![1]!
const examples = shown.split('\n\n').map((example) => {
  const [command, ...answer] = example.split('\n')
  return [command!.slice(2), answer.join('\n')] as const
})

describe('what docs/developers.md shows of chairtime explain', () => {
  it.each(examples)('%s', (command, answer) => {
    const option = { type: 'string' } as const
    const names = ['reason', 'practitioner', 'patients', 'start', 'busy']
    const { values, positionals } = parseArgs({
      args: command.split(' ').slice(2),
      allowPositionals: true,
      options: Object.fromEntries(names.map((name) => [name, option])),
    })
    const { busy, ...options } = values as QueryOptions & { busy?: string }
    const given = answerQuery({
      query: 'explain',
      options: { ...options, at: '2026-11-21T08:00:00-05:00' },
      practiceFile: read(positionals[0]!),
      busyFile: busy && read(busy),
      now: 0,
      zoneData: '',
    })
    expect(given.text).toBe(answer)
  })

  it('are five', () => expect(examples).toHaveLength(5))
})
