import { Hono } from 'hono'
import { availabilityOf } from '../availability.ts'
import type { Room } from '../context.ts'
import { AvailabilityQuery } from '../contract/availability.ts'
import type { PracticeReply } from '../contract/practice.ts'
import { addDays, todayOf } from '../dates.ts'
import { fieldProblem, ProblemError, validationProblem } from '../problem.ts'
import type { Present } from '../residents.ts'

const MOST_DAYS = 366
/** What is shown is at most this old; sending asks again. */
const FRESH = 'public, max-age=0, must-revalidate'

/** What patients may read: the practice and its openings. */
export function practiceRoutes({ store, clock, residents }: Room) {
  const app = new Hono()

  app.get('/:practice', async (context) => {
    const { practice, snapshot } = await found(context.req.param('practice'), clock())
    const { file } = practice
    const reply: PracticeReply = {
      id: file.id,
      name: file.name,
      phone: file.phone,
      locale: file.locale,
      weekStart: file.weekStart,
      accent: file.accent,
      answerWithin: file.answerWithin,
      privacyUrl: file.privacyUrl,
      urgentCare: file.urgentCare,
      proofOfWork: file.proofOfWork || undefined,
      today: todayOf(file, snapshot.now),
      locations: file.locations,
      practitioners: file.practitioners.map(({ id, name, role }) => ({ id, name, role })),
      reasons: file.reasons.map(({ id, name, description, durationMinutes, patients, together }) => ({
        id,
        name,
        description,
        durationMinutes,
        patients,
        practitioners:
          together ?? file.practitioners.filter(({ reasons }) => reasons.includes(id)).map((one) => one.id),
      })),
      availability: Object.fromEntries(
        file.reasons.map(({ id }) => [id, availabilityOf(practice, snapshot, { reason: id, practitioner: null })]),
      ),
    }
    return context.json(reply, 200, { 'Cache-Control': FRESH })
  })

  app.get('/:practice/availability', async (context) => {
    const now = clock()
    const { practice, snapshot } = await found(context.req.param('practice'), now)
    const parsed = AvailabilityQuery.safeParse(context.req.query())
    if (!parsed.success) throw validationProblem(parsed.error)
    const { file } = practice
    const { reason, practitioner = null, location } = parsed.data
    const from = parsed.data.from ?? todayOf(file, now)
    const to = parsed.data.to ?? addDays(from, 14)
    if (!file.reasons.some(({ id }) => id === reason)) {
      throw fieldProblem('/reason', 'The practice has no such reason for a visit.')
    }
    if (practitioner !== null && !file.practitioners.some(({ id }) => id === practitioner)) {
      throw fieldProblem('/practitioner', 'The practice has no such practitioner.')
    }
    if (location !== undefined && !file.locations.some(({ id }) => id === location)) {
      throw fieldProblem('/location', 'The practice has no such location.')
    }
    if (to <= from || to > addDays(from, MOST_DAYS)) {
      throw fieldProblem('/to', `The last date must be after the first, by at most ${MOST_DAYS} days.`)
    }
    const reply = availabilityOf(practice, snapshot, { reason, practitioner, location, from, to })
    return context.json(reply, 200, { 'Cache-Control': FRESH })
  })

  async function found(id: string, now: number): Promise<Present> {
    const present = await residents.present(store, id, now)
    if (!present) throw new ProblemError('not-found', 'There is no such practice.')
    return present
  }

  return app
}
