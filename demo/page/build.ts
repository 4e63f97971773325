// npm run demo:page: the whole demo as static files. With --serve [PORT] they are served on this machine, too.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { createSite } from '../site.ts'
import { serveFolder } from './serve.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Builds the page demo. Widget and portal must have been built (`npm run build`): it takes them in as they are.
 *
 * @param outDir - A folder that may be emptied.
 */
export async function buildPage(outDir: string): Promise<void> {
  for (const part of ['widget', 'portal']) {
    if (!existsSync(join(root, 'dist', part))) throw new RangeError(`${part} isn't built yet; run: npm run build`)
  }
  await build({
    configFile: false,
    root: join(root, 'demo/page'),
    base: './',
    publicDir: false,
    logLevel: 'warn',
    resolve: {
      alias: {
        pg: join(root, 'demo/page/no-postgres.ts'),
        // The other one reckons with Node.js's buffers.
        'csv-stringify/sync': 'csv-stringify/browser/esm/sync',
      },
    },
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4000 },
  })
  await writeSite(join(outDir, 'site'))
  const worker = createRequire(import.meta.url).resolve('msw/mockServiceWorker.js')
  copyFileSync(worker, join(outDir, 'mockServiceWorker.js'))
}

/** The practice's website as it is served, at a path of its own, with the widget from the server in the page. */
async function writeSite(folder: string): Promise<void> {
  const site = createSite({ api: '' })
  mkdirSync(folder, { recursive: true })
  for (const { name } of readdirSync(join(root, 'demo/site'), { withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )) {
    const text = await (await site.request(`/${name === 'index.html' ? '' : name}`)).text()
    writeFileSync(join(folder, name), text.replaceAll('href="/', 'href="./'))
  }
}

function sizesOf(folder: string): { files: number; bytes: number; packed: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name))
  const sum = (sizeOf: (path: string) => number) => paths.reduce((all, path) => all + sizeOf(path), 0)
  return {
    files: paths.length,
    bytes: sum((path) => statSync(path).size),
    packed: sum((path) => gzipSync(readFileSync(path)).length),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outDir = join(root, 'dist/demo-page')
  await buildPage(outDir)
  const { files, bytes, packed } = sizesOf(outDir)
  const inMb = (count: number) => `${(count / 1e6).toFixed(1)} MB`
  console.log(`
  ${relative(process.cwd(), outDir) || dirname(outDir)}: ${files} files, ${inMb(bytes)}, ${inMb(packed)} as they travel packed
  Put the folder on any static file server, at whatever path, over https:// or on localhost.`)
  const wanted = process.argv.indexOf('--serve')
  if (wanted === -1) console.log('  To look at it here: npm run demo:page -- --serve\n')
  else {
    const port = Number(process.argv[wanted + 1] ?? 4173)
    await serveFolder(outDir, port)
    console.log(`  http://localhost:${port}/   Ctrl+C stops.\n`)
  }
}
