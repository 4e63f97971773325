import type { Browser } from 'playwright-core'
import type { Checks } from './checks.ts'
import type { Elm } from './elm.ts'
import { Tree } from './tree.ts'

/** Somebody at the desk who has no mouse: through the list, into a request, to an answer and back again. */
export async function workByKeyboard(browser: Browser, elm: Elm, checks: Checks): Promise<void> {
  const page = await elm.owner(browser, { viewport: { width: 1280, height: 900 } })
  const tree = await Tree.of(page)
  const same = (name: string, found: unknown, wanted: unknown) => checks.same(`keys: ${name}`, found, wanted)
  const waiting = [...(await elm.requests()).values()].filter(({ state, wish }) => state === 'pending' || wish !== null)
  const oldestFirst = waiting.sort((a, b) => a.createdAt - b.createdAt)
  const [first, second] = oldestFirst.map(({ patient }) => `${patient.given} ${patient.family}`)
  /** Who is focused, once it has come to rest; a row's name begins with the patient's. */
  const focused = async (wanted: RegExp) => {
    let now = ''
    for (let tries = 0; tries < 40; tries++) {
      now = await tree.focused()
      if (wanted.test(now)) return []
      await page.waitForTimeout(50)
    }
    return [`wanted ${wanted}`, `found  ${now}`]
  }
  const leads = async (name: string, key: string, wanted: RegExp) => {
    await page.keyboard.press(key)
    checks.check(`keys: ${name}`, await focused(wanted))
  }
  const row = (name = '') => new RegExp(`^link "${name}`)
  const head = (name = '') => new RegExp(`^heading "${name}"`)
  const opened = () => new URL(page.url()).hash.split('/').length > 3

  await page.reload()
  await page.locator('#requests [data-request]').first().waitFor()
  await leads('the first Tab leads to a way past the rooms', 'Tab', /^button "Skip to the content"/)
  await page.keyboard.press('Enter')
  checks.check('keys: which leads to the list', await focused(/"Action required/))
  await leads('j goes to the first row', 'j', row(first))
  await leads('j goes on', 'j', row(second))
  await leads('k goes back', 'k', row(first))
  await leads('so does ↓', 'ArrowDown', row(second))
  await leads('and ↑', 'ArrowUp', row(first))
  same('nothing is opened by that', opened(), false)
  await leads('Enter opens the row, whose name takes the focus', 'Enter', head(first))
  same('its address is the request’s', opened(), true)
  await leads('j opens the next one', 'j', head(second))
  await leads('k the one before', 'k', head(first))
  await leads('Esc closes it, back to the row', 'Escape', row(first))
  same('and the list is alone again', opened(), false)
  await page.keyboard.press('Enter')
  await page.locator('.actions').waitFor()

  const asks = async (key: string, title: RegExp) => {
    const dialog = page.getByRole('dialog', { name: title })
    await page.keyboard.press(key)
    const isThere = await dialog.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    )
    checks.check(`keys: ${key} asks ${title.source}`, isThere ? [] : ['no such dialog opened'])
    await page.keyboard.press('Tab')
    // From the last it leads to the browser's own buttons, and never to what lies under the dialog.
    const under = await page.evaluate(() => {
      const { activeElement: at, body } = document
      return at !== body && !at?.closest('dialog')
    })
    checks.check(`keys: Tab leads to nothing under it`, under ? [await tree.focused()] : [])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  const open = async (family: string) => {
    const { id } = (await elm.requests()).get(family)!
    await page.goto(elm.address(`elm/requests/${id}`))
    await page.locator('.actions').waitFor()
  }
  await open('Kowalczyk')
  await asks('a', /Could this be the same appointment/)
  await asks('l', /Could this be the same appointment/)
  await asks('r', /Reject this request/)
  await asks('?', /Keyboard shortcuts/)
  await page.keyboard.press('Escape')
  await leads('/ goes to the search', '/', /^searchbox /)
  await page.keyboard.type('kowal')
  await page
    .getByText(/\d found/)
    .first()
    .waitFor()
  await leads('Enter goes into what was found', 'Enter', row('Nadia Kowalczyk'))
  await leads('/ goes back to the search', '/', /^searchbox /)
  await page.keyboard.press('Escape')
  await page
    .locator('#requests')
    .getByText(/\d found/)
    .waitFor({ state: 'detached' })
  checks.check('keys: Esc ends the search', [])
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).press('Enter')
  await page.getByLabel('Single letters work as keys').press('Space')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('r')
  await page.keyboard.press('/')
  same(
    'switched off, letters do nothing',
    [await page.getByRole('dialog').count(), await tree.all('searchbox')],
    [0, ['searchbox "Search patients and requests"']],
  )
  const faults = page.faults.filter((fault) => !fault.includes('401'))
  same('no fault on the page', faults, [])
  await page.context().close()
}
