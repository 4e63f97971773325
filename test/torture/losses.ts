import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { claimFaults, oversoldMinutes, readBooks } from './books.ts'
import type { Database } from './databases.ts'
import { exactly, type Figure, told } from './row.ts'
import { type Known, referenceIn } from './sending.ts'

/** What must be nothing at all, whatever died. */
export interface Losses {
  /** Acknowledged, and not in the books or no longer under its key. */
  readonly lost: number
  /** A request without all that belongs to it, or some of that without its request. */
  readonly partial: number
  readonly oversold: number
}

export const noLosses: Losses = { lost: 0, partial: 0, oversold: 0 }

/** Holds what clients were told against what the database says, when nobody is at work on it. */
export async function readLosses(
  database: Database,
  folder: string,
  file: PracticeFile,
  known: Known,
): Promise<Losses> {
  const store = await database.open(folder)
  const books = await readBooks(store, file)
  await store.close()
  const keys = await database.read(folder, 'select key, reply from idempotency')
  const [audit] = await database.read(folder, "select count(*) as n from audit where action = 'request-sent'")
  // What is to be told waits in the outbox, or is a mail already: never neither, never both.
  const [outbox] = await database.read(
    folder,
    `select count(*) as n from (select subject from outbox
      union all select distinct 'request:' || request from message where topic = 'request-sent') as told`,
  )
  const references = new Set(books.requests.map(({ reference }) => reference))
  const answers = new Map(keys.map(({ key, reply }) => [String(key), keptReference(String(reply))]))
  const lost = [...known.acknowledged].filter(
    ([key, reference]) => !references.has(reference) || answers.get(key) !== reference,
  )
  const halves = [
    ...claimFaults(file, books, Date.now()),
    ...[...answers.values()].filter((reference) => !references.has(reference)),
  ]
  const counts = [answers.size, Number(audit!.n), Number(outbox!.n)]
  return {
    lost: lost.length,
    partial: halves.length + counts.filter((count) => count !== books.requests.length).length,
    oversold: oversoldMinutes(file, books.requests),
  }
}

function keptReference(reply: string): string {
  return reply === '' ? 'no answer kept' : referenceIn(reply)
}

export function worst(one: Losses, other: Losses): Losses {
  return {
    lost: Math.max(one.lost, other.lost),
    partial: Math.max(one.partial, other.partial),
    oversold: Math.max(one.oversold, other.oversold),
  }
}

/** @param prefix - Before the name of each figure. */
export function lossFigures(
  prefix: string,
  { lost, partial, oversold }: Losses,
  { otherAnswers, comeAgain }: Known,
): Figure[] {
  return [
    exactly(`${prefix}acknowledged and lost`, 0, lost),
    exactly(`${prefix}partial (request, claims, key, answer, audit, outbox)`, 0, partial),
    exactly(`${prefix}oversold minutes`, 0, oversold),
    exactly(`${prefix}answers other than given, taken or none`, 0, otherAnswers.length, otherAnswers),
    told(`${prefix}told to come again in a moment`, comeAgain),
  ]
}
