import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { SyncReply, SyncStanding } from '../../server/contract/connection.ts'
import type { Api, Failure } from '../api.ts'
import { createAct } from './act.ts'

export type Standing = ReturnType<typeof createStanding>

/** While a sync runs its progress is asked for so often. */
const runningMs = 2000
/** Whoever waits for a sync waits no longer than this, with what the server waits itself. */
const patienceMs = 30_000

/** How the connection with the practice system stands, and *Sync now*. */
export function createStanding(from: {
  api: Pick<Api, 'read' | 'change'>
  practice: string
  visible: ReadonlySignal<boolean>
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, visible, announce, onFailure } = from
  /** Null: not known yet. */
  const now = signal<SyncStanding | null>(null)
  const asking = createAct(onFailure)
  let stopped = false

  /** Silent when it fails: what the room reads says what is wrong, and what was known stays true for a while. */
  async function read(): Promise<void> {
    const reply = await api.read<SyncReply>(practice, 'connection/standing')
    if (stopped) return
    if (reply.ok) now.value = reply.value.standing
    else onFailure(reply.failure)
  }

  const ask = (isLossAccepted = false) => api.change<SyncReply>(practice, 'connection/sync', { isLossAccepted })

  return {
    now,
    /** Someone has pressed *Sync now*; why that came to nothing. */
    asking,
    read,
    /** What another answer said of it. */
    take(standing: SyncStanding) {
      now.value = standing
    },
    /** @param isLossAccepted - Whoever presses it has looked: nearly all appointments are gone there indeed. */
    async syncNow(isLossAccepted = false): Promise<void> {
      const before = now.value
      if (!before || before.isRunning) return
      announce('Reading your practice system')
      // At once, so that its progress is asked for while the answer waits for the end.
      now.value = { ...before, isRunning: true, progress: null }
      const done = await asking.run(() => ask(isLossAccepted))
      if (stopped) return
      now.value = done ? done.value.standing : { ...before, isRunning: false }
      if (!done) void read()
    },
    /**
     * Syncs, and waits until it is done or half a minute is over. Whatever goes wrong is left to what is looked up after:
     * the schedule as it was read last.
     *
     * @param isWanted - Is anybody still waiting?
     */
    async syncFirst(isWanted: () => boolean): Promise<void> {
      const reply = await ask()
      if (!reply.ok) return onFailure(reply.failure)
      now.value = reply.value.standing
      const tries = patienceMs / runningMs
      for (let i = 0; i < tries && now.value?.isRunning && isWanted() && !stopped; i++) {
        await pause(runningMs)
        await read()
      }
    },
    /** Keeps asking while a sync runs and somebody looks. Returns what ends it. */
    follow(onDone: () => void): () => void {
      let wasRunning = false
      return effect(() => {
        const standing = now.value
        if (wasRunning && standing && !standing.isRunning && !asking.failure.peek()) {
          untracked(() => {
            announce(outcomeWords(standing))
            onDone()
          })
        }
        wasRunning = standing?.isRunning ?? false
        if (!wasRunning || !visible.value) return
        // Each answer is a new object, and so the next question.
        const timer = setTimeout(() => void again(), runningMs)
        return () => clearTimeout(timer)
      })
    },
    stop() {
      stopped = true
    },
  }

  async function again(): Promise<void> {
    const before = now.value
    await read()
    // Nothing came: without a change nothing would ask once more.
    if (!stopped && now.value === before && before) now.value = { ...before }
  }
}

const outcomeWords = ({ problem }: SyncStanding) =>
  problem ? `The sync went wrong. ${problem.words}` : 'The sync is done: your practice system has been read'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
