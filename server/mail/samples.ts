import type { Language } from '../contract/language.ts'
import type { TemplateList } from '../contract/settings.ts'
import { addDays, todayOf } from '../dates.ts'
import { textIn } from '../language.ts'
import { LINK_MS } from '../patients/links.ts'
import { midnightOf } from '../retention.ts'
import type { DeskRequest, StoredPractice } from '../store/model.ts'
import { patientLetter, staffLetter } from './compose.ts'
import { type Before, type Facts, factsIn } from './facts.ts'
import type { Letter } from './letter.ts'
import { linkFactsIn } from './link-facts.ts'
import { plainText } from './plain.ts'
import { withoutLink } from './private-link.ts'
import { linkTopics, type RequestTopic, requestTopics } from './topics.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** One kind of mail as it would read. */
export interface Sample {
  readonly topic: string
  readonly toPatient: boolean
  readonly variant: TemplateList['templates'][number]['variant']
  readonly letter: Letter
}

/** Given names for a patient who doesn't exist. */
const given: Record<Language, string> = {
  en: 'Nadia',
  es: 'Lucía',
  fr: 'Camille',
  de: 'Anna',
  ar: 'ليلى',
  'zh-Hans': '小雨',
}

/** Every kind of mail in a language, about a made-up request of a practice. */
export function samplesOf(
  practice: StoredPractice,
  language: Language,
  { now, publicUrl }: { now: number; publicUrl: string },
): Sample[] {
  const request = madeUp(practice, language, now)
  const matter = {
    practice,
    request,
    now,
    publicUrl,
    before: null,
    refusal: 'practitioner-away',
    waiting: 3,
    mode: 'own',
  } as const
  const before: Before = { start: request.start - HOUR_MS, practitioners: request.practitioners, isAsked: true }
  const samples: Sample[] = []
  const add = (
    topic: string,
    { toPatient, toStaff }: RequestTopic,
    facts: Facts,
    variant: Sample['variant'] = null,
  ) => {
    if (toPatient) samples.push({ topic, toPatient: true, variant, letter: patientLetter(toPatient, facts) })
    if (toStaff) samples.push({ topic, toPatient: false, variant, letter: staffLetter(toStaff, facts) })
  }
  for (const [name, topic] of Object.entries(requestTopics)) {
    if (name === 'request-confirmed') add(name, topic, factsIn(language, matter), 'same')
    else if (name === 'request-changed') add(name, topic, factsIn(language, { ...matter, before }), 'other-time')
    else add(name, topic, factsIn(language, matter))
  }
  for (const [topic, { purpose, toPatient }] of Object.entries(linkTopics)) {
    const link = { purpose, expiresAt: now + LINK_MS[purpose] }
    const facts = linkFactsIn(language, { practice, patient: request.patient, link, now, publicUrl })
    samples.push({ topic, toPatient: true, variant: null, letter: patientLetter(toPatient, facts) })
  }
  // To the patient first, each in the order in which they come about.
  return samples.sort((a, b) => Number(b.toPatient) - Number(a.toPatient))
}

/** As staff read them. */
export function templatesOf(...of: Parameters<typeof samplesOf>): TemplateList['templates'] {
  return samplesOf(...of).map(({ topic, toPatient, variant, letter }) => ({
    ...{ topic, toPatient, variant },
    subject: letter.subject,
    text: withoutLink(plainText(letter)),
    hasCalendar: toPatient && Object.hasOwn(requestTopics, topic),
  }))
}

/** A visit the day after tomorrow with the first who gives the first reason. */
function madeUp({ file }: StoredPractice, language: Language, now: number): DeskRequest {
  const reason = file.reasons[0]!
  const practitioner = file.practitioners.find(({ reasons }) => reasons.includes(reason.id)) ?? file.practitioners[0]!
  const start = midnightOf(file, addDays(todayOf(file, now), 2)) + 10 * HOUR_MS
  return {
    id: 'example',
    reference: 'K7Q-2M9',
    state: 'pending',
    createdAt: now - 3 * HOUR_MS,
    reason: reason.id,
    practitioners: [practitioner.id],
    anyone: true,
    chair: null,
    location: file.locations[0]!.id,
    start,
    end: start + reason.durationMinutes * 60_000,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    patient: {
      given: textIn(language, given.en, given),
      family: '',
      birthDate: '1984-03-07',
      mobile: null,
      email: 'patient@example.com',
    },
    isNewPatient: false,
    guardian: null,
    note: null,
    consent: { email: true, text: false },
    language,
    source: null,
    origin: null,
    hold: null,
    appointment: null,
    answer: null,
    asked: null,
    changeCause: null,
    wish: { at: now, start: start + DAY_MS, reason: reason.id, practitioner: null, location: file.locations[0]!.id },
    staffNote: null,
    revision: 0,
  }
}
