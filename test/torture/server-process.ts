import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/chairtime.js', import.meta.url))
/** What bin's first line gives to Node, so that what runs here is what people run. */
const leanFlags = readFileSync(bin, 'utf8')
  .split('\n', 1)[0]!
  .split(' ')
  .filter((word) => word.startsWith('--'))
const START_MS = 30_000

/** A real server in a process of its own, on a port that the system chose. */
export interface ServerProcess {
  readonly child: ChildProcess
  readonly url: string
  readonly port: number
  /** Everything it has printed, on both streams. */
  printed(): string
  /** Ends it without a word, as a power button would. Resolves when it is gone. */
  kill(): Promise<void>
}

/** @param nodeArgs - For Node itself, before the script. */
export async function startServer(env: Record<string, string>, nodeArgs: string[] = []): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...leanFlags, ...nodeArgs, bin, 'serve'], {
    // One address sends everything here: what limits callers by their address is not what is measured.
    env: {
      ...process.env,
      RATE_LIMITS: '0',
      PORT: '0',
      HOST: '127.0.0.1',
      PUBLIC_URL: 'https://book.example.com',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const ended = once(child, 'exit')
  let text = ''
  const port = await new Promise<number>((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), START_MS)
    const read = (chunk: string) => {
      text += chunk
      const found = /^API +http:\/\/127\.0\.0\.1:(\d+)$/m.exec(text)
      if (!found) return
      clearTimeout(late)
      resolve(Number(found[1]))
    }
    child.stdout!.setEncoding('utf8').on('data', read)
    child.stderr!.setEncoding('utf8').on('data', read)
    void ended.then(() => reject(new Error(`the server ended before it listened:\n${text}`)))
  })
  return {
    child,
    port,
    url: `http://127.0.0.1:${port}`,
    printed: () => text,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
