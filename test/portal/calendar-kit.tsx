import '../../portal/view/calendar-room.tsx'
import { HttpResponse, http } from 'msw'
import type { CalendarReply, WhyReply } from '../../server/contract/calendar.ts'
import { answerAs, refuse, server } from './kit.tsx'

type Item = CalendarReply['items'][number]
type Lane = CalendarReply['lanes'][number]

const zone = '-05:00'
/** An instant of the practice's November, like `at('2026-11-24', '09:30')`. */
export const at = (date: string, time: string) => `${date}T${time}:00${zone}`

export const item = (change: Partial<Item> & Pick<Item, 'id'>): Item => ({
  kind: 'appointment',
  request: null,
  state: 'booked',
  start: at('2026-11-24', '09:30'),
  end: at('2026-11-24', '10:00'),
  practitioners: ['osei'],
  chair: null,
  reason: 'Check-up',
  patient: { given: 'Nadia', family: 'Reyes' },
  patientRecord: null,
  note: null,
  blockKind: null,
  isOutsideHours: false,
  isOver: false,
  ...change,
})

export const open = (date: string, start: string, end: string, from: Lane['open'][number]['from'] = 'schedule') => ({
  start: at(date, start),
  end: at(date, end),
  location: 'pine',
  reasons: null,
  patients: null,
  from,
})

export const lane = (change: Partial<Lane> = {}): Lane => ({
  kind: 'practitioner',
  id: 'osei',
  name: 'Dr. Amara Osei',
  hasHours: true,
  away: [],
  places: 1,
  open: [open('2026-11-24', '09:00', '12:00'), open('2026-11-24', '13:00', '17:00')],
  taken: [],
  ...change,
})

const dayMs = 86_400_000
/** Days of 24 hours from a Monday on. */
export const days = (monday: string, zoneOffset = zone): CalendarReply['days'] =>
  Array.from({ length: 7 }, (_, index) => {
    const date = new Date(Date.parse(monday) + index * dayMs).toISOString().slice(0, 10)
    const start = Date.parse(`${date}T00:00:00${zoneOffset}`)
    return {
      date,
      start: new Date(start).toISOString(),
      end: new Date(start + dayMs).toISOString(),
      isWeekEdited: [],
    }
  })

/** The week of Mon 23 Nov 2026. */
export const week = (change: Partial<CalendarReply> = {}): CalendarReply => ({
  from: '2026-11-23',
  to: '2026-11-30',
  timeZone: 'America/New_York',
  now: at('2026-11-23', '08:42'),
  days: days('2026-11-23'),
  closures: [],
  lanes: [lane(), lane({ id: 'brandt', name: 'Dr. Lukas Brandt' })],
  items: [item({ id: 'a1' })],
  ...change,
})

export const why = (change: Partial<WhyReply> = {}): WhyReply => ({
  start: at('2026-11-24', '09:30'),
  isOffered: false,
  offeredTo: [],
  practitioners: [],
  rules: [
    {
      rule: 'taken',
      words: 'Dr. Amara Osei has a visit until 10:00',
      records: [{ kind: 'appointment', id: 'a1' }],
      remove: ['moving that visit'],
    },
    {
      rule: 'ceiling',
      words: 'Ceiling reached: 2 new patients a morning',
      records: [{ kind: 'rule', id: '/ceilings/0' }],
      remove: [],
    },
  ],
  ...change,
})

export type Kept = { calendar: CalendarReply | 'broken'; why: WhyReply | 'broken' }

/** Answers as the server would; what is put into `kept` is the next answer. */
export function answerCalendar(change: Partial<Kept> = {}) {
  const { desk, sent } = answerAs()
  const kept: Kept = { calendar: week(), why: why(), ...change }
  const asked: string[] = []
  const changes: { what: string; body: unknown }[] = []
  const reply = (path: string, what: () => unknown) =>
    http.get(`*/portal/api/practices/elm/${path}`, ({ request }) => {
      const { search } = new URL(request.url)
      asked.push(`${path}${decodeURIComponent(search)}`)
      const answer = what()
      return answer === 'broken' ? refuse(500, 'internal-error') : HttpResponse.json(answer as object)
    })
  const taken = (path: string) =>
    http.post(`*/portal/api/practices/elm/${path}`, async ({ request }) => {
      changes.push({ what: path, body: await request.json() })
      return HttpResponse.json({})
    })
  server.use(
    reply('calendar', () => kept.calendar),
    reply('why', () => kept.why),
    taken('blocks'),
    taken('blocks/remove'),
  )
  return { desk, sent, kept, asked, changes }
}
