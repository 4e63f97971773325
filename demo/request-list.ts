import type { PatientFields } from '../server/store/model.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** What somebody sent, and how long ago; times are taken from what was on offer then. */
export interface Sent {
  readonly patient: PatientFields
  readonly reason: string
  readonly practitioner: string | null
  readonly ageMs: number
  /** The first time on offer from so long after it was sent. */
  readonly aheadMs: number
  readonly isNewPatient?: boolean
  readonly note?: string
  readonly guardian?: { given: string; family: string }
  readonly source?: { utmSource?: string; referrer?: string }
  readonly consent?: { email: boolean; text: boolean }
}

const person = (given: string, family: string, birthDate: string, number: string, email = true): PatientFields => ({
  given,
  family,
  birthDate,
  mobile: `555-01${number}`,
  email: email ? `${given}.${family}@example.com`.toLowerCase().replace(/[^a-z.@]/g, '') : null,
})

/** By what they are to show. */
export const requests = {
  exact: {
    patient: person('Imani', 'Whitfield', '1991-03-14', '12'),
    reason: 'check-up',
    practitioner: 'maya-okafor',
    ageMs: 47 * HOUR_MS,
    aheadMs: 7 * DAY_MS,
    note: 'Lower left side has been sensitive to cold. Mornings are best.',
    source: { referrer: 'www.google.com' },
  },
  partial: {
    patient: person('Nadia', 'Kowalczyk', '1988-12-03', '77'),
    reason: 'first-visit',
    practitioner: 'jonas-lind',
    ageMs: 14 * HOUR_MS,
    aheadMs: 9 * DAY_MS,
    isNewPatient: true,
  },
  none: {
    patient: person('Tomás', 'Herrera', '1979-07-21', '33'),
    reason: 'toothache',
    practitioner: null,
    ageMs: 9 * HOUR_MS,
    aheadMs: 11 * HOUR_MS,
    note: 'A filling came out.',
  },
  child: {
    patient: person('Leo', 'Castellano', '2019-05-30', '58'),
    reason: 'child',
    practitioner: 'sofia-marin',
    ageMs: 12 * HOUR_MS,
    aheadMs: 10 * DAY_MS,
    guardian: { given: 'Bianca', family: 'Castellano' },
  },
  noEmail: {
    patient: person('Yuki', 'Tanabe', '1966-01-09', '19', false),
    reason: 'hygienist',
    practitioner: null,
    ageMs: 100 * MINUTE_MS,
    aheadMs: 12 * DAY_MS,
    consent: { email: false, text: true },
  },
  latest: {
    patient: person('Marcus', 'Bell', '1954-10-02', '64'),
    reason: 'check-up',
    practitioner: null,
    ageMs: 22 * MINUTE_MS,
    aheadMs: 15 * DAY_MS,
    source: { utmSource: 'newsletter' },
  },
  wishing: {
    patient: person('Graham', 'O’Dell', '1971-02-25', '81'),
    reason: 'filling',
    practitioner: 'maya-okafor',
    ageMs: 5 * DAY_MS,
    aheadMs: 11 * DAY_MS,
  },
  accepted: {
    patient: person('Ruth', 'Abernathy', '1983-08-17', '27'),
    reason: 'hygienist',
    practitioner: 'priya-raman',
    ageMs: 3 * DAY_MS,
    aheadMs: 8 * DAY_MS,
  },
  moved: {
    patient: person('Owen', 'Achterberg', '1995-11-11', '45'),
    reason: 'check-up',
    practitioner: 'sofia-marin',
    ageMs: 4 * DAY_MS,
    aheadMs: 9 * DAY_MS,
  },
  rejected: {
    patient: person('Helga', 'Brandvold', '1948-04-04', '90'),
    reason: 'straightening',
    practitioner: 'jonas-lind',
    ageMs: 6 * DAY_MS,
    aheadMs: 13 * DAY_MS,
    isNewPatient: true,
  },
  cancelled: {
    patient: person('Ines', 'Fournier', '2000-06-18', '36'),
    reason: 'check-up',
    practitioner: null,
    ageMs: 2 * DAY_MS,
    aheadMs: 16 * DAY_MS,
  },
  expired: {
    patient: person('Samir', 'Haddad', '1990-09-09', '71'),
    reason: 'toothache',
    practitioner: null,
    ageMs: 4 * DAY_MS,
    aheadMs: 20 * HOUR_MS,
  },
} satisfies Record<string, Sent>

export type Key = keyof typeof requests
