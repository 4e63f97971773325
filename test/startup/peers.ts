import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'

/** Something that shows a month to choose a day from, as one script for a page that has nothing else. */
export interface Peer {
  readonly name: string
  readonly version: string
  readonly script: string
  /** What a day is there, so that it is known that the month was shown. */
  readonly days: string
}

const read = createRequire(import.meta.url)

const sources = {
  flatpickr: {
    days: '.flatpickr-day',
    source: `
      import flatpickr from 'flatpickr'
      import css from 'flatpickr/dist/flatpickr.min.css?inline'
      style(css)
      flatpickr(place, { inline: true })`,
  },
  cally: {
    days: 'calendar-month',
    source: `
      import 'cally'
      const calendar = document.createElement('calendar-date')
      calendar.append(document.createElement('calendar-month'))
      place.append(calendar)`,
  },
  'react-day-picker': {
    days: '.rdp-day',
    source: `
      import { createElement } from 'react'
      import { createRoot } from 'react-dom/client'
      import { DayPicker } from 'react-day-picker'
      import css from 'react-day-picker/style.css?inline'
      style(css)
      createRoot(place).render(createElement(DayPicker, { mode: 'single' }))`,
  },
} as const

const common = `
  const place = document.getElementById('place')
  const style = (css) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    document.adoptedStyleSheets = [sheet]
  }`

/** Each from npm, built as our own script is: minified for the same browsers, as they say it is for production. */
export function buildPeers(): Promise<Peer[]> {
  return Promise.all(
    Object.entries(sources).map(async ([name, { days, source }]) => {
      const { version } = read(fileURLToPath(new URL(`../../node_modules/${name}/package.json`, import.meta.url)))
      return { name, version, days, script: await bundle(source) }
    }),
  )
}

async function bundle(source: string): Promise<string> {
  const id = 'virtual:page'
  const built = await build({
    configFile: false,
    root: fileURLToPath(new URL('../..', import.meta.url)),
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'page',
        resolveId: (asked: string) => (asked.endsWith(id) ? `\0${id}` : null),
        load: (asked: string) => (asked === `\0${id}` ? common + source : null),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      minify: 'terser',
      modulePreload: false,
      lib: { entry: id, formats: ['iife'], name: 'page', fileName: () => 'page.js' },
    },
  })
  const [{ output }] = (Array.isArray(built) ? built : [built]) as [Rolldown.RolldownOutput]
  return output[0].code
}
