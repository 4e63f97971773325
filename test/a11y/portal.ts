import type { Browser } from 'playwright-core'
import { runAxe, type Undecided } from './axe.ts'
import type { Checks } from './checks.ts'
import { type Elm, openElm } from './elm.ts'
import { faultsOf, lookAtLayout, lookAtReferences, spaceText } from './look.ts'
import { schemes, takePictures } from './pictures.ts'
import { deskDialogs, roomDialogs } from './portal-dialogs.ts'
import { workByKeyboard } from './portal-keys.ts'
import { lookAtDeskInForcedColors, lookAtDeskWithReducedMotion } from './portal-media.ts'
import { patientDialogs } from './portal-patients.ts'
import { doors, rooms, type Stop } from './portal-rooms.ts'

const wide = { width: 1280, height: 900 }
const narrow = { width: 320, height: 800 }
/** High enough that nothing lies under the bar at the bottom, where only scrolling would bring it out. */
const long = { width: 320, height: 7000 }

/**
 * The staff's side: every room, state and dialog of the portal for an owner, and the desk by keyboard.
 *
 * @param shots - Folder for pictures of every stop; none when left out.
 * @returns Parts that may run beside each other, each on servers of its own.
 */
export function portalParts(browser: Browser, checks: Checks, undecided: Undecided, shots?: string) {
  const look = (walk: (elm: Elm) => AsyncGenerator<Stop>) => async (elm: Elm) => {
    let at = 'the first'
    for await (const stop of walk(elm)) {
      at = stop.screen
      try {
        await lookAt(stop, checks, undecided, shots)
      } catch (error) {
        throw new Error(`at ${at}: ${String(error)}`)
      }
    }
  }
  const parts: readonly (readonly [string, (elm: Elm) => Promise<void>])[] = [
    ['portal, dialogs of the desk', look((elm) => deskDialogs(browser, elm, checks))],
    ['portal, rooms', look((elm) => rooms(browser, elm))],
    [
      'portal, doors and dialogs of the rooms',
      async (elm) => {
        await workByKeyboard(browser, elm, checks)
        await lookAtDeskInForcedColors(browser, elm, checks)
        await lookAtDeskWithReducedMotion(browser, elm, checks)
        await look(() => doors(browser, elm))(elm)
        await look(() => roomDialogs(browser, elm, checks))(elm)
        await look(() => patientDialogs(browser, elm, checks))(elm)
      },
    ],
  ]
  return parts.map(
    ([name, run]) =>
      () =>
        checks.part(name, async () => {
          const elm = await openElm()
          try {
            await run(elm)
          } finally {
            await elm.street.close()
          }
        }),
  )
}

async function lookAt({ page, screen }: Stop, checks: Checks, undecided: Undecided, shots?: string): Promise<void> {
  const before = page.viewportSize() ?? wide
  const isDialog = screen.startsWith('dialog')
  for (const size of [wide, isDialog ? narrow : long]) {
    await page.setViewportSize(size)
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme })
      const { violations, undecided: open } = await runAxe(page)
      checks.check(`axe: portal, ${screen}, ${size.width} px, ${colorScheme}`, violations)
      undecided.note(screen, open)
    }
  }
  await page.setViewportSize(narrow)
  checks.check(`references: portal, ${screen}`, await lookAtReferences(page))
  checks.check(`320 px: portal, ${screen}`, faultsOf(await lookAtLayout(page)))
  const resetText = await spaceText(page)
  checks.check(`320 px and spaced text: portal, ${screen}`, faultsOf(await lookAtLayout(page)))
  await resetText()
  if (shots !== undefined) await takePictures(page, shots, `portal-${screen}`, [narrow.width, wide.width])
  await page.setViewportSize(before)
}
