import type { Config } from '../config.ts'
import { openHouse } from '../house.ts'
import { listen, logToStdout, stopOnSignal } from '../listen.ts'

export async function runServe(config: Config): Promise<void> {
  const house = await openHouse(config, logToStdout)
  const listening = await listen(config, house, logToStdout)
  stopOnSignal(listening.stop)
  console.log(`API     http://${config.host}:${listening.port}`)
  console.log(`Portal  ${config.publicUrl}/portal/`)
}
