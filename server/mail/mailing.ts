import type { Log } from '../log.ts'
import type { MessageState } from '../store/model.ts'
import type { Store } from '../store/store.ts'
import type { Post } from './compose.ts'
import { createDelivery, type Transport } from './delivery.ts'
import { createOutbox } from './outbox.ts'
import { remind } from './reminders.ts'

const LOOK_EVERY_MS = 2000
/** While the database is away. */
const LOOK_AGAIN_MS = 30_000
const REMIND_EVERY_MS = 60_000
const SWEEP_EVERY_MS = 3_600_000
/** A mail server that is slow just now must not keep the process from ending. */
const STOP_WITHIN_MS = 8000

/** What the mails' job works with. */
export interface MailRoom {
  readonly transport: Transport
  readonly post: Post
  readonly clock: () => number
  readonly log: Log
  /** Of the installation. */
  readonly secret: string
  /** Called after each try to send a mail, with the state that it leaves the mail in. */
  readonly tried?: ((state: MessageState) => void) | undefined
}

/** The mails' job. */
export interface Mailing {
  /** Makes the mails that are to be made by now. */
  prepare(): Promise<void>
  /** Sends those that are due. Called again before it has ended, it waits for the same end. */
  deliver(): Promise<void>
  /** Ends what has begun and closes the way out. */
  stop(): Promise<void>
}

/** Makes and sends mails whenever it is told to. */
export function createMailing(store: Store, { transport, post, clock, log, secret, tried }: MailRoom): Mailing {
  const outbox = createOutbox(store, post, { log, secret })
  const delivery = createDelivery(store, transport, { clock, log, secret, tried })
  let isStopped = false
  let remindedAt = Number.NEGATIVE_INFINITY
  let sweptAt = Number.NEGATIVE_INFINITY
  let delivering: Promise<void> | undefined

  const areThere = async (ids: readonly string[]) => {
    const found = []
    for (const practice of await store.practiceIds()) found.push(...(await store.haveMessages(practice, ids)))
    return found
  }

  return {
    async prepare() {
      const now = clock()
      await outbox.empty(now)
      if (now - remindedAt >= REMIND_EVERY_MS) {
        await remind(store, post, now)
        remindedAt = now
      }
      if (now - sweptAt >= SWEEP_EVERY_MS) {
        await transport.forget(areThere)
        sweptAt = now
      }
    },
    deliver() {
      delivering ??= delivery
        .run(() => isStopped)
        .finally(() => {
          delivering = undefined
        })
      return delivering
    },
    async stop() {
      isStopped = true
      await within(STOP_WITHIN_MS, delivering)
      transport.close()
    },
  }
}

/** Looks every other second, until it is stopped. A slow mail server doesn't keep new mails from being made. */
export function startMailing(store: Store, room: MailRoom): Pick<Mailing, 'stop'> {
  const mailing = createMailing(store, room)
  let isStopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitMs = LOOK_EVERY_MS

  const failed = (error: unknown) => {
    waitMs = LOOK_AGAIN_MS
    room.log({ level: 'error', message: 'mails not sent', fault: error instanceof Error ? error.name : 'unknown' })
  }
  const look = async () => {
    waitMs = LOOK_EVERY_MS
    await mailing.prepare().then(() => {
      if (!isStopped) void mailing.deliver().catch(failed)
    }, failed)
    if (isStopped) return
    timer = setTimeout(() => {
      looking = look()
    }, waitMs)
    timer.unref()
  }
  let looking = look()
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await looking
      await mailing.stop()
    },
  }
}

/** Waits for it, but no longer than so. */
async function within(ms: number, work: Promise<void> | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const pause = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work?.catch(() => {}), pause])
  clearTimeout(timer)
}
