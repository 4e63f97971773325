import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { connectionOf } from './pms/connection.ts'
import type { MessageState } from './store/model.ts'
import type { Store } from './store/store.ts'

/** Anything else a caller makes up must not make a series of its own. */
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']

/** One answered request. The route is its pattern, never its URL. */
export interface Answered {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly ms: number
}

export interface Metrics {
  answered(request: Answered): void
  /** The same store, whose changes are counted while they wait or are written. */
  counting(store: Store): Store
  /** A try to send a mail ended, and the mail is in this state now. */
  mailTried(state: MessageState): void
  /** How many mails wait, and how long the oldest has, is asked of this store whenever the numbers are read. */
  watchMails(store: Store, clock: () => number): void
  /** For how long no schedule of a practice was read, asked as above. */
  watchSyncs(store: Store, clock: () => number): void
  /** In the text format that Prometheus reads. */
  text(): Promise<{ readonly body: string; readonly type: string }>
}

type MailQueue = Awaited<ReturnType<Store['mailQueue']>>

/** Counts of this process. They name routes, never practices or people. */
export function createMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const registers = [register]
  const labelNames = ['method', 'route', 'status'] as const
  const requests = new Counter({
    name: 'chairtime_requests_total',
    help: 'HTTP requests answered.',
    labelNames,
    registers,
  })
  const durations = new Histogram({
    name: 'chairtime_request_duration_seconds',
    help: 'How long an answer took.',
    labelNames,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  const waiting = new Gauge({
    name: 'chairtime_changes_waiting',
    help: 'Changes that wait for the database or are being written.',
    registers,
  })
  const sent = new Counter({
    name: 'chairtime_mails_sent_total',
    help: 'Mails handed over to the mail server.',
    registers,
  })
  const failed = new Counter({
    name: 'chairtime_mail_attempts_failed_total',
    help: 'Tries to hand over a mail that failed, whether it is tried again or not.',
    registers,
  })
  const dead = new Counter({
    name: 'chairtime_mails_given_up_total',
    help: 'Mails that were given up: dead letters. Staff see them under Messages.',
    registers,
  })
  return {
    mailTried(state) {
      if (state === 'sent') sent.inc()
      if (state === 'waiting' || state === 'failed') failed.inc()
      if (state === 'failed') dead.inc()
    },
    watchMails(store, clock) {
      const gauge = (name: string, help: string, read: (queue: MailQueue) => number) =>
        new Gauge({
          name,
          help,
          registers,
          async collect() {
            // A database that is away says nothing of mails; all other numbers are still wanted.
            this.set(await store.mailQueue().then(read, () => Number.NaN))
          },
        })
      gauge(
        'chairtime_mails_waiting',
        'Mails of all practices that have not left yet, and what is to be told that is no mail yet.',
        ({ waiting }) => waiting,
      )
      gauge(
        'chairtime_mails_oldest_waiting_seconds',
        'For how long the oldest of them has waited; 0 when none does.',
        ({ oldestAt }) => (oldestAt === null ? 0 : Math.max(0, clock() - oldestAt) / 1000),
      )
    },
    watchSyncs(store, clock) {
      new Gauge({
        name: 'chairtime_sync_oldest_seconds',
        help: 'Of all practices whose own software is connected: how long ago the schedule was last read that was read longest ago.',
        registers,
        async collect() {
          this.set(await oldestSync(store, clock()).catch(() => Number.NaN))
        },
      })
    },
    answered({ method, route, status, ms }) {
      const labels = { method: METHODS.includes(method) ? method : 'other', route, status }
      requests.inc(labels)
      durations.observe(labels, Math.max(0, ms) / 1000)
    },
    counting: (store) => ({
      ...store,
      async transaction(run) {
        waiting.inc()
        try {
          return await store.transaction(run)
        } finally {
          waiting.dec()
        }
      },
    }),
    text: async () => ({ body: await register.metrics(), type: register.contentType }),
  }
}

/** Seconds since the schedule was last read that was read longest ago; 0 where no practice's software is connected. */
async function oldestSync(store: Store, now: number): Promise<number> {
  let oldest = now
  for (const practice of await store.practiceIds()) {
    const { connection, state } = await connectionOf(store, practice)
    if (connection.source !== null) oldest = Math.min(oldest, state.lastGoodAt ?? state.since ?? now)
  }
  return (now - oldest) / 1000
}
