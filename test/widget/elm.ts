import type { WireAnswer } from '../../engine/index.ts'
import type { Availability, PracticeReply, RequestReply, Slot } from '../../server/contract/index.ts'

/** A Saturday. */
export const today = '2026-11-21'

/** A start at the practice in New York, on winter time unless said otherwise. */
export const at = (date: string, time: string, practitioners = ['okafor', 'lind'], more: Partial<Slot> = {}): Slot => ({
  start: `${date}T${time}:00${date >= '2027-03-14' ? '-04:00' : '-05:00'}`,
  practitioners,
  ...more,
})

/** What the practice has open for a check-up: two days next week, one the week after, one in January. */
export const openings: readonly Slot[] = [
  at('2026-11-24', '09:00'),
  at('2026-11-24', '09:40', ['okafor']),
  at('2026-11-24', '13:20'),
  at('2026-11-24', '17:30', ['okafor']),
  at('2026-11-26', '11:00', ['okafor']),
  at('2026-12-02', '10:00', ['okafor']),
  at('2027-01-12', '08:30', ['lind']),
]

interface TimesWanted {
  readonly reason: string
  readonly practitioner: string | null
  readonly location: string | null
  readonly from: string
  readonly to: string
}

/** Openings from a date on and before another, as the server cuts them. */
export const cut = (
  slots: readonly Slot[],
  { reason, practitioner, location, from, to }: TimesWanted,
): Availability => {
  const wanted = slots.filter(
    (slot) => (!practitioner || slot.practitioners.includes(practitioner)) && (!location || slot.location === location),
  )
  return {
    reason,
    practitioner,
    from,
    to,
    slots: wanted.filter(({ start }) => start >= from && start < to),
    next: wanted.find(({ start }) => start >= to)?.start ?? null,
  }
}

const reasons: PracticeReply['reasons'] = [
  {
    id: 'check-up',
    name: 'Check-up and clean',
    description: 'every six months or so',
    durationMinutes: 40,
    practitioners: ['okafor', 'lind'],
  },
  { id: 'first-visit', name: 'First visit', durationMinutes: 60, practitioners: ['okafor'], patients: 'new' },
  { id: 'implants', name: 'Implants', durationMinutes: 30, practitioners: ['lind'] },
]

/** Elm Dental; implants have no times at all. */
export const elm = (changed: Partial<PracticeReply> = {}, slots: readonly Slot[] = openings): PracticeReply => ({
  id: 'elm',
  name: 'Elm Dental',
  phone: '555-0142',
  locale: 'en-GB',
  language: 'en',
  consents: true,
  weekStart: 1,
  answerWithin: 'one working day',
  urgentCare: { title: 'In pain, swollen or bleeding?', text: 'Please call.', phone: '555-0199' },
  today,
  locations: [{ id: 'elm', name: 'Elm Street', address: '12 Elm Street', timeZone: 'America/New_York' }],
  practitioners: [
    { id: 'okafor', name: 'Dr Maya Okafor' },
    { id: 'lind', name: 'Dr Jonas Lind', role: 'implants' },
  ],
  reasons,
  availability: Object.fromEntries(
    reasons.map(({ id }) => [
      id,
      cut(id === 'implants' ? [] : slots, {
        reason: id,
        practitioner: null,
        location: null,
        from: today,
        to: '2026-12-05',
      }),
    ]),
  ),
  ...changed,
})

/** The same openings in the compact form. */
export const wireOf = (slots: readonly Slot[]): WireAnswer => {
  const minutes = slots.map(({ start }) => Date.parse(start) / 60_000)
  return {
    form: 1,
    starts: minutes.map((minute, i) => minute - (minutes[i - 1] ?? 0)),
    kinds: slots.map(({ practitioners, places = 1 }) => ({ practitioners, location: 'elm', places, of: places })),
    runs: slots.flatMap((_, i) => [i, 1]),
    zones: { elm: { changes: [Date.parse('2027-03-14T07:00:00Z')], offsets: [-18_000_000, -14_400_000] } },
  }
}

/** What Elm Dental answers to a request for a check-up. */
export const sentReply = (start: string): RequestReply => ({
  reference: 'K7Q-2M9',
  state: 'pending',
  start,
  end: start,
  reason: { id: 'check-up', name: 'Check-up and clean' },
  practitioner: { id: 'okafor', name: 'Dr Maya Okafor' },
  location: { id: 'elm', name: 'Elm Street', address: '12 Elm Street' },
})
