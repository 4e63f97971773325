import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { Role } from '../../server/contract/desk.ts'
import type { Message, MessageAgainReply, MessageList, TemplateList } from '../../server/contract/settings.ts'
import type { Api, Failure } from '../api.ts'
import { createAct } from './act.ts'
import { formatMessages, type MessagesAddress, parseMessages } from './messages-address.ts'

export type MessagesModel = ReturnType<typeof createMessages>
export type MessageTemplate = TemplateList['templates'][number]

const pollMs = 15_000

/** The mails of one practice, as the address asks for them, and how each kind reads. */
export function createMessages(from: {
  api: Pick<Api, 'read' | 'change'>
  practice: { id: string; role: Role }
  /** The part of the address after `#`. */
  hash: ReadonlySignal<string>
  /** Are the messages what the address names? */
  isOpen: ReadonlySignal<boolean>
  /** Whether anybody can see the page; nothing is read while not. */
  visible: ReadonlySignal<boolean>
  go: (hash: string, step: 'on' | 'over' | 'back') => void
  clock: () => number
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, hash, isOpen, visible, go, clock, announce, onFailure } = from
  const list = signal<MessageList | null>(null)
  const failure = signal<Failure | null>(null)
  const templates = signal<TemplateList | null>(null)
  const templatesFailure = signal<Failure | null>(null)
  const now = signal(clock())
  const again = createAct(onFailure)
  const address = computed(() => parseMessages(hash.value))
  // By their parts: an address is a new object at every change.
  const tab = computed(() => address.value.tab)
  const language = computed(() => address.value.language)
  const openId = computed(() => address.value.open)
  let latest = 0
  let latestTemplates = 0

  async function read(): Promise<void> {
    const mine = ++latest
    const asked = tab.peek()
    const query = asked === 'all' || asked === 'templates' ? '' : `?state=${asked}`
    const reply = await api.read<MessageList>(practice.id, `messages${query}`)
    if (mine !== latest) return
    now.value = clock()
    if (reply.ok) list.value = reply.value
    else onFailure(reply.failure)
    failure.value = reply.ok ? null : reply.failure
  }

  async function readTemplates(): Promise<void> {
    const mine = ++latestTemplates
    const asked = language.peek()
    const query = asked === null ? '' : `?language=${encodeURIComponent(asked)}`
    const reply = await api.read<TemplateList>(practice.id, `messages/templates${query}`)
    if (mine !== latestTemplates) return
    if (reply.ok) templates.value = reply.value
    else onFailure(reply.failure)
    templatesFailure.value = reply.ok ? null : reply.failure
  }

  const stopReading = effect(() => {
    const asked = tab.value
    if (!isOpen.value || !visible.value || asked === 'templates') return
    untracked(() => {
      // Of another list nothing may be taken for this one.
      if (list.value && asked !== 'all') {
        list.value = { ...list.value, messages: list.value.messages.filter(({ state }) => state === asked) }
      }
      void read()
    })
    const timer = setInterval(read, pollMs)
    return () => clearInterval(timer)
  })

  const stopReadingTemplates = effect(() => {
    language.value
    if (isOpen.value && tab.value === 'templates') untracked(() => void readTemplates())
  })

  const move = (change: Partial<MessagesAddress>, step: 'on' | 'over' | 'back') =>
    go(formatMessages(practice.id, { ...address.peek(), ...change }), step)

  return {
    list,
    failure,
    templates,
    templatesFailure,
    now,
    tab,
    again,
    /** The message that the address names; null when none, or it isn't in the list. */
    open: computed<Message | null>(() => list.value?.messages.find(({ id }) => id === openId.value) ?? null),
    openTemplate: computed<MessageTemplate | null>(
      () => templates.value?.templates.find((template) => templateName(template) === openId.value) ?? null,
    ),
    /** Is something named, be it there or not? */
    openId,
    read,
    readTemplates,
    hrefOf: (change: Partial<MessagesAddress>) => formatMessages(practice.id, { ...address.value, ...change }),
    /** From one to the next the address is replaced: Back then leads to the list. */
    show(id: string) {
      again.clear()
      move({ open: id }, openId.peek() === null ? 'on' : 'over')
    },
    close: () => move({ open: null }, 'back'),
    chooseLanguage: (chosen: string) => move({ language: chosen }, 'over'),
    /** May this account send this one again? Not what has left, and no invitation: that gets a new link under Staff. */
    isRepeatable: ({ state, topic }: Message) =>
      practice.role !== 'read-only' &&
      (state === 'failed' || state === 'kept') &&
      topic !== 'staff-mail' &&
      // Its patient asks for another.
      topic !== 'sign-in-link' &&
      topic !== 'sync-news',
    async sendAgain({ id }: Message): Promise<void> {
      const done = await again.run(() => api.change<MessageAgainReply>(practice.id, `messages/${id}/again`))
      if (done) {
        announce('The message is on its way')
        const { message } = done.value
        if (list.value)
          list.value = { ...list.value, messages: list.value.messages.map((one) => (one.id === id ? message : one)) }
        // In a list of those that failed it stands no longer; it is read where all are.
        if (tab.peek() !== 'all') move({ tab: 'all' }, 'over')
      }
      await read()
    },
    stop() {
      latest++
      latestTemplates++
      stopReading()
      stopReadingTemplates()
    },
  }
}

/** What a template is called in the address. */
export function templateName({ topic, toPatient }: Pick<MessageTemplate, 'topic' | 'toPatient'>): string {
  return `${topic}.${toPatient ? 'patient' : 'practice'}`
}
