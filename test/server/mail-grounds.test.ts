import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { importPractice } from '../../server/import.ts'
import { sendAgain } from '../../server/mail/again.ts'
import type { OutgoingMail } from '../../server/mail/delivery.ts'
import { createMailing } from '../../server/mail/mailing.ts'
import { messageOf } from '../../server/mail/outbox.ts'
import type { Outcome } from '../../server/mail/retry.ts'
import { received } from '../../server/mail/template/received.ts'
import { signInLink } from '../../server/mail/template/sign-in-link.ts'
import {
  groundOf,
  type LinkTopic,
  linkTopics,
  type RequestTopic,
  type TopicName,
  topics,
} from '../../server/mail/topics.ts'
import { patientLinkTo } from '../../server/patients/links.ts'
import { ProblemError } from '../../server/problem.ts'
import type { DeskRequest, PatientAccessState, StoredPatientLink } from '../../server/store/model.ts'
import type { Store } from '../../server/store/store.ts'
import { MONDAY_8 } from '../kit/house.ts'
import { storedPatient } from '../kit/patient-account.ts'
import { testPractice } from '../kit/practice.ts'
import { describeOnBoth } from '../kit/stores.ts'

/* No mail leaves for a patient without its ground, whatever happens between making it and handing it over. */

const MINUTE = 60_000
const DAY = 86_400_000
const SECRET = 'a secret of more than thirty-two signs'
const POST = { publicUrl: 'https://book.example.com', mailFrom: 'requests@book.example.com' }

/** What the request is in whose mail is made. */
const stateFor: Partial<Record<TopicName, DeskRequest['state']>> = {
  'request-confirmed': 'booked',
  'request-changed': 'booked',
  'request-rejected': 'rejected',
  'request-cancelled-by-practice': 'cancelled',
  'request-cancelled': 'cancelled',
  'request-replaced': 'cancelled',
  'request-expired': 'expired',
  'wish-declined': 'booked',
}
const isAboutLink = (topic: TopicName): topic is keyof typeof linkTopics => Object.hasOwn(linkTopics, topic)

const goesToPatient = (topic: TopicName) => 'toPatient' in topics[topic]

/** What may happen to a patient and a link while a mail waits. */
const events = [
  ...[
    'withdraw email',
    'withdraw text',
    'agree',
    'other address',
    'same address in capitals',
    'remove access',
    'enrol',
  ],
  ...['link used', 'link ended', 'twenty minutes', 'thirty days', 'erase'],
] as const
type Event = (typeof events)[number]

/** What is true of the patient, kept by the test itself. */
interface Truth {
  consent: { email: boolean; text: boolean }
  email: string
  access: PatientAccessState
  isLinkOver: boolean
  expiresAt: number
  isErased: boolean
}

/** The rule once more, from the law's side: who is written to, and why that may be. */
function isLawful(topic: TopicName, truth: Truth, to: string, sentTo: string, now: number): boolean {
  if (truth.isErased) return false
  if (!isAboutLink(topic)) return to === sentTo
  const isTheirs = to.toLowerCase() === truth.email.toLowerCase()
  const isOpen = !truth.isLinkOver && now < truth.expiresAt
  switch (topic) {
    case 'invitation':
      return truth.consent.email && truth.consent.text && isTheirs && isOpen && /invited|enrolled/.test(truth.access)
    case 'sign-in-link':
      return truth.access === 'enrolled' && isTheirs && isOpen
    case 'address-changed':
      return to === sentTo
  }
}

describeOnBoth('what leaves for patients', (store, database) => {
  let now = MONDAY_8
  let made = 0
  beforeAll(() => importPractice(store(), testPractice(), now).then(() => {}))

  /** A room with a mail server of its own that notes what it is handed. */
  function mailRoom(send: (mail: OutgoingMail) => Outcome) {
    const transport = {
      state: 'sent' as const,
      send: async (mail: OutgoingMail) => send(mail),
      forget: async () => {},
      close() {},
    }
    return createMailing(store(), { transport, post: POST, clock: () => now, log: () => {}, secret: SECRET })
  }

  const scenario = fc.record({
    topic: fc.oneof(
      fc.constantFrom(...(Object.keys(topics) as TopicName[])),
      fc.constantFrom(...(Object.keys(linkTopics) as (keyof typeof linkTopics)[])),
    ),
    consent: fc.oneof(fc.constant({ email: true, text: true }), fc.record({ email: fc.boolean(), text: fc.boolean() })),
    access: fc.constantFrom<PatientAccessState>('none', 'invited', 'enrolled', 'removed'),
    beforeMaking: fc.array(fc.constantFrom(...events), { maxLength: 1 }),
    whileWaiting: fc.array(fc.constantFrom(...events), { maxLength: 2 }),
    /** How the mail server answers the first time. */
    first: fc.constantFrom<Outcome['is']>('handed-over', 'handed-over', 'later', 'refused'),
    afterFirst: fc.array(fc.constantFrom(...events), { maxLength: 2 }),
  })

  it('has its ground, of every kind of mail, whatever happens meanwhile; and leaves when it has', async () => {
    const left = new Map<TopicName, number>()
    const kept = new Map<TopicName, number>()
    await fc.assert(
      fc.asyncProperty(scenario, async ({ topic, consent, access, beforeMaking, whileWaiting, first, afterFirst }) => {
        now += 2 * DAY
        const n = ++made
        const patient = storedPatient(now, { email: `patient${n}@example.com`, access, accessAt: now })
        const sentTo = patient.email!
        const truth: Truth = {
          ...{ consent: { ...consent }, email: sentTo, access, isLinkOver: false, isErased: false },
          expiresAt: now + (topic === 'sign-in-link' ? 20 * MINUTE : 30 * DAY),
        }
        const link: StoredPatientLink = {
          ...{ id: `link-${n}`, hash: (await patientLinkTo(SECRET, 'oak', `link-${n}`)).hash, patient: patient.id },
          purpose: isAboutLink(topic) ? linkTopics[topic].purpose : 'invitation',
          ...{ email: sentTo, createdAt: now, createdBy: 'staff:dana', expiresAt: truth.expiresAt },
          ...{ usedAt: null, endedWhy: null, tries: 0 },
          // Nothing opens with it from the first.
          endedAt: topic === 'address-changed' ? now : null,
        }
        await store().transaction(async (transaction) => {
          await transaction.addPatient('oak', patient)
          for (const channel of ['email', 'text'] as const) {
            if (consent[channel]) await agree(transaction, patient.id, channel, true)
          }
          if (isAboutLink(topic)) await transaction.addPatientLink('oak', link)
          else {
            await transaction.addRequest('oak', requestOf(n, patient))
            const state = stateFor[topic] ?? 'pending'
            if (state !== 'pending') await transaction.changeRequest('oak', `request-${n}`, 0, { state })
          }
          const subject = isAboutLink(topic) ? `patient-link:${link.id}` : `request:request-${n}`
          await transaction.addOutbox('oak', { at: now, topic, subject })
        })

        let tries = 0
        let isGone = false
        const wrong: string[] = []
        const mailing = mailRoom((mail) => {
          // What is thrown here would only look like a mail server that fails.
          if (mail.to.toLowerCase() !== sentTo) wrong.push(`${topic} went to ${mail.to}`)
          if (!isLawful(topic, truth, mail.to, sentTo, now)) wrong.push(`${topic} had no ground`)
          tries++
          if (tries === 1 && first !== 'handed-over') return { is: first, fault: 'not now' } as Outcome
          isGone = true
          return { is: 'handed-over' }
        })
        const lawful = () => isLawful(topic, truth, sentTo, sentTo, now)
        const goesOn = async (happened: readonly Event[]) => {
          for (const event of happened) await happen(event, truth, patient.id, link.id)
        }

        await goesOn(beforeMaking)
        const wasLawfulThen = lawful()
        await mailing.prepare()
        await goesOn(whileWaiting)
        const wasLawfulBefore = wasLawfulThen && lawful()
        await mailing.deliver()
        expect(tries).toBe(wasLawfulBefore && goesToPatient(topic) ? 1 : 0)
        await goesOn(afterFirst)
        const isLawfulAgain = wasLawfulBefore && lawful()
        // Refused, or given up after a day: staff send it again.
        const [message] = await store().messages('oak', { state: 'failed', limit: 1 })
        if (message) {
          const asked = { practice: 'oak', id: message.id, now, actor: 'staff:dana' }
          const again = await sendAgain(store(), POST, asked).catch((error: unknown) => error)
          if (again instanceof ProblemError) expect(again.refusal).toBe('not-changeable')
          else if (again instanceof Error) throw again
        }
        now += 2 * MINUTE
        const isLawfulLast = isLawfulAgain && lawful()
        await mailing.deliver()
        await mailing.stop()
        expect(wrong).toEqual([])
        if (tries === 1 && first !== 'handed-over') expect(isLawfulLast).toBe(false)
        const count = isGone ? left : kept
        count.set(topic, (count.get(topic) ?? 0) + 1)
        // What is left of this one must not be in the next one's way.
        await store().transaction((transaction) => transaction.erasePatient('oak', patient.id, now))
      }),
      { numRuns: database === 'SQLite' ? 400 : 200, seed: 9 },
    )
    const toPatients = (Object.keys(topics) as TopicName[]).filter(goesToPatient)
    for (const topic of toPatients) expect(left.get(topic), `${topic} left`).toBeGreaterThan(0)
    for (const topic of toPatients.filter(isAboutLink))
      expect(kept.get(topic), `${topic} was kept back`).toBeGreaterThan(0)
    expect([...left.keys()].sort()).toEqual(toPatients.sort())
  }, 240_000)

  it('is nothing at all of a kind that nobody knows', async () => {
    const sent: OutgoingMail[] = []
    const mailing = mailRoom((mail) => {
      sent.push(mail)
      return { is: 'handed-over' }
    })
    const content = {
      language: 'en',
      from: 'Oak',
      replyTo: null,
      subject: 'News',
      text: '',
      html: '',
      calendar: null,
      told: null,
    }
    const mail = { recipient: 'nadia@example.com', toPatient: true, content }
    await store().transaction(async (transaction) => {
      for (const topic of ['newsletter', 'request-reminder', 'toString']) {
        await transaction.addMessage(messageOf('oak', topic, null, mail, now))
      }
    })
    await mailing.deliver()
    expect(sent).toEqual([])
    expect(await store().dueMessages(now + DAY, 10)).toEqual([])
  })

  async function happen(event: Event, truth: Truth, id: string, link: string): Promise<void> {
    // Each is later than what was before, as in life.
    now += 1
    if (truth.isErased) return
    await store().transaction(async (transaction) => {
      const patient = (await transaction.patient('oak', id))!
      const set = (changes: Partial<Pick<Truth, 'email' | 'access'>>) => {
        Object.assign(truth, changes)
        return transaction.changePatient('oak', patient, changes)
      }
      switch (event) {
        case 'withdraw email':
        case 'withdraw text': {
          const channel = event === 'withdraw email' ? 'email' : 'text'
          truth.consent[channel] = false
          return agree(transaction, id, channel, false)
        }
        case 'agree':
          truth.consent = { email: true, text: true }
          for (const channel of ['email', 'text'] as const) await agree(transaction, id, channel, true)
          return
        case 'other address':
          return set({ email: `other-${made}@example.com` })
        case 'same address in capitals':
          return set({ email: truth.email.toUpperCase() })
        case 'remove access':
          return set({ access: 'removed' })
        case 'enrol':
          return set({ access: 'enrolled' })
        case 'link used':
          if (await transaction.usePatientLink('oak', link, now)) truth.isLinkOver = true
          return
        case 'link ended':
          if ((await transaction.endPatientLinks('oak', id, { why: 'removed', at: now })) > 0) truth.isLinkOver = true
          return
        case 'twenty minutes':
          now += 20 * MINUTE
          return
        case 'thirty days':
          now += 30 * DAY
          return
        case 'erase':
          truth.isErased = true
          return transaction.erasePatient('oak', id, now)
      }
    })
  }

  function agree(
    transaction: Parameters<Parameters<Store['transaction']>[0]>[0],
    patient: string,
    channel: 'email' | 'text',
    isGiven: boolean,
  ): Promise<void> {
    return transaction.addConsent('oak', {
      ...{ id: crypto.randomUUID(), patient, channel, isGiven, at: now, by: 'staff:dana', how: 'staff' },
      ...{ wording: '2026-11', language: null, request: null, note: null },
    })
  }

  function requestOf(n: number, { id, given, family, email }: ReturnType<typeof storedPatient>) {
    const start = now + 60 * DAY
    return {
      ...{ id: `request-${n}`, reference: `R-${n}`, state: 'pending' as const, createdAt: now, filedUnder: id },
      ...{ reason: 'check', practitioners: ['ann'] as const, anyone: false, chair: 'one', location: 'main' },
      ...{ start, end: start + 30 * MINUTE, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
      patient: { given, family, birthDate: '1984-03-07', mobile: null, email },
      // Nothing ticked: the answer to what somebody asks needs no more than their asking.
      consent: { email: false, text: false },
      ...{ isNewPatient: false, guardian: null, note: null, language: 'en', source: null, origin: null, hold: null },
    }
  }
})

describe('a kind of mail', () => {
  it('that goes to patients states its ground', () => {
    for (const [name, { toPatient, ground }] of Object.entries<RequestTopic | LinkTopic>(topics)) {
      expect([name, ground !== undefined]).toEqual([name, toPatient !== undefined])
      expect(groundOf(name)).toBe(ground ?? null)
    }
    expect(Object.entries(linkTopics).map(([name, { ground }]) => [name, ground])).toEqual([
      ['invitation', 'consent'],
      ['sign-in-link', 'asked-for'],
      ['address-changed', 'own-safety'],
    ])
  })

  it('doesn’t compile without one', () => {
    const holds = () => true
    // @ts-expect-error: to a patient, and nothing says why.
    const ofRequest: RequestTopic = { holds, toPatient: received }
    // @ts-expect-error: the same.
    const ofLink: LinkTopic = { purpose: 'sign-in', toPatient: signInLink }
    // @ts-expect-error: that is no ground.
    const marketing: LinkTopic = { purpose: 'sign-in', toPatient: signInLink, ground: 'marketing' }
    expect([ofRequest, ofLink, marketing]).toHaveLength(3)
  })
})
