import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Connection, CsvSource } from '../../server/contract/connection.ts'
import { createCsvConnector } from '../../server/pms/csv/connector.ts'
import { all, connectorContract, type Put } from '../kit/connector-contract.ts'
import { createExampleConnector } from '../kit/example-connector.ts'

const page = readFileSync('docs/connectors.md', 'utf8')
/** The blocks of code on the page in one language. */
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map((match) => match[1]!)

/** A PMS in memory that answers as the example's does. */
connectorContract('the example of docs/connectors.md', {
  isWritable: false,
  open: async () => {
    const visits = new Map<string, Put & { readonly number: number }>()
    const shown = ({ number, start, end, status, patient, isGarbled }: Put & { readonly number: number }) => ({
      id: number,
      at: isGarbled ? 'sometime' : new Date(start).toISOString(),
      ...{ minutes: (end - start) / 60_000, with: 'ann', isOff: status === 'cancelled' },
      who: patient ? { ...patient, number, born: patient.birthDate } : null,
    })
    const answer = async (url: string | URL | Request) => {
      const { pathname, searchParams } = new URL(String(url))
      const list = [...visits.values()]
      const one = /^\/visits\/(.+)$/.exec(pathname)?.[1]
      if (one !== undefined) {
        const found = list.find(({ number }) => String(number) === one)
        return found ? Response.json(shown(found)) : new Response(null, { status: 404 })
      }
      const [from, to] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name)!)) as [number, number]
      return Response.json(list.filter(({ start }) => start >= from && start < to).map(shown))
    }
    let count = 0
    return {
      connector: createExampleConnector('https://pms.example.com', answer as typeof fetch),
      close: async () => {},
      async put(put) {
        const number = visits.get(put.name)?.number ?? ++count
        visits.set(put.name, { ...put, number })
        return String(number)
      },
      async remove(id) {
        for (const [name, { number }] of visits) if (String(number) === id) visits.delete(name)
      },
    }
  },
})

describe('docs/connectors.md', () => {
  it('shows the example that runs here, letter by letter', () => {
    expect(blocks('ts')).toContain(readFileSync('test/kit/example-connector.ts', 'utf8'))
  })

  it('shows the interface as it is', () => {
    const own = readFileSync('server/pms/connector.ts', 'utf8')
    const calls = [...page.matchAll(/^\| `(\w+)\(/gm)].map((match) => match[1])
    expect(calls).toHaveLength(8)
    for (const name of calls) expect(own).toContain(`  ${name}(`)
    const kinds = (text: string) => [...text.matchAll(/^ {2}\| '(\w+)'$/gm)].map((match) => match[1])
    const faults = page.slice(page.indexOf('## Faults'), page.indexOf('## A whole connector'))
    const shown = [...faults.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1])
    expect(shown.toSorted()).toEqual(kinds(own.slice(own.indexOf('export type PmsFaultKind'))).toSorted())
  })

  it('names every setting of a folder', () => {
    const own = Object.keys(CsvSource.shape).filter((name) => name !== 'kind' && name !== 'folder')
    const settings = page.slice(page.indexOf('| setting |'), page.indexOf('### Snapshots'))
    expect([...settings.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]).toSorted()).toEqual(own.toSorted())
  })

  it('reads its own file with its own settings', async () => {
    const { source } = Connection.parse({ source: JSON.parse(blocks('json')[0]!) })
    if (source?.kind !== 'csv') throw new Error('the settings are not those of a folder')
    const root = mkdtempSync(join(tmpdir(), 'pms-docs-'))
    mkdirSync(join(root, source.folder))
    const path = join(root, source.folder, 'schedule.csv')
    writeFileSync(path, blocks('csv')[0]!)
    const now = Date.parse('2026-11-22T12:00:00Z')
    utimesSync(path, new Date(now - 60_000), new Date(now - 60_000))
    try {
      const connector = createCsvConnector(source, { root, timeZone: 'America/New_York', clock: () => now })
      const { items } = await all(
        connector.window({ start: now, end: now + 86_400_000 * 30 }, new AbortController().signal),
      )
      expect(items).toMatchObject([
        {
          ...{ id: '48211', status: 'booked', practitioners: ['Dr. Brandt'], chair: 'Op 2', type: 'Recall' },
          ...{ start: Date.parse('2026-12-01T14:00Z'), end: Date.parse('2026-12-01T14:40Z') },
          patient: {
            id: '1042',
            given: 'Imani',
            family: 'Whitfield',
            birthDate: '1985-03-09',
            mobile: '(555) 555-0142',
          },
        },
        { id: '48212', status: 'cancelled', patient: { family: "O'Brien, Müller" } },
      ])
    } finally {
      rmSync(root, { recursive: true })
    }
  })
})
