// A server's writer in a process of its own, so that what it writes to the disk can be recorded from outside: books as
// fast as it can and says what it was acknowledged. node power-writer.ts FILE SYNCHRONOUS COUNT
import { writeSync } from 'node:fs'
import { submitRequest } from '../../server/booking.ts'
import { RequestBody } from '../../server/contract/request.ts'
import { importPractice } from '../../server/import.ts'
import { createResidents } from '../../server/residents.ts'
import { openSqliteStore } from '../../server/store/sqlite.ts'
import { bodyFor } from './patients.ts'
import { torturePractice } from './practice.ts'

const NOW = Date.parse('2026-11-20T08:00:00Z')
const FIRST_DAY = Date.parse('2026-11-23T00:00:00Z')
const CLIENTS = 6

const [file = '', synchronous = 'full', count = '0'] = process.argv.slice(2)
const practice = torturePractice({ id: 'power', places: 3 })
const store = await openSqliteStore(file, (database) => {
  // A small log is written back into the database often: those are the moments that matter.
  database.exec(`pragma synchronous = ${synchronous}; pragma wal_autocheckpoint = 40`)
})
await importPractice(store, practice, NOW)
const residents = createResidents()

let sent = 0
const client = async () => {
  while (sent < Number(count)) {
    const i = sent++
    const start = FIRST_DAY + (i % 60) * 86_400_000 + (480 + (Math.floor(i / 60) % 20) * 30) * 60_000
    const body = RequestBody.parse(bodyFor({ reason: 'fixed', start }, i))
    const sending = { practice: 'power', key: `power-key-${i}`, body, origin: null }
    const { reference } = await submitRequest(store, residents, NOW, sending)
    // One write each, at once: the recording has it in its place among the writes to the disk.
    writeSync(1, `${reference}\n`)
  }
}
await Promise.all(Array.from({ length: CLIENTS }, client))
await store.close()
