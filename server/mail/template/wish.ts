import type { Facts } from '../facts.ts'
import { type Draft, deskButton, deskRows, deskSubject } from './parts.ts'

/** To the practice: a patient asks for another time than the confirmed one. */
export function wish(facts: Facts): Draft {
  const { words, moments, request, names } = facts
  const [now, ...others] = deskRows(facts, words.now, request.start)
  const person = request.wish?.practitioner
  const wished = [
    ...(request.wish ? [moments.moment(request.wish.start)] : []),
    ...(person ? [names([person])] : []),
  ].join(words.comma)
  return {
    subject: deskSubject(facts, words.wishSubject, request.wish?.start),
    title: words.wishTitle,
    lead: words.wish,
    blocks: [{ kind: 'box', rows: [now!, { name: words.instead, value: wished, isStrong: true }, ...others] }],
    button: deskButton(facts),
    hints: [words.nameAfterSignIn],
  }
}
