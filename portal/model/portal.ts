import { computed, effect, signal, untracked } from '@preact/signals'
import type { DeskTab } from '../../server/contract/desk.ts'
import type { Api, Failure } from '../api.ts'
import { type AlertDevice, createAlerts } from './alerts.ts'
import { createCopies } from './copies.ts'
import { createDesk, type Desk } from './desk.ts'
import { formatListFilters, parseListFilters } from './list-filters.ts'
import type { Listen } from './live.ts'
import { formatAppointment, formatRoute, type Opened, parseRoute } from './route.ts'
import { createSession } from './session.ts'
import { tabWords } from './tabs.ts'
import type { Memory } from './unread.ts'
import { createWords } from './words.ts'

export type Portal = ReturnType<typeof createPortal>

export type Outside = {
  api: Api
  clock: () => number
  writeClipboard: (text: string) => Promise<boolean>
  /** Writes the address. `step`: `on` adds to the history, `over` replaces, `back` leaves an opened request. */
  writeHash: (hash: string, step: 'on' | 'over' | 'back') => void
  /** A small memory that outlasts the page. */
  memory: Memory
  /** Hears from the server what moves; without it the desk asks every 15 seconds. */
  listen?: Listen
  /** What the browser can do beside its window. */
  alerts?: AlertDevice
  /** A request's last dialog went away. */
  onClosed?: (request: string, isAnswered: boolean) => void
}

/** Everything the portal knows, and everything that can be done in it. It touches no page. */
export function createPortal(outside: Outside) {
  const { api, clock, writeHash, memory, listen } = outside
  const hash = signal('')
  const visible = signal(true)
  const said = signal('')
  const keysShown = signal(false)
  const moreShown = signal(false)
  const searchShown = signal(false)
  const lettersOn = signal(memory.get('letter-keys') !== 'off')
  const session = createSession(api, clock)
  const desk = signal<Desk | null>(null)

  const announce = (text: string) => {
    // The same words twice would not be read out again.
    said.value = said.peek() === text ? `${text}\u00a0` : text
  }
  const copies = createCopies(outside.writeClipboard, announce)
  const alerts = createAlerts(outside.alerts, memory, () => {
    if (practice.value) go(formatRoute(practice.value.id))
  })

  const route = computed(() => parseRoute(hash.value))
  /** What an address leaves open: the practice on the account's page, the tab of an appointment's. */
  const lastPractice = signal<string | null>(null)
  const lastTab = signal<DeskTab>('action')
  const wanted = computed(() => ('practice' in route.value ? route.value.practice : null) ?? lastPractice.value)
  const tab = computed<DeskTab>(() => (route.value.at === 'desk' ? route.value.tab : null) ?? lastTab.value)
  /** What a number of the report narrows the list of all to; empty: nothing. */
  const filter = computed(() =>
    route.value.at === 'desk' && tab.value === 'all' ? formatListFilters(parseListFilters(hash.value)) : '',
  )
  // By its parts: a route is a new object at every change, and what is open would be read again.
  const openKind = computed(() => (route.value.at === 'desk' ? (route.value.open?.kind ?? null) : null))
  const openId = computed(() => (route.value.at === 'desk' ? (route.value.open?.id ?? null) : null))
  const open = computed<Opened | null>(() =>
    openKind.value !== null && openId.value !== null ? { kind: openKind.value, id: openId.value } : null,
  )
  const practice = computed(() => {
    const practices = session.me.value?.practices ?? []
    return wanted.value === null ? practices[0] : practices.find((each) => each.id === wanted.value)
  })
  const practiceId = computed(() => practice.value?.id)
  /** What a desk goes by; of anything else that is read anew about a practice it need not know. */
  const deskKey = computed(() => practice.value && `${practice.value.id} ${practice.value.mode} ${practice.value.role}`)
  const words = computed(() => createWords(practice.value?.locale ?? 'en', practice.value?.timeZone ?? 'UTC'))
  /** Set by a room for the window's title. */
  const roomTitle = signal('')

  const title = computed(() => {
    if (session.state.value.at === 'signed-out') return 'Sign in · chairtime'
    if (!practice.value) return 'chairtime'
    const waiting = desk.value?.waiting.value ?? 0
    const unread = desk.value?.unreadCount.value ?? 0
    const count = unread > 0 ? `${waiting}, ${unread} new` : `${waiting}`
    const place = route.value.at === 'desk' ? tabWords[tab.value] : roomTitle.value
    return `${waiting > 0 ? `(${count}) ` : ''}${place ? `${place} · ` : ''}${practice.value.name}`
  })

  const stopRemembering = effect(() => {
    if (practiceId.value !== undefined) lastPractice.value = practiceId.value
    lastTab.value = tab.value
  })

  const stopDesk = effect(() => {
    if (deskKey.value === undefined) return
    const made = untracked(() =>
      createDesk({
        api,
        practice: practice.value!,
        tab,
        filter,
        open,
        visible,
        memory,
        listen,
        clock,
        announce,
        onNew: alerts.tell,
        onClosed: outside.onClosed,
        onEnded: session.ended,
      }),
    )
    desk.value = made
    return () => {
      made.stop()
      desk.value = null
    }
  })

  const stopClosingMore = effect(() => {
    hash.value
    moreShown.value = false
  })

  function go(to: string, step: 'on' | 'over' | 'back' = 'on') {
    hash.value = to
    writeHash(to, step)
  }

  return {
    api,
    clock,
    memory,
    hash,
    route,
    visible,
    said,
    /** Tells screen readers. */
    announce,
    session,
    practice,
    words,
    desk,
    tab,
    filter,
    open,
    copies,
    alerts,
    title,
    roomTitle,
    keysShown,
    /** On a narrow screen: whether the rest of the side bar stands above the bottom bar. */
    moreShown,
    /** On a narrow screen: whether the search field stands in the title's place. */
    searchShown,
    /** Whether single letters are commands. */
    lettersOn,
    setLetters(on: boolean) {
      lettersOn.value = on
      memory.set('letter-keys', on ? 'on' : 'off')
    },
    /** Goes to an address, like one of `formatRoom`. */
    go,
    /** Every room calls it with what went wrong: a session that has ended leads to the sign-in. */
    failed(failure: Failure) {
      if (failure.kind === 'sign-in-required') session.ended()
    },
    /** Opens a row. From one to the next the address is replaced: Back then leads to the list. */
    openRow({ kind, id }: Opened) {
      if (!practice.value) return
      const to =
        kind === 'request'
          ? formatRoute(practice.value.id, id, tab.value) + filter.value
          : formatAppointment(practice.value.id, id)
      go(to, open.value === null ? 'on' : 'over')
    },
    close() {
      if (practice.value) go(formatRoute(practice.value.id, null, tab.value) + filter.value, 'back')
    },
    chooseTab(which: DeskTab) {
      if (practice.value) go(formatRoute(practice.value.id, null, which), 'on')
    },
    choosePractice: (id: string) => go(formatRoute(id), 'on'),
    stop() {
      stopDesk()
      stopRemembering()
      stopClosingMore()
    },
  }
}
