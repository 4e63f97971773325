import type { Browser, Page } from 'playwright-core'
import { newPerson } from '../kit/browser.ts'
import type { Checks } from './checks.ts'
import { isReply } from './screens.ts'
import type { Site } from './site.ts'
import { Tree } from './tree.ts'

const typed = {
  given: 'Nadia',
  family: 'Reyes',
  day: '7',
  month: 'March',
  year: '1984',
  mobile: '555-0117',
  email: 'nadia@example.com',
} as const

/** Someone who has no mouse and hears what the tree says books, from the first Tab to "Request sent". */
export async function bookByKeyboard(browser: Browser, site: Site, checks: Checks): Promise<void> {
  const page = await newPerson(browser)
  await page.clock.install({ time: site.street.now })
  const keys = page.keyboard
  const opened = await site.open()
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(isReply, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(opened.url)
  await page.locator('.z').first().waitFor()
  const tree = await Tree.of(page)
  const same = (name: string, found: unknown, wanted: unknown) => checks.same(`keyboard: ${name}`, found, wanted)
  const shown = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
  /** Where one key after the other leads. */
  const walk = async (...pressed: readonly string[]) => {
    const passed: string[] = []
    for (const key of pressed) {
      await keys.press(key)
      passed.push(await tree.focused())
    }
    return passed
  }
  const tabs = (times: number) => walk(...Array<string>(times).fill('Tab'))
  const statuses = async () => (await tree.texts('status')).map(({ text }) => text)

  same('loading is said', await tree.all('status'), ['status "Loading"'])
  letGo()
  await shown('What do you need?')
  await page.unrouteAll()
  same('the first screen takes no focus', await tree.focused(), 'nothing')
  same('reason: the order of Tab', await tabs(4), [
    'link "Call 555-0100"',
    'combobox "Who would you like to see?"',
    'radio "Check-up and clean 30 min, every six months or so"',
    'link "Oak Dental, 1 Oak Street"',
  ])
  same(
    'reason: the group and its step are named',
    [await tree.all('group'), await tree.all('heading')],
    [
      ['group "Reason for visit"'],
      ['heading "Oak Dental"', 'heading "What do you need?"', 'heading "In pain, swollen or bleeding?"'],
    ],
  )
  same('reason: arrows only select, and bring Continue', await walk('Shift+Tab', 'ArrowDown', 'ArrowUp', 'Tab'), [
    'radio "Check-up and clean 30 min, every six months or so"',
    'radio "Cleaning 60 min" checked',
    'radio "Check-up and clean 30 min, every six months or so" checked',
    'button "Continue"',
  ])
  await keys.press('Enter')
  await shown('Choose a time')
  same('the heading takes the focus at a new step', await tree.focused(), 'heading "Choose a time"')
  same('Back stands before it', await walk('Shift+Tab', 'Tab'), ['button "Back"', 'button "Change"'])
  await page.getByText('16 times', { exact: true }).waitFor()
  same('time: the order of Tab', await tabs(16), [
    'combobox "With"',
    'combobox "Time of day"',
    'button "Earliest Mon, Nov 23, 9:00 AM"',
    'button "Previous week" disabled',
    'button "Next week"',
    'button "Monday, November 23, 16 times" pressed',
    'button "Tuesday, November 24, 12 times"',
    'button "Wednesday, November 25, 16 times"',
    'button "Thursday, November 26, 12 times"',
    'button "Friday, November 27, 12 times"',
    'button "Saturday, November 28, no times" disabled',
    'button "Sunday, November 29, no times" disabled',
    'button "More dates"',
    'radio "9:00 AM"',
    'link "Oak Dental, 1 Oak Street"',
    'nothing',
  ])
  same('time: groups are named', await tree.all('group'), [
    'group "Days"',
    'group "Morning"',
    'group "Afternoon"',
    'group "Evening"',
  ])

  await backTo(page, tree, /^button "Tuesday, November 24/)
  const before = await tree.texts('status')
  await keys.press('Enter')
  const after = await tree.texts('status')
  same(
    'another day: its count is said',
    [before, after].map(([one]) => one?.text),
    ['16 times', '12 times'],
  )
  same('another day: by the same live region', [after[0]?.node, after[0]?.live], [before[0]?.node, 'polite'])
  same('another day: the focus stays', await tree.focused(), 'button "Tuesday, November 24, 12 times" pressed')

  await backTo(page, tree, /^button "More dates"/)
  await keys.press('Enter')
  await page.getByRole('grid').waitFor()
  same('month: the chosen day takes the focus', await tree.focused(), 'button "Tuesday, November 24, 12 times" pressed')
  same(
    'month: the grid and its columns are named',
    [await tree.all('grid'), await tree.all('columnheader')],
    [
      ['grid "November 2026"'],
      ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map(
        (day) => `columnheader "${day}"`,
      ),
    ],
  )
  same(
    'month: arrows, Home, End, Page Up and Page Down',
    await walk('ArrowRight', 'ArrowLeft', 'End', 'Home', 'ArrowDown', 'PageDown', 'PageUp', 'ArrowUp', 'ArrowRight'),
    [
      'button "Wednesday, November 25, 16 times"',
      'button "Tuesday, November 24, 12 times" pressed',
      'button "Sunday, November 29, no times" disabled',
      'button "Monday, November 23, 16 times"',
      'button "Monday, November 30, no times" disabled',
      'button "Wednesday, December 30, 16 times"',
      'button "Monday, November 30, no times" disabled',
      'button "Monday, November 23, 16 times"',
      'button "Tuesday, November 24, 12 times" pressed',
    ],
  )
  await walk('PageDown')
  same(
    'month: its name is said when it changes',
    (await tree.texts('heading')).filter(({ live }) => live === 'polite').map(({ text }) => text),
    ['December 2026'],
  )
  same('month: one Tab stop before and after the grid', await walk('Shift+Tab', 'Tab', 'Tab', 'Shift+Tab'), [
    'button "Next month"',
    'button "Thursday, December 24, 12 times"',
    'button "Show one week"',
    'button "Thursday, December 24, 12 times"',
  ])
  await keys.press('Enter')
  same('month: Enter chooses the day', await tree.focused(), 'button "Thursday, December 24, 12 times" pressed')
  same('month: its count is said', await statuses(), ['12 times'])
  same('time: arrows only select', await walk('Tab', 'Tab', 'ArrowDown', 'ArrowDown', 'Tab'), [
    'button "Show one week"',
    'radio "9:00 AM"',
    'radio "9:30 AM" checked',
    'radio "10:00 AM" checked',
    'button "Continue"',
  ])
  await walk('Shift+Tab')
  await keys.press('Enter')
  await shown('Your details')
  await page.getByText('We keep this time for you').waitFor()
  same('details: the heading takes the focus', await tree.focused(), 'heading "Your details"')
  same(
    'details: that the time is kept is said',
    (await statuses()).filter((text) => text),
    ['We keep this time for you while you fill this in.'],
  )
  same('details: the order of Tab', await tabs(16), [
    'button "Change"',
    'radio "Yes"',
    'checkbox "I’m asking for someone else"',
    'textbox "Given name"',
    'textbox "Family name"',
    'textbox "Month"',
    'textbox "Day"',
    'textbox "Year"',
    'textbox "Mobile number" (Mobile or email: one is enough.)',
    'textbox "Email"',
    'textbox "Anything we should know? Optional"',
    'checkbox "Yes, by email"',
    'checkbox "Yes, by text message"',
    'button "Send request"',
    'link "How we use your details"',
    'link "Oak Dental, 1 Oak Street"',
  ])
  same('details: groups are named and explained', await tree.all('group'), [
    'group "Have you been to this practice before?"',
    'group "Date of birth" (For example, 3 7 1984 or March 7 1984)',
    'group "May we write to you about your visits?"',
  ])

  await backTo(page, tree, /^button "Send request"/)
  await keys.press('Enter')
  await page.getByRole('alert').waitFor()
  same('problems: the summary takes the focus', (await tree.focused()).replace(/ ".*/, ''), 'alert')
  same(
    'problems: the summary says all of them',
    (await tree.texts('alert')).map(({ text }) => text),
    [
      'There are 5 things to check Choose Yes or No, first time Enter the given name Enter the family name ' +
        'Enter the date of birth Enter a mobile number or an email',
    ],
  )
  same('problems: each box says its own', (await tree.all('textbox')).slice(0, 6), [
    'textbox "Given name" invalid (Enter the given name)',
    'textbox "Family name" invalid (Enter the family name)',
    'textbox "Month" invalid (Enter the date of birth)',
    'textbox "Day" (Enter the date of birth)',
    'textbox "Year" (Enter the date of birth)',
    'textbox "Mobile number" invalid (Mobile or email: one is enough. Enter a mobile number or an email)',
  ])
  same(
    'problems: the group of the unanswered question says it',
    (await tree.all('group'))[0],
    ['group "Have you been to this practice before?" (Choose Yes or No, first time)'][0],
  )
  same('problems: a line of the summary leads to its box', await walk('Tab', 'Tab', 'Enter'), [
    'link "Choose Yes or No, first time"',
    'link "Enter the given name"',
    'textbox "Given name" invalid (Enter the given name)',
  ])

  await backTo(page, tree, /^radio "Yes"/)
  await keys.press('Space')
  same('Space answers yes', await tree.focused(), 'radio "Yes" checked')
  await forwardTo(page, tree, /^textbox "Given name"/)
  for (const [field, text] of Object.entries(typed)) {
    const label = {
      given: 'Given',
      family: 'Family',
      day: 'Day',
      month: 'Month',
      year: 'Year',
      mobile: 'Mobile',
      email: 'Email',
    }
    // In whichever order the practice's locale has them.
    await backTo(page, tree, /^textbox "Given name"/)
    await forwardTo(page, tree, new RegExp(`^textbox "${label[field as keyof typeof label]}`))
    await keys.type(text)
  }
  await forwardTo(page, tree, /^checkbox "Yes, by email"/)
  await keys.press('Space')
  same('Space ticks a consent', await tree.focused(), 'checkbox "Yes, by email" checked')
  await forwardTo(page, tree, /^button "Send request"/)
  await page.clock.fastForward(241_000)
  await page.getByText('one more minute').waitFor()
  same(
    'the end of the hold is said, and takes no focus',
    [await tree.focused(), (await statuses())[0]],
    ['button "Send request"', 'We keep this time for one more minute. Keep it longer'],
  )
  await keys.press('Enter')
  await shown('Request sent')
  same('sent: the heading takes the focus', await tree.focused(), 'heading "Request sent"')
  same('sent: the order of Tab', await tabs(4), [
    'link "See or change your request"',
    'button "Add to calendar"',
    'button "Print"',
    'link "Oak Dental, 1 Oak Street"',
  ])
  const [request] = await site.street.store.requests(opened.practice, 'pending')
  same('the request is for what was chosen', new Date(request?.start ?? 0).toISOString(), '2026-12-24T15:00:00.000Z')
  same('no fault on the page', page.faults, [])
  await page.context().close()
}

/** Someone whose time is taken meanwhile hears so. */
export async function hearOfTakenTime(browser: Browser, site: Site, checks: Checks): Promise<void> {
  const page = await newPerson(browser)
  const opened = await site.open()
  await page.goto(opened.url)
  await page
    .locator('label', { has: page.locator('input[name=reason]') })
    .first()
    .click()
  await page.locator('input[name=time]').nth(2).waitFor()
  await opened.take('2026-11-23T10:00:00-05:00')
  const tree = await Tree.of(page)
  await backTo(page, tree, /^nothing/)
  await forwardTo(page, tree, /^radio "9:00/)
  for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key)
  await page.getByRole('heading', { name: 'That time has just been taken' }).waitFor()
  const focused = await page.evaluate(() => {
    const inside = document.querySelector('chairtime-booking')?.shadowRoot?.activeElement
    return inside?.querySelector('h3')?.textContent
  })
  checks.same('taken: the notice takes the focus', focused, 'That time has just been taken')
  await page.keyboard.press('Tab')
  checks.check(
    'taken: the nearest times come next',
    /^radio "Mon, Nov 23 /.test(await tree.focused()) ? [] : [await tree.focused()],
  )
  checks.check(
    'taken: they are a named group',
    (await tree.all('group')).includes('group "Nearest times"') ? [] : await tree.all('group'),
  )
  await page.context().close()
}

const mostTabs = 60

async function forwardTo(page: Page, tree: Tree, wanted: RegExp): Promise<void> {
  await pressTo(page, tree, 'Tab', wanted)
}

async function backTo(page: Page, tree: Tree, wanted: RegExp): Promise<void> {
  await pressTo(page, tree, 'Shift+Tab', wanted)
}

async function pressTo(page: Page, tree: Tree, key: string, wanted: RegExp): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < mostTabs; presses++) {
    const focused = await tree.focused()
    if (wanted.test(focused)) return
    passed.push(focused)
    await page.keyboard.press(key)
  }
  throw new Error(`${key} never reached ${wanted}; it went by ${passed.join(', ')}`)
}
