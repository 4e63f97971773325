import { afterEach, describe, expect, it } from 'vitest'
import type { PmsFault } from '../../server/pms/connector.ts'
import { all } from '../kit/connector-contract.ts'
import { appointment, type FhirStreet, openFhirStreet, patient, withPatient, YEAR } from '../kit/fhir.ts'

let street: FhirStreet
afterEach(() => street.server.close())

const listed = () => all(street.connector.window(YEAR, street.signal))
const ids = async () => (await listed()).items.map(({ id }) => id)
const changedIds = async (since: string) =>
  (await all(street.connector.changed(since, street.signal))).items.map(({ id }) => id)
const faultOf = (promise: Promise<unknown>): Promise<PmsFault> =>
  promise.then(
    () => {
      throw new Error('nothing was thrown')
    },
    (error: PmsFault) => error,
  )

function fill(count: number): void {
  const { store, ways } = street.server
  for (let i = 0; i < count; i++) {
    ways.now += 1000
    store.put(patient(`p${i}`, `Family${i}`, 'Ana'))
    store.put(appointment(`a${i}`, withPatient(`p${i}`)))
  }
}

describe('capabilities', () => {
  it('names the software, and that changes can be asked for', async () => {
    street = await openFhirStreet()
    fill(1)
    expect(await street.connector.capabilities(street.signal)).toEqual({
      isIncremental: true,
      software: 'Front Desk 1.0',
    })
  })

  it('asks only once', async () => {
    street = await openFhirStreet()
    fill(1)
    await street.connector.capabilities(street.signal)
    const { length } = street.server.asked
    await street.connector.capabilities(street.signal)
    expect(street.server.asked).toHaveLength(length)
  })

  it.each([
    ['ignores _lastUpdated', { lastUpdated: 'ignored' }],
    ['refuses _lastUpdated', { lastUpdated: 'refused' }],
    ['wants a date in each search', { isDateRequired: true }],
  ] as const)('sees that windows must be read where a server %s', async (_, ways) => {
    street = await openFhirStreet({ ...ways, hasMetadata: false })
    fill(1)
    expect(await street.connector.capabilities(street.signal)).toEqual({ isIncremental: false, software: null })
    expect(await ids()).toEqual(['Appointment/a0'])
  })

  it('decides nothing for good while the server is empty', async () => {
    street = await openFhirStreet()
    expect((await street.connector.capabilities(street.signal)).isIncremental).toBe(false)
    fill(1)
    expect((await street.connector.capabilities(street.signal)).isIncremental).toBe(true)
  })
})

describe('changed', () => {
  it("takes its cursor from the server's stamps, not from a clock of ours", async () => {
    street = await openFhirStreet({ now: Date.parse('2031-01-01T00:00:00Z') })
    fill(1)
    const { cursor } = await all(street.connector.changed(null, street.signal))
    expect(cursor).toBe('2031-01-01T00:00:01.000Z')
  })

  it('asks for ten minutes before the cursor again: a server may write later than it stamps', async () => {
    street = await openFhirStreet()
    fill(1)
    const at = street.server.ways.now
    expect(await changedIds(new Date(at + 9 * 60_000).toISOString())).toEqual(['Appointment/a0'])
    expect(street.server.asked.at(-1)!.target).toContain(`_lastUpdated=ge${new Date(at - 60_000).toISOString()}`)
  })

  it('gives the cursor with the last page alone, as a server may sort as it likes', async () => {
    street = await openFhirStreet({ pageSize: 2 })
    fill(5)
    const cursors: (string | null)[] = []
    for await (const { cursor } of street.connector.changed('2026-11-23T15:00:00.000Z', street.signal)) {
      cursors.push(cursor)
    }
    expect(cursors).toEqual([null, null, new Date(street.server.ways.now).toISOString()])
  })

  it("goes back with the server's clock", async () => {
    street = await openFhirStreet()
    fill(1)
    const ahead = new Date(street.server.ways.now + 86_400_000).toISOString()
    const { items, cursor } = await all(street.connector.changed(ahead, street.signal))
    expect(items.map(({ id }) => id)).toEqual(['Appointment/a0'])
    expect(cursor).toBe(new Date(street.server.ways.now).toISOString())
  })

  it('sees a change where the version is always 1', async () => {
    street = await openFhirStreet({
      written: (resource) => ({ ...resource, meta: { ...resource.meta!, versionId: '1' } }),
    })
    fill(1)
    const { cursor } = await all(street.connector.changed(null, street.signal))
    street.server.ways.now += 1000
    street.server.store.put(appointment('a0', { status: 'cancelled' }))
    const { items } = await all(street.connector.changed(cursor, street.signal))
    expect(items).toMatchObject([{ id: 'Appointment/a0', status: 'cancelled' }])
  })

  it('tells of one that was cancelled and made again under a new id, and of a status that goes back', async () => {
    street = await openFhirStreet()
    fill(2)
    const { cursor } = await all(street.connector.changed(null, street.signal))
    street.server.ways.now += 3_600_000
    street.server.store.put(appointment('a0', { ...withPatient('p0'), status: 'cancelled' }))
    street.server.store.put(appointment('a9', withPatient('p0')))
    street.server.store.put(appointment('a1', { status: 'arrived' }))
    street.server.store.put(appointment('a1', { status: 'booked' }))
    const { items } = await all(street.connector.changed(cursor, street.signal))
    const told = items.map((item) => item.kind === 'appointment' && [item.id, item.status, item.patient?.id])
    expect(told.sort()).toEqual([
      ['Appointment/a0', 'cancelled', 'Patient/p0'],
      ['Appointment/a1', 'booked', undefined],
      ['Appointment/a9', 'booked', 'Patient/p0'],
    ])
  })
})

describe('window', () => {
  it('is asked for month by month', async () => {
    street = await openFhirStreet()
    await all(
      street.connector.window(
        { start: Date.parse('2026-11-20T05:00:00Z'), end: Date.parse('2027-01-10T05:00:00Z') },
        street.signal,
      ),
    )
    const dates = street.server.asked.map(({ target }) => new URL(target, 'http://x').searchParams.getAll('date'))
    expect(dates).toEqual([
      ['ge2026-11-19T14:00:00.000Z', 'lt2026-12-01T00:00:00.000Z'],
      ['ge2026-12-01T00:00:00.000Z', 'lt2027-01-01T00:00:00.000Z'],
      ['ge2027-01-01T00:00:00.000Z', 'lt2027-01-10T20:00:00.000Z'],
    ])
  })

  it('gives everything that stays, once or twice, while others are deleted and made', async () => {
    street = await openFhirStreet({ pageSize: 3 })
    fill(12)
    const { store } = street.server
    street.server.ways.meanwhile = ({ target }) => {
      if (target.includes('_offset=3')) store.put(appointment('new', { start: '2026-12-01T16:00:00Z', end: null }))
    }
    const found = new Set(await ids())
    for (let i = 0; i < 12; i++) expect(found).toContain(`Appointment/a${i}`)
  })

  it('reads patients whom the server does not send along, together, each once', async () => {
    street = await openFhirStreet({ ignoresInclude: true })
    fill(3)
    street.server.store.put(appointment('again', withPatient('p1')))
    const { items } = await listed()
    const families = items.map((item) => item.kind === 'appointment' && item.patient?.family)
    expect(families.sort()).toEqual(['Family0', 'Family1', 'Family1', 'Family2'])
    expect(street.server.asked.filter(({ target }) => target.startsWith('/Patient'))).toHaveLength(1)
  })

  it('names no patient who was deleted', async () => {
    street = await openFhirStreet()
    fill(2)
    street.server.store.remove('Patient', 'p0')
    const { items } = await listed()
    expect(items.map((item) => item.kind === 'appointment' && item.patient?.id)).toEqual([undefined, 'Patient/p1'])
  })

  it('does without a total, and without an order that the server refuses', async () => {
    street = await openFhirStreet({ hasTotal: false, refusesSort: true, pageSize: 1 })
    fill(3)
    expect(await ids()).toEqual(['Appointment/a0', 'Appointment/a1', 'Appointment/a2'])
    const { items } = await listed()
    expect(items[0]).toMatchObject({ patient: { family: 'Family0' } })
  })

  it('skips what the server remarks, and stops at what it calls an error', async () => {
    const remark = (severity: string) => ({
      search: { mode: 'outcome' },
      resource: { resourceType: 'OperationOutcome', issue: [{ severity, code: 'processing', diagnostics: 'Ana' }] },
    })
    street = await openFhirStreet({ besides: [remark('warning')] })
    fill(1)
    expect(await ids()).toEqual(['Appointment/a0'])
    street.server.ways.besides = [remark('error')]
    expect(await faultOf(listed())).toMatchObject({
      kind: 'unreadable',
      message: 'The server says that our search for Appointment went wrong.',
    })
  })

  it('is not hidden by entries that are nothing', async () => {
    street = await openFhirStreet({
      besides: [null, 7, {}, { resource: null }, { resource: { resourceType: 'Appointment' } }],
    })
    fill(1)
    const { items } = await listed()
    expect(new Set(items.map(({ id, kind }) => `${kind} ${id}`))).toEqual(
      new Set(['appointment Appointment/a0', 'unreadable Appointment/?']),
    )
  })

  it('never follows a link to another server', async () => {
    street = await openFhirStreet({ pageSize: 1, nextLink: (url) => url.replace('127.0.0.1', 'localhost') })
    fill(2)
    const connector = street.connect({ access: { kind: 'basic', user: 'desk', password: 'secret' } })
    expect(await faultOf(all(connector.window(YEAR, street.signal)))).toMatchObject({ kind: 'misconfigured' })
    expect(street.server.asked.every(({ headers }) => headers.host?.startsWith('127.0.0.1'))).toBe(true)
  })

  it.each([
    ['lead back to itself', (url: string) => url],
    [
      'are new for ever and hold nothing new',
      (url: string) => `${url.replace(/_offset=\d+/, '_offset=0')}&x=${Math.random()}`,
    ],
  ])('ends with a fault when pages %s', async (_, toNext) => {
    street = await openFhirStreet({ pageSize: 1 })
    fill(2)
    street.server.ways.nextLink = (url) => toNext(url)
    // The last page, too, leads on.
    const { store } = street.server
    const handle = store.handle
    Object.assign(store, {
      handle: async (...asked: Parameters<typeof handle>) => {
        const reply = await handle(asked[0], asked[1])
        const link = (reply.body?.link ?? []) as { relation: string; url: string }[]
        if (link.length !== 1 || !link[0]!.url.includes('_offset')) return reply
        return { ...reply, body: { ...reply.body!, link: [...link, { relation: 'next', url: link[0]!.url }] } }
      },
    })
    expect(await faultOf(listed())).toMatchObject({ kind: 'unreadable' })
    expect(street.server.asked.length).toBeLessThan(60)
  })
})

describe('directory', () => {
  it('names who and what appointments may be with', async () => {
    street = await openFhirStreet()
    const { store } = street.server
    store.put({ resourceType: 'Practitioner', id: 'reed', name: [{ prefix: ['Dr.'], given: ['Jo'], family: 'Reed' }] })
    store.put({ resourceType: 'Practitioner', id: 'left', active: false, name: [{ family: 'Left' }] })
    store.put({ resourceType: 'Location', id: 'chair-1', name: 'Chair 1' })
    store.put({ resourceType: 'HealthcareService', id: 'clean', name: 'Cleaning' })
    store.put(appointment('a', { serviceType: [{ coding: [{ system: 'urn:t', code: 'exam', display: 'Exam' }] }] }))
    await listed()
    expect(await street.connector.directory(street.signal)).toEqual([
      { kind: 'type', id: 'urn:t|exam', name: 'Exam' },
      { kind: 'practitioner', id: 'Practitioner/reed', name: 'Dr. Jo Reed' },
      { kind: 'chair', id: 'Location/chair-1', name: 'Chair 1' },
      { kind: 'type', id: 'HealthcareService/clean', name: 'Cleaning' },
    ])
  })

  it('is empty where nothing may be listed', async () => {
    street = await openFhirStreet({ mishap: () => ({ status: 403 }) })
    expect(await street.connector.directory(street.signal)).toEqual([])
  })
})
