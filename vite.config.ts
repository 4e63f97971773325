import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** What `vite build --mode widget` makes: one script, served by the server as /v1/book.js. */
const widget = {
  publicDir: false as const,
  build: {
    outDir: path('dist/widget'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false as const,
    lib: { entry: path('widget/index.ts'), formats: ['iife' as const], name: 'chairtime', fileName: () => 'book.js' },
  },
}

/** What `vite build --mode portal` makes: the staff pages, served by the server under /portal/. */
const portal = {
  root: path('portal'),
  base: '/portal/',
  build: { outDir: path('dist/portal'), emptyOutDir: true, target: 'es2022' },
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
    { test: { name: 'server', include: ['test/server/**/*.test.ts', 'test/demo/**/*.test.ts'] } },
    {
      test: {
        name: 'components',
        environment: 'jsdom',
        include: ['test/widget/**/*.test.tsx', 'test/portal/**/*.test.tsx'],
      },
    },
    {
      test: {
        name: 'journeys',
        include: ['test/e2e/**/*.test.ts'],
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
  if (mode === 'portal') return portal
  return { test }
})
