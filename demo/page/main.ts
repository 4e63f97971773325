import { STAFF_EMAIL, STAFF_PASSWORD } from './desk-account.ts'
import { createFrames, type Part } from './frames.ts'
import { createKeeper } from './kept.ts'
import { createMailbox } from './mailbox.ts'
import { sayProgress, showDemo, showProblem } from './opening.ts'
import { keepWholeHeaders } from './whole-headers.ts'

const at = (id: string) => document.getElementById(id)!
const base = new URL('.', location.href).pathname
const address = location.origin + base.slice(0, -1)
const keeper = createKeeper(address)
/** How long the window before this one, when it is loaded anew, may take to go. */
const LEAVE_WITHIN_MS = 2000
/** The portal stands beside the rest, as in the style sheet. */
const isWide = matchMedia('(min-width: 1100px)')
/** Noted for the next loading of this window. */
const TAKING = 'chairtime-demo-taking'

if (!isSecureContext || !('serviceWorker' in navigator)) {
  showProblem(
    'This browser can’t open the demo here',
    'The demo needs a service worker, which browsers give to pages over https:// or from localhost only, and some not in private windows.',
    { 'Try again': () => location.reload() },
  )
} else {
  const isTaking = sessionStorage.getItem(TAKING) !== null
  sessionStorage.removeItem(TAKING)
  void openAlone(isTaking)
}

/** Two windows would each keep their own over the other's. */
async function openAlone(isTaking: boolean): Promise<void> {
  let isOpen = false
  const lock = isTaking ? { steal: true } : { signal: AbortSignal.timeout(LEAVE_WITHIN_MS) }
  try {
    await navigator.locks.request(`chairtime demo ${address}`, lock, async () => {
      isOpen = true
      await open().catch(failed)
      await new Promise(() => {})
    })
  } catch {
    // Another window took it over: the server in this one must end, jobs and all.
    if (isOpen) location.reload()
    else {
      showProblem('The demo is open in another window', 'It can go on here instead, with all that was done there.', {
        'Use it here': () => {
          sessionStorage.setItem(TAKING, 'yes')
          location.reload()
        },
      })
    }
  }
}

async function open(): Promise<void> {
  keepWholeHeaders()
  await sayProgress('Loading the server')
  const [{ openPageServer }, { startNetwork }] = await Promise.all([import('./server.ts'), import('./network.ts')])
  let changed = () => {}
  const kept = await keeper.load(Date.now())
  const server = await openPageServer({ address, kept, progress: sayProgress, changed: () => changed() })

  let saving = Promise.resolve()
  function keep(): Promise<void> {
    saving = saving.then(async () => {
      const state = server.toKeep()
      if (state) sayKept(await keeper.save(state))
    })
    return saving
  }
  await startNetwork(server, base, keep)

  const frames = createFrames(base, show)
  const mailbox = createMailbox(at('mails'), frames.follow)
  let seen = server.mails().length
  function show(part: Part): void {
    if (part === 'portal' && isWide.matches) return
    document.querySelector('main')!.dataset.part = part
    for (const button of document.querySelectorAll<HTMLElement>('[data-part]:is(button)')) {
      button.ariaPressed = String(button.dataset.part === part)
    }
    history.replaceState(null, '', part === 'site' ? location.pathname : `#${part}`)
    if (part === 'mail') seen = server.mails().length
    sayUnread()
  }
  function sayUnread(): void {
    const unread = Math.max(0, server.mails().length - seen)
    at('count').textContent = unread === 0 ? '' : String(unread)
    at('new').textContent = unread === 0 ? '' : ' new'
  }
  changed = () => {
    mailbox.show(server.mails())
    if (document.querySelector('main')!.dataset.part === 'mail') seen = server.mails().length
    sayUnread()
    void keep()
  }

  at('email').textContent = STAFF_EMAIL
  at('password').textContent = STAFF_PASSWORD
  at('start-over').addEventListener('click', () => void startOver())
  for (const button of document.querySelectorAll<HTMLElement>('button[data-part]')) {
    button.addEventListener('click', () => show(button.dataset.part as Part))
  }
  showDemo()
  const asked = location.hash.slice(1)
  show('site')
  if (asked === 'portal' || asked === 'mail') show(asked)
  isWide.addEventListener('change', () => {
    if (document.querySelector('main')!.dataset.part === 'portal') show('site')
  })
  frames.open()
  mailbox.show(server.mails())
  await keep()
}

function sayKept(isKept: boolean): void {
  at('kept').textContent = isKept
    ? 'What you do is kept in this browser for a week, and is there again when the page is loaded anew.'
    : 'This browser lets the page keep nothing: it starts over whenever it is loaded anew.'
}

async function startOver(): Promise<void> {
  await keeper.forget()
  location.reload()
}

function failed(error: unknown): void {
  console.error(error)
  showProblem(
    'The demo could not be opened',
    `Something went wrong (${error instanceof Error ? error.message : 'unknown'}). Starting over makes it up anew.`,
    { 'Try again': () => location.reload(), 'Start over': () => void startOver() },
  )
}
