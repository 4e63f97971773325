import { connect } from 'node:net'
import { importPractice } from '../../server/import.ts'
import { type Chance, chanceOf } from './chance.ts'
import { bodyFor } from './patients.ts'
import { torturePractice } from './practice.ts'
import { exactly, type Figure, type Row, told } from './row.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const BODIES = 3000
const SENDERS = 8
const file = torturePractice({ id: 'bad', places: 2 })
/** In every text that a patient could have typed: it must stand in no log line and in no refusal. */
const MARK = 'Zyx'
const paths = ['/v1/practices/bad/requests', '/v1/practices/bad/holds', '/v1/practices/bad/holds/renew']

/** What nobody should send, and somebody will. */
export const badInput: Row = {
  name: 'bad-input',
  async run({ seed, isShort, folder, databases }) {
    const chance = chanceOf(seed)
    const [database] = databases
    const store = await database!.open(folder)
    await importPractice(store, file, Date.now())
    await store.close()
    const server = await startServer(await database!.env(folder))
    const tally: Tally = { sent: 0, faults: [], unclear: [], repeated: [], ended: [], byStatus: new Map() }
    try {
      const count = isShort ? 250 : BODIES
      const sender = async () => {
        while (tally.sent < count) await send(server, tally.sent++, chance, tally)
      }
      await Promise.all(Array.from({ length: SENDERS }, sender))
      const raw = await sendRaw(server, tally)
      const slow = await sendSlowly(server)
      const health = await fetch(`${server.url}/healthz`)
      const logged = server.printed()
      const named = logged.split('\n').filter((line) => line.includes(MARK) || line.includes('Qworfle'))
      const statuses = [...tally.byStatus].sort(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`)
      return [
        exactly('answers with a 5xx', 0, tally.faults.length, tally.faults),
        exactly('refusals that are no clear problem+json', 0, tally.unclear.length, tally.unclear),
        exactly('refusals that repeat what was typed', 0, tally.repeated.length, tally.repeated),
        exactly('connections that ended without an answer', 0, tally.ended.length, tally.ended),
        exactly("log lines with a patient's data", 0, named.length, named),
        exactly('raw: doubled headers, broken lengths: answered or cut, no 5xx', raw.sent, raw.good),
        exactly('a body that comes byte by byte is taken', 201, slow.status, [slow.text]),
        {
          figure: 'others wait meanwhile, beside 50 bodies that never end',
          wanted: '< 1,000 ms',
          found: `${slow.othersMs.toFixed(0)} ms`,
          isMet: slow.othersMs < 1000,
        },
        exactly('the server is well afterwards', 200, health.status),
        told(`${tally.sent} bodies`, statuses.join(', ')),
      ] satisfies Figure[]
    } finally {
      await server.kill()
    }
  },
}

interface Tally {
  sent: number
  readonly faults: string[]
  readonly unclear: string[]
  readonly repeated: string[]
  readonly ended: string[]
  readonly byStatus: Map<number, number>
}

interface Sending {
  readonly path: string
  readonly headers: [string, string][]
  readonly body: string | Uint8Array<ArrayBuffer>
}

async function send({ url }: ServerProcess, i: number, chance: Chance, tally: Tally): Promise<void> {
  const { path, headers, body } = oddSending(i, chance)
  let reply: Response
  let text: string
  try {
    reply = await fetch(`${url}${path}`, { method: 'POST', headers, body })
    text = await reply.text()
  } catch (error) {
    const { cause } = error as Error
    tally.ended.push(`${i} ${path}, ${body.length} bytes: ${String(cause ?? error)}`)
    return
  }
  tally.byStatus.set(reply.status, (tally.byStatus.get(reply.status) ?? 0) + 1)
  if (reply.status < 300) return
  const what = `${i} ${path}: ${reply.status} ${text.slice(0, 200)}`
  if (reply.status >= 500) tally.faults.push(what)
  if (!isClear(reply, text)) tally.unclear.push(what)
  if (text.includes(MARK)) tally.repeated.push(what)
}

function isClear(reply: Response, text: string): boolean {
  if (!/^application\/problem\+json/.test(reply.headers.get('Content-Type') ?? '')) return false
  const { type, title, status, detail } = JSON.parse(text) as Record<string, unknown>
  return (
    typeof type === 'string' &&
    type.startsWith('/problems/') &&
    status === reply.status &&
    [title, detail].every((words) => typeof words === 'string' && words.length > 10)
  )
}

function oddSending(i: number, chance: Chance): Sending {
  const tomorrow = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS
  const start = tomorrow + chance.below(300) * DAY_MS + (480 + chance.below(19) * 30) * MINUTE_MS
  const good = bodyFor({ reason: 'fixed', start }, i) as Record<string, unknown>
  const headers: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['Idempotency-Key', `bad-input-${i}`],
  ]
  const path = chance.happens(0.75) ? paths[0]! : chance.pick(paths)
  return { path, headers, body: '', ...chance.pick(oddities)({ good, headers, chance, i }) }
}

interface Odd {
  readonly good: Record<string, unknown>
  readonly headers: [string, string][]
  readonly chance: Chance
  readonly i: number
}

/** Each makes one kind of sending that shouldn't be. Some are odd, and right all the same. */
const oddities: readonly ((odd: Odd) => Partial<Sending>)[] = [
  ({ good, chance }) => ({ body: fuzzedText(JSON.stringify(good), chance) }),
  ({ good, chance }) => ({ body: JSON.stringify(withOdd(good, chance)) }),
  ({ good, chance }) => ({ body: JSON.stringify(withOdd(withOdd(good, chance), chance)) }),
  ({ good, chance }) => ({ body: JSON.stringify({ ...good, start: chance.pick(oddTimes) }) }),
  ({ good, chance }) => ({ body: JSON.stringify({ ...good, patient: withOdd(good.patient as object, chance) }) }),
  ({ good, chance }) => ({ body: JSON.stringify({ ...good, note: chance.pick(oddTexts) }) }),
  ({ good, chance }) => ({
    body: JSON.stringify({ ...good, patient: { ...(good.patient as object), given: chance.pick(oddTexts) } }),
  }),
  ({ chance }) => ({ body: JSON.stringify(chance.pick(oddValues)) }),
  ({ chance }) => ({ body: `${'['.repeat(1 + chance.below(15_000))}` }),
  ({ chance, i }) => ({ body: `{"note":"${MARK}${i}${'x'.repeat(chance.pick([33_000, 100_000, 1_000_000]))}"}` }),
  ({ chance }) => ({ body: bytes(chance, 1 + chance.below(400)) }),
  ({ good, headers, chance }) => ({
    body: JSON.stringify(good),
    headers: [...headers, chance.pick(oddHeaders)],
  }),
  ({ good, chance }) => ({ body: JSON.stringify(good), headers: [chance.pick(oddHeaders)] }),
  ({ good, chance }) => ({
    body: JSON.stringify(good),
    path: `/v1/practices/${encodeURIComponent(chance.pick([...oddTexts, 'elm', '..', '%00']).toWellFormed())}/requests`,
  }),
]

const oddTimes = [
  '2020-01-01T09:00:00Z',
  '2027-03-14T02:30:00-05:00',
  '2027-02-30T09:00:00Z',
  '2027-01-01T25:00:00Z',
  '2027-01-01T09:00:00',
  '2027-01-01T09:00:60Z',
  '2027-01-01T09:00:00.123456789Z',
  '2027-01-01T09:07:00Z',
  '2027-01-01T09:00:00+23:59',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '2027-01-01',
  '',
  'tomorrow',
  0,
  -1,
  1e300,
  1_800_000_000_000,
] as const

const oddTexts = [
  `${MARK}\u0000`,
  `${MARK}\ud800`,
  `\u202e${MARK}\u202d مرحبا`,
  `${MARK} 👩🏽‍⚕️🦷`,
  `${MARK}${'́'.repeat(300)}`,
  `${MARK}\r\nX-Injected: 1`,
  `${MARK}'); drop table request;--`,
  `<script>${MARK}</script>`,
  `${MARK}${'x'.repeat(5000)}`,
  `${MARK}\u2028\ufeff`,
  ' ',
  '__proto__',
] as const

const oddValues = [
  null,
  true,
  0,
  -0.5,
  1e308,
  '',
  MARK,
  [],
  {},
  [[[]]],
  { length: 1 },
  ['fixed'],
  { toString: MARK, __proto__: null },
] as const

const oddHeaders: readonly [string, string][] = [
  ['Content-Type', 'application/json'],
  ['Content-Type', 'text/plain'],
  ['Content-Type', 'application/json; charset=utf-16'],
  ['Content-Type', 'multipart/form-data; boundary=x'],
  ['Idempotency-Key', 'another-key-for-it'],
  ['Idempotency-Key', 'x'.repeat(5000)],
  ['Origin', 'null'],
  ['Origin', `https://${MARK}.example.com`],
  ['Origin', `https://${'x'.repeat(4000)}.example.com`],
  ['Content-Encoding', 'gzip'],
  ['Accept-Encoding', 'br;q=x, *'],
  ['X-Forwarded-For', `${MARK}, 1.2.3.4`],
]

/** One field is missing, is something else, or there is one too many. */
function withOdd(body: object, chance: Chance): Record<string, unknown> {
  const entries = Object.entries(body)
  const [key] = chance.pick(entries)
  const value = chance.happens(0.5) ? chance.pick(oddValues) : chance.pick(oddTexts)
  if (chance.happens(0.2)) return Object.fromEntries(entries.filter(([name]) => name !== key))
  if (chance.happens(0.2)) return { ...body, [chance.pick(['__proto__', 'constructor', 'admin', 'state'])]: value }
  return { ...body, [key]: value }
}

/** Letters left out, doubled and swapped. */
function fuzzedText(text: string, chance: Chance): string {
  const letters = [...text]
  for (let n = 1 + chance.below(4); n > 0; n--) {
    const at = chance.below(letters.length)
    letters.splice(at, chance.below(3), ...chance.pick([[], ['"'], ['\\'], ['{'], ['\u0000'], ['é'], ['9', 'e', '9']]))
  }
  return letters.join('')
}

function bytes(chance: Chance, length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, () => chance.below(256))
}

/** What no client library would send: the parser may cut it off, the server must not fall over. */
async function sendRaw(server: ServerProcess, tally: Tally): Promise<{ sent: number; good: number }> {
  const body = JSON.stringify(bodyFor({ reason: 'fixed', start: Date.now() + DAY_MS }))
  const head = (...lines: string[]) =>
    [`POST ${paths[0]} HTTP/1.1`, 'Host: x', 'Connection: close', ...lines, '', ''].join('\r\n')
  const json = 'Content-Type: application/json'
  const length = `Content-Length: ${body.length}`
  const key = 'Idempotency-Key: raw-key-1'
  const texts = [
    head(json, json, key, length) + body,
    head(json, 'Content-Type: text/plain', key, length) + body,
    head(json, key, 'Idempotency-Key: raw-key-2', length) + body,
    head(json, key, length, length) + body,
    head(json, key, length, 'Content-Length: 3') + body,
    head(json, key, length, 'Transfer-Encoding: chunked') + body,
    `${head(json, key, 'Transfer-Encoding: chunked')}zz\r\n${body}`,
    head(json, key, 'Origin: https://a.example.com', 'Origin: https://b.example.com', length) + body,
    head(json, key, 'Content-Length: -5') + body,
    head(json, key, `X-${MARK}: ${'x'.repeat(20_000)}`, length) + body,
    head(json, `Idempotency-Key: \u0000${MARK}`, length) + body,
    `POST http://[::1${paths[0]} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    `POST /v1/practices/%ff%00/requests HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${json}\r\n${key}\r\n${length}\r\n\r\n${body}`,
    `POST ${paths[0]} HTTP/1.1\r\nHost: a b c\r\nConnection: close\r\n${json}\r\n${key}\r\n${length}\r\n\r\n${body}`,
    `${MARK}\r\n\r\n`,
  ]
  let good = 0
  for (const text of texts) {
    const reply = await exchange(server.port, text)
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(reply)?.[1] ?? 0)
    if (status < 500) good++
    else tally.faults.push(`raw: ${text.slice(0, 200)}: ${reply.slice(0, 200)}`)
  }
  return { sent: texts.length, good }
}

/** Writes bytes and gives back all that comes until the end, at most two seconds on. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let reply = ''
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(text))
    const end = () => {
      socket.destroy()
      resolve(reply)
    }
    socket.setEncoding('utf8').on('data', (chunk) => {
      reply += String(chunk)
    })
    socket.on('close', end).on('error', end).setTimeout(2000, end)
  })
}

/** One body comes byte by byte and 50 stop half way; others must not notice. */
async function sendSlowly({ url, port }: ServerProcess): Promise<{ status: number; text: string; othersMs: number }> {
  const tomorrow = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS
  const body = JSON.stringify(bodyFor({ reason: 'fixed', start: tomorrow + 330 * DAY_MS + 480 * MINUTE_MS }))
  const head = `POST ${paths[0]} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: slow-key\r\nContent-Length: ${body.length}\r\n\r\n`
  const stalled = Array.from({ length: 50 }, () => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(`${head}{"note":`))
    return socket.on('error', () => {})
  })
  const slow = new Promise<string>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.write(head)
      let at = 0
      const drip = setInterval(() => {
        if (at < body.length) socket.write(body[at++]!)
        else clearInterval(drip)
      }, 2)
    })
    socket.setEncoding('utf8').once('data', (text) => {
      socket.destroy()
      resolve(String(text))
    })
    socket.on('error', (error) => resolve(String(error))).setTimeout(20_000, () => resolve('no answer'))
  })
  let othersMs = 0
  for (let i = 0; i < 10; i++) {
    const began = performance.now()
    await (await fetch(`${url}/v1/practices/bad/availability?reason=fixed`)).text()
    othersMs = Math.max(othersMs, performance.now() - began)
  }
  const text = await slow
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
  for (const socket of stalled) socket.destroy()
  return { status, text, othersMs }
}
