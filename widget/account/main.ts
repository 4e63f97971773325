import { effect } from '@preact/signals-core'
import { render } from '../dom.ts'
import { speak } from '../text/fill.ts'
import { createAccount } from './model.ts'
import { readPage } from './page.ts'
import { createSource } from './source.ts'
import { booking } from './view/book-screen.ts'
import { screen } from './view/screen.ts'

const page = readPage(document)
const root = document.getElementById('account')!
const beside = document.getElementById('book')!
const status = document.getElementById('status')!

// Out of sight, and out of what the browser remembers: whoever comes next to this computer finds no link in it.
const token = location.hash.slice(1)
if (token) history.replaceState(null, '', location.pathname + location.search)

speak(page.language, page.texts)
const account = createAccount(page, createSource(page.practice), token)
root.replaceChildren()

let shown = account.screen.value
let problem = account.problem.value
let attention = 0

// Focus goes where a person who can't see the change would look for it: to what went wrong, else to the new heading.
effect(() => {
  const focused = document.activeElement
  render(root, [screen(account)])
  const isNew = shown !== account.screen.value && shown !== 'opening' && account.screen.value !== 'opening'
  const isLost = focused !== document.body && document.activeElement === document.body
  const isWrong = (account.problem.value && account.problem.value !== problem) || account.attention.value > attention
  shown = account.screen.value
  problem = account.problem.value
  attention = account.attention.value
  const target = isWrong ? '.b[tabindex]' : isNew || isLost ? 'h1' : null
  if (target) root.querySelector<HTMLElement>(target)?.focus()
})

effect(() => {
  render(beside, [booking(account)])
  beside.hidden = !/welcome|book/.test(account.screen.value)
})

effect(() => {
  status.textContent = account.done.value || account.status.value
})

effect(() => {
  for (const anchor of document.querySelectorAll<HTMLAnchorElement>('.langs a')) anchor.hash = account.link.value
})

// The practice may have answered while this page stood open, or access may have been removed.
document.addEventListener('visibilitychange', () => document.hidden || account.refresh())

// Browsers keep a page that was left, as it was: whoever goes back to it after signing out must not see an account.
addEventListener('pageshow', (event) => event.persisted && account.account.value && location.reload())

// Another link, put into the address of this page.
addEventListener('hashchange', () => location.hash && location.reload())

account.load()
