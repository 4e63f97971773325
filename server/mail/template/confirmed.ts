import type { Facts } from '../facts.ts'
import type { Block } from '../letter.ts'
import { type Draft, visitRows } from './parts.ts'

/** To the patient: when the visit is, and plainly what is different from what they were told or asked for. */
export function confirmed(facts: Facts): Draft {
  const { words, fill, hello, moments, request, link } = facts
  const { start } = request
  const { kind, texts, before } = differenceIn(facts)
  return {
    subject: fill(texts.subject, { moment: moments.moment(start), before }),
    title: texts.title,
    lead: fill(texts.lead, { hello }),
    blocks: [timeBlock(facts, kind), { kind: 'rows', rows: visitRows(facts) }],
    button: { words: words.viewAppointment, href: link },
    hints: [fill(words.doesItSuit, { time: moments.time(start) }), words.privateLink],
  }
}

type Difference = 'none' | 'time' | 'person'

function differenceIn({ words, before, request, moments }: Facts) {
  const kind: Difference = before === null ? 'none' : before.start !== request.start ? 'time' : 'person'
  const isMoved = before !== null && !before.isAsked
  const texts = {
    none: { subject: words.confirmedSubject, title: words.confirmedTitle, lead: words.confirmed },
    time: isMoved
      ? { subject: words.movedSubject, title: words.movedTitle, lead: words.moved }
      : { subject: words.confirmedSubjectChanged, title: words.confirmedTitle, lead: words.confirmedChanged },
    person: isMoved
      ? { subject: words.changedSubject, title: words.changedTitle, lead: words.changed }
      : { subject: words.confirmedSubject, title: words.confirmedTitle, lead: words.confirmedOther },
  }[kind]
  return { kind, texts, before: before === null ? '' : moments.beside(before.start, request.start) }
}

function timeBlock(facts: Facts, kind: Difference): Block {
  const { words, fill, moments, request, before, names } = facts
  const main = moments.moment(request.start)
  if (before === null || kind === 'none') return { kind: 'box', label: words.yourAppointment, main }
  const was = (text: string) => fill(before.isAsked ? words.youAskedForThis : words.itWas, { before: text })
  const isOtherPerson = before.practitioners.join() !== request.practitioners.join()
  return {
    kind: 'changed',
    label: kind === 'time' ? words.timeDiffers : words.personDiffers,
    main,
    ...(isOtherPerson ? { lines: [facts.practitioner] } : {}),
    small: [
      was(
        [
          ...(kind === 'time' ? [moments.beside(before.start, request.start)] : []),
          ...(isOtherPerson ? [names(before.practitioners)] : []),
        ].join(words.comma),
      ),
    ],
  }
}
