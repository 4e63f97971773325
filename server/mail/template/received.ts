import { answerWithin } from '../../pages/hosted.ts'
import type { Facts } from '../facts.ts'
import { askedStart, type Draft, referenceLine, visitLine } from './parts.ts'

/** To the patient: the request has come. */
export function received(facts: Facts): Draft {
  const { words, fill, hello, moments, practice, language, link } = facts
  const within = answerWithin(practice.file, language)
  const moment = moments.moment(askedStart(facts))
  return {
    subject: fill(words.receivedSubject, { moment }),
    title: words.receivedTitle,
    lead: within === undefined ? fill(words.received, { hello }) : fill(words.receivedWithin, { hello, within }),
    blocks: [
      { kind: 'box', label: words.youAskedFor, main: moment, lines: [visitLine(facts)], small: [referenceLine(facts)] },
      { kind: 'words', text: words.receivedIsRequest },
    ],
    button: { words: words.receivedButton, href: link },
    hints: [words.privateLink],
  }
}
