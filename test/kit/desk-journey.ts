import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { checkClaims } from '../../server/check.ts'
import { launchChromium, newPerson } from './browser.ts'
import { type DeskStreet, openDesk } from './desk-street.ts'
import { book, type Details } from './patient.ts'

/** A desk that each journey has for itself, and one browser for all of them. */
export interface DeskJourneys {
  readonly browser: Browser
  readonly street: DeskStreet
  /** A patient on the practice's own page, from the reason to the reference. */
  request(time?: string, details?: Details, reason?: string): Promise<string>
  /** Somebody of the practice, signed in, in a browser profile of their own. */
  staff(name?: string): Promise<Page & { faults: string[] }>
}

/** Registers what opens and closes them; each journey ends with a look at what takes time. */
export function deskJourneys(): DeskJourneys {
  let browser: Browser
  let street: DeskStreet
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    street = await openDesk()
  })
  afterEach(async () => {
    // Whatever staff did, what is claimed is what takes time.
    expect(await checkClaims(street.store, 'oak', street.now)).toEqual([])
    await street.close()
  })
  return {
    get browser() {
      return browser
    },
    get street() {
      return street
    },
    async request(time = '9:30 AM', details = {}, reason = 'Check-up') {
      const patient = await newPerson(browser)
      const reference = await book(patient, street.site, reason, time, details)
      await patient.context().close()
      return reference
    },
    staff: (name) => street.staff(browser, name),
  }
}
