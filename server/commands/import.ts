import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { openHouse } from '../house.ts'
import { importPractice } from '../import.ts'
import { describeFaults, readPracticeFile } from '../practice-file.ts'
import { readText } from './files.ts'

export async function runImport(config: Config, args: readonly string[]): Promise<void> {
  const options = { replace: { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const [path] = positionals
  if (!path) throw new RangeError('say which file: chairtime import practice.json')
  const now = Date.now()
  const answer = readPracticeFile(readText(path), new Date(now).toISOString().slice(0, 10))
  if (!answer.ok)
    throw new RangeError(`nothing was imported; ${path} must be changed:\n${describeFaults(answer.faults)}`)
  const house = await openHouse(config)
  try {
    const { name, id } = answer.file
    const done = await importPractice(house.store, answer.file, now, values.replace === true)
    if (!done.ok && done.what) {
      console.log(listed(`${name} (${id}) was edited in the portal. The file would make this different:`, done.what))
      throw new RangeError('nothing was imported; --replace puts the file in force in place of what was edited')
    }
    if (!done.ok) throw new RangeError(`nothing was imported; ${path} must be changed:\n${done.reason}`)
    console.log(`${name} (${id}) is ${done.created ? 'imported' : 'changed'}.`)
    if (done.what.length > 0) console.log(listed('What is different:', done.what))
  } finally {
    await house.close()
  }
}

function listed(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n')
}
