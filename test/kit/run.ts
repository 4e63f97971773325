import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** As an npm script has it: the Node.js and the tools that the project brings come first. */
export const ownTools = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` }

export interface RunOptions {
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  /** Written to it, then ended. */
  readonly input?: string
  /** The exit code that is right; 0 when left out. */
  readonly status?: number
  readonly timeoutMs?: number
}

/**
 * Runs a line of shell to its end.
 *
 * @returns What it wrote, both streams, without what npm warns of.
 * @throws Error with that when it ends with another code.
 */
export function run(
  command: string,
  { cwd, env = ownTools, input = '', status = 0, timeoutMs = 180_000 }: RunOptions,
): string {
  const ended = spawnSync(command, { cwd, env, input, shell: true, encoding: 'utf8', timeout: timeoutMs })
  const said = `${ended.stdout}${ended.stderr}`.replace(/^npm (warn|notice).*\n/gm, '')
  if (ended.status !== status) throw new Error(`${command}\nended with ${ended.status ?? ended.signal}: ${said}`)
  return said
}

export interface Started {
  /** All it wrote so far. */
  said(): string
  /** Resolves once it has written this; rejects when it ends before, or after three minutes. */
  saying(what: RegExp): Promise<RegExpExecArray>
  /** Asks it to end, whatever it has started with it, and waits. */
  stop(): Promise<number | null>
}

/** Starts a line of shell that goes on until it is stopped. */
export function start(command: string, { cwd, env = ownTools }: Pick<RunOptions, 'cwd' | 'env'>): Started {
  // A group of its own: npm doesn't hand every signal on.
  const child: ChildProcess = spawn(command, {
    cwd,
    env,
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout?.on('data', (data) => (said += data))
  child.stderr?.on('data', (data) => (said += data))
  const signalAll = (signal: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, signal)
    } catch {
      // It has ended.
    }
  }
  const killNow = () => signalAll('SIGKILL')
  process.once('exit', killNow)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    said: () => said,
    async saying(what) {
      for (const began = Date.now(); Date.now() - began < 180_000; ) {
        const found = what.exec(said)
        if (found) return found
        if (child.exitCode !== null) break
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`${command}\ndidn't say ${what}: ${said}`)
    },
    async stop() {
      signalAll('SIGTERM')
      const late = setTimeout(killNow, 30_000)
      const code = await ended
      clearTimeout(late)
      process.off('exit', killNow)
      return code
    },
  }
}

/** So many ports in a row that nobody listens on just now; the first. */
export async function freePorts(count = 1): Promise<number> {
  for (;;) {
    const first = await portIfFree(0)
    if (first === null) continue
    const others = await Promise.all(Array.from({ length: count - 1 }, (_, index) => portIfFree(first + index + 1)))
    if (!others.includes(null)) return first
  }
}

function portIfFree(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}
