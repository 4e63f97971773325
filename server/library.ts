/** What `chairtime/server` gives: the server as a function, and what it takes to run it in a process of one's own. */
export { createApp } from './app.ts'
export { loadAssets, packageVersion } from './assets.ts'
export { type Config, readConfig, type SmtpServer } from './config.ts'
export type { Asset, Context, Pms } from './context.ts'
export type * from './contract/index.ts'
export type { PracticeFile } from './contract/practice-file.ts'
export { type House, openHouse, ownOriginsOf } from './house.ts'
export { type ImportAnswer, importPractice } from './import.ts'
export { type Listening, listen, logToStdout, stopOnSignal } from './listen.ts'
export type { Log, LogEntry } from './log.ts'
export type * from './pms/connector.ts'
export { PmsFault } from './pms/connector.ts'
export {
  checkPracticeFile,
  describeFaults,
  type FileAnswer,
  type FileFault,
  practiceFileSchema,
  readPracticeFile,
} from './practice-file.ts'
export type { Store } from './store/store.ts'
