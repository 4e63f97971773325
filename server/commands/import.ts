import type { Config } from '../config.ts'
import { openHouse } from '../house.ts'
import { importPractice } from '../import.ts'
import { describeFaults, readPracticeFile } from '../practice-file.ts'
import { readText } from './files.ts'

export async function runImport(config: Config, path: string | undefined): Promise<void> {
  if (!path) throw new RangeError('say which file: chairtime import practice.json')
  const now = Date.now()
  const answer = readPracticeFile(readText(path), new Date(now).toISOString().slice(0, 10))
  if (!answer.ok)
    throw new RangeError(`nothing was imported; ${path} must be changed:\n${describeFaults(answer.faults)}`)
  const house = await openHouse(config)
  try {
    const done = await importPractice(house.store, answer.file, now)
    if (!done.ok) throw new RangeError(`nothing was imported; ${path} must be changed:\n${done.reason}`)
    console.log(`${answer.file.name} (${answer.file.id}) is ${done.created ? 'imported' : 'changed'}.`)
  } finally {
    await house.close()
  }
}
