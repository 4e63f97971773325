import { Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { createCookieJar } from '../../demo/page/cookies.ts'
import { loadSqlite } from '../../demo/page/database.ts'

const setting = (...cookies: string[]) => {
  const response = new Response(null)
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

describe('createCookieJar', () => {
  it('sends back what was set, whose value may hold an equals sign', () => {
    const jar = createCookieJar()
    expect(jar.header()).toBe('')
    jar.take(setting('session=a.b=; Path=/portal; HttpOnly; Max-Age=900', 'data=1; SameSite=Strict'))
    expect(jar.header()).toBe('session=a.b=; data=1')
  })

  it('forgets what is taken away', () => {
    const jar = createCookieJar('session=a; data=1; more=2')
    jar.take(setting('session=; Path=/portal', 'data=x; Max-Age=0'))
    expect(jar.header()).toBe('more=2')
  })

  it('takes cookies out of a response, which the page must not see', () => {
    const response = setting('session=a')
    createCookieJar().take(response)
    expect(response.headers.has('set-cookie')).toBe(false)
  })
})

describe('loadSqlite', () => {
  interface Tables {
    thing: { name: string; at: number }
  }
  const names = async (connection: Kysely<Tables>) =>
    (await connection.selectFrom('thing').select('name').orderBy('at').execute()).map(({ name }) => name)

  it('shows a reader what was committed, and nothing that may yet be taken back', async () => {
    const database = (await loadSqlite()).open('isolated')
    const [writer, reader] = [0, 1].map(() => new Kysely<Tables>({ dialect: database.connect() })) as [
      Kysely<Tables>,
      Kysely<Tables>,
    ]
    await sql`create table thing (name text, at integer)`.execute(writer)
    await writer.transaction().execute(async (transaction) => {
      await transaction.insertInto('thing').values({ name: 'first', at: 1_795_000_000_000 }).execute()
      expect([await names(reader), database.bytes().length > 0]).toEqual([[], true])
    })
    expect(await names(reader)).toEqual(['first'])
    await expect(
      writer.transaction().execute(async (transaction) => {
        await transaction.insertInto('thing').values({ name: 'second', at: 2 }).execute()
        throw new Error('taken back')
      }),
    ).rejects.toThrow('taken back')
    expect(await names(reader)).toEqual(['first'])
  })

  it('opens what it gave, and counts changes', async () => {
    const sqlite = await loadSqlite()
    const database = sqlite.open('given')
    const writer = new Kysely<Tables>({ dialect: database.connect() })
    await sql`create table thing (name text, at integer)`.execute(writer)
    const before = database.changes()
    await writer.insertInto('thing').values({ name: 'kept', at: 1_795_000_000_000 }).execute()
    expect(database.changes()).toBe(before + 1)

    const again = new Kysely<Tables>({ dialect: sqlite.open('given again', database.bytes()).connect() })
    expect(await again.selectFrom('thing').selectAll().execute()).toEqual([{ name: 'kept', at: 1_795_000_000_000 }])
  })
})
