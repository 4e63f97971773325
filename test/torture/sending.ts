import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { Chance } from './chance.ts'
import { bodyFor } from './patients.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const MOST_TURNS = 30
const COME_AGAIN_MS = 1000
/** From 06:00, for ten hours. */
const OPEN = { from: 360, minutes: 600 }

/** A request as it goes over the wire: sent again, it is the same to the letter. */
export interface Sent {
  readonly key: string
  readonly body: string
}

export interface Answer {
  readonly status: number
  readonly text: string
}

/** What clients know. */
export interface Known {
  /** The reference that each key was answered with. */
  readonly acknowledged: Map<string, string>
  /** Neither given nor taken, or given twice. */
  readonly otherAnswers: string[]
  sent: number
  comeAgain: number
}

/** A request that nobody sent before, for any visit in the `days` from the day after tomorrow on. */
export function nextRequest(file: PracticeFile, chance: Chance, days: number, known: Known): Sent {
  const tomorrow = Math.ceil(Date.now() / DAY_MS) * DAY_MS
  const { id: reason, durationMinutes, stepMinutes = durationMinutes } = chance.pick(file.reasons)
  const minute = OPEN.from + chance.below(OPEN.minutes / stepMinutes) * stepMinutes
  const start = tomorrow + (1 + chance.below(days)) * DAY_MS + minute * MINUTE_MS
  return { key: `${file.id}-key-${known.sent++}`, body: JSON.stringify(bodyFor({ reason, start })) }
}

/** @returns Null when the server is gone, and nobody knows whether the request stands. */
export async function send(url: string, { id }: PracticeFile, sent: Sent, known: Known): Promise<Answer | null> {
  try {
    const init = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': sent.key },
      body: sent.body,
    }
    const reply = await askUntilHeard(() => fetch(`${url}/v1/practices/${id}/requests`, init), known)
    const text = await reply.text()
    if (reply.status === 201) acknowledge(sent.key, referenceIn(text), known)
    else if (reply.status !== 409) known.otherAnswers.push(`${reply.status} ${text}`)
    return { status: reply.status, text }
  } catch {
    return null
  }
}

/**
 * Comes again when a server says that very many are asking just now, as a widget does. It says so wherever the machine
 * has too much else to do, and that is no fault: being told so for good is one.
 */
export async function askUntilHeard(ask: () => Promise<Response>, tally: { comeAgain: number }): Promise<Response> {
  for (let turn = 1; ; turn++) {
    const reply = await ask()
    if (reply.status !== 503 || turn === MOST_TURNS) return reply
    tally.comeAgain++
    await reply.text()
    await new Promise((resolve) => setTimeout(resolve, COME_AGAIN_MS))
  }
}

/** One key has one reference, whoever is asked and how often. */
function acknowledge(key: string, reference: string, known: Known): void {
  const before = known.acknowledged.get(key)
  if (before === undefined) known.acknowledged.set(key, reference)
  else if (before !== reference) known.otherAnswers.push(`${key}: ${reference} after ${before}`)
}

/** Waits until work has come so far, or for so long; chance decides how much farther it gets meanwhile. */
export async function reached(isThere: () => boolean, longestMs: number, chance: Chance): Promise<void> {
  for (const until = Date.now() + longestMs; Date.now() < until && !isThere(); ) {
    await new Promise((resolve) => setTimeout(resolve, 1 + chance.below(10)))
  }
}

/** Of an answer, as it was given or as it was kept. */
export function referenceIn(reply: string): string {
  return String((JSON.parse(reply) as { reference: string }).reference)
}
