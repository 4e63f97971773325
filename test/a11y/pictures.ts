import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

export const schemes = ['light', 'dark'] as const

/** Pictures of a page as it stands, at every width, light and dark. */
export async function takePictures(page: Page, folder: string, name: string, widths: readonly number[]): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme })
      await picture(page, folder, `${name}-${width}-${colorScheme}`)
    }
  }
}

export async function picture(page: Page, folder: string, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name.replace(/[^\w-]+/g, '-')}.png`)
  await page.screenshot({ path, fullPage: true, animations: 'disabled' })
}
