import { effect } from '@preact/signals-core'
import { render } from '../dom.ts'
import { say, speak } from '../text/fill.ts'
import { createMine } from './model.ts'
import { outcome } from './outcome.ts'
import { readPage } from './page.ts'
import { createSource } from './source.ts'
import './style.css'
import { screen } from './view/screen.ts'

const page = readPage(document)
const root = document.getElementById('request')!
const status = document.getElementById('status')!
// The link stays in the address, so that the page can be loaded anew or kept; what is behind the # goes to no server.
const link = location.hash.slice(1)

speak(page.language, page.texts)
const mine = createMine(page, createSource(page.practice, link), link)
root.replaceChildren()

let shown = mine.screen.value
let problem = mine.problem.value

// Focus goes where a person who can't see the change would look for it: to what went wrong, else to the new heading.
effect(() => {
  const view = screen(mine)
  const focused = document.activeElement
  render(root, [view])
  const isNew = shown !== mine.screen.value && shown !== 'opening'
  const isLost = focused !== document.body && document.activeElement === document.body
  const isWrong = mine.problem.value && mine.problem.value !== problem
  shown = mine.screen.value
  problem = mine.problem.value
  const target = isWrong ? '.b[tabindex]' : isNew || isLost ? 'h1' : null
  if (target) root.querySelector<HTMLElement>(target)?.focus()
})

effect(() => {
  const request = mine.request.value
  const { tag, heading } =
    request && mine.screen.value === 'request' ? outcome(mine.dates, request) : { tag: '', heading: '' }
  status.textContent = mine.done.value || mine.status.value || [tag, heading].filter(Boolean).map(say).join(': ')
})

for (const anchor of document.querySelectorAll<HTMLAnchorElement>('.langs a')) anchor.hash = location.hash

// The practice may have answered while this page stood open.
document.addEventListener('visibilitychange', () => document.hidden || mine.refresh())

// Another link, put into the address of this page.
addEventListener('hashchange', () => location.reload())

mine.load()
