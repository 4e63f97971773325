import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { openHouse } from '../../server/house.ts'
import { closeServer, listenOn, portOf } from '../../server/listen.ts'
import { testPractice } from '../kit/practice.ts'

const bin = fileURLToPath(new URL('../../bin/chairtime.js', import.meta.url))
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chairtime-main-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const SECRET = 'the same on every machine of theirs'

/** Runs the command as somebody would who has installed it. */
function chairtime(args: string[], env: Record<string, string> = {}, nodeArgs: string[] = []) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const environment = { ...process.env, DATA_DIR: join(folder, 'data'), ...env }
    const child = execFile(process.execPath, [...nodeArgs, bin, ...args], { env: environment }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
    child.stdin?.end()
  })
}

function practiceFile(content: unknown): string {
  const path = join(folder, 'practice.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:8080',
      trustProxy: false,
    })
  })

  it('takes a secret without the line that ends a file', () => {
    expect(readConfig({ SECRET: `${SECRET}\n` }).secret).toBe(SECRET)
    for (const env of [{}, { SECRET: '' }, { SECRET: '\n' }]) expect(readConfig(env)).not.toHaveProperty('secret')
  })

  it.each([
    [{ PORT: 'eighty' }, 'PORT must be a whole number from 0 to 65533; got "eighty"'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65533; got "70000"'],
    [{ HOST: 'http://x' }, 'HOST must be a host name or address, like "0.0.0.0"; got "http://x"'],
    [
      { PUBLIC_URL: 'book.example.com' },
      'PUBLIC_URL must be a scheme and host, like "https://book.example.com"; got "book.example.com"',
    ],
    [
      { PUBLIC_URL: 'https://example.com/book' },
      'PUBLIC_URL must be a scheme and host, like "https://book.example.com"; got "https://example.com/book"',
    ],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY must be 0 or 1; got "yes"'],
    [{ SECRET: 'a secret that is too short' }, 'SECRET must have at least 32 characters; got 26'],
  ])('refuses %o in one line', (env, message) => {
    expect(() => readConfig(env)).toThrow(new RangeError(message))
  })
})

describe('openHouse', () => {
  const settings = { port: 0, host: '127.0.0.1', publicUrl: 'https://book.example.com', trustProxy: false }

  it('has the secret it is given, else one that its data folder keeps', async () => {
    const dataDir = join(folder, 'data')
    const secrets: string[] = []
    for (const given of [{ secret: SECRET }, {}, {}]) {
      const house = await openHouse({ ...settings, dataDir, ...given })
      secrets.push(house.secret)
      await house.close()
      if ('secret' in given) expect(existsSync(join(dataDir, 'secret'))).toBe(false)
    }
    expect(secrets).toEqual([SECRET, expect.stringMatching(/^[\da-f]{64}$/), secrets[1]])
  })
})

describe('closeServer', () => {
  it('lets what has begun be answered, and ends though a client keeps asking over one connection', async () => {
    const begun = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const answer = async (request: Request) => {
      if (!request.url.endsWith('/slow')) return new Response('quick')
      begun.resolve()
      await gate.promise
      return new Response('slow')
    }
    const server = await listenOn(answer, { port: 0, host: '127.0.0.1' })
    const agent = new Agent({ keepAlive: true })
    const ask = (path: string) => textOf(`http://127.0.0.1:${portOf(server)}${path}`, agent)
    const slow = ask('/slow')
    await begun.promise
    expect(await ask('/quick')).toBe('quick')
    let isClosed = false
    const closed = closeServer(server).then(() => {
      isClosed = true
    })
    const asking = (async () => {
      while (!isClosed) await ask('/quick').catch(() => new Promise((resolve) => setTimeout(resolve, 5)))
    })()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(isClosed).toBe(false)
    gate.resolve()
    expect(await slow).toBe('slow')
    const began = Date.now()
    await Promise.all([closed, asking])
    expect(Date.now() - began).toBeLessThan(2000)
    agent.destroy()
  })

  it('ends though a browser holds a connection over which it has said nothing', async () => {
    const server = await listenOn(() => new Response('quick'), { port: 0, host: '127.0.0.1' })
    const socket = connect(portOf(server), '127.0.0.1')
    await once(socket, 'connect')
    await textOf(`http://127.0.0.1:${portOf(server)}/`, new Agent())
    const ended = once(socket, 'close')
    await closeServer(server)
    await ended
  })
})

function textOf(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, async (reply) => resolve(Buffer.concat(await reply.toArray()).toString())).on('error', reject)
  })
}

describe('chairtime', () => {
  it('says which Node.js it needs before it imports anything', async () => {
    const older = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})"
    const { code, err } = await chairtime(['serve'], {}, ['--import', older])
    expect([code, err]).toEqual([1, 'chairtime needs Node.js 24.15 or newer; this is 20.20.2.\n'])
  })

  it('stops with one line on a wrong setting', async () => {
    const { code, err } = await chairtime(['serve'], { PORT: 'eighty' })
    expect([code, err]).toEqual([1, 'chairtime: PORT must be a whole number from 0 to 65533; got "eighty"\n'])
  })

  it('stops with one line when the data folder cannot be made', async () => {
    const { code, err } = await chairtime(['serve'], { DATA_DIR: practiceFile('x') })
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^chairtime: DATA_DIR must be a folder that can be written; got .*\n$/),
    ])
  })

  it('imports a practice, then gives staff an account with a generated password', async () => {
    const imported = await chairtime(['import', practiceFile(testPractice())])
    expect(imported).toEqual({ code: 0, out: 'Oak Dental (oak) is imported.\n', err: '' })
    const { code, out } = await chairtime(['staff', 'add', 'dana@example.com'])
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^dana@example\.com has an account for oak, as owner\.\nPassword: \S{16}\n$/),
    ])
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)
    for (const file of ['chairtime.sqlite', 'accounts.sqlite', 'secret']) {
      expect([file, statSync(join(folder, 'data', file)).mode & 0o777]).toEqual([file, 0o600])
    }
  })

  it('imports nothing of a file that is wrong, and says why without a stack trace', async () => {
    const { code, err } = await chairtime(['import', practiceFile({ ...testPractice(), noticeMinutes: -5 })])
    expect(code).toBe(1)
    expect(err).toMatch(
      /^chairtime: nothing was imported; .*practice\.json must be changed:\nnoticeMinutes: got -5; .*\n$/,
    )
    expect((await chairtime(['staff', 'add', 'dana@example.com'])).err).toMatch(/none is imported yet/)
  })

  it.each([
    [['import'], 'say which file'],
    [['import', '/nowhere/practice.json'], 'there is no file "/nowhere/practice.json"'],
    [['staff', 'add'], 'say what and whom'],
    [['dance'], 'there is no command "dance"'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await chairtime(args)
    expect([code, err]).toEqual([1, expect.stringContaining(message)])
  })
})
