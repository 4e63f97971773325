import type { Facts } from '../facts.ts'
import { askedStart, chooseAnother, type Draft, goneBlock } from './parts.ts'

/** To the patient: nobody answered in time. */
export function expired(facts: Facts): Draft {
  const { words, fill, hello, moments } = facts
  const { words: choice, ...rest } = chooseAnother(facts)
  return {
    subject: fill(words.aboutSubject, { date: moments.date(askedStart(facts)) }),
    title: words.expiredTitle,
    lead: fill(words.expired, { hello }),
    blocks: [goneBlock(facts, words.youAskedFor, null), choice],
    ...rest,
  }
}
