import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { OWN_ORIGIN, type TestHouse, testHouse } from '../kit/house.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

interface Document {
  paths: Record<string, Record<string, unknown>>
  components: { schemas: Record<string, { properties?: Record<string, unknown> }> }
}

describe('createApp', () => {
  it('answers that it is there', async () => {
    const reply = await house.app.request('/healthz')
    expect([reply.status, await reply.json()]).toEqual([200, { status: 'ok' }])
  })

  it('describes each public route, and no other', async () => {
    const document = (await (await house.app.request('/openapi.json')).json()) as Document
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    const { store, accounts, secret } = house
    const context = { store, accounts, secret, clock: () => house.now, log: () => {}, asset: () => null }
    const app = createApp({ ...context, version: '1.2.3', ownOrigins: [OWN_ORIGIN], addressOf: () => undefined })
    const served = app.routes
      .filter(({ method, path }) => method !== 'ALL' && /^\/(v1|healthz)/.test(path))
      .map(({ method, path }) => `${method} ${path.replace('/v1.2.3/', '/v:version/')}`)
    expect(described.sort()).toEqual([...new Set(served)].sort())
    expect(Object.keys(document.components.schemas.RequestBody!.properties!)).toContain('patient')
  })

  it('answers an address where nothing is with a problem', async () => {
    const reply = await house.app.request('/v1/nothing')
    expect([reply.status, reply.headers.get('Content-Type')]).toEqual([404, 'application/problem+json'])
  })

  it('explains each problem type where its type leads', async () => {
    const reply = await house.app.request('/problems/slot-taken')
    expect([reply.status, await reply.text()]).toEqual([200, 'That time has just been taken. Status 409.'])
    expect((await house.app.request('/problems/constructor')).status).toBe(404)
  })

  it('lets pages of other origins read and ask, without cookies', async () => {
    const reply = await house.app.request('/v1/practices/oak/requests', {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://oak.example.com',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type,idempotency-key',
      },
    })
    expect(reply.status).toBe(204)
    expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(reply.headers.get('Access-Control-Allow-Headers')).toMatch(/Idempotency-Key/i)
    expect(reply.headers.get('Access-Control-Allow-Credentials')).toBeNull()
  })

  it('lets portal pages run scripts of its own only', async () => {
    const reply = await house.app.request('/portal/api/me')
    expect(reply.headers.get('Content-Security-Policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/)
  })
})

describe('openSqlite', () => {
  it('writes ahead and waits for the disk', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chairtime-sqlite-'))
    const database = openSqlite(join(folder, 'x.sqlite'))
    const pragma = (name: string) => Object.values(database.prepare(`pragma ${name}`).get() as object)[0]
    expect([pragma('journal_mode'), pragma('synchronous')]).toEqual(['wal', 2])
    database.close()
    rmSync(folder, { recursive: true })
  })
})
