import { setTimeout } from 'node:timers/promises'
import type { FrameLocator, Locator, Page } from 'playwright-core'
import * as en from '../../widget/text/en.ts'
import { languages } from '../../widget/text/languages.ts'

/** Where the widget is: the page, a part of it, or a frame. */
export type Scope = Page | Locator | FrameLocator

export type Words = Readonly<Record<keyof typeof en, string>>

/** The widget's words in a language by the names of the English ones. */
export function wordsIn(language: string): Words {
  const own = Object.entries(languages[language] ?? {}).filter(([, text]) => typeof text === 'string')
  return { ...en, ...Object.fromEntries(own) }
}

const english = wordsIn('en')

/** The server takes a form filled in faster than this for a program's. */
const LEAST_MS = 2100
let openedAt = 0

/** Chooses a check-up and the first time there is. */
export async function chooseFirstTime(scope: Scope, words: Words = english): Promise<void> {
  await scope.getByRole('radio', { name: /^Check-up/ }).click()
  await scope.getByRole('heading', { name: words.chooseTime }).waitFor()
  await chooseFirstShown(scope, words)
}

/** Of the times that are open already. */
export async function chooseFirstShown(scope: Scope, words: Words = english): Promise<void> {
  await scope.getByRole('group', { name: words.morning }).getByRole('radio').first().click()
  await scope.getByRole('heading', { name: words.yourDetails }).waitFor()
  openedAt = Date.now()
}

/** What must be filled in, each by its label. */
export const typed = (words: Words = english) =>
  [
    [words.given, 'Nadia'],
    [words.family, 'Reyes'],
    [words.day, '7'],
    [words.month, '3'],
    [words.year, '1984'],
    [words.mobile, '555-0117'],
  ] as const

export async function fillDetails(scope: Scope, words: Words = english): Promise<void> {
  await scope.getByRole('radio', { name: words.yes, exact: true }).click()
  for (const [label, text] of typed(words)) await scope.getByLabel(label, { exact: true }).fill(text)
}

export async function send(scope: Scope, words: Words = english): Promise<void> {
  await setTimeout(Math.max(0, openedAt + LEAST_MS - Date.now()))
  await scope.getByRole('button', { name: words.send }).click()
}

/** Waits for the last screen. */
export async function seeSent(scope: Scope, words: Words = english): Promise<void> {
  await scope.getByRole('heading', { name: words.sent }).waitFor()
  await scope.getByText(/^[2-9A-Z]{3}-[2-9A-Z]{3}$/).waitFor()
}

/** The whole way, from the widget's first screen to its last. */
export async function book(scope: Scope, words: Words = english): Promise<void> {
  await chooseFirstTime(scope, words)
  await fillDetails(scope, words)
  await send(scope, words)
  await seeSent(scope, words)
}
