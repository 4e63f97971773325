import type { Browser, Locator, Page } from 'playwright-core'
import type { Checks } from './checks.ts'
import { type Elm, PASSWORD } from './elm.ts'
import { checkFaults, heading, type Stop } from './portal-rooms.ts'

const sheet = (page: Page, title: string) => page.getByRole('dialog', { name: title, exact: true })

/** Opens a dialog with a button and stops at it; Esc must close it, and the focus be where it was asked or at the request. */
export async function* ask(page: Page, checks: Checks, opener: Locator, title: string): AsyncGenerator<Stop> {
  await opener.focus()
  await opener.evaluate((element) => Object.assign(window, { opener: element }))
  await page.keyboard.press('Enter')
  yield* answer(page, checks, title)
}

/** The same with a dialog that is there already. */
export async function* answer(page: Page, checks: Checks, title: string): AsyncGenerator<Stop> {
  yield await taken(page, checks, title)
  await leave(page, checks, title)
}

/** The dialog that is there, once it is known to have the focus. */
export async function taken(page: Page, checks: Checks, title: string): Promise<Stop> {
  await sheet(page, title).waitFor()
  const focused = await page.evaluate(() => {
    const { activeElement: at } = document
    return at?.closest('dialog') ? [] : [`<${at?.localName} id="${at?.id}"> has it`]
  })
  checks.check(`dialog: ${title}, takes the focus`, focused)
  return { page, screen: `dialog: ${title}` }
}

export async function leave(page: Page, checks: Checks, title: string): Promise<void> {
  await page.keyboard.press('Escape')
  const isClosed = await sheet(page, title)
    .waitFor({ state: 'detached', timeout: 5000 })
    .then(() => true)
    .catch(() => false)
  checks.check(`dialog: ${title}, Esc closes it`, isClosed ? [] : ['it is still open'])
  const isBack = () => {
    const { activeElement: at } = document
    return at === (window.opener as unknown) || at?.matches('#details, [data-request][aria-current="true"]') === true
  }
  const wrong = await page
    .waitForFunction(isBack, undefined, { timeout: 3000 })
    .then(() => [])
    .catch(() => page.evaluate(() => [`<${document.activeElement?.localName}> “${document.activeElement?.id}” has it`]))
  checks.check(`dialog: ${title}, gives the focus back`, wrong)
}

/** Every question that may stand over the desk. What changes a request for good comes last. */
export async function* deskDialogs(browser: Browser, elm: Elm, checks: Checks): AsyncGenerator<Stop> {
  const page = await elm.owner(browser)
  const button = (name: string | RegExp, within: Page | Locator = page) => within.getByRole('button', { name })
  const open = async (family: string) => {
    const request = (await elm.requests()).get(family)!
    await page.goto(elm.address(`elm/all/${request.id}`))
    await heading(page, `${request.patient.given} ${family}`)
    await page.locator('.actions').waitFor()
  }
  const another = button(/^Accept with another time/)
  const menu = () => button(/^More/).click()

  await page.goto(elm.address('elm/requests'))
  yield* ask(page, checks, button('Keyboard shortcuts'), 'Keyboard shortcuts')

  await open('Kowalczyk')
  const same = 'Could this be the same appointment?'
  yield* ask(page, checks, button(/^Accept/), same)
  yield* ask(page, checks, button(/^Link/), same)
  await button(/^Accept/).click()
  await button(/^Link appointment/, sheet(page, same)).click()
  const correct = 'Correct the appointment?'
  yield await taken(page, checks, correct)
  await button('OK, correct and link', sheet(page, correct)).click()
  await sheet(page, correct).getByText('Choose why the time changed.').waitFor()
  yield { page, screen: `dialog: ${correct} Cause missing` }
  await leave(page, checks, correct)

  await open('Herrera')
  yield* ask(page, checks, button(/^Accept/), 'Create in the schedule?')
  const pick = 'Accept with another time'
  await menu()
  yield* ask(page, checks, another, pick)
  await menu()
  await another.click()
  await sheet(page, pick).locator('button.opening').first().click()
  yield { page, screen: `dialog: ${pick}, chosen` }
  await button(/^Use a time that is not offered/, sheet(page, pick)).click()
  yield { page, screen: `dialog: ${pick}, not offered` }
  await leave(page, checks, pick)
  const reject = 'Reject this request?'
  yield* ask(page, checks, button(/^Reject/), reject)
  await button(/^Reject/).click()
  await button('Reject request', sheet(page, reject)).click()
  await sheet(page, reject).getByText('Choose a reason to reject.').waitFor()
  yield { page, screen: `dialog: ${reject} Reason missing` }
  await leave(page, checks, reject)

  await open('Abernathy')
  yield* ask(page, checks, button(/^Reschedule/), 'Move to another time')
  yield* ask(page, checks, button(/^Cancel…/), 'Cancel this visit?')

  await open('Bell')
  await button(/^Accept/).click()
  await sheet(page, 'Create in the schedule?').waitFor()
  await elsewhere(browser, elm, 'Bell')
  await button('Create and accept').click()
  yield* answer(page, checks, 'Someone else just rejected this')
  await open('Whitfield')
  yield* ask(page, checks, button(/^Accept/), 'Linked to the appointment')
  await open('Tanabe')
  await button(/^Accept/).click()
  await button('Create and accept').click()
  yield* answer(page, checks, 'Accepted, it is in the schedule')

  await elm.set({ mode: 'reads' })
  await page.reload()
  await open('Herrera')
  yield* ask(page, checks, button(/^Accept/), 'No match found')
  await button(/^Accept/).click()
  await button('Accept now, enter it later').click()
  yield* answer(page, checks, 'Accepted, not yet in the PMS')
  yield* ask(page, checks, button(/^Reschedule/), 'Reschedule this visit?')
  await elm.set({ mode: 'link-only' })
  await page.reload()
  await open('Castellano')
  yield* ask(page, checks, button(/^Accept/), 'Link an appointment')
  checkFaults(page)
  await page.context().close()
}

/** Another of the practice rejects it meanwhile. */
async function elsewhere(browser: Browser, elm: Elm, family: string): Promise<void> {
  const page = await elm.owner(browser)
  const { id } = (await elm.requests()).get(family)!
  await page.goto(elm.address(`elm/requests/${id}`))
  await page.getByRole('button', { name: /^Reject/ }).click()
  await page.getByLabel('Reason (needed)').selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Reject request' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.context().close()
}

/** Those of the other rooms: settings, staff and one's own account. */
export async function* roomDialogs(browser: Browser, elm: Elm, checks: Checks): AsyncGenerator<Stop> {
  const page = await elm.owner(browser)
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  await page.goto(elm.address('elm/settings'))
  await page.getByRole('radio', { name: /^In the PMS, linked only/ }).check()
  yield* ask(page, checks, page.getByRole('link', { name: 'Report' }), 'Leave without saving?')
  yield* ask(page, checks, button(/^Save/), 'Keep the schedule in the PMS from now on?')
  await button('Take back').click()

  await page.goto(elm.address('elm/staff'))
  yield* ask(page, checks, button(/^Remove… Mara/), 'Remove Mara Lindqvist?')

  await page.goto(elm.address('account'))
  yield* ask(page, checks, button(/^Change the password/), 'Change the password')
  yield* ask(page, checks, button(/^Sign out everywhere/), 'Sign out everywhere?')
  // A bare address cannot keep passkeys; their dialog is there where a name can.
  const passkey = button(/^Add a passkey/)
  if ((await passkey.count()) > 0) yield* ask(page, checks, passkey, 'Add a passkey')
  yield* ask(page, checks, button(/^Set up a second factor/), 'Set up a second factor')
  await button(/^Set up a second factor/).click()
  const wrong = page.getByLabel('Your password')
  await wrong.fill('not the password')
  await button('Go on').click()
  await page.getByText('That is not your password.').waitFor()
  yield { page, screen: 'dialog: Set up a second factor, refused' }
  await wrong.fill(PASSWORD)
  await button('Go on').click()
  yield* answer(page, checks, 'Scan this with your authenticator app')
  checkFaults(page)
  await page.context().close()
}
