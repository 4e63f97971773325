import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { formatMessages, parseMessages } from '../../portal/model/messages-address.ts'
import type { Role } from '../../server/contract/desk.ts'
import type { Message, MessageList, TemplateList } from '../../server/contract/settings.ts'
import { answerAs, dana, openPortal, refuse, server } from './kit.tsx'

const message = (change: Partial<Message> = {}): Message => ({
  id: 'm1',
  topic: 'request-sent',
  request: 'r1',
  patient: null,
  recipient: 'imani.whitfield@example.com',
  toPatient: true,
  language: 'en',
  subject: 'We have your request for Tuesday 24 November, 10:30',
  text: 'Elm Dental\n\nWe have your request\n',
  hasCalendar: true,
  state: 'sent',
  at: '2026-11-23T08:20:00-05:00',
  sentAt: '2026-11-23T08:20:02-05:00',
  nextAt: null,
  tries: 1,
  fault: null,
  ...change,
})
const failed = message({
  id: 'm2',
  topic: 'request-confirmed',
  recipient: 'tomas@example.com',
  subject: 'Confirmed: Monday 23 November, 14:00',
  state: 'failed',
  sentAt: null,
  fault: 'the mail server does not take this address: 550 5.1.1',
})

const templates = (language: TemplateList['language']): TemplateList => ({
  language,
  languages: ['en', 'es', 'ar'],
  templates: [
    {
      topic: 'request-sent',
      toPatient: true,
      variant: null,
      subject: `Subject in ${language}`,
      text: `Text in ${language}`,
      hasCalendar: true,
    },
    {
      topic: 'request-sent',
      toPatient: false,
      variant: null,
      subject: 'New request: Tue 24 Nov',
      text: 'A new request needs action',
      hasCalendar: false,
    },
  ],
})

/** Answers with messages, and remembers what was asked. */
function answerMessages(messages: Message[] = [message(), failed], isMailOn = true) {
  const asked: string[] = []
  const practice = '*/portal/api/practices/elm/messages'
  const now = { messages }
  server.use(
    http.get(practice, ({ request }) => {
      const { search, searchParams } = new URL(request.url)
      asked.push(search)
      const state = searchParams.get('state')
      const counts = { waiting: 0, sent: 0, kept: 0, failed: 0 }
      for (const one of now.messages) counts[one.state]++
      return HttpResponse.json({
        messages: now.messages.filter((one) => state === null || one.state === state),
        counts,
        isMailOn,
      } satisfies MessageList)
    }),
    http.get(`${practice}/templates`, ({ request }) => {
      const language = new URL(request.url).searchParams.get('language') ?? 'en'
      return HttpResponse.json(templates(language as TemplateList['language']))
    }),
    http.post(`${practice}/:id/again`, ({ params }) => {
      asked.push(`again ${params.id}`)
      const one = message({ ...failed, id: String(params.id), state: 'waiting', tries: 0, fault: null })
      now.messages = now.messages.map((each) => (each.id === params.id ? one : each))
      return HttpResponse.json({ message: one })
    }),
  )
  return { asked, now }
}

const open = (query = '', role: Role = 'owner') => {
  answerAs({ me: { ...dana, practices: [{ ...dana.practices[0]!, role }] } })
  return openPortal(`#/elm/messages${query}`)
}
const rows = async () => within(await screen.findByRole('region', { name: 'Messages' })).findAllByRole('link')
const textOf = (element: Element | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim()

describe('the list of messages', () => {
  it('says what was sent to whom, when, and what could not be', async () => {
    answerMessages()
    const { portal } = open()
    const [first, second] = await rows()
    expect(textOf(first)).toBe(
      'Request receivedToday, 08:20We have your request for Tuesday 24 November, 10:30' +
        'To the patient · imani.whitfield@example.comSent',
    )
    expect(textOf(second)).toMatch(/^Appointment confirmed.*tomas@example\.comNot sent$/)
    expect(textOf(screen.getByRole('link', { name: /^Failed/ }))).toBe('Failed1')
    expect(portal.title.value).toMatch(/Messages · Elm Dental$/)
  })

  it('is narrowed to one state by the address', async () => {
    const { asked } = answerMessages()
    open('?show=failed')
    expect(await rows()).toHaveLength(1)
    expect(asked).toContain('?state=failed')
    expect(screen.getByRole('link', { name: /^Failed/ }).getAttribute('aria-current')).toBe('page')
  })

  it.each([
    ['?show=failed', 'No message has failed'],
    ['?show=waiting', 'Nothing is waiting to be sent'],
    ['', 'No messages here'],
  ])('says so when it is empty: %s', async (query, title) => {
    answerMessages([])
    open(query)
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy()
  })

  it('says that nothing leaves without a mail server', async () => {
    answerMessages([message({ state: 'kept' })], false)
    open()
    expect(textOf(await screen.findByText(/Sending is not set up/))).toContain('SMTP_URL')
  })

  it('can be read again when it could not be', async () => {
    let isBroken = true
    answerMessages()
    server.use(
      http.get('*/portal/api/practices/elm/messages', () => (isBroken ? refuse(500, 'internal-error') : undefined)),
    )
    open()
    expect(await screen.findByRole('heading', { name: 'The messages could not be read' })).toBeTruthy()
    expect(screen.getByText('Technical: internal-error (500)')).toBeTruthy()
    isBroken = false
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await rows()).toHaveLength(2)
  })

  it('ends at the sign-in when the session has ended', async () => {
    answerMessages()
    server.use(http.get('*/portal/api/practices/elm/messages', () => refuse(401, 'sign-in-required')))
    open()
    expect(await screen.findByLabelText(/email/i)).toBeTruthy()
  })
})

describe('an open message', () => {
  it('is read as it was sent, and leads to its request', async () => {
    answerMessages()
    const { addresses } = open()
    fireEvent.click((await rows())[0]!)
    expect(await screen.findByRole('heading', { level: 2, name: 'Request received' })).toBeTruthy()
    expect(addresses).toEqual([{ hash: '#/elm/messages?open=m1', step: 'on' }])
    const said = screen.getByRole('article', { name: 'What it says' })
    expect(said.textContent).toContain('We have your request for Tuesday 24 November, 10:30')
    expect(said.textContent).toContain('Elm Dental\n\nWe have your request\n')
    expect(screen.getByRole('link', { name: 'Open the request' }).getAttribute('href')).toBe('#/elm/all/r1')
    expect(screen.queryByRole('button', { name: /send/i })).toBeNull()
  })

  it('says why it was given up, and is sent again', async () => {
    const { asked } = answerMessages()
    open('?show=failed&open=m2')
    expect(await screen.findByText('The patient did not get this message')).toBeTruthy()
    expect(screen.getByText('Tried once: the mail server does not take this address: 550 5.1.1.')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Send again' }))
    await waitFor(() => expect(asked).toContain('again m2'))
    expect(await screen.findByText('The message is on its way', { selector: '.sr' })).toBeTruthy()
    await waitFor(() => expect(screen.queryByText('The patient did not get this message')).toBeNull())
    expect(await screen.findByRole('heading', { level: 2, name: 'Appointment confirmed' })).toBeTruthy()
  })

  it('says why it can not be sent again', async () => {
    answerMessages()
    server.use(
      http.post('*/portal/api/practices/elm/messages/:id/again', () =>
        HttpResponse.json(
          { type: '/problems/not-changeable', title: '', status: 409, detail: 'What it says no longer holds.' },
          { status: 409 },
        ),
      ),
    )
    open('?open=m2')
    fireEvent.click(await screen.findByRole('button', { name: 'Send again' }))
    expect((await screen.findByRole('alert')).textContent).toBe('What it says no longer holds.')
  })

  it('is not sent again by those who only look', async () => {
    answerMessages()
    open('?open=m2', 'read-only')
    expect(await screen.findByText('The patient did not get this message')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Send again' })).toBeNull()
  })

  it('that is not there says so', async () => {
    answerMessages()
    open('?open=gone')
    expect(await screen.findByRole('heading', { name: 'This message is not here' })).toBeTruthy()
  })
})

describe('what patients are sent', () => {
  it('shows each kind, in the language that is chosen', async () => {
    answerMessages()
    open('?show=templates')
    const list = await screen.findByRole('region', { name: 'Kinds of messages' })
    const kinds = await within(list).findAllByRole('link')
    expect(kinds.map(textOf)).toEqual(['Request receivedTo the patient', 'New requestTo the practice'])
    fireEvent.click(kinds[0]!)
    expect(await screen.findByText('Text in en')).toBeTruthy()
    const choice = screen.getByRole('combobox', { name: 'Language' })
    expect(within(choice).getAllByRole('option').map(textOf)).toEqual(['English', 'Español', 'العربية'])
    fireEvent.change(choice, { target: { value: 'ar' } })
    expect(await screen.findByText('Text in ar')).toBeTruthy()
    expect(screen.getByRole('article').getAttribute('lang')).toBe('ar')
  })
})

describe('the address of the messages', () => {
  it.each([
    ['#/elm/messages', { tab: 'all', open: null, language: null }],
    ['#/elm/messages?show=failed&open=m2', { tab: 'failed', open: 'm2', language: null }],
    [
      '#/elm/messages?show=templates&language=es&open=request-sent.patient',
      { tab: 'templates', open: 'request-sent.patient', language: 'es' },
    ],
  ] as const)('%s is read and written', (hash, address) => {
    expect(parseMessages(hash)).toEqual(address)
    expect(formatMessages('elm', address)).toBe(hash)
  })

  it('counts what it can not read as absent', () => {
    expect(parseMessages('#/elm/messages?show=lost')).toEqual({ tab: 'all', open: null, language: null })
  })
})
