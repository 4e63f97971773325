import { Hono, type Context as HonoContext } from 'hono'
import { bodyLimit } from 'hono/body-limit'

import { cors } from 'hono/cors'
import { requestId } from 'hono/request-id'
import { routePath } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import { fromOwnPages } from './access.ts'
import { auditAccounts } from './account-audit.ts'
import { MAX_BODY_BYTES, MAX_RULES_BYTES } from './body.ts'
import type { Asset, Context, Room } from './context.ts'
import { limited } from './limits.ts'
import { openApi } from './openapi.ts'
import { practiceFileSchema } from './practice-file.ts'
import { createReadiness, mayReadMetrics } from './probes.ts'
import { explainProblem, ProblemError, problemReply } from './problem.ts'
import { createResidents } from './residents.ts'
import { answerRoutes } from './routes/answers.ts'
import { calendarRoutes } from './routes/calendar.ts'
import { connectionRoutes } from './routes/connection.ts'
import { deskRoutes } from './routes/desk.ts'
import { eventRoutes } from './routes/events.ts'
import { holdRoutes } from './routes/holds.ts'
import { invitationRoutes } from './routes/invitation.ts'
import { messageRoutes } from './routes/messages.ts'
import { myRoutes } from './routes/my.ts'
import { pageRoutes } from './routes/pages.ts'
import { patientAccountRoutes } from './routes/patient-account.ts'
import { patientRoutes } from './routes/patients.ts'
import { practiceRoutes } from './routes/practice.ts'
import { reportRoutes } from './routes/report.ts'
import { requestRoutes } from './routes/requests.ts'
import { ruleRoutes } from './routes/rules.ts'
import { settingsRoutes } from './routes/settings.ts'
import { staffRoutes } from './routes/staff.ts'
import { StoreBusyError } from './store/group.ts'
import { createWordings } from './texts.ts'

/** Takes whole practice files. */
const RULES_PATH = /^\/portal\/api\/practices\/[^/]+\/rules(\/preview)?$/

/** For a file whose name stays while it changes. */
const SHORT = 'public, max-age=300, stale-while-revalidate=604800'
/** For one that never changes under its name. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * The whole server as one function from request to response. It doesn't listen, read files or look at a clock of its
 * own, so tests and a page can call it directly.
 */
export function createApp(context: Context): Hono {
  const room: Room = {
    ...context,
    residents: context.residents ?? createResidents(),
    wordingFor: createWordings(context.asset),
  }
  const { log, clock, version } = room
  const app = new Hono()

  app.use(requestId({ limitLength: 64 }))
  app.use(async (c, next) => {
    const began = clock()
    await next()
    // The route's pattern, not the URL: a URL may name what somebody asked for.
    const answered = {
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: clock() - began,
    }
    log({ level: 'info', message: 'request', requestId: c.get('requestId'), ...answered })
    room.metrics?.answered(answered)
  })
  if (context.compress) app.use(context.compress)
  const atMost = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: (c) => {
        // What is left of the body isn't read, so nothing more can come over this connection.
        c.header('Connection', 'close')
        return problemReply(c, new ProblemError('body-too-large', `Send at most ${maxSize} bytes.`))
      },
    })
  const [ofRules, ofOthers] = [atMost(MAX_RULES_BYTES), atMost(MAX_BODY_BYTES)]
  app.use((c, next) => (RULES_PATH.test(c.req.path) ? ofRules : ofOthers)(c, next))
  for (const path of version === undefined ? ['/v1/*'] : ['/v1/*', `/v${version}/*`]) {
    app.use(
      path,
      cors({
        origin: '*',
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['Content-Type', 'Idempotency-Key'],
        exposeHeaders: ['Retry-After', 'X-Request-Id'],
        maxAge: 600,
      }),
      secureHeaders({ crossOriginResourcePolicy: 'cross-origin', xFrameOptions: false }),
    )
  }
  for (const path of ['/', '/healthz', '/readyz', '/metrics', '/openapi.json', '/problems/*']) {
    app.use(path, secureHeaders())
  }
  app.use(
    '/portal/*',
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
      referrerPolicy: 'no-referrer',
    }),
  )

  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  const isReady = createReadiness(room.store)
  app.get('/readyz', async (c) =>
    (await isReady()) ? c.json({ status: 'ok' }) : c.json({ status: 'unavailable' }, 503),
  )
  app.get('/metrics', async (c) => {
    const address = room.addressOf(c.req.raw, c.env)
    if (!room.metrics || !(await mayReadMetrics(c.req.raw.headers, address, room.metricsToken))) return c.notFound()
    const { body, type } = await room.metrics.text()
    return c.body(body, 200, { 'Content-Type': type })
  })
  app.get('/openapi.json', (c) => c.json(openApi()))
  app.get('/problems/:refusal', (c) => {
    const text = explainProblem(c.req.param('refusal'))
    return text === null ? c.notFound() : c.text(text)
  })
  app.get('/v1/practice-file.schema.json', (c) => c.json(practiceFileSchema()))
  const widgetFile = (cache: string) => (c: HonoContext<object, '/:file'>) => {
    const file = c.req.param('file')
    // A name of one file: whoever looks it up need not fear a path.
    const asset = /^[\w-]+(\.[\w-]+)*\.(js|css|json)$/.test(file) ? room.asset(`widget/${file}`) : null
    return asset ? serve(c.req.raw, asset, cache) : c.notFound()
  }
  app.get('/v1/:file', widgetFile(SHORT))
  if (version !== undefined) app.get(`/v${version}/:file`, widgetFile(FOR_EVER))
  const readings = ['', '/availability', '/openings', '/compiled'].map((path) => `/v1/practices/:practice${path}`)
  app.on('GET', readings, limited(room, 'read'))
  app.route('/v1/practices', practiceRoutes(room))
  app.route('/v1/practices', holdRoutes(room))
  app.route('/v1/practices', requestRoutes(room))
  app.route('/v1/practices', myRoutes(room))
  app.route('/v1/practices', patientAccountRoutes(room))

  app.on(['GET', 'POST'], '/portal/auth/*', fromOwnPages(room), (c) =>
    room.accounts.handler(c.req.raw, room.addressOf(c.req.raw, c.env), auditAccounts(room)),
  )
  app.use('/portal/api/*', async (c, next) => {
    await next()
    c.header('Cache-Control', 'no-store')
  })
  // Before the desk, which lets nobody through who hasn't signed in.
  app.route('/portal/api', invitationRoutes(room))
  app.route('/portal/api', staffRoutes(room))
  app.route('/portal/api', messageRoutes(room))
  app.route('/portal/api', deskRoutes(room))
  app.route('/portal/api', answerRoutes(room))
  app.route('/portal/api', eventRoutes(room))
  app.route('/portal/api', reportRoutes(room))
  app.route('/portal/api', settingsRoutes(room))
  app.route('/portal/api', connectionRoutes(room))
  app.route('/portal/api', ruleRoutes(room))
  app.route('/portal/api', calendarRoutes(room))
  app.route('/portal/api', patientRoutes(room))
  app.get('/', (c) => c.redirect('/portal/'))
  app.get('/portal', (c) => c.redirect('/portal/'))
  app.get('/portal/*', (c) => {
    const path = c.req.path === '/portal/' ? '/portal/index.html' : c.req.path
    const page = room.asset(path.slice(1))
    const cache = path.startsWith('/portal/assets/') ? FOR_EVER : 'no-cache'
    return page ? serve(c.req.raw, page, cache) : c.notFound()
  })
  app.route('/', pageRoutes(room))

  app.notFound((c) => problemReply(c, new ProblemError('not-found', 'There is nothing at this address.')))
  app.onError((error, c) => {
    if (error instanceof ProblemError) return problemReply(c, error)
    if (error instanceof StoreBusyError) {
      c.header('Retry-After', '1')
      return problemReply(c, new ProblemError('unavailable', 'Very many are asking just now. Try again in a moment.'))
    }
    // Only what kind of fault and where: a message may hold what was typed.
    log({
      level: 'error',
      message: 'fault',
      requestId: c.get('requestId'),
      fault: error.name,
      at: placeOf(error),
      route: routePath(c, -1),
    })
    return problemReply(
      c,
      new ProblemError('internal-error', 'Something went wrong here. Nothing was lost; try again.'),
    )
  })
  return app
}

function serve(request: Request, asset: Asset, cache: string): Response {
  const headers = new Headers({ 'Cache-Control': cache, ETag: asset.etag, Vary: 'Accept-Encoding' })
  if (request.headers.get('If-None-Match') === asset.etag) return new Response(null, { status: 304, headers })
  headers.set('Content-Type', asset.type)
  const takesBrotli = /\bbr\b/.test(request.headers.get('Accept-Encoding') ?? '')
  if (!asset.brotli || !takesBrotli) return new Response(asset.body, { headers })
  headers.set('Content-Encoding', 'br')
  return new Response(asset.brotli, { headers })
}

/** The first line of the stack that names a file of ours, without its folder. */
function placeOf(error: Error): string {
  return /([\w-]+\.[tj]s:\d+):\d+\)?$/m.exec(error.stack ?? '')?.[1] ?? 'unknown'
}
