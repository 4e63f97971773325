import type { Facts } from '../facts.ts'
import type { Block, Letter, Row } from '../letter.ts'

/** What differs from mail to mail; the rest follows from who it is to. */
export type Draft = Pick<Letter, 'subject' | 'title' | 'lead' | 'blocks' | 'button' | 'hints'>
export type Template = (facts: Facts) => Draft

/** A visit in two lines below the time: what and with whom. */
export function visitLine({ reason, practitioner, list }: Facts): string {
  return list(reason, practitioner)
}

/** A visit as rows: what, with whom, where. */
export function visitRows(facts: Facts): Row[] {
  const { words, fill, list, reason, practitioner, minutes, where } = facts
  return [
    { name: words.visit, value: list(reason, fill(words.minutes, { minutes })) },
    { name: words.with, value: practitioner },
    ...(where ? [{ name: words.where, value: where }] : []),
  ]
}

export function referenceLine({ words, request }: Facts): string {
  return `${words.reference} ${request.reference}`
}

/** What the patient asked for, before staff changed it. */
export function askedStart({ request }: Facts): number {
  return request.asked?.start ?? request.start
}

/** The time that is no more, and why, where there is something to say. */
export function goneBlock(facts: Facts, label: string, why: string | null): Block {
  const { moments, request } = facts
  return {
    kind: 'box',
    label,
    main: moments.moment(request.start),
    lines: [visitLine(facts), ...(why === null ? [] : [why])],
    small: [referenceLine(facts)],
  }
}

/** Staff's code for a refusal in the patient's words; null where there is nothing to tell. */
export function refusalWords({ refusal, words, fill, practitioner }: Facts): string | null {
  switch (refusal) {
    case 'no-new-patients':
      return words.noNewPatients
    case 'not-treated-here':
      return words.notTreatedHere
    case 'unreachable':
      return words.unreachable
    case 'duplicate':
      return words.duplicate
    case 'practitioner-away':
      return fill(words.practitionerAway, { practitioner })
    case 'practice-closed':
      return words.practiceClosed
    case 'moved-elsewhere':
      return words.movedElsewhere
    default:
      return null
  }
}

/** For mails after which there is no visit: another time, or the phone. */
export function chooseAnother({
  words,
  fill,
  link,
  practice,
}: Facts): Pick<Draft, 'button' | 'hints'> & { words: Block } {
  return {
    words: { kind: 'words', text: fill(words.chooseOrCall, { phone: practice.file.phone }) },
    button: { words: words.chooseAnother, href: link },
    hints: [words.privateLink],
  }
}

/** A request as staff need it to know whether it can wait: no name, nothing about health but the reason's own name. */
export function deskRows(facts: Facts, timeName: string, start: number): Row[] {
  const { words, fill, list, reason, minutes, practitioner, request, moments } = facts
  return [
    { name: timeName, value: moments.moment(start), isStrong: true },
    { name: words.visit, value: list(reason, fill(words.minutes, { minutes })) },
    { name: words.with, value: request.anyone ? fill(words.anyone, { practitioner }) : practitioner },
    { name: words.patient, value: request.isNewPatient ? words.saysNew : words.saysExisting },
    { name: words.reference, value: request.reference },
  ]
}

export function deskButton({ words, deskLink }: Facts): Draft['button'] {
  return { words: words.viewDetails, href: deskLink }
}

/** A subject that names when and with whom, never the patient. */
export function deskSubject(
  { fill, moments, practitioner, request }: Facts,
  text: string,
  start = request.start,
): string {
  return fill(text, { moment: moments.short(start), practitioner })
}
