import type { Facts } from '../facts.ts'
import { chooseAnother, type Draft, goneBlock, refusalWords } from './parts.ts'

/** To the patient: the practice calls a visit off. */
export function cancelled(facts: Facts): Draft {
  const { words, fill, hello, moments, request, refusal } = facts
  const { words: choice, ...rest } = chooseAnother(facts)
  return {
    subject: fill(words.cancelledSubject, { moment: moments.moment(request.start) }),
    title: words.cancelledTitle,
    lead: fill(refusal === 'patient-asked' ? words.cancelledAsAsked : words.cancelled, { hello }),
    blocks: [goneBlock(facts, words.noLonger, refusalWords(facts)), choice],
    ...rest,
  }
}
