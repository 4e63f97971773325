import type { Differences, FieldComparison, Span, VisitFieldComparison } from '../../engine/index.ts'
import { differencesOfPhones } from '../../engine/match-value.ts'
import type { ComparisonReply } from '../contract/answer.ts'
import type { PracticeFile } from '../contract/practice-file.ts'
import type { Phones } from './phones.ts'
import { nameOf, namesOf } from './view.ts'
import type { DatePart, Words } from './words.ts'

type FieldRow = ComparisonReply['patients'][number]['fields'][number]

/** What a row's texts are made with. */
export interface Wording {
  readonly file: PracticeFile
  readonly words: Words
  readonly phones: Phones
}

/** One identifier of a request beside what the schedule knows, as people read them. */
export function patientRow(comparison: FieldComparison, { words, phones }: Wording): FieldRow {
  const { field, asked, known, verdict, because = null, differences } = comparison
  const row = { field, verdict, because }
  if (field === 'birthDate') {
    const [a, b] = [asked, known].map((date) => (date === null ? null : words.birthDate(date)))
    const marks = {
      asked: marksOfDate(a?.spans, differences.asked),
      known: marksOfDate(b?.spans, differences.known),
    }
    return { ...row, asked: a?.text ?? null, known: b?.text ?? null, differences: marks }
  }
  if (field === 'mobile' && asked !== null && known !== null) {
    const [a, b] = [phones.read(asked), phones.read(known)]
    // What was compared has no spaces and brackets; what is read has.
    const isMarked = differences.asked.length + differences.known.length > 0
    return { ...row, asked: a, known: b, differences: isMarked ? marksOf(differencesOfPhones(a, b)) : none }
  }
  if (field === 'mobile') {
    const read = (number: string | null) => number && phones.read(number)
    return { ...row, asked: read(asked), known: read(known), differences: none }
  }
  return { ...row, asked, known, differences: marksOf(differences) }
}

/** One thing about a visit as it was asked for, beside the schedule's, as people read them. */
export function visitRow(comparison: VisitFieldComparison, { file, words }: Wording): FieldRow {
  const { field, verdict } = comparison
  const because = comparison.field === 'start' ? (comparison.because ?? null) : null
  const row = { field, verdict, because, differences: none }
  switch (comparison.field) {
    case 'start':
      return { ...row, asked: words.moment(comparison.asked), known: words.moment(comparison.known) }
    case 'practitioner': {
      const { asked, known } = comparison
      return { ...row, asked: namesOf(file.practitioners, asked), known: known && nameOf(file.practitioners, known) }
    }
    case 'reason': {
      const read = (id: string | null) => id && nameOf(file.reasons, id)
      return { ...row, asked: read(comparison.asked), known: read(comparison.known) }
    }
    case 'duration':
      return { ...row, asked: `${comparison.asked} min`, known: `${comparison.known} min` }
  }
}

type Marks = FieldRow['differences']

const none: Marks = { asked: [], known: [] }

function marksOf({ asked, known }: Differences): Marks {
  const copy = (spans: readonly Span[]) => spans.map(([start, end]): [number, number] => [start, end])
  return { asked: copy(asked), known: copy(known) }
}

/** Where each part begins in `YYYY-MM-DD`. */
const datePartAt: Readonly<Record<number, DatePart>> = { 0: 'year', 5: 'month', 8: 'day' }

function marksOfDate(
  parts: Partial<Record<DatePart, [number, number]>> | undefined,
  spans: readonly Span[],
): [number, number][] {
  return spans.flatMap(([start]) => {
    const part = parts?.[datePartAt[start]!]
    return part ? [part] : []
  })
}
