import type { Facts } from '../facts.ts'
import { askedStart, chooseAnother, type Draft, goneBlock, refusalWords } from './parts.ts'

/** To the patient: staff could not offer this. */
export function rejected(facts: Facts): Draft {
  const { words, fill, hello, moments } = facts
  const { words: choice, ...rest } = chooseAnother(facts)
  return {
    subject: fill(words.aboutSubject, { date: moments.date(askedStart(facts)) }),
    title: words.rejectedTitle,
    lead: fill(words.rejected, { hello }),
    blocks: [goneBlock(facts, words.youAskedFor, refusalWords(facts)), choice],
    ...rest,
  }
}
