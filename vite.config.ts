import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { byEnglish as accountTexts } from './widget/account/text/languages.ts'
import { byEnglish as patientTexts } from './widget/patient/text/languages.ts'
import { byEnglish, languages } from './widget/text/languages.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** A page may be written in any encoding, and a script without one of its own is read in the page's. */
const asciiOnly = {
  name: 'ascii-only',
  generateBundle: (_: unknown, bundle: { [file: string]: { code?: string } }) => {
    for (const chunk of Object.values(bundle)) {
      chunk.code = chunk.code?.replace(
        /[^\0-\x7f]/g,
        (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    }
  },
}

/** Beside each file the one packed with brotli, as the server hands it out. */
const packed: Plugin = {
  name: 'packed',
  writeBundle({ dir }, bundle) {
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
    for (const [name, made] of Object.entries(bundle)) {
      const text = made.type === 'chunk' ? made.code : made.source
      writeFileSync(join(dir!, `${name}.br`), brotliCompressSync(text, options))
    }
  },
}

/** Every language but English as a file for the server to hand out: the script brings none of them. */
const languageFiles: Plugin = {
  name: 'language-files',
  generateBundle() {
    for (const [tag, language] of Object.entries(languages)) {
      this.emitFile({ type: 'asset', fileName: `text/${tag}.json`, source: JSON.stringify(byEnglish(language)) })
    }
  },
}

/** What `vite build --mode widget` makes: one script, served by the server as /v1/book.js, and the languages' files. */
const widget = {
  publicDir: false as const,
  plugins: [asciiOnly, languageFiles, packed],
  build: {
    outDir: path('dist/widget'),
    emptyOutDir: true,
    target: 'es2022',
    // Newer than the script's target, so that nothing is added for a `light-dark()` which the sheet does not use.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A tenth smaller than what the build's own makes.
    minify: 'terser' as const,
    terserOptions: { compress: { passes: 3, unsafe_arrows: true, pure_getters: true, ecma: 2020 as const } },
    modulePreload: false as const,
    lib: { entry: path('widget/index.ts'), formats: ['iife' as const], name: 'chairtime', fileName: () => 'book.js' },
  },
}

/** What `vite build --mode part-NAME` makes, after the widget: what it asks for when it is needed, as /v1/NAME.js. */
const part = (name: string) => ({
  publicDir: false as const,
  plugins: [asciiOnly, packed],
  build: {
    outDir: path('dist/widget'),
    emptyOutDir: false,
    target: 'es2022',
    minify: 'terser' as const,
    modulePreload: false as const,
    lib: { entry: path(`widget/parts/${name}.ts`), formats: ['es' as const], fileName: () => `${name}.js` },
  },
})

/** As for the widget, for a patient's own pages: the server writes them into them. */
const pageLanguageFiles = (name: string, textsIn: (tag: string) => object): Plugin => ({
  name: `${name}-language-files`,
  generateBundle() {
    for (const tag of Object.keys(languages)) {
      this.emitFile({ type: 'asset', fileName: `${name}/${tag}.json`, source: JSON.stringify(textsIn(tag)) })
    }
  },
})

/** A script of pages that the server writes. */
const page = (name: string, entry: string, ...plugins: Plugin[]) => ({
  publicDir: false as const,
  plugins: [asciiOnly, ...plugins, packed],
  build: {
    outDir: path('dist/widget'),
    emptyOutDir: false,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    minify: 'terser' as const,
    terserOptions: { compress: { passes: 3, unsafe_arrows: true, pure_getters: true, ecma: 2020 as const } },
    modulePreload: false as const,
    lib: {
      entry: path(entry),
      formats: ['iife' as const],
      name: 'chairtime',
      fileName: () => `${name}.js`,
      cssFileName: name,
    },
  },
})

/** What `vite build --mode patient` makes, after the widget: script and style of the page of a request. */
const patient = page('patient', 'widget/patient/main.ts', pageLanguageFiles('patient', patientTexts))

/** What `vite build --mode account` makes, after the widget: the script of an invitation's page and an account's. */
const account = page('account', 'widget/account/main.ts', pageLanguageFiles('account', accountTexts))

/** What `vite build --mode account-booking` makes, after the widget: the widget of those pages. */
const accountBooking = page('account-booking', 'widget/account/booking.ts')

/** What `vite build --mode engine` makes: one module that a page can import as it is. */
const engine = {
  publicDir: false as const,
  build: {
    outDir: path('dist/engine'),
    emptyOutDir: true,
    target: 'es2022',
    lib: { entry: path('engine/index.ts'), formats: ['es' as const], fileName: () => 'engine.js' },
  },
}

/** In `vite build --mode module` parts of the widget are split off by the build, not fetched by their name. */
const bundledParts: Plugin = {
  name: 'bundled-parts',
  enforce: 'pre',
  resolveId: (id) => (id === './part.ts' ? path('widget/part-bundled.ts') : null),
}

/** What `vite build --mode module` makes, for the npm package: the element for whoever bundles their own pages. */
const elementModule = {
  publicDir: false as const,
  plugins: [bundledParts],
  build: {
    outDir: path('dist/package/widget'),
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    lib: { entry: path('widget/module.ts'), formats: ['es' as const], fileName: () => 'index.js' },
    rollupOptions: { output: { chunkFileNames: '[name].js' } },
  },
}

/** What `vite build --mode portal` makes: the staff pages, served by the server under /portal/. */
const portal = {
  root: path('portal'),
  base: '/portal/',
  plugins: [packed],
  build: { outDir: path('dist/portal'), emptyOutDir: true, target: 'es2022' },
}

/** What `vite build --mode server` makes: plain JavaScript, which takes half the memory of reading the types away. */
const server = {
  publicDir: false as const,
  // Its newest names as its peers exactly what the newest better-auth has not, so nobody else could install it: bundled.
  ssr: { noExternal: ['@better-auth/passkey'] },
  build: {
    ssr: true,
    outDir: path('dist/server'),
    emptyOutDir: true,
    target: 'es2024',
    rollupOptions: {
      input: { main: path('server/main.ts'), index: path('server/index.ts') },
      output: { chunkFileNames: '[name].js' },
    },
  },
}

/** Time zones of the process in which the engine and the widget's model must give the same answers. */
const processZones = ['UTC', 'America/New_York', 'Australia/Sydney', 'Asia/Kolkata']

const test = {
  projects: [
    ...processZones.map((TZ) => ({
      test: {
        name: `zone ${TZ}`,
        include: ['test/engine/**/*.test.ts', 'test/widget/model.test.ts'],
        exclude: ['test/engine/laws.test.ts'],
        env: { TZ },
      },
    })),
    { test: { name: 'laws', include: ['test/engine/laws.test.ts'], env: { TZ: 'America/New_York' } } },
    {
      // Some start processes, and a busy machine takes its time.
      test: { name: 'server', include: ['test/{server,demo,docs,wordpress}/**/*.test.ts'], testTimeout: 30_000 },
    },
    {
      test: {
        name: 'components',
        environment: 'jsdom',
        // Its XMLHttpRequest asks for leave to reach another origin, as browsers do; that is tested in browsers.
        environmentOptions: { jsdom: { url: 'https://book.example.com/' } },
        include: ['test/widget/**/*.test.tsx', 'test/portal/**/*.test.tsx', 'test/patient/**/*.test.tsx'],
      },
    },
    {
      test: {
        name: 'journeys',
        include: ['test/e2e/**/*.test.ts', 'test/patient/**/*.test.ts'],
        globalSetup: ['test/kit/browser-setup.ts'],
        testTimeout: 60_000,
        hookTimeout: 120_000,
        fileParallelism: false,
      },
    },
  ],
}

export default defineConfig(({ mode }) => {
  if (mode === 'widget') return widget
  if (mode.startsWith('part-')) return part(mode.slice('part-'.length))
  if (mode === 'patient') return patient
  if (mode === 'account') return account
  if (mode === 'account-booking') return accountBooking
  if (mode === 'portal') return portal
  if (mode === 'engine') return engine
  if (mode === 'module') return elementModule
  if (mode === 'server') return server
  return { test }
})
