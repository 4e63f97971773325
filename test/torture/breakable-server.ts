// A server whose disk and clock its parent breaks and mends, over its channel. node breakable-server.ts FILE
import { listenOn, portOf } from '../../server/listen.ts'
import { openSqliteStore } from '../../server/store/sqlite.ts'
import { appOver } from './app.ts'

/** What the parent may ask for. */
export interface Tamper {
  /** SQL on the connection that writes. */
  readonly sql?: string
  /** Milliseconds added to the clock. */
  readonly clockMs?: number
}

const [file = ''] = process.argv.slice(2)
let tamper = (_sql: string): void => {}
let clockMs = 0
const store = await openSqliteStore(file, (database) => {
  tamper = (sql) => database.exec(sql)
})
const app = appOver(store, () => Date.now() + clockMs)
const server = await listenOn(app.fetch, { port: 0, host: '127.0.0.1' })
process.on('message', (message) => {
  const { sql, clockMs: moved } = message as Tamper
  if (sql !== undefined) tamper(sql)
  if (moved !== undefined) clockMs = moved
  process.send!('done')
})
process.send!(portOf(server))
