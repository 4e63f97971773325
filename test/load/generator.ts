// The load, in a process of its own: so many requests a second for so long, sent on time whether or not answers come.
import { Agent, request } from 'node:http'
import { chanceOf } from '../torture/chance.ts'
import { bodyFor } from '../torture/patients.ts'

/** What the parent asks for; everything is bounded. */
export interface Order {
  readonly port: number
  readonly seconds: number
  readonly perSecond: number
  readonly seed: number
  readonly practice: string
  readonly practitioners: readonly string[]
}

export const kinds = ['month', 'year', 'request'] as const
export type Kind = (typeof kinds)[number]

/** One answer: how long after the moment it was due, and its status; 0 when none came. */
export interface Answer {
  readonly kind: Kind
  readonly ms: number
  readonly status: number
  readonly bytes: number
}

const REQUEST_SHARE = 0.2
const YEAR_SHARE = 0.05
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const MOST_UNDER_WAY = 500
const TIMEOUT_MS = 10_000

if (process.send) {
  process.once('message', (order) => {
    void run(order as Order).then((answers) => process.send!(answers, () => process.disconnect()))
  })
}

async function run({ port, seconds, perSecond, seed, practice, practitioners }: Order): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const chance = chanceOf(seed)
  const total = seconds * perSecond
  const answers: Answer[] = []
  const began = performance.now()
  let underWay = 0
  await new Promise<void>((resolve) => {
    let sent = 0
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond) + 1)
      while (sent < due) {
        const i = sent++
        // Counted as unanswered: more would only measure this process.
        if (underWay >= MOST_UNDER_WAY) answers.push({ kind: 'month', ms: TIMEOUT_MS, status: 0, bytes: 0 })
        else void send(i)
      }
      if (sent === total && underWay === 0) {
        clearInterval(timer)
        resolve()
      }
    }, 2)

    async function send(i: number): Promise<void> {
      underWay++
      const which = chance.next()
      const kind: Kind = which < REQUEST_SHARE ? 'request' : which < REQUEST_SHARE + YEAR_SHARE ? 'year' : 'month'
      const due = began + (i / perSecond) * 1000
      const { status, bytes } = await ask(kind, i)
      answers.push({ kind, ms: performance.now() - due, status, bytes })
      underWay--
    }
  })
  agent.destroy()
  return answers

  function ask(kind: Kind, i: number): Promise<{ status: number; bytes: number }> {
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS
    const practitioner = chance.happens(0.5) ? null : chance.pick(practitioners)
    const reason = chance.happens(0.5) ? 'check' : 'clean'
    if (kind === 'request') {
      const day = weekdayFrom(today + (1 + chance.below(350)) * DAY_MS)
      // Open in New York in both halves of the year; some of it is taken.
      const start = day + chance.pick([14, 18]) * HOUR_MS + chance.below(6) * 15 * MINUTE_MS
      const body = JSON.stringify(bodyFor({ reason, practitioner, start }, i))
      return exchange('POST', `/v1/practices/${practice}/requests`, body, `load-key-${seed}-${i}`)
    }
    const from = new Date(today + (kind === 'year' ? 0 : chance.below(330)) * DAY_MS)
    const to = new Date(from.getTime() + (kind === 'year' ? 365 : 31) * DAY_MS)
    const query = new URLSearchParams({
      reason,
      from: from.toISOString().slice(0, 10),
      to: to.toISOString().slice(0, 10),
      ...(practitioner === null ? {} : { practitioner }),
    })
    return exchange('GET', `/v1/practices/${practice}/availability?${query}`)
  }

  type Reply = { status: number; bytes: number }
  function exchange(method: string, path: string, body = '', key = '', isAgain = false): Promise<Reply> {
    return new Promise((resolve) => {
      const headers = {
        'Accept-Encoding': 'gzip',
        ...(body ? { 'Content-Type': 'application/json', 'Idempotency-Key': key } : {}),
      }
      const options = { host: '127.0.0.1', port, method, path, agent, headers, timeout: TIMEOUT_MS }
      const sending = request(options, (reply) => {
        let bytes = 0
        reply.on('data', (chunk: Buffer) => {
          bytes += chunk.length
        })
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, bytes }))
        reply.on('error', () => resolve({ status: 0, bytes }))
      })
      sending.on('timeout', () => sending.destroy())
      sending.on('error', (error) => {
        // A connection that was kept open may be closed just when it is used again: browsers then send once more.
        const isStale = sending.reusedSocket && 'code' in error && error.code === 'ECONNRESET'
        resolve(isStale && !isAgain ? exchange(method, path, body, key, true) : { status: 0, bytes: 0 })
      })
      sending.end(body)
    })
  }
}

function weekdayFrom(day: number): number {
  const weekday = new Date(day).getUTCDay()
  return day + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0) * DAY_MS
}
