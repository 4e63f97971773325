import type { PostgresPoolClient } from 'kysely'
import { DatabaseError } from 'pg'
import { hashText } from '../hash.ts'
import { StoreBusyError } from './group.ts'
import { connectPostgres, LONGEST_MIGRATION_MS, reasonOf, withoutNul } from './postgres.ts'
import type { KeptTable } from './sqlite.ts'

const MOST_ROWS_AT_ONCE = 1000
/** Rows with a long text in each must not fill the memory. */
const MANY_CHARACTERS = 1_000_000

/** What became of one table. */
export interface CopiedTable {
  readonly name: string
  /** In the file. */
  readonly rows: number
  /** In Postgres. */
  readonly arrived: number
  /** Do both hold as many rows, with the same checksum? */
  readonly isSame: boolean
  /** Values in which a sign stands for a NUL, because Postgres can't keep one. */
  readonly nuls: number
}

/** Hears how far it is, after every few rows. */
export type Progress = (step: 'copied' | 'compared', table: KeptTable, rows: number) => void

/** A table as both sides have it, with the Postgres type of each column. */
interface PairedTable extends KeptTable {
  readonly types: readonly string[]
}

/**
 * Copies tables into a Postgres that has the same ones, empty, in one transaction. Then both sides are read anew, in the
 * order of their keys, and compared; only when every table is the same is it committed.
 *
 * @returns What became of each table. When one `isSame` of them is false, nothing was copied.
 * @throws RangeError when a table in Postgres holds something or has other columns, or the database refuses or goes away.
 */
export async function copyTables(
  tables: readonly KeptTable[],
  url: string,
  tell: Progress = () => {},
): Promise<CopiedTable[]> {
  // One statement may read a whole table to sort it.
  const pool = connectPostgres(url, { connections: 1, statementTimeoutMs: LONGEST_MIGRATION_MS })
  try {
    const client = await pool.connect()
    try {
      return await copyOver(client, tables, tell)
    } finally {
      client.release()
    }
  } catch (error) {
    // In the database's own words there may be a patient's.
    const isOfDatabase = error instanceof StoreBusyError || error instanceof DatabaseError
    throw isOfDatabase ? new RangeError(`nothing was copied: ${reasonOf(error)}`) : error
  } finally {
    await pool.end()
  }
}

async function copyOver(
  client: PostgresPoolClient,
  tables: readonly KeptTable[],
  tell: Progress,
): Promise<CopiedTable[]> {
  await client.query('begin', [])
  let copied: CopiedTable[]
  try {
    copied = await copyAll(client, tables, tell)
  } catch (error) {
    // A connection that was lost is given up, and what was begun on it with it.
    if (!(error instanceof StoreBusyError)) await client.query('rollback', [])
    throw error
  }
  if (copied.every(({ isSame }) => isSame)) await commit(client)
  else await client.query('rollback', [])
  return copied
}

async function copyAll(
  client: PostgresPoolClient,
  tables: readonly KeptTable[],
  tell: Progress,
): Promise<CopiedTable[]> {
  const pairs: PairedTable[] = []
  for (const table of tables) pairs.push(await pair(client, table))
  const filled: { table: PairedTable; nuls: number }[] = []
  for (const table of pairs) filled.push({ table, nuls: await fill(client, table, tell) })
  const copied: CopiedTable[] = []
  for (const { table, nuls } of filled) copied.push({ ...(await compare(client, table, tell)), nuls })
  return copied
}

async function commit(client: PostgresPoolClient): Promise<void> {
  try {
    await client.query('commit', [])
  } catch (error) {
    if (!(error instanceof StoreBusyError)) throw error
    throw new RangeError(
      `the connection was lost while everything was being committed (${error.message}); run the same again: it either ` +
        'copies, or says that Postgres holds something, and then it is everything',
    )
  }
}

/** Finds the table in Postgres, empty and with the same columns. */
async function pair(client: PostgresPoolClient, table: KeptTable): Promise<PairedTable> {
  const { rows } = await client.query<{ column_name: string; data_type: string }>(
    `select column_name, data_type from information_schema.columns
     where table_schema = current_schema() and table_name = $1`,
    [table.name],
  )
  const types = new Map(rows.map(({ column_name, data_type }) => [column_name, data_type]))
  if (types.size !== table.columns.length || !table.columns.every((column) => types.has(column))) {
    throw new RangeError(`nothing was copied: the table "${table.name}" in Postgres has other columns than the file`)
  }
  const found = await client.query(`select 1 from ${quoted(table.name)} limit 1`, [])
  if (found.rows.length > 0) {
    throw new RangeError(`nothing was copied: the table "${table.name}" in Postgres isn't empty; name a new database`)
  }
  return { ...table, types: table.columns.map((column) => types.get(column)!) }
}

/** @returns How many values held a NUL. */
async function fill(client: PostgresPoolClient, table: PairedTable, tell: Progress): Promise<number> {
  const name = quoted(table.name)
  const columns = table.columns.map(quoted).join(', ')
  const insert = `insert into ${name} (${columns})
    select ${columns} from json_populate_recordset(null::${name}, $1::json)`
  let batch: string[] = []
  let characters = 0
  let done = 0
  let nuls = 0
  const send = async () => {
    await client.query(insert, [`[${batch.join(',')}]`])
    done += batch.length
    tell('copied', table, done)
    batch = []
    characters = 0
  }
  for (const row of table.rows()) {
    nuls += nulsIn(table, row)
    const values = plainValues(table, row)
    const text = JSON.stringify(Object.fromEntries(table.columns.map((column, i) => [column, values[i]])))
    batch.push(text)
    characters += text.length
    if (batch.length === MOST_ROWS_AT_ONCE || characters >= MANY_CHARACTERS) await send()
  }
  if (batch.length > 0) await send()
  return nuls
}

/** In a key the sign that stands for a NUL could make two rows one. */
function nulsIn(table: KeptTable, row: Readonly<Record<string, unknown>>): number {
  const holding = table.columns.filter((column) => withoutNul(row[column]) !== row[column])
  const inKey = holding.find((column) => table.key.includes(column))
  if (inKey) {
    throw new RangeError(`nothing was copied: ${table.name}.${inKey} holds a NUL, which Postgres can't keep in a key`)
  }
  return holding.length
}

async function compare(
  client: PostgresPoolClient,
  table: PairedTable,
  tell: Progress,
): Promise<Omit<CopiedTable, 'nuls'>> {
  const kept = await summaryOf(table, table.rows())
  const arrived = await summaryOf(table, rowsIn(client, table), (rows) => tell('compared', table, rows))
  const isSame = table.size === kept.rows && kept.rows === arrived.rows && kept.checksum === arrived.checksum
  return { name: table.name, rows: table.size, arrived: arrived.rows, isSame }
}

/** Rows in the order of their keys, byte by byte as in a file, whatever order the database has for people. */
async function* rowsIn(
  client: PostgresPoolClient,
  table: PairedTable,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const isText = (column: string) => table.types[table.columns.indexOf(column)] === 'text'
  const order = table.key.map((column) => (isText(column) ? `${quoted(column)} collate "C"` : quoted(column)))
  const columns = table.columns.map(quoted).join(', ')
  await client.query(
    `declare arrived no scroll cursor for select ${columns} from ${quoted(table.name)} order by ${order.join(', ')}`,
    [],
  )
  for (;;) {
    const { rows } = await client.query<Record<string, unknown>>(`fetch ${MOST_ROWS_AT_ONCE} from arrived`, [])
    if (rows.length === 0) break
    yield* rows
  }
  await client.query('close arrived', [])
}

/**
 * How many rows there are, and a SHA-256 over all their values. It is reckoned part by part: a table needn't fit into
 * memory.
 */
async function summaryOf(
  table: PairedTable,
  rows: Iterable<Readonly<Record<string, unknown>>> | AsyncIterable<Readonly<Record<string, unknown>>>,
  tell: (rows: number) => void = () => {},
): Promise<{ rows: number; checksum: string }> {
  let checksum = ''
  let part = ''
  let count = 0
  for await (const row of rows) {
    count++
    part += `${JSON.stringify(plainValues(table, row))}\n`
    if (part.length < MANY_CHARACTERS) continue
    checksum = await hashText(checksum + part)
    part = ''
    tell(count)
  }
  return { rows: count, checksum: await hashText(checksum + part) }
}

/** A row's values in the order of the columns, told alike: one database has types for what the other keeps as 0, 1 or text. */
function plainValues({ columns, types }: PairedTable, row: Readonly<Record<string, unknown>>): unknown[] {
  return columns.map((column, i) => {
    const value = row[column]
    if (value === null) return null
    if (types[i] === 'boolean') return Boolean(value)
    if (types[i] === 'timestamp with time zone') return new Date(value as string | Date).toISOString()
    return withoutNul(value)
  })
}

function quoted(name: string): string {
  return `"${name}"`
}
