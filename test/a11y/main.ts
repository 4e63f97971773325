// npm run a11y: can everybody book, and everybody work at the desk? Every screen of the widget in every language, and every
// room and dialog of the portal, light and dark, by axe; by keyboard alone; with large text on a narrow screen, forced
// colours, no motion; by thumb. A line for each check, and at last N passed, N failed.
//   --shots DIR        also takes pictures of every screen at several widths, light and dark
//   --language TAG     the widget only in this one; may be given more than once
//   --only PART        widget or portal
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findChromium, launchChromium, newPerson } from '../kit/browser.ts'
import { axeVersion, runAxe, Undecided } from './axe.ts'
import { Checks } from './checks.ts'
import { bookByKeyboard, hearOfTakenTime } from './keyboard.ts'
import { faultsOf, lookAtLayout, lookAtReferences, lookAtTargets, spaceText } from './look.ts'
import { lookWithForcedColors, lookWithReducedMotion } from './media.ts'
import { picture, schemes, takePictures } from './pictures.ts'
import { portalParts } from './portal.ts'
import { screens } from './screens.ts'
import { openSite, type Tongue, tongues } from './site.ts'
import { countTaps } from './taps.ts'

/** A finger's width; a day of seven may be narrower, but not than WCAG 2.2's 24 px (2.5.8). */
const targetPx = 44
const leastPx = 24
const narrow = { width: 320, height: 800 }
const phone = { width: 390, height: 844 }
const pictureWidths = [320, 390, 768, 1280]

const { values } = parseArgs({
  options: {
    shots: { type: 'string' },
    language: { type: 'string', multiple: true, default: [...tongues] },
    only: { type: 'string' },
  },
})
if (values.only !== undefined && values.only !== 'widget' && values.only !== 'portal') {
  throw new RangeError(`--only takes widget or portal, not ${values.only}`)
}
const chosen = tongues.filter((tongue) => values.language.includes(tongue))

const checks = new Checks()
const site = await openSite()
const browser = await launchChromium()
const large = await launchWithLargeText()
console.log(`axe-core ${axeVersion}, Chromium ${browser.version()}`)
const undecided = new Undecided()
const narrowDays = new Map<string, number>()
try {
  const parts = values.only === 'widget' ? [] : portalParts(browser, checks, undecided, values.shots)
  if (values.only !== 'portal') {
    await checks.part('keyboard', () => bookByKeyboard(browser, site, checks))
    await checks.part('taken time', () => hearOfTakenTime(browser, site, checks))
    await checks.part('taps', () => countTaps(browser, site, checks))
    await checks.part('forced colours', () => lookWithForcedColors(browser, site, checks))
    await checks.part('reduced motion', () => lookWithReducedMotion(browser, site, checks))
    parts.push(...chosen.flatMap((tongue) => [() => walkWithAxe(tongue), () => walkWithLargeText(tongue)]))
  }
  // As many at once as the machine has cores for; each language is its own patient at a practice of its own.
  const work = async () => {
    for (let next = parts.shift(); next; next = parts.shift()) await next()
  }
  await Promise.all([work(), work(), work()])
} finally {
  await Promise.all([browser.close(), large.close()])
  await site.close()
}
undecided.print()
for (const [what, px] of narrowDays) console.log(`under ${targetPx} px by WCAG 2.2's leave (2.5.8): ${what}, ${px} px`)
checks.finish()

/** Stops at every screen in a language; where it cannot go on, it says where it was. */
async function walk(
  from: Browser,
  tongue: Tongue,
  viewport: typeof phone,
  look: (page: Page, screen: string) => unknown,
) {
  const page = await newPerson(from, { viewport })
  let at = 'the first screen'
  try {
    for await (const screen of screens(page, site, tongue)) {
      await look(page, screen)
      at = screen
    }
  } catch (error) {
    const shown = await page.locator('body').ariaSnapshot()
    throw new Error(`after ${at}: ${String(error)}; there was:\n${shown}`)
  } finally {
    await page.context().close()
  }
}

function walkWithAxe(tongue: Tongue): Promise<void> {
  return checks.part(tongue, () =>
    walk(browser, tongue, phone, async (page, screen) => {
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme })
        const { violations, undecided: open } = await runAxe(page)
        checks.check(`axe: ${tongue}, ${screen}, ${colorScheme}`, violations)
        undecided.note(screen, open)
      }
      checks.check(`references: ${tongue}, ${screen}`, await lookAtReferences(page))
      const resetText = await spaceText(page)
      checks.check(`spaced text: ${tongue}, ${screen}`, faultsOf(await lookAtLayout(page)))
      await resetText()
      const small = await smallTargets(page, phone.width)
      await page.setViewportSize(narrow)
      small.push(...(await smallTargets(page, narrow.width)))
      checks.check(`targets: ${tongue}, ${screen}, ${targetPx} px`, small)
      checks.check(`320 px: ${tongue}, ${screen}`, faultsOf(await lookAtLayout(page)))
      if (values.shots !== undefined) {
        await takePictures(page, values.shots, `${tongue}-${screen}`, pictureWidths)
      }
      await page.setViewportSize(phone)
    }),
  )
}

function walkWithLargeText(tongue: Tongue): Promise<void> {
  return checks.part(`${tongue}, large text`, () =>
    walk(large, tongue, narrow, async (page, screen) => {
      checks.check(`320 px and 200 % text: ${tongue}, ${screen}`, faultsOf(await lookAtLayout(page)))
      if (values.shots !== undefined) await picture(page, values.shots, `${tongue}-${screen}-200-percent`)
    }),
  )
}

async function smallTargets(page: Page, viewport: number): Promise<string[]> {
  const targets = await lookAtTargets(page)
  for (const { isDay, width } of targets) {
    const what = `width of a day on a ${viewport} px screen`
    if (isDay && width < targetPx) narrowDays.set(what, Math.min(Math.round(width), narrowDays.get(what) ?? targetPx))
  }
  return targets
    .filter(({ isInline }) => !isInline)
    .filter(({ isDay, width, height }) => height < targetPx - 0.5 || width < (isDay ? leastPx : targetPx) - 0.5)
    .map(({ name, width, height }) => `${name} is ${Math.round(width)} × ${Math.round(height)} at ${viewport} px`)
}

/** A browser whose reader has set text to twice its size. */
function launchWithLargeText(): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({
    executablePath: findChromium(),
    args: [...sandbox, '--disable-quic', '--disable-background-networking', '--blink-settings=defaultFontSize=32'],
  })
}
