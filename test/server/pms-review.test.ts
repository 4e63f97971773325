import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connection } from '../../server/contract/connection.ts'
import { linkTo } from '../../server/links.ts'
import { connectionOf } from '../../server/pms/connection.ts'
import { PmsFault } from '../../server/pms/connector.ts'
import { mappingOf } from '../../server/pms/mapping.ts'
import { exactPairs, linkPair } from '../../server/pms/matching.ts'
import { createSyncing } from '../../server/pms/syncing.ts'
import { erasePatients } from '../../server/retention.ts'
import type { DeskRequest } from '../../server/store/model.ts'
import { at, type Desk, deskOf, expectClaimsRight, sendRequest } from '../kit/desk.ts'
import { type TestHouse, testHouse, timesOn } from '../kit/house.ts'
import { type Joined, joined, nadiaThere, visitThere } from '../kit/pms.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const MONDAY = '2026-11-23'
const created = { how: { kind: 'create' } }
const moved = {
  time: { start: '2026-11-23T11:00:00-05:00', practitioner: 'bob', chair: null, overrule: [] },
  cause: 'patient-asked',
}
const unreachable = new PmsFault('unreachable', 'No answer.')
const bo = { ...nadiaThere, id: 'Patient/bo', given: 'Bo', family: 'Adler', birthDate: '1950-01-02' }

let house: TestHouse
let pms: Joined
let desk: Desk

beforeEach(async () => {
  house = await testHouse()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await expectClaimsRight(house)
  await house.close()
})

const open = async (mode: 'reads' | 'writes') => {
  pms = await joined(house, { mode })
  desk = await deskOf(house)
  await pms.sync()
}
const there = () => [...pms.pms.appointments.values()].filter((item) => item.kind === 'appointment')
const read = async ({ id }: Pick<DeskRequest, 'id'>) => (await house.store.request('oak', id))!
const outbox = async () => (await house.store.outbox(100)).map(({ topic }) => topic).sort()
const written = ({ id }: Pick<DeskRequest, 'id'>) => house.store.pmsWrite('oak', id)
const times = (day = MONDAY, who = 'ann') => timesOn(house, day, `reason=check&practitioner=${who}`)
const kept = () => connectionOf(house.store, 'oak')
const put = async (changes: object) => {
  const { connection, version } = await kept()
  const body = { connection: Connection.parse({ ...connection, ...changes }), version }
  return desk.post('/connection', body)
}
const accepted = async () => {
  const sent = await sendRequest(house)
  await desk.answer(sent.id, 'accept', { ...created, mail: 'no' })
  return read(sent)
}
/** The answer to the second write is lost, which is the appointment's. */
const loseSecond = (when: 'before' | 'after') => {
  let writes = 0
  pms.pms.onWrite[when] = () => {
    if (++writes === 2) throw unreachable
  }
}

describe('what waits to be written', () => {
  beforeEach(() => open('writes'))

  it('and was called off there before its answer came leaves the request with staff, and syncs go on', async () => {
    const request = await sendRequest(house)
    loseSecond('after')
    await desk.refused(request.id, 'accept', created)
    pms.pms.onWrite = {}
    pms.pms.enter({ ...there()[0]!, status: 'cancelled' })
    house.now += 6 * MINUTE_MS
    await pms.look()
    expect(await written(request)).toBeNull()
    expect(await read(request)).toMatchObject({ state: 'pending' })
    expect((await kept()).state.lastGoodAt).toBe(house.now)
    await desk.answer(request.id, 'accept', created)
  })

  it('and was linked to another request meanwhile leaves this one with staff', async () => {
    const request = await sendRequest(house)
    const other = await sendRequest(house, { start: '2026-11-23T11:00:00-05:00' })
    loseSecond('after')
    const time = { start: '2026-11-23T10:00:00-05:00', practitioner: 'ann', chair: null, overrule: [] }
    await desk.refused(request.id, 'accept', { how: { kind: 'create', time }, cause: 'other' })
    pms.pms.onWrite = {}
    await pms.sync()
    const { id: appointment } = (await pms.kept(there()[0]!.id))!
    const link = { kind: 'link', appointment, isCorrected: true }
    await desk.answer(other.id, 'accept', { how: link, cause: 'other', mail: 'no' })
    house.now += 6 * MINUTE_MS
    await pms.look()
    expect(await written(request)).toBeNull()
    expect(await read(request)).toMatchObject({ state: 'pending' })
    expect(await read(other)).toMatchObject({ appointment })
    expect((await kept()).state.lastGoodAt).toBe(house.now)
  })

  it('holds up neither syncs nor the look at what is stale when it goes wrong', async () => {
    const request = await sendRequest(house)
    loseSecond('before')
    await desk.refused(request.id, 'accept', created)
    const syncing = createSyncing({
      ...pms.room,
      openConnector: async () => {
        throw new PmsFault('misconfigured', "The connection's secret can't be opened: enter it anew.")
      },
    })
    house.now += 61 * MINUTE_MS
    await syncing.lookAtAll()
    await syncing.idle()
    expect(await times('2026-11-24')).toEqual([])
    expect((await kept()).state.problem).toMatchObject({ kind: 'misconfigured' })
  })

  it('is tried again when the PMS takes longer than it may', async () => {
    const request = await sendRequest(house)
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    const ending = new AbortController()
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => (ms === MINUTE_MS ? ending.signal : timeout(ms)))
    pms.pms.onWrite.before = () => {
      ending.abort(new DOMException('The operation timed out.', 'TimeoutError'))
      throw ending.signal.reason
    }
    expect(await desk.refused(request.id, 'accept', created)).toMatchObject({ status: 503 })
    expect(await written(request)).toMatchObject({ tries: 1, nextAt: house.now + 15_000 })
  })

  it('is not given up for a passing reason while nobody knows whether it was done', async () => {
    const request = await sendRequest(house)
    loseSecond('after')
    await desk.refused(request.id, 'accept', created)
    pms.pms.onWrite = {}
    pms.pms.fail(new PmsFault('busy', 'Come back later.'))
    house.now += MINUTE_MS
    await pms.look()
    expect(await written(request)).not.toBeNull()
    house.now += MINUTE_MS
    await pms.look()
    expect(await read(request)).toMatchObject({ state: 'booked' })
    expect(there()).toHaveLength(1)
  })

  it.each(['made', 'refused'] as const)(
    'a move that is %s while its patient cancels is called off there',
    async (is) => {
      const request = await accepted()
      const link = (await linkTo(house.secret, 'oak', request.id)).token
      pms.pms.onWrite.before = async () => {
        pms.pms.onWrite = {}
        const reply = await house.app.request('/v1/practices/oak/my/cancel', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ link }),
        })
        expect(reply.status).toBe(200)
        if (is === 'refused') throw new PmsFault('conflict', 'No.')
      }
      await desk.post(`/requests/${request.id}/reschedule`, { revision: request.revision, ...moved })
      await pms.look()
      expect(there()).toMatchObject([{ status: 'cancelled' }])
      expect(await read(request)).toMatchObject({ state: 'cancelled' })
    },
  )

  it.each([
    ['ended', null],
    [
      'joined with another server',
      { kind: 'fhir', baseUrl: 'https://other.example.com/fhir', access: { kind: 'none' } },
    ],
  ])('is given up when the connection is %s: nothing is cancelled there, and staff may answer', async (_, source) => {
    const request = await accepted()
    const other = await sendRequest(house, { start: '2026-11-23T11:00:00-05:00' })
    pms.pms.fail(unreachable, 1000)
    await pms.sync()
    await house.store.transaction((transaction) =>
      transaction.addPmsWrite('oak', {
        id: 'w1',
        request: request.id,
        document: {
          ...{ kind: 'cancel', appointment: there()[0]!.id, reason: null, isTold: false, isCancelledHere: false },
          ...{ actor: 'staff:dana', fault: null },
        },
        ...{ tries: 0, nextAt: house.now, createdAt: house.now },
      }),
    )
    expect((await put({ source })).status).toBe(200)
    pms.pms.fail(unreachable, 0)
    await pms.look()
    expect(there()).toMatchObject([{ status: 'booked' }])
    expect(await written(request)).toBeNull()
    expect((await house.store.auditOf('oak', `request:${request.id}`)).at(-1)).toMatchObject({
      action: 'write-refused',
    })
    await desk.answer(other.id, 'reject', { reason: 'other' })
  })
})

describe('a schedule that can’t be read', () => {
  beforeEach(() => open('reads'))

  it('stays stale when its secret is entered anew', async () => {
    pms.pms.fail(unreachable, 1000)
    house.now += 2 * DAY_MS
    await pms.look()
    expect(await times('2026-11-25')).toEqual([])
    const source = {
      kind: 'fhir',
      baseUrl: 'https://pms.example.com/fhir',
      access: { kind: 'header', name: 'X-Key', value: 'x' },
    }
    expect((await put({ source })).status).toBe(200)
    expect(await times('2026-11-25')).toEqual([])
  })

  it('vanishes on time, also while a sync or a write hangs', async () => {
    let go = () => {}
    const { connector } = pms.pms
    connector.capabilities = async () => {
      await new Promise<void>((resolve) => {
        go = resolve
      })
      throw unreachable
    }
    const syncing = createSyncing(pms.room)
    house.now += 10 * MINUTE_MS
    await syncing.lookAtAll()
    house.now += 60 * MINUTE_MS
    await vi.waitFor(async () => expect((await kept()).state.progress).not.toBeNull())
    await syncing.lookAtAll()
    expect(await times('2026-11-24')).toEqual([])
    go()
    await syncing.idle()
  })

  it('is read when the clock was set back, and vanishes when it can’t be', async () => {
    house.now += DAY_MS
    await pms.sync(true)
    house.now -= DAY_MS
    pms.pms.enter(visitThere('1', { start: at('11:00', '2026-11-24') }))
    await pms.look()
    expect(await times('2026-11-24')).not.toContain('11:00')
    house.now += DAY_MS
    await pms.sync(true)
    house.now -= DAY_MS
    pms.pms.fail(unreachable, 1000)
    await pms.look()
    house.now += 61 * MINUTE_MS
    await pms.look()
    expect(await times('2026-11-24')).toEqual([])
  })

  it('is asked for again within the hour, whatever pause the PMS asks for', async () => {
    pms.pms.fail(new PmsFault('busy', 'Come back later.', 999_999_999))
    house.now += 5 * MINUTE_MS
    await pms.look()
    house.now += 60 * MINUTE_MS
    await pms.look()
    expect((await kept()).state).toMatchObject({ problem: null, lastGoodAt: house.now })
  })

  it('stays known as it was read by whoever took over from a server that hung', async () => {
    pms.pms.enter(visitThere('1'))
    const { connector } = pms.pms
    const window = connector.window.bind(connector)
    connector.window = async function* (range, signal) {
      for await (const page of window(range, signal)) {
        connector.window = window
        house.now += 3 * MINUTE_MS
        pms.pms.enter(visitThere('1', { start: at('11:00') }))
        expect(await pms.sync(true)).toBe('done')
        yield page
      }
    }
    expect(await pms.sync(true)).toBe('failed')
    expect(await times()).not.toContain('11:00')
    expect((await pms.kept('1'))!.start).toBe(at('11:00'))
  })
})

describe('what is read', () => {
  beforeEach(() => open('reads'))

  it('takes its time at every moment in which it becomes a block', async () => {
    pms.pms.enter(visitThere('1'))
    await pms.sync()
    const { store } = pms.room
    const transaction = store.transaction.bind(store)
    const offered: boolean[] = []
    pms.pms.enter(visitThere('1', { practitioners: [], chair: null }))
    vi.spyOn(store, 'transaction').mockImplementation(async (run) => {
      const answer = await transaction(run)
      offered.push((await times()).includes('09:30'))
      return answer
    })
    await pms.sync()
    expect(offered.length).toBeGreaterThan(3)
    expect(offered).not.toContain(true)
  })

  it('and is unreadable concerns those whom it is with now', async () => {
    pms.pms.garble('7', ['ANN'])
    await pms.sync()
    await house.store.transaction((transaction) => transaction.setAsideUnreadable('oak', '7', 'staff:dana', house.now))
    pms.pms.garble('7', ['BOB'])
    await pms.sync()
    expect(await house.store.unreadable('oak')).toMatchObject([{ practitioners: ['bob'], setAside: null }])
    pms.pms.garble('7', ['EVE'])
    await pms.sync()
    expect(await house.store.unreadable('oak')).toEqual([])
  })

  it('of somebody erased is erased again', async () => {
    pms.pms.enter(visitThere('1', { start: at('09:30', '2026-11-20') }))
    await pms.sync()
    const erase = () => erasePatients(house.store, 'oak', { before: house.now, now: house.now, actor: 'operator' })
    expect(await erase()).toMatchObject({ appointments: 1 })
    pms.pms.enter(visitThere('1', { start: at('09:30', '2026-11-20'), status: 'fulfilled' }))
    await pms.sync()
    await erase()
    expect((await pms.kept('1'))!.patient).toBeFalsy()
  })
})

describe('a request', () => {
  beforeEach(() => open('reads'))

  it('is not linked to an appointment that has changed since it was found', async () => {
    const request = await sendRequest(house)
    const { connection } = await kept()
    const { residents, store } = pms.room
    pms.pms.enter(visitThere('1', { patient: null }))
    await pms.sync()
    pms.pms.enter(visitThere('1'))
    const row = (await pms.kept('1'))!
    await store.transaction((transaction) =>
      transaction.changePmsAppointment('oak', { ...row, patient: nadiaThere } as never),
    )
    const present = (await residents.present(store, 'oak', house.now))!
    const [pair] = await exactPairs(store, present, mappingOf(connection, present.practice.file))
    expect(pair).toBeDefined()
    pms.pms.enter(visitThere('1', { patient: bo }))
    await store.transaction((transaction) => transaction.changePmsAppointment('oak', { ...row, patient: bo } as never))
    const { settings } = (await (await desk.get('/settings')).json()) as { settings: never }
    const isLinked = await residents.change(store, 'oak', house.now, (transaction, now) =>
      linkPair(transaction, now, settings, pair!),
    )
    expect(isLinked).toBe(false)
    expect(await read(request)).toMatchObject({ state: 'pending' })
  })

  it('does not follow its appointment to somebody else', async () => {
    const request = await sendRequest(house)
    pms.pms.enter(visitThere('1'))
    await pms.sync()
    const before = await outbox()
    pms.pms.enter(visitThere('1', { patient: bo, start: at('13:00') }))
    await pms.sync()
    expect(await read(request)).toMatchObject({ state: 'booked', appointment: null, start: request.start })
    expect(await times()).not.toContain('09:30')
    expect(await times()).not.toContain('13:00')
    expect(await outbox()).toEqual(before)
  })

  it('follows its appointment when its patient’s records are merged', async () => {
    const request = await sendRequest(house)
    pms.pms.enter(visitThere('1'))
    await pms.sync()
    pms.pms.enter(visitThere('1', { patient: { ...nadiaThere, id: 'Patient/2' }, start: at('13:00') }))
    await pms.sync()
    expect(await read(request)).toMatchObject({ state: 'booked', start: at('13:00') })
  })

  it('whose cancellation was told is told to be on again', async () => {
    await sendRequest(house)
    pms.pms.enter(visitThere('1'))
    await pms.sync()
    pms.pms.enter(visitThere('1', { status: 'cancelled' }))
    await pms.sync()
    const before = await outbox()
    pms.pms.enter(visitThere('1'))
    await pms.sync()
    expect(await outbox()).toEqual([...before, 'request-confirmed'].sort())
  })
})

describe('the settings of a connection', () => {
  beforeEach(() => open('reads'))

  it('never hold a name or password in an address', async () => {
    const source = { kind: 'fhir', baseUrl: 'https://:hush@pms.example.com/fhir', access: { kind: 'none' } }
    const reply = await put({ source })
    expect([reply.status, await reply.text()]).toEqual([400, expect.not.stringContaining('hush')])
  })

  it('never name the folder of another practice', async () => {
    const csv = { kind: 'csv', folder: 'front', columns: { id: 'id', start: 'start', practitioner: 'who' } }
    await house.store.transaction((transaction) =>
      transaction.putConnection('elm', Connection.parse({ source: csv }), 0),
    )
    vi.spyOn(house.store, 'practiceIds').mockResolvedValue(['elm', 'oak'])
    expect((await put({ source: csv })).status).toBe(400)
    expect((await desk.post('/connection/test', { source: csv })).status).toBe(400)
    expect((await put({ source: { ...csv, folder: 'oak' } })).status).toBe(200)
    expect((await put({ source: { ...csv, folder: 'oak', freshHours: 5 } })).status).toBe(200)
  })
})
