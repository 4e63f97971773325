import { type Context, Hono } from 'hono'
import { fromOwnPages, needs, type SignedIn, signedIn, worksFor } from '../access.ts'
import type { Room } from '../context.ts'
import { type Report, ReportQuery } from '../contract/report.ts'
import { ProblemError, validationProblem } from '../problem.ts'
import { checkRange, type ReportAsked, reportFor, usualRange } from '../report.ts'
import { reportCsv } from '../report-csv.ts'
import type { StoredPractice } from '../store/model.ts'

/** The report *Online scheduling*, to look at and to download. */
export function reportRoutes(room: Room) {
  const { store, clock, ownOrigins } = room
  const app = new Hono<SignedIn>()
  app.use(fromOwnPages(room))
  app.use(signedIn(room))
  app.use('/practices/:practice/*', worksFor(room))

  app.get('/practices/:practice/report', needs('read'), async (context) => {
    const { practice, asked } = await question(context)
    return context.json((await reportFor(store, practice, ownOrigins, asked)) satisfies Report)
  })

  app.get('/practices/:practice/report.csv', needs('read'), async (context) => {
    const { practice, asked } = await question(context)
    const { id } = practice.file
    await store.transaction((transaction) =>
      transaction.addAudit(id, {
        at: clock(),
        actor: `staff:${context.get('staff').userId}`,
        action: 'report-downloaded',
        subject: 'report',
        detail: { from: asked.from, to: asked.to },
      }),
    )
    const parts = reportCsv(store, practice, ownOrigins, asked)
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { value, done } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await parts.return(undefined)
      },
    })
    return context.body(body, 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="online-scheduling-${id}-${asked.from}-${asked.to}.csv"`,
    })
  })

  async function question(context: Context): Promise<{ practice: StoredPractice; asked: ReportAsked }> {
    const practice = await store.practice(context.req.param('practice') ?? '')
    if (!practice) throw new ProblemError('not-found', 'There is no such practice.')
    const parsed = ReportQuery.safeParse(context.req.query())
    if (!parsed.success) throw validationProblem(parsed.error)
    const usual = usualRange(practice, clock())
    const { from = usual.from, to = usual.to, ...filters } = parsed.data
    checkRange({ from, to })
    return { practice, asked: { from, to, ...filters } }
  }

  return app
}
