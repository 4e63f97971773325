import { type Context, Hono } from 'hono'
import { fromOwnPages, needs, type SignedIn, signedIn, worksFor } from '../access.ts'
import { readBody } from '../body.ts'
import { addBlock, removeBlock } from '../calendar/blocks.ts'
import { calendarFor } from '../calendar/calendar.ts'
import { holidaysFor } from '../calendar/holidays.ts'
import { type WhyAsk, whyFor } from '../calendar/why.ts'
import { standingAt } from '../calendar/why-words.ts'
import type { Room } from '../context.ts'
import {
  AddBlock,
  type AddBlockReply,
  type CalendarReply,
  type HolidayReply,
  RemoveBlock,
  type WhyReply,
} from '../contract/calendar.ts'
import { Instant } from '../contract/fields.ts'
import { createListNotes } from '../desk/listed.ts'
import { fieldProblem, ProblemError } from '../problem.ts'
import type { Present } from '../residents.ts'

/** The practice's calendar: hours with the bookings in view, why a time isn't offered, time that staff block. */
export function calendarRoutes(room: Room) {
  const { store, residents, clock } = room
  const app = new Hono<SignedIn>()
  const noteListed = createListNotes(room)
  const notePages = createPageNotes(room)
  app.use(fromOwnPages(room))
  app.use(signedIn(room))
  app.use('/practices/:practice/*', worksFor(room))

  app.get('/practices/:practice/calendar', needs('read'), async (context) => {
    const { practice } = await found(context)
    const { calendar, requests } = await calendarFor(store, practice, clock(), context.req.query())
    const { userId } = context.get('staff')
    await noteListed(practice.file.id, userId, requests)
    await notePages(practice.file.id, userId, calendar)
    return context.json(calendar satisfies CalendarReply)
  })

  app.get('/practices/:practice/why', needs('read'), async (context) => {
    const present = await found(context)
    const standing = await standingAt(store, present.practice, clock())
    return context.json(whyFor(present, standing, whyAsk(context.req.query())) satisfies WhyReply)
  })

  app.get('/practices/:practice/holidays', needs('read'), async (context) => {
    const { practice } = await found(context)
    return context.json((await holidaysFor(practice.file, context.req.query(), clock())) satisfies HolidayReply)
  })

  app.post('/practices/:practice/blocks', needs('answer'), async (context) => {
    const { practice } = await found(context)
    const id = await addBlock(blockingBy(context), practice.file, await readBody(context, AddBlock))
    return context.json({ id } satisfies AddBlockReply, 201)
  })

  app.post('/practices/:practice/blocks/remove', needs('answer'), async (context) => {
    const { practice } = await found(context)
    await removeBlock(blockingBy(context), practice.file, (await readBody(context, RemoveBlock)).id)
    return context.body(null, 204)
  })

  const blockingBy = (context: Context<SignedIn>) => ({
    ...{ store, now: clock() },
    actor: `staff:${context.get('staff').userId}`,
  })

  async function found(context: Context): Promise<Present> {
    const present = await residents.present(store, context.req.param('practice') ?? '', clock())
    if (!present) throw new ProblemError('not-found', 'There is no such practice.')
    return present
  }

  return app
}

const MOST_NOTED = 10_000

/** Appointments that no request led to are seen by whole days: who looked at which is told once since the server began. */
function createPageNotes({ store, clock }: Pick<Room, 'store' | 'clock'>) {
  const noted = new Set<string>()
  return async (practice: string, userId: string, { from, to }: CalendarReply): Promise<void> => {
    const key = `${practice} ${userId} ${from} ${to}`
    if (noted.has(key)) return
    const entry = { at: clock(), actor: `staff:${userId}`, action: 'calendar-read', subject: `calendar:${from}` }
    await store.transaction((transaction) => transaction.addAudit(practice, { ...entry, detail: { from, to } }))
    if (noted.size > MOST_NOTED) noted.clear()
    noted.add(key)
  }
}

function whyAsk({ start, reason, practitioner, patients }: Record<string, string>): WhyAsk {
  if (!Instant.safeParse(start).success) {
    throw fieldProblem('/start', 'Name a time with its offset, like 2026-11-23T09:00:00-05:00.')
  }
  if (!reason) throw fieldProblem('/reason', 'Name a reason for a visit.')
  if (patients && patients !== 'new' && patients !== 'existing') {
    throw fieldProblem('/patients', 'Name new or existing patients, or leave it out.')
  }
  return {
    ...{ start: Date.parse(start!), reason, practitioner: practitioner || null },
    patients: patients === 'new' || patients === 'existing' ? patients : undefined,
  }
}
