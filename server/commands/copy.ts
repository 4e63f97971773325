import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openHouse } from '../house.ts'
import { type CopiedTable, copyTables, type Progress } from '../store/copy.ts'
import { lockData } from '../store/sqlite.ts'
import { damagesIn } from './files.ts'

/** Ends with 1 when what arrived in Postgres isn't what is in the files; then nothing was kept there. */
export async function runCopy(config: Config): Promise<void> {
  const { databaseUrl, ...inFiles } = config
  if (databaseUrl === undefined) {
    throw new RangeError('say where to: DATABASE_URL=postgres://user:password@host:5432/name chairtime copy')
  }
  const [damage] = damagesIn(config)
  if (damage) throw new RangeError(damage)
  // Asked before anything is touched.
  lockData(config.dataDir).close()
  // Opening makes both sides' tables those of this version.
  for (const side of [inFiles, config]) {
    const house = await openHouse(side)
    await house.accounts.migrate()
    await house.close()
  }
  const data = lockData(config.dataDir)
  try {
    const copied = await copyTables(data.tables, databaseUrl, tellNowAndThen())
    console.log(describeCopy(copied))
    if (!copied.every(({ isSame }) => isSame)) throw new RangeError('nothing was copied: Postgres holds other rows')
  } finally {
    data.close()
  }
  const secretAt = config.secret ? 'in SECRET' : `in ${join(config.dataDir, 'secret')}`
  console.log(`All of it is in Postgres. Servers need this DATABASE_URL, and the secret that is ${secretAt}.`)
  console.log(`Keep ${config.dataDir}, and start no server on it without DATABASE_URL.`)
}

function describeCopy(copied: readonly CopiedTable[]): string {
  const answers = copied.map(({ name, rows, arrived, isSame }) => ({
    name,
    rows: `${rows}`,
    isSame: isSame ? 'yes' : `no, ${arrived} rows arrived`,
  }))
  const lines = [{ name: 'table', rows: 'rows', isSame: 'checksum ok' }, ...answers]
  const longest = (column: 'name' | 'rows') => Math.max(...lines.map((line) => line[column].length))
  const [first, second] = [longest('name'), longest('rows')]
  return [
    ...lines.map(({ name, rows, isSame }) => `${name.padEnd(first)}  ${rows.padStart(second)}  ${isSame}`),
    ...copied
      .filter(({ nuls }) => nuls > 0)
      .map(({ name, nuls }) => `${name}: values where \uFFFD stands for a NUL, which Postgres can't keep: ${nuls}`),
  ].join('\n')
}

const TELL_EVERY_MS = 2000

/** For people who wait, on the way that leaves what is printed to programs. */
function tellNowAndThen(): Progress {
  let last = Date.now()
  return (step, { name, size }, rows) => {
    if (Date.now() - last < TELL_EVERY_MS) return
    last = Date.now()
    console.error(`${name}: ${rows} of ${size} rows ${step}`)
  }
}
