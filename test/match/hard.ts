import { type AskedVisit, type KnownAppointment, type KnownPatient, match, type Person } from '../../engine/index.ts'

/* Cases that people get wrong, each by hand: who asks, who is known, and what must come of it. */

/** `exact`: linked by itself. `partial`: offered to staff, this patient (and appointment) first. `none`: nobody is offered. */
interface HardCase {
  readonly words: string
  readonly asks: Person
  readonly known: readonly Known[]
  readonly outcome: 'exact' | 'partial' | 'none'
  /** Who stands first; null: nobody is likely. */
  readonly first: string | null
  /** Which appointment stands first. Left out: the patient's only one. */
  readonly appointment?: string
}

type Known = KnownPatient & { readonly appointments: readonly KnownAppointment[] }

const START = Date.parse('2026-12-01T14:00:00Z')
const HOUR = 3_600_000
const asked: AskedVisit = { start: START, end: START + HOUR / 2, practitioners: ['kim'], reason: 'check' }

const ann: Person = {
  ...{ given: 'Ann', family: 'Roy', birthDate: '1985-03-09' },
  ...{ mobile: '+12025550142', email: 'ann@example.com' },
}
const person = (changes: Partial<Person>): Person => ({ ...ann, ...changes })
const visit = (id: string, start = START, changes: Partial<KnownAppointment> = {}): KnownAppointment => ({
  ...{ id, start, end: start + HOUR / 2, practitioner: 'kim', reason: 'check', status: 'booked' },
  ...changes,
})
const known = (
  id: string,
  changes: Partial<KnownPatient>,
  appointments: readonly KnownAppointment[] = [visit(`visit of ${id}`)],
): Known => ({ ...ann, ...changes, id, appointments })

export const hardCases: readonly HardCase[] = [
  {
    words: 'Jr asks, Jr and Sr of one mobile are known',
    asks: person({ given: 'Ray', family: 'Dunn Jr.', birthDate: '1990-02-03' }),
    known: [
      known('sr', { given: 'Ray', family: 'Dunn Sr', birthDate: '1961-07-08' }, []),
      known('jr', { given: 'Ray', family: 'Dunn Jr', birthDate: '1990-02-03' }),
    ],
    ...{ outcome: 'exact', first: 'jr' },
  },
  {
    words: 'Jr asks with Sr’s birth date: nothing is linked',
    asks: person({ given: 'Ray', family: 'Dunn Jr', birthDate: '1961-07-08' }),
    known: [known('sr', { given: 'Ray', family: 'Dunn Sr', birthDate: '1961-07-08' })],
    ...{ outcome: 'partial', first: 'sr' },
  },
  {
    words: 'de la Cruz, written De La Cruz',
    asks: person({ family: 'De La Cruz' }),
    known: [known('one', { family: 'de la Cruz' }), known('other', { family: 'Cruz', birthDate: '1970-01-02' }, [])],
    ...{ outcome: 'exact', first: 'one' },
  },
  {
    words: 'Cruz for de la Cruz',
    asks: person({ family: 'Cruz' }),
    known: [known('one', { family: 'de la Cruz' })],
    ...{ outcome: 'partial', first: 'one' },
  },
  {
    words: 'O’Brien-Müller, written OBRIEN MULLER',
    asks: person({ family: 'OBRIEN MULLER' }),
    known: [known('one', { family: 'O’Brien-Müller' })],
    ...{ outcome: 'exact', first: 'one' },
  },
  {
    words: 'Mueller for Müller',
    asks: person({ family: 'O’Brien-Mueller' }),
    known: [known('one', { family: 'O’Brien-Müller' })],
    ...{ outcome: 'partial', first: 'one' },
  },
  {
    words: 'Đặng, written Dang',
    asks: person({ family: 'Dang' }),
    known: [known('one', { family: 'Đặng' })],
    ...{ outcome: 'exact', first: 'one' },
  },
  {
    words: 'Đặng, in two ways to write the same letters',
    asks: person({ family: 'Đặng'.normalize('NFD') }),
    known: [known('one', { family: 'Đặng'.normalize('NFC') })],
    ...{ outcome: 'exact', first: 'one' },
  },
  {
    words: 'Bob for Robert',
    asks: person({ given: 'Bob' }),
    known: [known('one', { given: 'Robert' })],
    ...{ outcome: 'partial', first: 'one' },
  },
  {
    words: 'Liz for Elizabeth, with a new mobile',
    asks: person({ given: 'Liz', mobile: '+12025550199' }),
    known: [known('one', { given: 'Elizabeth' })],
    ...{ outcome: 'partial', first: 'one' },
  },
  {
    words: 'a birth date one day off',
    asks: person({ birthDate: '1985-03-10' }),
    known: [known('one', {})],
    ...{ outcome: 'partial', first: 'one' },
  },
  {
    words: 'day and month of the birth date swapped',
    asks: person({ birthDate: '1985-09-03' }),
    known: [known('one', {})],
    ...{ outcome: 'partial', first: 'one' },
  },
  {
    words: 'names swapped',
    asks: person({ given: 'Roy', family: 'Ann' }),
    known: [known('one', {})],
    ...{ outcome: 'partial', first: 'one' },
  },
  {
    words: 'the maiden name, which is known',
    asks: person({ family: 'Okafor' }),
    known: [known('one', { formerFamily: ['Okafor'] })],
    ...{ outcome: 'partial', first: 'one' },
  },
  {
    words: 'the name since the wedding, which isn’t known',
    asks: person({ family: 'Okafor' }),
    known: [known('one', {})],
    ...{ outcome: 'partial', first: 'one' },
  },
  {
    words: 'a twin asks, and both twins are known, with one mobile',
    asks: person({ given: 'Jayden' }),
    known: [known('other', { given: 'Kayden' }, []), known('one', { given: 'Jayden' })],
    ...{ outcome: 'exact', first: 'one' },
  },
  {
    words: 'a twin asks, and only the other one is known',
    asks: person({ given: 'Jayden' }),
    known: [known('other', { given: 'Kayden' })],
    ...{ outcome: 'partial', first: 'other' },
  },
  {
    words: 'the mother asks by the mobile of the family',
    asks: person({ given: 'Ann' }),
    known: [
      known('child', { given: 'Lea', birthDate: '2016-05-06' }, []),
      known('mother', { given: 'Ann' }),
      known('father', { given: 'Tom', birthDate: '1984-01-02' }, []),
    ],
    ...{ outcome: 'exact', first: 'mother' },
  },
  {
    words: 'a child who isn’t known asks by the mobile of the family',
    asks: person({ given: 'Noah', birthDate: '2019-05-06' }),
    known: [known('mother', {}), known('father', { given: 'Tom', birthDate: '1984-01-02' })],
    ...{ outcome: 'none', first: null },
  },
  {
    words: 'somebody of the same name and birth date, with other numbers',
    asks: person({ mobile: '+12025550111', email: 'other@example.com' }),
    known: [known('one', {})],
    ...{ outcome: 'partial', first: 'one' },
  },
  {
    words: 'the same patient kept twice: staff choose',
    asks: ann,
    known: [known('one', {}), known('two', {}, [])],
    ...{ outcome: 'partial', first: 'one' },
  },
  {
    words: 'two visits on a day: the one at the time that was asked for',
    asks: ann,
    known: [known('one', {}, [visit('later', START + 3 * HOUR), visit('asked')])],
    ...{ outcome: 'exact', first: 'one', appointment: 'asked' },
  },
  {
    words: 'two visits on a day, neither at that time: the nearer one first, and nothing is linked',
    asks: ann,
    known: [known('one', {}, [visit('later', START + 5 * HOUR), visit('nearer', START + HOUR / 3)])],
    ...{ outcome: 'partial', first: 'one', appointment: 'nearer' },
  },
  {
    words: 'two visits at the same time: staff choose',
    asks: ann,
    known: [known('one', {}, [visit('a'), visit('b')])],
    ...{ outcome: 'partial', first: 'one', appointment: 'a' },
  },
  {
    words: 'cancelled, and made again under another id',
    asks: ann,
    known: [known('one', {}, [visit('old', START, { status: 'cancelled' }), visit('new')])],
    ...{ outcome: 'exact', first: 'one', appointment: 'new' },
  },
]

/** What came of it instead; null: what must. */
export function missedBy({ asks, known: all, outcome, first, appointment }: HardCase): string | null {
  const found = match({ ...asked, patient: asks }, all)
  const [best] = found.patients
  const likely = best && best.appointments.length > 0 ? best : null
  if (found.kind !== outcome) return `${found.kind}, not ${outcome}`
  if ((likely?.id ?? null) !== first) return `${likely?.id ?? 'nobody'} is first, not ${first ?? 'nobody'}`
  const firstVisit = likely?.appointments[0]?.id
  return appointment !== undefined && firstVisit !== appointment ? `${firstVisit} is first, not ${appointment}` : null
}
