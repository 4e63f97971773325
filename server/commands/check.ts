import { parseArgs } from 'node:util'
import { checkClaims, describeClaimFaults } from '../check.ts'
import type { Config } from '../config.ts'
import { openHouse } from '../house.ts'
import { damagesIn } from './files.ts'

/** Ends with 1 when anything differs. */
export async function runCheck(config: Config, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { practice: { type: 'string' } } })
  const damages = damagesIn(config)
  for (const damage of damages) console.log(damage)
  let isWell = damages.length === 0
  if (isWell) {
    const house = await openHouse(config)
    try {
      for (const id of values.practice === undefined ? await house.store.practiceIds() : [values.practice]) {
        const differences = describeClaimFaults(await checkClaims(house.store, id, Date.now()))
        for (const line of differences) console.log(`${id}: ${line}`)
        if (differences.length === 0) console.log(`${id}: nothing differs.`)
        else isWell = false
      }
    } finally {
      await house.close()
    }
  }
  if (!isWell) process.exitCode = 1
}
