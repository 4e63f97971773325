import { type Context, Hono } from 'hono'
import { rangeOfDates, starts, writeAnswer, writeSnapshot } from '../../engine/index.ts'
import { availabilityOf } from '../availability.ts'
import type { Room } from '../context.ts'
import { AvailabilityQuery } from '../contract/availability.ts'
import { type CompiledReply, OpeningsQuery, type OpeningsReply } from '../contract/openings.ts'
import { PracticeQuery, type PracticeReply } from '../contract/practice.ts'
import { addDays, todayOf } from '../dates.ts'
import { withAccent } from '../desk/settings.ts'
import { localeIn, textIn } from '../language.ts'
import { checkNames } from '../placing.ts'
import { fieldProblem, ProblemError, validationProblem } from '../problem.ts'
import type { Present } from '../residents.ts'
import { createShelf } from '../shelf.ts'
import { withoutOwn } from '../texts.ts'

const MOST_DAYS = 366
/** What is shown is at most this old; sending asks again. */
const FRESH = 'public, max-age=0, must-revalidate'
/** Some 40 kB each. */
const MOST_ON_SHELF = 200

/** What patients may read: the practice and its openings. */
export function practiceRoutes({ store, clock, residents, wordingFor, zoneData = '' }: Room) {
  const app = new Hono()
  const shelf = createShelf(MOST_ON_SHELF)

  app.get('/:practice', async (context) => {
    const { practice, snapshot } = await found(context.req.param('practice'), clock())
    const { file } = practice
    const { language, texts } = wordingFor(PracticeQuery.parse(context.req.query()).lang ?? '')
    const { answerWithin, urgentCare } = file
    const reply: PracticeReply = {
      id: file.id,
      name: file.name,
      phone: file.phone,
      language,
      texts: withoutOwn(texts, file, language),
      consents: file.consentLanguages.includes(language),
      locale: localeIn(language, file.locale),
      weekStart: file.weekStart,
      accent: (await withAccent(store, file)).accent,
      answerWithin: answerWithin && textIn(language, answerWithin, file.answersWithin),
      privacyUrl: file.privacyUrl,
      urgentCare: urgentCare && {
        title: textIn(language, urgentCare.title, urgentCare.titles),
        text: textIn(language, urgentCare.text, urgentCare.texts),
        phone: urgentCare.phone,
      },
      proofOfWork: file.proofOfWork || undefined,
      today: todayOf(file, snapshot.now),
      locations: file.locations,
      practitioners: file.practitioners.map(({ id, name, role, roles }) => ({
        id,
        name,
        role: role && textIn(language, role, roles),
      })),
      reasons: file.reasons.map(({ id, name, names, description, descriptions, together, ...reason }) => ({
        id,
        name: textIn(language, name, names),
        description: description && textIn(language, description, descriptions),
        durationMinutes: reason.durationMinutes,
        patients: reason.patients,
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
    const { reason, practitioner = null, location } = parsed.data
    const from = parsed.data.from ?? todayOf(practice.file, now)
    const to = parsed.data.to ?? addDays(from, 14)
    checkNames(practice, { reason, practitioner, location })
    if (to <= from || to > addDays(from, MOST_DAYS)) {
      throw fieldProblem('/to', `The last date must be after the first, by at most ${MOST_DAYS} days.`)
    }
    const reply = availabilityOf(practice, snapshot, { reason, practitioner, location, from, to })
    return context.json(reply, 200, { 'Cache-Control': FRESH })
  })

  app.get('/:practice/openings', async (context) => {
    const { practice, snapshot, version } = await found(context.req.param('practice'), clock())
    const parsed = OpeningsQuery.safeParse(context.req.query())
    if (!parsed.success) throw validationProblem(parsed.error)
    const { reason, location } = parsed.data
    checkNames(practice, { reason, practitioner: null, location })
    const { file } = practice
    const { compiled, now } = snapshot
    const today = todayOf(file, now)
    const range = { start: rangeOfDates(compiled, { from: today, to: today }).start, end: compiled.span.end }
    // The clock takes the first starts away and adds some at the horizon: the first one and their number tell which.
    const places = location === undefined ? file.locations.map(({ id }) => id) : [location]
    const offered = places.map((id) => starts(snapshot, { reason, location: id }, range))
    const moment = [version, ...offered.map((list) => `${list[0] ?? ''}.${list.length}`)].join('.')
    return sendVersioned(context, `${file.id} ${reason} ${location ?? ''}`, moment, (): OpeningsReply => {
      return { version, today, answer: writeAnswer(snapshot, { reason, location }, range) }
    })
  })

  app.get('/:practice/compiled', async (context) => {
    const { practice, snapshot, version } = await found(context.req.param('practice'), clock())
    return sendVersioned(context, practice.file.id, `${version}.${zoneData}`, (): CompiledReply => {
      return { version, written: writeSnapshot(snapshot, zoneData) }
    })
  })

  /** Weak, because the answer may be packed on its way. */
  function sendVersioned(context: Context, address: string, version: string, make: () => unknown): Response {
    const headers = { 'Cache-Control': FRESH, ETag: `W/"${version}"` }
    if (context.req.header('If-None-Match') === headers.ETag) return context.body(null, 304, headers)
    const text = shelf.get(address, version, make)
    return context.body(text, 200, { ...headers, 'Content-Type': 'application/json' })
  }

  async function found(id: string, now: number): Promise<Present> {
    const present = await residents.present(store, id, now)
    if (!present) throw new ProblemError('not-found', 'There is no such practice.')
    return present
  }

  return app
}
