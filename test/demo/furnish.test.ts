import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { furnish } from '../../demo/furnish.ts'
import { bookFile } from '../../demo/pms/book-file.ts'
import { openPracticeSystem, type PracticeSystem } from '../../demo/practice-system.ts'
import { checkClaims } from '../../server/check.ts'
import { type Config, readConfig } from '../../server/config.ts'
import { type House, openHouse } from '../../server/house.ts'
import { importPractice } from '../../server/import.ts'
import { closeServer } from '../../server/listen.ts'
import { connectionOf } from '../../server/pms/connection.ts'
import { connectorsOf } from '../../server/pms/open.ts'
import { runSync } from '../../server/pms/sync.ts'
import { readPracticeFile } from '../../server/practice-file.ts'
import { createResidents } from '../../server/residents.ts'

const read = readPracticeFile(readFileSync('demo/practice.json', 'utf8'), new Date().toISOString().slice(0, 10))
if (!read.ok) throw new Error('the demo practice has faults')
const { file } = read

let config: Config
let house: House
let system: PracticeSystem | null

beforeEach(async () => {
  config = readConfig({ DATA_DIR: mkdtempSync(join(tmpdir(), 'chairtime-furnish-')) })
  house = await openHouse(config)
})
afterEach(async () => {
  await stop()
  rmSync(config.dataDir, { recursive: true })
})

async function start(isNew: boolean): Promise<void> {
  // Another port each time, as with another PORT.
  system = await openPracticeSystem({ ...config, port: 0 }, file, isNew)
  await furnish(house, { config, file, origins: ['http://localhost:8081'] }, system)
}

async function stop(): Promise<void> {
  if (system) await closeServer(system.server)
  await house.close()
}

/** How many requests are in each state, and how many appointments in the schedule. */
async function standing() {
  const { store } = house
  const states: Record<string, number> = {}
  for (const state of ['pending', 'booked', 'rejected', 'cancelled', 'expired'] as const) {
    states[state] = (await store.requests('elm', state)).length
  }
  return { ...states, ahead: await store.countPmsAppointments('elm', Date.now()) }
}

async function sync() {
  const { store, secret } = house
  const clock = Date.now
  const { open } = connectorsOf({ secret, dataDir: config.dataDir, clock, store })
  const room = { store, clock, residents: createResidents(), log: () => {}, openConnector: open, publicUrl: '' }
  return runSync(room, 'elm', { isWhole: true })
}

describe('the demo practice', () => {
  it('has its year in its own software, read from there, and requests in every state', async () => {
    await start(true)
    const states = await standing()
    expect(states).toMatchObject({ pending: 6, booked: 3, rejected: 1, cancelled: 1, expired: 1 })
    expect(states.ahead).toBeGreaterThan(200)
    expect(await checkClaims(house.store, 'elm', Date.now())).toEqual([])

    const booked = await house.store.requests('elm', 'booked')
    const visits = await Promise.all(booked.map((one) => house.store.pmsAppointment('elm', one.appointment!)))
    const book = visits.map((visit) => system!.pms.book.visit(visit!.pms.id.slice('Appointment/'.length)))
    expect(book.map((visit) => visit?.patient?.family).sort()).toEqual(['Abernathy', 'Achterberg', 'O’Dell'])
    expect(book.map((visit) => visit?.start)).toEqual(booked.map(({ start }) => start))
  })

  it('leaves each way of matching to be tried: exact, partial and none', async () => {
    await start(true)
    expect(await sync()).toBe('done')
    const pending = await house.store.requests('elm', 'pending')
    const asked = (family: string) => pending.find(({ patient }) => patient.family === family)!
    const there = system!.pms.book
    const named = (family: string) => there.people().filter((person) => person.family.startsWith(family))
    expect(named('Herrera')).toEqual([])
    expect(named('Kowalczyk')).toMatchObject([{ family: 'Kowalczyk-Reyes', given: 'Nadia' }])
    const [imani] = named('Whitfield')
    const { start: at, end, practitioners } = asked('Whitfield')
    const place = { start: at, minutes: (end - at) / 60_000, practitioner: practitioners[0], chair: null, type: null }

    there.add(place, imani!.id)
    expect(await sync()).toBe('done')
    expect((await house.store.requests('elm', 'booked')).map(({ patient }) => patient.family)).toContain('Whitfield')
    expect(await house.store.requests('elm', 'pending')).toHaveLength(5)
  })

  it('stands as it stood after a restart, at another port too', async () => {
    await start(true)
    const before = await standing()
    const cursor = (await connectionOf(house.store, 'elm')).state.cursor
    await stop()
    house = await openHouse(config)
    await start(false)
    expect((await connectionOf(house.store, 'elm')).state.cursor).toBe(cursor)
    expect(await sync()).toBe('done')
    expect(await standing()).toEqual(before)
    expect((await house.store.requests('elm', 'booked')).every(({ appointment }) => appointment !== null)).toBe(true)
  })

  it('starts on a data folder that was made without a practice software, and adds none', async () => {
    await importPractice(house.store, file, Date.now())
    await start(false)
    expect(system).toBeNull()
    expect((await connectionOf(house.store, 'elm')).connection.source).toBeNull()
  })

  it('keeps what was changed before anybody hears of it', async () => {
    await start(true)
    const kept = bookFile(join(config.dataDir, 'demo-pms.ndjson'))
    const [visit] = system!.pms.store.all('Appointment').filter(({ status }) => status === 'booked')
    const reply = await fetch(`${system!.address}/visits/${visit!.id}/status`, {
      method: 'POST',
      headers: { origin: system!.address },
      body: new URLSearchParams({ status: 'arrived' }),
      redirect: 'manual',
    })
    expect(reply.status).toBe(303)
    expect(kept.read()!.find(({ id }) => id === visit!.id)).toMatchObject({ status: 'arrived' })
    expect(kept.read()).toEqual(JSON.parse(JSON.stringify(system!.pms.store.everything())))
  })
})
