#!/usr/bin/env -S node --max-semi-space-size=8 --heap-growing-percent=50
import { existsSync } from 'node:fs'

// Half the memory for a little more work: left to itself Node.js takes what a large machine has before it tidies.
// Looks at the version before it imports anything: an older Node.js would stop at the first import, with a riddle.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 15)) {
  console.error(`chairtime needs Node.js 24.15 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}
const built = new URL('../dist/server/main.js', import.meta.url)
if (!existsSync(built)) {
  console.error("chairtime isn't built yet; run: npm run build")
  process.exit(1)
}
const { main } = await import(built.href)
await main(process.argv.slice(2))
