import { calendarFile } from '../calendar-file.ts'
import type { Language } from '../contract/language.ts'
import type { Settings } from '../contract/settings.ts'
import { settingsOf } from '../desk/settings.ts'
import { areStaffTold } from '../giving-way.ts'
import { languageOf } from '../language.ts'
import { ownLanguage } from '../pages/hosted.ts'
import type { DeskRequest, MessageContent, StoredMessage, StoredPractice } from '../store/model.ts'
import type { Reader } from '../store/store.ts'
import { accentOf } from './colour.ts'
import { type Before, type Facts, factsIn, type Matter } from './facts.ts'
import { htmlOf } from './html.ts'
import type { Letter } from './letter.ts'
import { plainText } from './plain.ts'
import type { Draft, Template } from './template/parts.ts'
import { type RequestTopic, requestTopicOf } from './topics.ts'
import { fillFor, mailWords } from './words.ts'

/** What every mail needs to know of the installation. */
export interface Post {
  /** How browsers reach the server. */
  readonly publicUrl: string
  /** The address that mails come from. */
  readonly mailFrom: string
}

/** One mail, ready but for its private link. */
export type Mail = Pick<StoredMessage, 'recipient' | 'toPatient' | 'content'>

/** What is to be told. */
export interface Telling {
  readonly practice: StoredPractice
  readonly topic: string
  readonly request: DeskRequest
  readonly now: number
  /** Made anew: a message that tells this already. */
  readonly instead?: StoredMessage
}

/**
 * The mails that a topic leads to, as the request stands now.
 *
 * @returns Null when it is no longer so, or nobody knows the topic. Empty when nobody is to be mailed.
 */
export async function mailsFor(reader: Reader, post: Post, telling: Telling): Promise<Mail[] | null> {
  const { practice, request, now, instead } = telling
  const topic = requestTopicOf(telling.topic)
  if (!topic?.holds(request)) return null
  const { id } = practice.file
  const { settings } = await settingsOf(reader, id)
  const told = (await reader.messagesOf(id, request.id)).filter((message) => message.id !== instead?.id)
  const { total: waiting } = await reader.listRequests(id, {
    tab: 'action',
    withUnlinked: settings.mode !== 'own',
    now,
    limit: 0,
  })
  const matter: Matter = {
    practice,
    request,
    now,
    publicUrl: post.publicUrl,
    before: topic.tells === 'scheduled' ? beforeOf(request, told) : null,
    refusal: await refusalOf(reader, practice, request),
    waiting,
    mode: settings.mode,
  }
  const isToldAlready = telling.topic === 'request-sent' && (await areStaffTold(reader, id, request))
  return [...patientMail(post, topic, matter), ...(isToldAlready ? [] : staffMails(topic, matter, settings))]
}

function patientMail(post: Post, topic: RequestTopic, matter: Matter): Mail[] {
  const { request, now, practice } = matter
  const { email } = request.patient
  if (!topic.toPatient || email === null) return []
  const language = languageOf(request.language ?? '') ?? 'en'
  const facts = factsIn(language, matter)
  const method =
    request.state === 'pending' || request.state === 'booked' || request.state === 'arrived' ? 'PUBLISH' : 'CANCEL'
  const organizer = practice.file.email ?? post.mailFrom
  const content: MessageContent = {
    ...contentOf(patientLetter(topic.toPatient, facts), practice),
    from: practice.file.name,
    replyTo: practice.file.email ?? null,
    calendar: { method, text: calendarFile(matter, now, { method, organizer }) },
    told: topic.tells ? toldOf(request, topic.tells) : null,
  }
  return [{ recipient: email, toPatient: true, content }]
}

function staffMails(topic: RequestTopic, matter: Matter, settings: Settings): Mail[] {
  const { file } = matter.practice
  if (!topic.toStaff) return []
  const language = ownLanguage(file.locale)
  const facts = factsIn(language, matter)
  const content: MessageContent = {
    ...contentOf(staffLetter(topic.toStaff, facts), matter.practice),
    from: staffSender(matter.practice),
    replyTo: null,
    calendar: null,
    told: null,
  }
  return staffAddresses(settings, matter.practice).map((recipient) => ({ recipient, toPatient: false, content }))
}

/** The name that mails to the practice come from. */
export function staffSender({ file }: StoredPractice): string {
  const language = ownLanguage(file.locale)
  return fillFor(language)(mailWords[language].senderToStaff, { name: file.name })
}

/** Who is mailed about new requests: whom the settings name, else the practice itself. */
export function staffAddresses({ notify }: Settings, { file }: StoredPractice): string[] {
  const all = notify.length > 0 ? notify : file.email === undefined ? [] : [file.email]
  return [...new Set(all)]
}

/** A mail to the patient, in its words. */
export function patientLetter<Known extends Pick<Facts, 'practice' | 'language' | 'where' | 'list'>>(
  template: (facts: Known) => Draft,
  facts: Known,
): Letter {
  const { file } = facts.practice
  const { urgentCare } = file
  const { language } = facts
  const inLanguage = (text: string, others: { readonly [tag in Language]?: string } | undefined) =>
    others?.[language] ?? text
  return {
    ...template(facts),
    language,
    brand: file.name,
    phone: file.phone,
    foot: [
      facts.list(...[file.name, facts.where, file.phone].filter(Boolean)),
      ...(urgentCare
        ? [
            facts.list(
              [
                inLanguage(urgentCare.title, urgentCare.titles),
                inLanguage(urgentCare.text, urgentCare.texts),
                // Else it stands in the line above.
                ...(urgentCare.phone === file.phone ? [] : [urgentCare.phone]),
              ].join(' '),
            ),
          ]
        : []),
    ],
  }
}

/** A mail to the practice, in its words. */
export function staffLetter(template: Template, facts: Facts): Letter {
  const { practice, language, words, fill, waiting } = facts
  const { name, phone } = practice.file
  return {
    ...template(facts),
    language,
    brand: name,
    phone,
    foot: [words.whyYou, fill(words.waiting, { count: waiting })],
  }
}

/** A letter in both of its parts. */
export function contentOf(
  letter: Letter,
  practice: StoredPractice,
): Pick<MessageContent, 'language' | 'subject' | 'text' | 'html'> {
  return {
    language: letter.language,
    subject: letter.subject,
    text: plainText(letter),
    html: htmlOf(letter, accentOf(practice.file.accent)),
  }
}

function toldOf(request: DeskRequest, what: NonNullable<RequestTopic['tells']>): MessageContent['told'] {
  const { start, practitioners } = (what === 'asked' ? request.asked : null) ?? request
  return { start, practitioners }
}

/** What the patient was told last, or else asked for, where it is different now. */
function beforeOf(request: DeskRequest, told: readonly StoredMessage[]): Before | null {
  const known = told.filter(({ toPatient, state, content }) => toPatient && state !== 'failed' && content.told !== null)
  // That it was received is always told first, though two mails made in one go bear the same time.
  const last = known.find(({ topic }) => topic !== 'request-sent') ?? known[0]
  const isAsked = !last || last.topic === 'request-sent'
  const before = isAsked ? request.asked : last.content.told
  if (!before) return null
  const isSameTime = before.start === request.start
  // Who said anyone wasn't promised the one who was assigned.
  const isSamePerson = (isAsked && request.anyone) || before.practitioners.join() === request.practitioners.join()
  if (isSameTime && isSamePerson) return null
  const practitioners = isSamePerson ? request.practitioners : before.practitioners
  return { start: before.start, practitioners, isAsked }
}

/** Of a refusal the answer holds the reason; of a cancellation, whose answer stays who accepted it, the audit does. */
async function refusalOf(reader: Reader, { file }: StoredPractice, request: DeskRequest): Promise<string | null> {
  if (request.state === 'rejected') return request.answer?.reason ?? null
  if (request.state !== 'cancelled') return null
  const audit = await reader.auditOf(file.id, `request:${request.id}`)
  const last = audit.findLast(({ action }) => action === 'request-cancelled')
  const reason = last?.detail?.reason
  return typeof reason === 'string' ? reason : null
}
