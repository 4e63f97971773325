import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
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
  /** In the text format that Prometheus reads. */
  text(): Promise<{ readonly body: string; readonly type: string }>
}

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
  return {
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
