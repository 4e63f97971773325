import { HttpResponse, http } from 'msw'
import type { PreviewReply, RulesReply } from '../../server/contract/calendar.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'
import { week } from './calendar-kit.tsx'
import { answerAs, danaAt, refuse, server } from './kit.tsx'

const weekday = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'

/** Dr. Osei works 08:00–12:00 on weekdays and every second Saturday; Dr. Brandt by a rule that has no fields. */
export const file = (change: object = {}): PracticeFile =>
  PracticeFile.parse({
    id: 'elm',
    name: 'Elm Dental',
    phone: '(206) 555-0100',
    locations: [{ id: 'pine', name: 'Pine Street', address: '1 Pine Street', timeZone: 'America/New_York' }],
    chairs: [{ id: 'chair-2', name: 'Chair 2' }],
    reasons: [
      { id: 'check-up', name: 'Check-up', durationMinutes: 30 },
      { id: 'crown', name: 'Crown', durationMinutes: 60 },
    ],
    practitioners: [
      {
        id: 'osei',
        name: 'Dr. Amara Osei',
        splitBooking: 2,
        reasons: ['check-up', 'crown'],
        schedules: [
          {
            windows: [
              { rrule: weekday, start: '08:00', end: '12:00' },
              { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA', dtstart: '2026-11-28', start: '09:00', end: '12:00' },
            ],
          },
        ],
        weeks: [{ week: '2026-12-21', windows: [{ weekday: 1, start: '08:00', end: '10:00' }] }],
      },
      {
        id: 'brandt',
        name: 'Dr. Lukas Brandt',
        reasons: ['check-up'],
        schedules: [{ windows: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=1', start: '08:00', end: '12:00' }] }],
      },
    ],
    ...change,
  })

export const nothing: PreviewReply = { faults: [], weeks: [], practitioners: [], affected: [], what: [] }

export type Answers = { reply: RulesReply; preview: PreviewReply | 'broken'; sent: { path: string; body: Sent }[] }
export type Sent = { file: PracticeFile; base: string }

/** Answers as the server would; changing `reply` is what a colleague does. */
export function answerRules(
  change: Partial<RulesReply> = {},
  role: 'owner' | 'staff' | 'read-only' = 'owner',
): Answers {
  answerAs({ me: danaAt({ role }) })
  const answers: Answers = {
    reply: { file: file(), base: 'one', saved: null, undo: null, canSplit: true, ...change },
    preview: nothing,
    sent: [],
  }
  const rules = '*/portal/api/practices/elm/rules'
  const record = async (request: Request) => {
    const body = (await request.json()) as Sent
    answers.sent.push({ path: new URL(request.url).pathname.split('/elm/')[1]!, body })
    return body
  }
  const saved = (next: PracticeFile) => {
    const before = answers.reply
    const at = '2026-11-23T08:42:00-05:00'
    answers.reply = {
      ...before,
      file: next,
      base: `${before.base}+`,
      saved: { at, by: 'Dana Whitlock' },
      undo: { at, by: 'Dana Whitlock', what: ['Hours are others.'] },
    }
    last = before.file
    return HttpResponse.json(answers.reply)
  }
  let last = answers.reply.file
  server.use(
    http.get(rules, () => HttpResponse.json(answers.reply)),
    http.get('*/portal/api/practices/elm/calendar', () => HttpResponse.json(week())),
    http.post(`${rules}/preview`, async ({ request }) => {
      await record(request)
      return answers.preview === 'broken' ? refuse(500, 'internal-error') : HttpResponse.json(answers.preview)
    }),
    http.post(`${rules}/undo`, async ({ request }) => {
      const { base } = await record(request)
      return base === answers.reply.base ? saved(last) : refuse(409, 'changed-meanwhile')
    }),
    http.post(rules, async ({ request }) => {
      const body = await record(request)
      return body.base === answers.reply.base ? saved(body.file) : refuse(409, 'changed-meanwhile')
    }),
  )
  return answers
}

/** What a colleague saved. */
export function savedByLee(answers: Answers, change: (before: PracticeFile) => PracticeFile): void {
  answers.reply = {
    ...answers.reply,
    file: change(answers.reply.file),
    base: 'lee',
    saved: { at: '2026-11-23T08:40:00-05:00', by: 'Lee Park' },
  }
}
