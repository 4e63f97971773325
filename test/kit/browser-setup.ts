import { findChromium } from './browser.ts'

/** Before the journeys: there must be a browser, and what people download must be built. */
export default function setup(): void {
  process.env.CHROMIUM_PATH = findChromium()
}
