import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { loadAssets, packageVersion } from './assets.ts'
import { compressJson } from './compress.ts'
import { type Config, mailFromOf } from './config.ts'
import { startExpiring } from './expiry.ts'
import { type House, ownOriginsOf } from './house.ts'
import { createLimits } from './limiter.ts'
import type { Log } from './log.ts'
import { startMailing } from './mail/mailing.ts'
import { staffMailer } from './mail/staff-mail.ts'
import { createMailTransport } from './mail/transport.ts'
import { createMetrics } from './metrics.ts'
import { connectorsOf } from './pms/open.ts'
import { keepAllStale, startSyncing } from './pms/syncing.ts'
import { createResidents } from './residents.ts'
import { startTidying } from './retention.ts'

/** A server that listens. */
export interface Listening {
  readonly port: number
  /** Answers what it has begun, takes nothing new, closes the databases. */
  stop(): Promise<void>
}

/** Listens on the configured port with everything of a house behind it. */
export async function listen(
  config: Config,
  house: House,
  log: Log,
  clock: () => number = Date.now,
): Promise<Listening> {
  const assets = loadAssets()
  const metrics = createMetrics()
  const store = metrics.counting(house.store)
  metrics.watchMails(house.store, clock)
  metrics.watchSyncs(house.store, clock)
  const residents = createResidents()
  const stopping = new AbortController()
  const mailFrom = mailFromOf(config)
  await keepAllStale({ store: house.store, clock })
  const connectors = connectorsOf({ secret: house.secret, dataDir: config.dataDir, clock, store: house.store })
  const syncRoom = {
    ...{ store: house.store, residents, clock, log, publicUrl: config.publicUrl },
    openConnector: connectors.open,
  }
  const syncing = startSyncing(syncRoom)
  const app = createApp({
    pms: { ...syncRoom, syncNow: syncing.syncNow, tryConnector: connectors.make },
    compress: compressJson(),
    store,
    residents,
    stopping: stopping.signal,
    metrics,
    limits: config.rateLimits === false ? undefined : createLimits(),
    metricsToken: config.metricsToken,
    accounts: house.accounts,
    clock,
    log,
    secret: house.secret,
    isMailOn: config.smtp !== undefined,
    mailFrom,
    // Without a mail server the owner hands the link over; it had better not lie about in a file.
    sendStaffMail: config.smtp && staffMailer(store, { clock, secret: house.secret }),
    asset: (path) => assets.get(path) ?? null,
    version: packageVersion(),
    zoneData: process.versions.tz,
    ownOrigins: ownOriginsOf(config),
    addressOf: (request, env) => addressOf(config, request, env as { incoming?: IncomingMessage }),
  })
  const server = await listenOn(app.fetch, config)
  const tidying = startTidying(house.store, residents, clock, log)
  const mailing = startMailing(house.store, {
    transport: createMailTransport({ smtp: config.smtp, mailFrom, folder: join(config.dataDir, 'mail') }),
    post: { publicUrl: config.publicUrl, mailFrom },
    clock,
    log,
    secret: house.secret,
    tried: metrics.mailTried,
  })
  const expiring = startExpiring(house.store, residents, clock, log)
  return {
    port: portOf(server),
    async stop() {
      stopping.abort()
      await closeServer(server)
      await Promise.all([tidying.stop(), mailing.stop(), syncing.stop()])
      await expiring.stop()
      await house.close()
    },
  }
}

/** Starts an HTTP server; fails with one plain line when it can't listen. */
export function listenOn(
  fetch: (request: Request, env: never) => Response | Promise<Response>,
  { port, host }: Pick<Config, 'port' | 'host'>,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: fetch as Parameters<typeof serve>[0]['fetch'], port, hostname: host }, () =>
      resolve(server),
    ) as Server
    server.once('error', (error) => reject(new RangeError(`can't listen on ${host}:${port}: ${error.message}`)))
    const all = new Set<Socket>()
    sockets.set(server, all)
    server.on('connection', (socket: Socket) => {
      all.add(socket)
      socket.once('close', () => all.delete(socket))
    })
  })
}

/** The connections of each server that are open. */
const sockets = new WeakMap<Server, Set<Socket>>()

export function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

const CLOSE_IDLE_EVERY_MS = 50

/**
 * Takes no new connection and answers what has begun. A balancer's connections, which are never idle for long, end too; and
 * those that a browser has opened in advance and said nothing over, which Node doesn't count as idle and would wait for.
 */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.prependListener('request', (_request, response) => {
      response.shouldKeepAlive = false
    })
    const closing = setInterval(() => {
      server.closeIdleConnections()
      for (const socket of sockets.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy()
    }, CLOSE_IDLE_EVERY_MS)
    server.close(() => {
      clearInterval(closing)
      resolve()
    })
  })
}

/** Lines that are not written yet. */
let lines = ''

/** One JSON line an entry. Writing takes as long as a short answer: what is logged in one turn is written after it. */
export const logToStdout: Log = (entry) => {
  if (lines === '') {
    setImmediate(writeLines)
    process.once('exit', writeLines)
  }
  lines += `${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`
}

function writeLines(): void {
  process.off('exit', writeLines)
  process.stdout.write(lines)
  lines = ''
}

/** Calls `stop` once when the process is asked to end, and then ends it. */
export function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)))
  }
}

function addressOf({ trustProxy }: Config, request: Request, env: { incoming?: IncomingMessage }): string | undefined {
  // The last entry is the one our own proxy wrote; those before it may be the caller's invention.
  const forwarded = trustProxy ? request.headers.get('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined
  return forwarded || env.incoming?.socket?.remoteAddress
}
