import type { Facts } from '../facts.ts'
import { type Draft, goneBlock } from './parts.ts'

/** To the patient, who has asked for another time instead: takes the first one out of their calendar. */
export function withdrawn(facts: Facts): Draft {
  const { words, fill, hello, moments, request, link } = facts
  return {
    subject: fill(words.withdrawnSubject, { moment: moments.moment(request.start) }),
    title: words.withdrawnTitle,
    lead: fill(words.withdrawn, { hello }),
    blocks: [goneBlock(facts, words.noLonger, null)],
    button: { words: words.withdrawnButton, href: link },
    hints: [words.privateLink],
  }
}
