import type { RequestDetail } from '../../server/contract/desk.ts'
import type { Words } from './words.ts'

/** One line that can be copied. `value` null: the patient gave none. */
export type Field = {
  key: string
  label: string
  value: string | null
  /** Beside the value, muted, never copied. */
  aside?: string
  /** What goes on the clipboard, when it isn't `value`. */
  copy?: string
}

/** The fields of a request by section, in the order staff type them into their own system. */
export function fieldsOf(request: RequestDetail, words: Words, now: number) {
  const { patient, guardian } = request
  const start = Date.parse(request.start)
  const birth = words.birthDate(patient.birthDate)

  const person: Field[] = [
    { key: 'given', label: 'Given name', value: patient.given },
    { key: 'family', label: 'Family name', value: patient.family },
    {
      key: 'birthDate',
      label: 'Date of birth',
      value: birth.text,
      aside: words.yearsOld(patient.birthDate, now),
      copy: birth.digits,
    },
    { key: 'mobile', label: 'Mobile', value: patient.mobile },
    { key: 'email', label: 'Email', value: patient.email },
  ]

  const sender: Field[] = guardian
    ? [
        { key: 'guardianGiven', label: 'Given name', value: guardian.given },
        { key: 'guardianFamily', label: 'Family name', value: guardian.family },
      ]
    : []

  const visit: Field[] = [
    { key: 'date', label: 'Date', value: words.date(start) },
    { key: 'time', label: 'Start', value: words.time(start) },
    { key: 'duration', label: 'Length', value: `${request.durationMinutes} min` },
    { key: 'reason', label: 'Reason', value: request.reason },
    {
      key: 'practitioner',
      label: 'Practitioner',
      value: request.practitioner,
      ...(request.anyone ? { aside: 'assigned, the patient asked for anyone available' } : {}),
    },
    ...(request.chair ? [{ key: 'chair', label: 'Chair', value: request.chair }] : []),
    { key: 'location', label: 'Location', value: request.location },
  ]

  return { person, sender, visit }
}

/** Where the patient came from, in words, a line each; empty when the website didn't say. */
export function sourceOf(source: RequestDetail['source']): readonly string[] {
  if (!source) return []
  const campaign = [source.utmSource, source.utmMedium].filter(Boolean).join(', ')
  return [
    source.referrer ? `From ${source.referrer}` : '',
    campaign,
    source.utmCampaign ? `Campaign “${source.utmCampaign}”` : '',
  ].filter(Boolean)
}

/** Everything of a request as lines of text, for one paste. */
export function asText(request: RequestDetail, words: Words, now: number): string {
  const { person, visit } = fieldsOf(request, words, now)
  const line = (field: Field) => `${field.label}: ${field.copy ?? field.value ?? ''}`
  const given = (fields: Field[]) => fields.filter((field) => field.value !== null).map(line)
  const yes = (agreed: boolean) => (agreed ? 'agreed' : 'not agreed')
  const source = sourceOf(request.source)
  return [
    ...given(person),
    `Patient: ${request.isNewPatient ? 'new' : 'existing'}`,
    ...(request.guardian ? [`Sent by: ${request.guardian.given} ${request.guardian.family}`] : []),
    ...given(visit),
    ...(request.note ? [`Note: ${request.note}`] : []),
    `Emails: ${yes(request.consent.email)}`,
    `Texts: ${yes(request.consent.text)}`,
    `Created by: Online appointment, ${words.momentInFull(Date.parse(request.receivedAt))}`,
    ...(source.length > 0 ? [`Source: ${source.join('; ')}`] : []),
    ...(request.origin ? [`Website: ${request.origin}`] : []),
    `Reference: ${request.reference}`,
  ].join('\n')
}
