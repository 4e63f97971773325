import type { Facts } from '../facts.ts'
import { chooseAnother, type Draft, goneBlock } from './parts.ts'

/** To the patient, who has cancelled by the private link: so that it is noticed when it was somebody else. */
export function youCancelled(facts: Facts): Draft {
  const { words, fill, hello, moments, request, practice } = facts
  const { words: choice, button, hints } = chooseAnother(facts)
  return {
    subject: fill(words.cancelledSubject, { moment: moments.moment(request.start) }),
    title: words.youCancelledTitle,
    lead: fill(words.youCancelled, { hello }),
    blocks: [goneBlock(facts, words.noLonger, null), choice],
    button,
    hints: [fill(words.notYou, { phone: practice.file.phone }), ...hints],
  }
}
