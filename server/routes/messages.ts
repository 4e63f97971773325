import { Hono, type Context as HonoContext } from 'hono'
import { fromOwnPages, needs, type SignedIn, signedIn, worksFor } from '../access.ts'
import type { Room } from '../context.ts'
import { Language } from '../contract/language.ts'
import {
  type Message,
  type MessageAgainReply,
  type MessageList,
  MessageState,
  type TemplateList,
} from '../contract/settings.ts'
import { localIso } from '../dates.ts'
import { sendAgain } from '../mail/again.ts'
import type { Post } from '../mail/compose.ts'
import { withoutLink } from '../mail/private-link.ts'
import { templatesOf } from '../mail/samples.ts'
import { ownLanguage } from '../pages/hosted.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import type { StoredMessage, StoredPractice } from '../store/model.ts'

const MOST_LISTED = 200
const MOST_REMEMBERED = 10_000

/** The mails of a practice: what was sent to whom, what could not be, and how each kind reads. */
export function messageRoutes(room: Room) {
  const { store, clock } = room
  const app = new Hono<SignedIn>()
  const publicUrl = room.ownOrigins[0] ?? ''
  const post: Post = { publicUrl, mailFrom: room.mailFrom ?? 'noreply@localhost' }
  /** User, and request or patient, since the server began: a list that is looked at all day would fill the audit. */
  const listed = new Set<string>()
  const all = '/practices/:practice/messages/*'
  app.use(all, fromOwnPages(room), signedIn(room), worksFor(room))

  app.get('/practices/:practice/messages', needs('read'), async (context) => {
    const practice = await practiceOf(context)
    const { id } = practice.file
    const state = MessageState.optional().safeParse(context.req.query('state'))
    if (!state.success) throw fieldProblem('/state', `The state must be one of ${MessageState.options.join(', ')}.`)
    const messages = await store.messages(id, { state: state.data, limit: MOST_LISTED })
    const patients = await patientsIn(id, messages)
    await noteListed(id, context.get('staff').userId, messages, patients)
    return context.json({
      messages: messages.map((message) => messageView(practice, message, patients)),
      counts: await store.countMessages(id),
      isMailOn: room.isMailOn ?? false,
    } satisfies MessageList)
  })

  app.get('/practices/:practice/messages/templates', needs('read'), async (context) => {
    const practice = await practiceOf(context)
    const asked = Language.safeParse(context.req.query('language') ?? ownLanguage(practice.file.locale))
    if (!asked.success) throw fieldProblem('/language', `The language must be one of ${Language.options.join(', ')}.`)
    return context.json({
      language: asked.data,
      languages: [...Language.options],
      templates: templatesOf(practice, asked.data, { now: clock(), publicUrl }),
    } satisfies TemplateList)
  })

  app.post('/practices/:practice/messages/:id/again', needs('answer'), async (context) => {
    const practice = await practiceOf(context)
    const actor = `staff:${context.get('staff').userId}`
    const asked = { practice: practice.file.id, id: context.req.param('id'), now: clock(), actor }
    const message = await sendAgain(store, post, asked)
    const patients = await patientsIn(practice.file.id, [message])
    return context.json({ message: messageView(practice, message, patients) } satisfies MessageAgainReply)
  })

  async function practiceOf(context: HonoContext): Promise<StoredPractice> {
    const practice = await store.practice(context.req.param('practice') ?? '')
    if (!practice) throw new ProblemError('not-found', 'There is no such practice.')
    return practice
  }

  /** By link, whose it is. */
  async function patientsIn(practice: string, messages: readonly StoredMessage[]): Promise<Patients> {
    const links = messages.flatMap(({ patientLink }) => patientLink ?? [])
    return store.patientsOfLinks(practice, [...new Set(links)])
  }

  async function noteListed(
    practice: string,
    userId: string,
    messages: readonly StoredMessage[],
    patients: Patients,
  ): Promise<void> {
    const requests = messages.flatMap(({ request }) => (request === null ? [] : `request:${request}`))
    const subjects = new Set([...requests, ...[...patients.values()].map((id) => `patient:${id}`)])
    const unseen = [...subjects].filter((subject) => !listed.has(`${userId} ${subject}`))
    if (unseen.length === 0) return
    const entry = { at: clock(), actor: `staff:${userId}` }
    await store.transaction(async (transaction) => {
      for (const subject of unseen) {
        const action = subject.startsWith('request:') ? 'request-listed' : 'patient-listed'
        await transaction.addAudit(practice, { ...entry, action, subject })
      }
    })
    if (listed.size > MOST_REMEMBERED) listed.clear()
    for (const subject of unseen) listed.add(`${userId} ${subject}`)
  }

  return app
}

/** By link to a patient, whose it is. */
type Patients = ReadonlyMap<string, string>

function messageView({ file }: StoredPractice, message: StoredMessage, patients: Patients): Message {
  const { timeZone } = file.locations[0]!
  const { id, topic, request, recipient, toPatient, content, state, createdAt, sentAt, nextAt, tries, fault } = message
  const isWaiting = state === 'waiting' || state === 'sending'
  return {
    ...{ id, topic, request, recipient, toPatient, tries, fault },
    patient: patients.get(message.patientLink ?? '') ?? null,
    language: content.language,
    subject: content.subject,
    text: withoutLink(content.text),
    hasCalendar: content.calendar !== null,
    state: isWaiting ? 'waiting' : state,
    at: localIso(createdAt, timeZone),
    sentAt: sentAt === null ? null : localIso(sentAt, timeZone),
    nextAt: isWaiting ? localIso(nextAt, timeZone) : null,
  }
}
