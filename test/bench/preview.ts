import type { Busy } from '../../engine/index.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'
import { previewRules } from '../../server/rules/preview.ts'
import type { Task } from './measure.ts'
import { seeded } from './workload.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const PRACTITIONERS = 10
const APPOINTMENTS = 5000
const now = Date.parse('2027-01-04T13:00:00Z')

/** Ten practitioners who give eight reasons each, in ten chairs; 5,000 appointments of the year ahead. */
const before = practiceWhere('17:00')
const after = practiceWhere('16:00')
const busy = appointments()

/** What staff see before they save: one practitioner's afternoons end an hour sooner. */
export const previewOfYear: Task = {
  name: 'preview of a year, 10 practitioners',
  run: () => previewRules(before, after, { busy, locations: new Map(), now }).weeks.length,
}

function practiceWhere(end: string): PracticeFile {
  const ids = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}-${i + 1}`)
  const reasons = ids('reason', 8)
  const chairs = ids('chair', PRACTITIONERS)
  return PracticeFile.parse({
    id: 'elm',
    name: 'Elm Dental',
    phone: '555-0100',
    locations: [{ id: 'main', name: 'Elm Street', address: '1 Elm Street', timeZone: 'America/New_York' }],
    chairs: chairs.map((id) => ({ id, name: id })),
    reasons: reasons.map((id, i) => ({ id, name: id, durationMinutes: 20 + 10 * i, stepMinutes: 10, chairs })),
    practitioners: ids('doctor', PRACTITIONERS).map((id, i) => ({
      id,
      name: id,
      reasons,
      schedules: [
        {
          windows: [
            { rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', start: '09:00', end: '12:00' },
            { rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', start: '13:00', end: i === 0 ? end : '17:00' },
          ],
        },
      ],
    })),
  })
}

function appointments(): Busy[] {
  const below = seeded(7)
  return Array.from({ length: APPOINTMENTS }, (_, i): Busy => {
    const start = now + DAY_MS * (1 + below(360)) + 60 * MINUTE_MS * (1 + below(7))
    return {
      ...{ id: `a${i}`, kind: 'appointment', status: 'booked', start, end: start + 30 * MINUTE_MS },
      ...{ practitioners: [`doctor-${1 + below(PRACTITIONERS)}`], chair: null, reason: 'reason-1' },
    }
  })
}
