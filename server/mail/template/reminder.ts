import type { Facts } from '../facts.ts'
import { type Draft, deskButton, deskRows, deskSubject } from './parts.ts'

/** To the practice: nobody has answered a request for as long as was set. */
export function reminder(facts: Facts): Draft {
  const { words, fill, moments, request } = facts
  return {
    subject: deskSubject(facts, words.reminderSubject),
    title: words.reminderTitle,
    lead: fill(words.reminder, { moment: moments.moment(request.createdAt) }),
    blocks: [{ kind: 'box', rows: deskRows(facts, words.askedFor, request.start) }],
    button: deskButton(facts),
    hints: [words.afterSignIn, words.keptUntil],
  }
}
