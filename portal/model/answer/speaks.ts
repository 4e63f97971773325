import type { ComparisonReply } from '../../../server/contract/answer.ts'
import { span } from '../words.ts'

type Patient = ComparisonReply['patients'][number]
export type FieldRow = Patient['fields'][number]
export type Candidate = Patient['appointments'][number]

export const fieldWords: Readonly<Record<FieldRow['field'], string>> = {
  given: 'Given name',
  family: 'Family name',
  birthDate: 'Date of birth',
  mobile: 'Mobile',
  email: 'Email',
  start: 'Start',
  practitioner: 'Practitioner',
  reason: 'Reason',
  duration: 'Length',
}

/** What makes a difference smaller than it looks. */
const forIt: Readonly<Record<string, (field: string) => string>> = {
  transliteration: (field) => `${field} is the same, spelled another way`,
  particle: (field) => `${field} is the same but for a part like “de la”`,
  'swapped-names': () => 'Given and family name are the other way round',
  'former-name': (field) => `${field} is a former name of the patient`,
  nickname: (field) => `${field} is a short form of the other`,
  'middle-name': (field) => `${field} is the patient’s middle name`,
  initial: (field) => `${field} agrees with the initial`,
  'number-prefix': (field) => `${field} is the same but for a country or area code`,
  'mail-tag': (field) => `${field} leads to the same mailbox`,
}

const againstIt: Readonly<Record<string, (field: string) => string>> = {
  suffix: (field) => `${field} has another ending, like Jr or III`,
  'part-of-double-name': (field) => `${field} is only part of a double name`,
  typo: (field) => `${field} differs by a letter or two`,
  twin: () => 'Another given name with the same birth date: this may be a twin',
  relative: () => 'Another given name with the same contact: this may be a relative',
  'day-month-swapped': (field) => `${field} has day and month the other way round`,
  'one-day': (field) => `${field} is one day apart`,
  'other-year': (field) => `${field} is the same day of another year`,
  'incomplete-date': (field) => `${field} is not whole`,
  'one-digit': (field) => `${field} differs by one digit`,
  'digits-swapped': (field) => `${field} has two digits the other way round`,
  'other-domain': (field) => `${field} is the same before the @ only`,
}

/** What a comparison says for and against its being the same, in sentences. `minutes`: how much later the appointment is. */
export function speaks(fields: readonly FieldRow[], minutes: number): { for: string[]; against: string[] } {
  const same = fields.filter(({ verdict }) => verdict === 'same').map(({ field }) => fieldWords[field])
  const missing = fields.filter(({ verdict }) => verdict === 'missing').map(({ field }) => fieldWords[field])
  const others = fields.filter(({ verdict }) => verdict === 'close' || verdict === 'differs')
  const sentences = others.map((row) => ({ row, forIt: forIt[row.because ?? '']?.(fieldWords[row.field]) }))
  return {
    for: [
      ...(same.length > 0 ? [`${listed(same)} ${same.length === 1 ? 'is' : 'are'} the same`] : []),
      ...sentences.flatMap(({ forIt }) => forIt ?? []),
    ],
    against: [
      ...sentences.filter(({ forIt }) => !forIt).map(({ row }) => against(row, minutes)),
      ...(missing.length > 0
        ? [`${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} not known on one side`]
        : []),
    ],
  }
}

function against({ field, because, asked, known }: FieldRow, minutes: number): string {
  if (field === 'start' && minutes !== 0) return `Starts ${distance(minutes)} than asked for`
  if (field === 'duration') return `Takes ${known} instead of ${asked}`
  return againstIt[because ?? '']?.(fieldWords[field]) ?? `${fieldWords[field]} is another`
}

/** `20 min later`, `Same time`. */
export function apart(asked: number, known: number): string {
  const minutes = (known - asked) / 60_000
  return minutes === 0 ? 'Same time' : distance(minutes)
}

/** `20 min later`; of days apart, hours say nothing. */
function distance(minutes: number): string {
  const days = Math.round(Math.abs(minutes) / 1440)
  return `${days >= 2 ? `${days} d` : span(Math.abs(minutes) * 60_000)} ${minutes > 0 ? 'later' : 'earlier'}`
}

/** `Given name, mobile and email`, the first with a capital only. */
function listed(names: readonly string[]): string {
  const words = names.map((name, at) => (at === 0 ? name : name.charAt(0).toLowerCase() + name.slice(1)))
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
