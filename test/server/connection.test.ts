import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Connection, ConnectionReply } from '../../server/contract/connection.ts'
import { openedSource, secretOf } from '../../server/pms/connection.ts'
import { type Desk, deskOf } from '../kit/desk.ts'
import { type TestHouse, testHouse } from '../kit/house.ts'
import { joined, visitThere } from '../kit/pms.ts'

const SECRET = 'a key that nobody may see'
const fhir = {
  kind: 'fhir',
  baseUrl: 'https://pms.example.com/fhir',
  access: { kind: 'header', name: 'X-Api-Key', value: SECRET },
} as const

let house: TestHouse
let desk: Desk

beforeEach(async () => {
  house = await testHouse()
  desk = await deskOf(house)
})
afterEach(() => house.close())

const get = async () => ConnectionReply.parse(await (await desk.get('/connection')).json())
const post = (connection: object, version = 0) =>
  desk.post('/connection', { connection: Connection.parse(connection), version })
const keptSource = async () => Connection.parse((await house.store.connection('oak'))!.document).source!

describe('a connection', () => {
  it('is none at first', async () => {
    expect(await get()).toMatchObject({ connection: { source: null }, version: 0, names: [], unreadable: [] })
  })

  it('is kept with its secret encrypted, which no answer shows', async () => {
    const reply = await post({ source: fhir })
    const text = await reply.text()
    expect([reply.status, text]).toEqual([200, expect.not.stringContaining(SECRET)])
    expect(JSON.parse(text)).toMatchObject({ hasSecret: true, version: 1 })
    const source = await keptSource()
    expect(JSON.stringify(source)).not.toContain(SECRET)
    expect(secretOf(await openedSource(house.secret, source))).toBe(SECRET)
    await expect(openedSource(`${house.secret}x`, source)).rejects.toThrow()
  })

  it('keeps its secret when none is given, but never for another address', async () => {
    await post({ source: fhir })
    const { connection, version } = await get()
    expect(
      await (await desk.post('/connection', { connection: { ...connection, everyMinutes: 10 }, version })).json(),
    ).toMatchObject({ hasSecret: true, version: 2 })
    const elsewhere = { ...connection, source: { ...connection.source!, baseUrl: 'https://thief.example.com/fhir' } }
    const refused = await desk.post('/connection', { connection: elsewhere, version: 2 })
    expect(await refused.json()).toMatchObject({ errors: [{ pointer: '/connection/source/access/value' }] })
    const tried = await desk.post('/connection/test', { source: elsewhere.source })
    expect(tried.status).toBe(400)
  })

  it('takes the practice out of keeping its own schedule, and back only when it ends', async () => {
    await post({ source: fhir })
    const settings = (await (await desk.get('/settings')).json()) as { settings: object; version: number }
    expect(settings.settings).toMatchObject({ mode: 'reads' })
    const own = { settings: { ...settings.settings, mode: 'own' }, version: settings.version }
    expect((await desk.post('/settings', own)).status).toBe(400)
    await post({ source: null }, 1)
    expect((await desk.post('/settings', own)).status).toBe(200)
  })

  it('that a colleague has changed meanwhile is not overwritten', async () => {
    await post({ source: fhir })
    expect(await (await post({ source: null })).json()).toMatchObject({ type: '/problems/changed-meanwhile' })
    expect(await get()).toMatchObject({
      connection: { source: { kind: 'fhir' } },
      changed: { at: '2026-11-23T08:00:00-05:00', by: 'Dana' },
    })
  })

  it.each([
    [{ practitioners: [{ pms: 'A', ours: 'eve' }] }, '/connection/practitioners/0/ours'],
    [
      {
        chairs: [
          { pms: 'A', ours: 'one' },
          { pms: 'A', ours: 'two' },
        ],
      },
      '/connection/chairs/1/pms',
    ],
    [{ integrated: ['ann'] }, '/connection/integrated/0'],
  ])('assigns whom and what there is, each once: %j', async (connection, pointer) => {
    const reply = await post(connection)
    expect(await reply.json()).toMatchObject({ errors: [{ pointer }] })
  })

  it('is noted with the names of what was changed alone', async () => {
    await post({ source: fhir })
    const audit = await house.store.auditOf('oak', 'connection')
    expect(audit).toMatchObject([{ action: 'connection-changed', detail: { fields: ['source'] } }])
  })
})

describe('a connection that is joined', () => {
  it('syncs when it is asked to, and says how it stands', async () => {
    const { pms } = await joined(house)
    pms.enter(visitThere('1'))
    const reply = await desk.post('/connection/sync', {})
    expect(await reply.json()).toMatchObject({
      standing: { isRunning: false, problem: null, lastGoodAt: '2026-11-23T08:00:00-05:00', appointments: 1 },
    })
    expect(await get()).toMatchObject({
      software: 'Memory 1',
      names: [{ kind: 'practitioner', pms: 'ANN', ours: 'ann' }, ...Array.from({ length: 6 }, () => expect.anything())],
    })
  })

  it('lists whom nobody is assigned to first', async () => {
    const { pms } = await joined(house)
    pms.enter(visitThere('1', { practitioners: ['EVE'] }))
    await desk.post('/connection/sync', {})
    expect((await get()).names[0]).toMatchObject({ pms: 'EVE', ours: null })
  })

  it('is tried without keeping anything', async () => {
    const { pms } = await joined(house)
    pms.enter(visitThere('1', { start: house.now + 86_400_000 }))
    const reply = await desk.post('/connection/test', { source: { ...fhir, statuses: {} } })
    expect(await reply.json()).toMatchObject({ ok: true, words: 'It works: 1 appointment in the next seven days.' })
    expect((await house.store.pmsAppointments('oak', ['1'])).size).toBe(0)
  })

  it('sets a record aside for whoever says so', async () => {
    const { pms } = await joined(house)
    pms.garble('7', ['ANN'])
    await desk.post('/connection/sync', {})
    expect((await get()).unreadable).toMatchObject([{ id: '7', practitioners: ['ann'], setAside: null }])
    await desk.post('/connection/set-aside', { id: '7' })
    expect((await get()).unreadable).toMatchObject([{ id: '7', setAside: { by: 'Dana' } }])
    expect((await desk.post('/connection/set-aside', { id: '8' })).status).toBe(404)
  })
})
