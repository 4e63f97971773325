import { languageOf } from '../language.ts'
import { ownLanguage } from '../pages/hosted.ts'
import type { StoredPatientLink, StoredPractice } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { contentOf, type Mail, type Post, patientLetter } from './compose.ts'
import { mayLeave } from './grounds.ts'
import { linkFactsIn } from './link-facts.ts'
import { linkTopicOf } from './topics.ts'

/** What is to be told of a link to a patient. */
export interface LinkTelling {
  readonly practice: StoredPractice
  readonly topic: string
  readonly link: StoredPatientLink
  readonly now: number
  /** BCP 47, in which the mail was asked for; left out: the patient's own, else the practice's. */
  readonly language?: string | null
}

/**
 * The mail that brings a patient a link, its token hidden.
 *
 * @returns Null when it may no longer leave, or nobody knows the topic.
 */
export async function linkMail(reader: Reader, { publicUrl }: Post, telling: LinkTelling): Promise<Mail | null> {
  const { practice, topic: name, link, now } = telling
  const { id, locale, name: practiceName, email: replyTo = null } = practice.file
  const topic = linkTopicOf(name)
  const about = { practice: id, topic: name, recipient: link.email, patientLink: link.id }
  const patient = await reader.patient(id, link.patient)
  if (topic?.purpose !== link.purpose || !patient || !(await mayLeave(reader, about, now))) return null
  const language =
    [telling.language, patient.language].map((tag) => languageOf(tag ?? '')).find((tag) => tag !== null) ??
    ownLanguage(locale)
  const facts = linkFactsIn(language, { practice, patient, link, now, publicUrl })
  const content = {
    ...contentOf(patientLetter(topic.toPatient, facts), practice),
    ...{ from: practiceName, replyTo, calendar: null, told: null },
  }
  return { recipient: link.email, toPatient: true, content }
}
