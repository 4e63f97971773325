import type { Facts } from '../facts.ts'
import { type Draft, visitRows } from './parts.ts'

/** To the patient: the other time can't be had, the visit stays. */
export function wishDeclined(facts: Facts): Draft {
  const { words, fill, hello, moments, request, link } = facts
  const moment = moments.moment(request.start)
  return {
    subject: fill(words.staysSubject, { moment }),
    title: words.staysTitle,
    lead: fill(words.stays, { hello }),
    blocks: [
      { kind: 'box', label: words.yourAppointment, main: moment },
      { kind: 'rows', rows: visitRows(facts) },
    ],
    button: { words: words.viewAppointment, href: link },
    hints: [fill(words.doesItSuit, { time: moments.time(request.start) }), words.privateLink],
  }
}
