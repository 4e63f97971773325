import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backupData, openSqlite, restoreData } from '../../server/store/sqlite.ts'
import { requestBody, send, signIn, type TestHouse, testHouse } from '../kit/house.ts'

let folder: string
let house: TestHouse
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chairtime-backup-'))
  house = await testHouse()
})
afterEach(async () => {
  await house.close()
  rmSync(folder, { recursive: true })
})

const bin = fileURLToPath(new URL('../../bin/chairtime.js', import.meta.url))

/** Another process, as an operator's shell or cron runs it. */
function chairtime(dataDir: string, args: string[], settings: Record<string, string> = {}) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { ...process.env, DATA_DIR: dataDir, ...settings }
    const child = execFile(process.execPath, [bin, ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
    child.stdin?.end()
  })
}

const modeOf = (...path: string[]) => statSync(join(...path)).mode & 0o777

/** Most start processes, on a machine that may be busy. */
describe('chairtime backup and restore', { timeout: 30_000 }, () => {
  it('copy a house that is open; accounts and requests are there again', async () => {
    await signIn(house)
    await send(house)
    const to = join(folder, 'deep', 'monday')
    const made = await chairtime(house.dataDir, ['backup', to])
    expect([made.code, made.err]).toEqual([0, ''])
    expect(readdirSync(to).sort()).toEqual(['accounts.sqlite', 'chairtime.sqlite', 'secret'])
    expect(modeOf(to)).toBe(0o700)
    for (const name of readdirSync(to)) expect([name, modeOf(to, name)]).toEqual([name, 0o600])

    const dataDir = join(folder, 'new')
    expect((await chairtime(dataDir, ['restore', to])).code).toBe(0)
    expect(modeOf(dataDir)).toBe(0o700)
    const restored = await testHouse(undefined, dataDir)
    expect((await restored.store.requests('oak', 'pending')).map(({ patient }) => patient.family)).toEqual(['Reyes'])
    expect(await restored.accounts.findStaff('dana@example.com')).toMatchObject({ name: 'Dana' })
    expect(restored.secret).toBe(house.secret)
    expect((await send(restored, requestBody({ practitioner: 'ann' }))).status).toBe(409)
    await restored.close()
    expect((await chairtime(to, ['check'])).out).toBe('oak: nothing differs.\n')
  })

  it('keep requests and claims of one moment while others are being written', async () => {
    let isDone = false
    const writing = (async () => {
      for (let i = 0; !isDone; i++) {
        await house.store.transaction(async (transaction) => {
          await transaction.addAudit('oak', { at: i, actor: 'a', action: 'first', subject: `${i}` })
          await transaction.addAudit('oak', { at: i, actor: 'a', action: 'second', subject: `${i}` })
        })
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    for (let i = 0; i < 5; i++) await backupData(house.dataDir, join(folder, `${i}`))
    isDone = true
    await writing
    for (let i = 0; i < 5; i++) {
      const database = openSqlite(join(folder, `${i}`, 'chairtime.sqlite'))
      const rows = database.prepare("select action, count(*) as n from audit where actor = 'a' group by action").all()
      database.close()
      expect(rows[0]?.n).toBe(rows[1]?.n)
    }
  })

  it('refuse to write over a backup, to leave half of one, and to copy a folder without a database', async () => {
    mkdirSync(join(folder, 'there'))
    await expect(backupData(house.dataDir, join(folder, 'there'))).rejects.toThrow(/is there already/)
    await expect(backupData(folder, join(folder, 'x'))).rejects.toThrow(/there is no chairtime\.sqlite/)
    const broken = join(folder, 'broken')
    mkdirSync(broken)
    writeFileSync(join(broken, 'chairtime.sqlite'), 'x'.repeat(5000))
    await expect(backupData(broken, join(folder, 'y'))).rejects.toThrow()
    expect(readdirSync(folder).sort()).toEqual(['broken', 'there'])
  })

  it('refuse a data folder that is not empty, unless told to give up what it holds', async () => {
    const before = join(folder, 'before')
    await send(house)
    await backupData(house.dataDir, before)
    await send(house)
    expect((await chairtime(house.dataDir, ['restore', before])).err).toMatch(/isn't empty; --replace/)
    expect((await chairtime(house.dataDir, ['restore', before, '--replace'])).err).toMatch(/is in use; stop/)
    expect(await house.store.requests('oak', 'pending')).toHaveLength(2)

    const dataDir = join(folder, 'data')
    restoreData(before, dataDir, false)
    writeFileSync(join(dataDir, 'chairtime.sqlite-wal'), 'of the old one')
    expect(restoreData(before, dataDir, true)).toEqual(['accounts.sqlite', 'chairtime.sqlite', 'secret'])
    expect(readdirSync(dataDir).sort()).toEqual(['accounts.sqlite', 'chairtime.sqlite', 'secret'])
    const restored = await testHouse(undefined, dataDir)
    expect(await restored.store.requests('oak', 'pending')).toHaveLength(1)
    await restored.close()
  })

  it('change nothing when the backup is damaged, incomplete or a plain copy of open files', async () => {
    const from = join(folder, 'monday')
    await backupData(house.dataDir, from)
    const dataDir = join(folder, 'data')
    writeFileSync(join(from, 'chairtime.sqlite-wal'), '')
    expect(() => restoreData(from, dataDir, false)).toThrow(/a copy of files in use/)
    rmSync(join(from, 'chairtime.sqlite-wal'))
    writeFileSync(join(from, 'accounts.sqlite'), 'x'.repeat(5000))
    expect(() => restoreData(from, dataDir, false)).toThrow(/accounts\.sqlite is damaged/)
    rmSync(join(from, 'secret'))
    expect(() => restoreData(from, dataDir, false)).toThrow(/holds no secret/)
    expect(existsSync(dataDir) ? readdirSync(dataDir) : []).toEqual([])
  })

  it('need no secret in a folder when it is a setting', async () => {
    const env = { SECRET: 'kept where other secrets are kept too' }
    rmSync(join(house.dataDir, 'secret'))
    const [from, dataDir] = [join(folder, 'monday'), join(folder, 'data')]
    expect((await chairtime(house.dataDir, ['backup', from], env)).code).toBe(0)
    expect((await chairtime(dataDir, ['restore', from])).err).toMatch(/holds no secret/)
    expect((await chairtime(dataDir, ['restore', from], env)).code).toBe(0)
    expect(readdirSync(dataDir).sort()).toEqual(['accounts.sqlite', 'chairtime.sqlite'])
  })
})

describe('chairtime check', { timeout: 30_000 }, () => {
  it('prints each difference and ends with 1', async () => {
    const start = new Date(Date.now() + 3 * 86_400_000).toISOString()
    await house.store.transaction((transaction) =>
      transaction.claim('oak', 'nobody', [
        { resource: 'chair:one', quantum: Math.floor(Date.parse(start) / 300_000) * 5, lane: 0 },
      ]),
    )
    const { code, out } = await chairtime(house.dataDir, ['check', '--practice', 'oak'])
    expect([code, out]).toEqual([1, expect.stringMatching(/^oak: superfluous: chair:one, 1 place .* nobody\n$/)])
    const other = await chairtime(house.dataDir, ['check', '--practice', 'elm'])
    expect([other.code, other.err]).toEqual([1, 'chairtime: there is no practice "elm"\n'])
  })
})
