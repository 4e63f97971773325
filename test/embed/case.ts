import assert from 'node:assert/strict'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { StoredRequest } from '../../server/store/model.ts'
import type { Host, HostPage } from './host.ts'
import { book } from './patient.ts'

/** What a page may say of the widget. */
export interface Snippet {
  readonly api: string
  readonly practice: string
  /** The script's address. */
  readonly src: string
  /** The script tag, with more attributes of its own. */
  tag(attributes?: string): string
}

/** One visit of one patient to one page. */
export interface Visit {
  readonly page: Page
  readonly host: Host
  readonly practice: string
  readonly url: string
  /** Requests that are with the practice, in the server's database. */
  requests(): Promise<StoredRequest[]>
}

/** A page as somebody else wrote it, and what a patient does there. Each ends with the request sent. */
export interface Case {
  readonly name: string
  readonly page: (snippet: Snippet) => HostPage | string | Promise<HostPage | string>
  /** Left out: the whole way, once. */
  readonly run?: (visit: Visit) => Promise<void>
  /** How many requests the practice has afterwards; left out: one. */
  readonly requests?: number
  /** What the browser itself must say in the console about what the case does to it. */
  readonly says?: RegExp
  readonly options?: BrowserContextOptions
  readonly isCookieless?: boolean
  /** Added to the page's address. */
  readonly query?: string
  /** Why it can't be run here, or null. */
  readonly skip?: (host: Host) => Promise<string | null>
}

export const bookOnce = ({ page }: Visit): Promise<void> => book(page)

/** How many widgets there are, in dialogs of ours or outside. */
export const countWidgets = (page: Page): Promise<number> => page.locator('chairtime-booking').count()

/** Where everything is that the widget draws. */
export const card = (page: Page) => page.locator('chairtime-booking .ct').first()

/** What the browser reckons for a part of the widget. */
export function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
}

/** The widget stands as it was drawn: text of the reader's own size, on a card one can see. */
export async function looksRight(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^Check-up/ }).waitFor()
  assert.equal(await styleOf(page, 'chairtime-booking .ct', 'font-size'), '16px')
  assert.equal(await styleOf(page, 'chairtime-booking h2', 'font-size'), '22px')
  assert.equal(await styleOf(page, 'chairtime-booking h2', 'margin-top'), '0px')
  assert.equal(await styleOf(page, 'chairtime-booking .ct', 'color'), 'rgb(27, 36, 48)')
  const { width, height } = (await card(page).boundingBox())!
  assert.ok(width > 300 && width <= 560, `the card is ${width} px wide`)
  assert.ok(height > 300 && height < 800, `the card is ${height} px high`)
}
