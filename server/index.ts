// Looks at the version before anything else is imported: an older Node.js would stop there, with a riddle.
import { nodeFault } from './node-version.ts'

const fault = nodeFault(process.versions.node)
if (fault) throw new RangeError(fault)

export const {
  checkPracticeFile,
  createApp,
  describeFaults,
  importPractice,
  listen,
  loadAssets,
  logToStdout,
  openHouse,
  ownOriginsOf,
  PmsFault,
  packageVersion,
  practiceFileSchema,
  readConfig,
  readPracticeFile,
  stopOnSignal,
} = await import('./library.ts')
