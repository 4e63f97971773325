import { computed, effect, signal, untracked } from '@preact/signals'
import type { Api } from '../api.ts'
import { createCopies } from './copies.ts'
import { createDesk, type Desk } from './desk.ts'
import { formatRoute, parseRoute } from './route.ts'
import { createSession } from './session.ts'
import { createWords } from './words.ts'

export type Portal = ReturnType<typeof createPortal>

export type Outside = {
  api: Api
  clock: () => number
  writeClipboard: (text: string) => Promise<boolean>
  /** Writes the address. `step`: `on` adds to the history, `over` replaces, `back` leaves an opened request. */
  writeHash: (hash: string, step: 'on' | 'over' | 'back') => void
  /** A small memory that outlasts the page. */
  memory: { get: (key: string) => string | null; set: (key: string, value: string) => void }
}

/** Everything the portal knows, and everything that can be done in it. It touches no page. */
export function createPortal(outside: Outside) {
  const { api, clock, writeHash, memory } = outside
  const hash = signal('')
  const visible = signal(true)
  const said = signal('')
  const keysShown = signal(false)
  const lettersOn = signal(memory.get('letter-keys') !== 'off')
  const session = createSession(api, clock)
  const desk = signal<Desk | null>(null)

  const announce = (text: string) => {
    // The same words twice would not be read out again.
    said.value = said.peek() === text ? `${text}\u00a0` : text
  }
  const copies = createCopies(outside.writeClipboard, announce)

  const route = computed(() => parseRoute(hash.value))
  const wanted = computed(() => route.value.practice)
  const selected = computed(() => route.value.request)
  const practice = computed(() => {
    const practices = session.me.value?.practices ?? []
    return wanted.value === null ? practices[0] : practices.find((each) => each.id === wanted.value)
  })
  const words = computed(() => createWords(practice.value?.locale ?? 'en', practice.value?.timeZone ?? 'UTC'))

  const title = computed(() => {
    if (session.state.value.at === 'signed-out') return 'Sign in · chairtime'
    if (!practice.value) return 'chairtime'
    const count = desk.value?.requests.value?.length ?? 0
    return `${count > 0 ? `(${count}) ` : ''}Action required · ${practice.value.name}`
  })

  const stopDesk = effect(() => {
    const id = practice.value?.id
    if (id === undefined) return
    const made = untracked(() =>
      createDesk({ api, practice: id, selected, visible, clock, announce, onEnded: session.ended }),
    )
    desk.value = made
    return () => {
      made.stop()
      desk.value = null
    }
  })

  function go(to: string, step: 'on' | 'over' | 'back') {
    hash.value = to
    writeHash(to, step)
  }

  return {
    hash,
    visible,
    said,
    session,
    practice,
    words,
    desk,
    /** Id of the request the address names. */
    selected,
    copies,
    title,
    keysShown,
    /** Whether single letters are commands. */
    lettersOn,
    setLetters(on: boolean) {
      lettersOn.value = on
      memory.set('letter-keys', on ? 'on' : 'off')
    },
    /** Opens a request. From one to the next the address is replaced: Back then leads to the list. */
    open(id: string) {
      if (practice.value) go(formatRoute(practice.value.id, id), selected.value === null ? 'on' : 'over')
    },
    close() {
      if (practice.value) go(formatRoute(practice.value.id), 'back')
    },
    choosePractice: (id: string) => go(formatRoute(id), 'on'),
    stop: stopDesk,
  }
}
