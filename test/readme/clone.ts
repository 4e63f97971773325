import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, run } from '../kit/run.ts'

/** The project as somebody gets it who clones it now: what is kept, with changes not committed, and nothing that was made. */
export interface Clone {
  readonly folder: string
  /** Of somebody who has nothing of ours in their path, and whose npm keeps nothing of this. */
  readonly env: NodeJS.ProcessEnv
}

/**
 * @param target - A folder that isn't there yet.
 * @param isInstalling - Runs `npm ci`; else what is installed here is lent, which saves minutes.
 */
export function makeClone(target: string, isInstalling: boolean): Clone {
  mkdirSync(target, { recursive: true })
  for (const file of keptFiles()) {
    mkdirSync(join(target, dirname(file)), { recursive: true })
    cpSync(join(root, file), join(target, file))
  }
  run('git init --quiet', { cwd: target })
  const path = (process.env.PATH ?? '').split(':').filter((folder) => !folder.includes('node_modules'))
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_|^(NODE|INIT_CWD|VITEST|PORT|DATA_DIR|DATABASE_URL)/.test(name),
    ),
  )
  const clone = { folder: target, env: { ...env, PATH: path.join(':') } }
  if (isInstalling) run('npm ci', { cwd: target, env: clone.env, timeoutMs: 600_000 })
  else symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'))
  // Where `npx chairtime` leaves a note of each folder that it ran in.
  return { ...clone, env: { ...clone.env, npm_config_cache: join(target, '..', 'npm') } }
}

/** From git; where this is itself no clone, as in an archive, all but what is made. */
function keptFiles(): string[] {
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
  if (listed.status !== 0) throw new Error(`the project must be a git clone: ${listed.stderr}`)
  return listed.stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file)))
}
