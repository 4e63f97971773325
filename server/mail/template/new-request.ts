import type { Facts } from '../facts.ts'
import { askedStart, type Draft, deskButton, deskRows, deskSubject } from './parts.ts'

/** To the practice: a request has come. */
export function newRequest(facts: Facts): Draft {
  const { words, fill, moments, request } = facts
  const start = askedStart(facts)
  return {
    subject: deskSubject(facts, words.newSubject, start),
    title: words.newTitle,
    lead: fill(words.newReceived, { moment: moments.moment(request.createdAt) }),
    blocks: [{ kind: 'box', rows: deskRows(facts, words.askedFor, start) }],
    button: deskButton(facts),
    hints: [words.afterSignIn, words.keptUntil],
  }
}
