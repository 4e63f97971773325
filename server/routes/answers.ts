import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { fromOwnPages, needs, type SignedIn, signedIn, worksFor } from '../access.ts'
import { readBody } from '../body.ts'
import type { Room } from '../context.ts'
import {
  AcceptBody,
  type AnswerReply,
  CancelBody,
  CancelledThereBody,
  type ComparisonReply,
  ConfirmationBody,
  KeepBody,
  NoteBody,
  type OverruleReply,
  type PickerReply,
  RejectBody,
  RescheduleBody,
  UnlinkBody,
} from '../contract/answer.ts'
import { Instant, LocalDate } from '../contract/fields.ts'
import { addDays, todayOf } from '../dates.ts'
import { accept } from '../desk/accept.ts'
import { type Answering, answerRequest, type Desk, type Outcome, requestOf } from '../desk/answering.ts'
import { cancelledThere, keep, writeNote } from '../desk/asides.ts'
import { comparisonFor } from '../desk/comparison.ts'
import { confirm } from '../desk/confirmation.ts'
import { openingsFor } from '../desk/openings.ts'
import { rulesAgainst } from '../desk/overrule.ts'
import { cancel, reject } from '../desk/refuse.ts'
import { reasonAt, reschedule } from '../desk/reschedule.ts'
import { unlink } from '../desk/unlink.ts'
import { isWritten, type WrittenAnswer } from '../pms/write/beginning.ts'
import { writeAnswer, writerFor } from '../pms/writing.ts'
import { fieldProblem, ProblemError } from '../problem.ts'

const REQUEST = '/practices/:practice/requests/:id'
/** Beyond it nobody looks for an opening, and dates are no longer four digits. */
const FARTHEST_DAYS = 3660

/** How staff answer a request, after signing in: compare, accept, reject, move, cancel. */
export function answerRoutes(room: Room) {
  const { store, residents, clock } = room
  const app = new Hono<SignedIn>()
  app.use(fromOwnPages(room))
  app.use(signedIn(room))
  app.use('/practices/:practice/*', worksFor(room))

  app.get(`${REQUEST}/comparison`, needs('read'), async (context) => {
    const { practice, request } = await found(context)
    const entry = { at: clock(), actor: `staff:${context.get('staff').userId}`, action: 'request-compared' }
    await store.transaction((transaction) =>
      transaction.addAudit(practice.file.id, { ...entry, subject: `request:${request.id}` }),
    )
    return context.json((await comparisonFor(store, practice, request, clock())) satisfies ComparisonReply)
  })

  app.get(`${REQUEST}/openings`, needs('read'), async (context) => {
    const { present, request } = await found(context)
    const { from, practitioner, chair } = context.req.query()
    const today = todayOf(present.practice.file, clock())
    const date = LocalDate.safeParse(from || today)
    const isNear =
      date.success && date.data > addDays(today, -FARTHEST_DAYS) && date.data < addDays(today, FARTHEST_DAYS)
    if (!isNear) throw fieldProblem('/from', `Name a date of these years, like ${today}.`)
    const ask = { from: date.data, practitioner: practitioner || null, chair: chair || null }
    return context.json(openingsFor(present, request, ask) satisfies PickerReply)
  })

  app.get(`${REQUEST}/overrule`, needs('read'), async (context) => {
    const { present, request } = await found(context)
    const { start, practitioner, chair } = context.req.query()
    if (!Instant.safeParse(start).success) {
      throw fieldProblem('/start', 'Name a time with its offset, like 2026-11-23T09:00:00-05:00.')
    }
    const at = Date.parse(start!)
    const choice = {
      reason: reasonAt(request, at),
      practitioner: practitioner || null,
      chair: chair || null,
      location: request.location,
      start: at,
    }
    return context.json(rulesAgainst(present, request, choice) satisfies OverruleReply)
  })

  answer('accept', AcceptBody, accept)
  answer('unlink', UnlinkBody, unlink)
  answer('reject', RejectBody, reject)
  answer('cancel', CancelBody, cancel)
  answer('reschedule', RescheduleBody, reschedule)
  answer('keep', KeepBody, keep)
  answer('cancelled-there', CancelledThereBody, cancelledThere)
  answer('note', NoteBody, writeNote)

  app.post(`${REQUEST}/confirmation`, needs('answer'), async (context) => {
    const { send } = await readBody(context, ConfirmationBody)
    const { practice, id } = context.req.param()
    const confirming = { practice, request: id, userId: context.get('staff').userId, send }
    return context.json((await confirm(room, confirming)) satisfies AnswerReply)
  })

  function answer<T extends z.ZodType<{ revision: number }>>(
    action: string,
    shape: T,
    decide: (desk: Desk, body: z.infer<T>) => Promise<Outcome>,
  ): void {
    app.post(`${REQUEST}/${action}`, needs('answer'), async (context) => {
      const body = await readBody(context, shape)
      const { practice = '', id = '' } = context.req.param() as Record<string, string>
      const answering = { practice, request: id, userId: context.get('staff').userId, action, body }
      const reply =
        (await writtenAnswer(answering)) ?? (await answerRequest(room, answering, (desk) => decide(desk, body)))
      return context.json(reply satisfies AnswerReply)
    })
  }

  /** Null: it is no answer that the practice's own software carries out. */
  async function writtenAnswer({ practice, request, userId, action, body }: Answering): Promise<AnswerReply | null> {
    if (!room.pms || !isWritten(action)) return null
    const pmsRoom = { ...room, ...room.pms }
    const answering = { practice, request, userId, answer: { action, body } as WrittenAnswer }
    const writer = await writerFor(pmsRoom, answering)
    return writer && writeAnswer(pmsRoom, answering, writer)
  }

  async function found(context: Context) {
    const { practice: practiceId = '', id = '' } = context.req.param() as Record<string, string>
    const present = await residents.present(store, practiceId, clock())
    if (!present) throw new ProblemError('not-found', 'There is no such practice.')
    return { present, practice: present.practice, request: await requestOf(store, practiceId, id) }
  }

  return app
}
