import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CsvSource } from '../../server/contract/connection.ts'
import { createCsvConnector } from '../../server/pms/csv/connector.ts'
import { connectorContract, type Put } from '../kit/connector-contract.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const HEAD = 'Id,Start,End,Provider,Status,First,Last,Born,Phone,Mail'
const columns = {
  ...{ id: 'Id', start: 'Start', end: 'End', practitioner: 'Provider', status: 'Status', given: 'First' },
  ...{ family: 'Last', birthDate: 'Born', mobile: 'Phone', email: 'Mail' },
}

const rowOf = ({ name, start, end, status = 'booked', patient, isGarbled = false }: Put) =>
  [
    name,
    isGarbled ? 'sometime' : new Date(start).toISOString(),
    new Date(end).toISOString(),
    ...['ann', status, patient?.given, patient?.family, patient?.birthDate, patient?.mobile, patient?.email],
  ].join(',')

/** A folder of its own, where files are always finished. */
function openFolder(contents: 'snapshot' | 'changes') {
  const root = mkdtempSync(join(tmpdir(), 'pms-csv-contract-'))
  mkdirSync(join(root, 'desk'))
  let minute = 0
  const write = (name: string, rows: readonly string[]) => {
    const path = join(root, 'desk', name)
    writeFileSync(path, `${[HEAD, ...rows].join('\n')}\n`)
    const at = new Date(NOW - 3_600_000 + ++minute * 1000)
    utimesSync(path, at, at)
  }
  const source = CsvSource.parse({ kind: 'csv', folder: 'desk', columns, contents })
  const connector = createCsvConnector(source, { root, timeZone: 'America/New_York', clock: () => NOW })
  return { connector, write, close: async () => rmSync(root, { recursive: true }) }
}

connectorContract('the CSV connector with snapshots', {
  isWritable: false,
  open: async () => {
    const { connector, write, close } = openFolder('snapshot')
    const rows = new Map<string, string>()
    const writeAll = () => write('all-complete.csv', [...rows.values()])
    writeAll()
    return {
      connector,
      close,
      async put(put) {
        rows.set(put.name, rowOf(put))
        writeAll()
        return put.name
      },
      async remove(id) {
        rows.delete(id)
        writeAll()
      },
    }
  },
})

connectorContract('the CSV connector with files of changes', {
  isWritable: false,
  open: async () => {
    const { connector, write, close } = openFolder('changes')
    let count = 0
    const next = (row: readonly string[]) => write(`${String(++count).padStart(4, '0')}.csv`, row)
    next([])
    return {
      connector,
      close,
      async put(put) {
        next([rowOf(put)])
        return put.name
      },
      remove: async (id) => next([`${id},,,,entered-in-error,,,,,`]),
    }
  },
})
