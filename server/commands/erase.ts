import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { LocalDate } from '../contract/fields.ts'
import { openHouse } from '../house.ts'
import { erasePatients, midnightOf } from '../retention.ts'

export async function runErase(config: Config, args: readonly string[]): Promise<void> {
  const options = { practice: { type: 'string' }, before: { type: 'string' } } as const
  const { practice: id, before } = parseArgs({ args: [...args], options }).values
  if (id === undefined || before === undefined) {
    throw new RangeError('say whose and from when: chairtime erase --practice elm --before 2024-11-23')
  }
  if (!LocalDate.safeParse(before).success) {
    throw new RangeError(`--before must be a date that exists, like 2024-11-23; got "${before}"`)
  }
  const house = await openHouse(config)
  try {
    const practice = await house.store.practice(id)
    if (!practice) throw new RangeError(`there is no practice "${id}"`)
    const erasing = { before: midnightOf(practice.file, before), now: Date.now(), actor: 'operator' }
    const { requests, appointments, patients } = await erasePatients(house.store, id, erasing)
    console.log(
      `Patients' data is removed from ${requests} requests and ${appointments} appointments, and ${patients} of their records are deleted.`,
    )
  } finally {
    await house.close()
  }
}
