import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AppointmentStatus,
  type AskedVisit,
  comparePatient,
  type FieldComparison,
  type KnownAppointment,
  type KnownPatient,
  match,
  matchAppointments,
  matchPatients,
  type PatientField,
  type Person,
} from '../../engine/index.ts'

const elizabeth: Person = {
  given: 'Elizabeth',
  family: 'Warren',
  birthDate: '1985-03-04',
  mobile: '+12125550142',
  email: 'e.warren@example.com',
}

const asked = (changed: Partial<Person> = {}): Person => ({ ...elizabeth, ...changed })
const known = (changed: Partial<KnownPatient> = {}): KnownPatient => ({ id: 'p1', ...elizabeth, ...changed })

function fieldOf(field: PatientField, request: Person, patient: KnownPatient): FieldComparison {
  return comparePatient(request, patient).fields.find((each) => each.field === field)!
}

/** What one field says when all others are the same: `same`, or `close: typo`. */
function saysOf(field: PatientField, from: Partial<Person>, to: Partial<KnownPatient>): string {
  const { verdict, because } = fieldOf(field, asked(from), known(to))
  return because ? `${verdict}: ${because}` : verdict
}

const kindOf = (request: Person, ...patients: KnownPatient[]) => matchPatients(request, patients).kind
const idsOf = (request: Person, ...patients: KnownPatient[]) =>
  matchPatients(request, patients).candidates.map(({ id }) => id)

describe('comparePatient', () => {
  it('tells each identifier side by side, with what to mark', () => {
    expect(
      comparePatient(
        asked({ given: 'Elisabeth', birthDate: '1985-04-03' }),
        known({ mobile: '+12125550143', email: null }),
      ),
    ).toEqual({
      id: 'p1',
      score: (6 * 0.7 + 7 + 13 * 0.6 + 10 * 0.4) / 38,
      isExact: false,
      fields: [
        {
          field: 'given',
          asked: 'Elisabeth',
          known: 'Elizabeth',
          verdict: 'close',
          because: 'nickname',
          differences: { asked: [], known: [] },
        },
        {
          field: 'family',
          asked: 'Warren',
          known: 'Warren',
          verdict: 'same',
          differences: { asked: [], known: [] },
        },
        {
          field: 'birthDate',
          asked: '1985-04-03',
          known: '1985-03-04',
          verdict: 'close',
          because: 'day-month-swapped',
          differences: {
            asked: [
              [5, 7],
              [8, 10],
            ],
            known: [
              [5, 7],
              [8, 10],
            ],
          },
        },
        {
          field: 'mobile',
          asked: '+12125550142',
          known: '+12125550143',
          verdict: 'close',
          because: 'one-digit',
          differences: { asked: [[11, 12]], known: [[11, 12]] },
        },
        {
          field: 'email',
          asked: 'e.warren@example.com',
          known: null,
          verdict: 'missing',
          differences: { asked: [], known: [] },
        },
      ],
    })
  })

  it.each([
    ['WARREN', 'Warren', 'same: punctuation'],
    ['O’Brien-Müller', "O'Brien Muller", 'same: diacritics'],
    ["O'Brien-Müller", 'OBRIEN-MÜLLER', 'same: punctuation'],
    ["O'Brien", "O'Brien-Müller", 'close: part-of-double-name'],
    ['Đặng', 'Dang', 'same: diacritics'],
    ['Dang', 'Đặng', 'same: diacritics'],
    ['Jørgensen', 'Jorgensen', 'same: diacritics'],
    ['Joergensen', 'Jørgensen', 'close: transliteration'],
    ['Strauss', 'Strauß', 'same: diacritics'],
    ['Mueller', 'Müller', 'close: transliteration'],
    ['Łukasiewicz', 'Lukasiewicz', 'same: diacritics'],
    ['Kaʻahumanu', 'Kaahumanu', 'same: diacritics'],
    ['ＷＡＲＲＥＮ', 'Warren', 'same: diacritics'],
    ['ﬁnch', 'Finch', 'same: diacritics'],
    ['Ковалёва', 'Ковалева', 'same: diacritics'],
    ['ΠΑΠΑΔΌΠΟΥΛΟΣ', 'Παπαδόπουλος', 'same: punctuation'],
    ['de la Cruz', 'De La Cruz', 'same: punctuation'],
    ['DelaCruz', 'de la Cruz', 'same: punctuation'],
    ['Cruz', 'de la Cruz', 'close: particle'],
    ['Cruz', 'Delacruz', 'close: particle'],
    ['van der Berg', 'Berg', 'close: particle'],
    ['Mc Donald', 'McDonald', 'same: punctuation'],
    ['MacDonald', 'McDonald', 'close: typo'],
    ['García', 'García López', 'close: part-of-double-name'],
    ['Lopez Garcia', 'Garcia Lopez', 'close: part-of-double-name'],
    ['Warren', 'Warren Jr.', 'close: suffix'],
    ['Warren Junior', 'Warren Jr', 'close: suffix'],
    ['Warren, Jr.', 'Warren Jr', 'same: punctuation'],
    ['Warren Sr', 'Warren Jr', 'differs: suffix'],
    ['Warren II', 'Warren III', 'differs: suffix'],
    ['Waren', 'Warren', 'close: typo'],
    ['Garcia', 'Gracia', 'close: typo'],
    ['Smith', 'Kowalski', 'differs'],
    ['Lee', 'Li', 'differs'],
    ['-', 'Warren', 'missing'],
  ])('finds that the family name %j and the known %j are: %s', (from, to, says) => {
    expect(saysOf('family', { family: from }, { family: to })).toBe(says)
  })

  it.each([
    ['Bob', 'Robert', 'close: nickname'],
    ['Liz', 'Elizabeth', 'close: nickname'],
    ['Beth', 'Betsy', 'close: nickname'],
    ['Bob J.', 'Robert James', 'close: nickname'],
    ['Alex', 'Alexandra', 'close: nickname'],
    ['E.', 'Elizabeth', 'close: initial'],
    ['J P', 'John-Paul', 'close: initial'],
    ['JP', 'John Paul', 'close: initial'],
    ['Mary A', 'Mary Ann', 'close: initial'],
    ['Mary', 'Mary Ann', 'close: part-of-double-name'],
    ['Maryann', 'Mary-Ann', 'same: punctuation'],
    ['Anais', 'Anaïs', 'same: diacritics'],
    ['İbrahim', 'Ibrahim', 'same: diacritics'],
    ['Elizabteh', 'Elizabeth', 'close: typo'],
    ['Erik', 'Eric', 'close: typo'],
    ['John', 'Joan', 'close: typo'],
    ['Tim', 'Tom', 'differs'],
  ])('finds that the given name %j and the known %j are: %s', (from, to, says) => {
    expect(saysOf('given', { given: from, mobile: null, email: null, birthDate: null }, { given: to })).toBe(says)
  })

  it('keeps names apart that differ in vowel signs or voicing marks, which look like diacritics to Unicode', () => {
    expect(saysOf('given', { given: 'राम' }, { given: 'रीम' })).not.toMatch(/^same/)
    expect(saysOf('family', { family: 'かとう' }, { family: 'がとう' })).not.toMatch(/^same/)
    expect(saysOf('family', { family: 'ﾀﾅｶ' }, { family: 'タナカ' })).toBe('same: diacritics')
  })

  it.each([
    ['1985-03-04', '1985-03-04', 'same'],
    ['1985-04-03', '1985-03-04', 'close: day-month-swapped'],
    ['1985-03-05', '1985-03-04', 'close: one-day'],
    ['1985-03-01', '1985-02-28', 'close: one-day'],
    ['1985-03-24', '1985-03-04', 'close: one-digit'],
    ['1958-03-04', '1985-03-04', 'close: digits-swapped'],
    ['2026-03-04', '1985-03-04', 'close: other-year'],
    ['1985-07-19', '1985-03-04', 'differs'],
    ['1985-03-04', '1985-03', 'close: incomplete-date'],
    ['1985-03-04', '1986', 'differs'],
    ['1985-03-04', null, 'missing'],
    ['1985-03-04', '1985-13-45', 'missing'],
    ['1985-03-04', 'unknown', 'missing'],
  ])('finds that the birth date %s and the known %s are: %s', (from, to, says) => {
    expect(saysOf('birthDate', { birthDate: from }, { birthDate: to })).toBe(says)
  })

  it.each([
    ['+12125550142', '(212) 555-0142', 'same'],
    ['+12125550142', '1-212-555-0142', 'same'],
    ['+12125550142', '212 555 0142 x17', 'same'],
    ['555-0142', '555 0142', 'same'],
    ['+12125550142', '555-0142', 'close: number-prefix'],
    ['+442075550142', '020 7555 0142', 'close: number-prefix'],
    ['+442125550142', '(212) 555-0142', 'close: number-prefix'],
    ['+442125550142', '+12125550142', 'differs'],
    // Country 55 with eight digits is another number than ten digits within North America.
    ['+5550100123', '+15550100123', 'close: one-digit'],
    ['+5550100123', '555 010 0123', 'close: number-prefix'],
    ['+12125550124', '+12125550142', 'close: digits-swapped'],
    ['+1212555014', '+12125550142', 'close: one-digit'],
    ['+12125550142', '000-000-0000', 'missing'],
    ['+12125550142', '+10000000000', 'missing'],
    ['+12125550142', 'none', 'missing'],
    ['+12125550142', '+13475550199', 'differs'],
  ])('finds that the mobile %s and the known %s are: %s', (from, to, says) => {
    const { verdict, because } = fieldOf('mobile', asked({ mobile: from }), known({ mobile: to }))
    expect(because ? `${verdict}: ${because}` : verdict).toBe(says)
  })

  it.each([
    ['E.Warren@Example.com ', 'e.warren@example.com', 'same'],
    ['e.warren+dentist@example.com', 'e.warren@example.com', 'close: mail-tag'],
    ['e.waren@example.com', 'e.warren@example.com', 'close: typo'],
    ['e.warren@mail.example.com', 'e.warren@example.com', 'close: other-domain'],
    ['liz@example.com', 'e.warren@example.com', 'differs'],
    ['e.warren@example.com', 'none', 'missing'],
  ])('finds that the email %s and the known %s are: %s', (from, to, says) => {
    expect(saysOf('email', { email: from }, { email: to })).toBe(says)
  })

  it('knows names, numbers and addresses that the practice wrote down besides', () => {
    const patient = known({
      given: 'Jane',
      middle: ['Margaret', 'Q'],
      nicknames: ['Bunny'],
      family: 'Okafor',
      formerFamily: ['Smith'],
      phones: ['+12125550177'],
      emails: ['jane@example.com'],
    })
    const says = (field: PatientField, from: Partial<Person>) => {
      const {
        verdict,
        because,
        known: value,
      } = fieldOf(field, asked({ given: 'Jane', family: 'Okafor', ...from }), patient)
      return [verdict, because, value]
    }
    expect(says('given', { given: 'Bunny' })).toEqual(['close', 'nickname', 'Bunny'])
    expect(says('given', { given: 'Margaret' })).toEqual(['close', 'middle-name', 'Margaret'])
    expect(says('given', { given: 'Jane Margaret Q.' })).toEqual(['same', 'punctuation', 'Jane Margaret Q'])
    expect(says('given', { given: 'Jane M' })).toEqual(['close', 'part-of-double-name', 'Jane'])
    expect(says('family', { family: 'Smith' })).toEqual(['close', 'former-name', 'Smith'])
    expect(says('mobile', { mobile: '+12125550177' })).toEqual(['same', undefined, '+12125550177'])
    expect(says('email', { email: 'jane@example.com' })).toEqual(['same', undefined, 'jane@example.com'])
    // A landline that isn't the mobile says nothing against it.
    expect(fieldOf('mobile', asked(), known({ mobile: null, phones: ['+12125550177'] }))).toMatchObject({
      verdict: 'missing',
      known: null,
    })
  })

  it('marks the differing part of what is known and of what was typed', () => {
    const marks = (field: PatientField, from: Partial<Person>, to: Partial<KnownPatient>) =>
      fieldOf(field, asked(from), known(to)).differences
    expect(marks('family', { family: 'Waren' }, {})).toEqual({ asked: [], known: [[3, 4]] })
    expect(marks('family', { family: 'Brien' }, { family: "O'Brien" })).toEqual({ asked: [], known: [[0, 1]] })
    expect(marks('family', { family: 'Warren' }, { family: 'Warren Jr' })).toEqual({ asked: [], known: [[7, 9]] })
    expect(marks('mobile', { mobile: '+12125550124' }, { mobile: '(212) 555-0142' })).toEqual({
      asked: [[10, 12]],
      known: [[12, 14]],
    })
    expect(marks('family', { family: 'Kowalski' }, {})).toEqual({ asked: [], known: [] })
    expect(marks('birthDate', { birthDate: '1985-07-19' }, {})).toEqual({
      asked: [
        [5, 7],
        [8, 10],
      ],
      known: [
        [5, 7],
        [8, 10],
      ],
    })
  })
})

describe('matchPatients', () => {
  it('is exact for the same names, birth date, and mobile or email, however they are spelled', () => {
    const patient = known({
      given: 'ÉLIZABETH',
      family: 'Wárren',
      mobile: '212.555.0142',
      email: 'E.WARREN@EXAMPLE.COM',
    })
    expect(kindOf(asked(), patient)).toBe('exact')
    expect(kindOf(asked({ mobile: null }), patient)).toBe('exact')
    expect(kindOf(asked({ email: null }), patient)).toBe('exact')
    expect(kindOf(asked({ mobile: '+13475550199' }), patient)).toBe('exact')
    expect(kindOf(asked({ email: 'liz@example.com' }), patient)).toBe('exact')
  })

  it.each<[string, Partial<Person>, Partial<KnownPatient>]>([
    ['a nickname', { given: 'Liz' }, {}],
    ['a nickname that the practice wrote down', { given: 'Bunny' }, { nicknames: ['Bunny'] }],
    ['a typo in the given name', { given: 'Elizabteh' }, {}],
    ['a typo in the family name', { family: 'Waren' }, {}],
    ['a former name', { family: 'Smith' }, { formerFamily: ['Smith'] }],
    ['a maiden name that nobody wrote down', { family: 'Smith' }, {}],
    ['half of a double name', { family: 'Warren' }, { family: 'Warren-Smith' }],
    ['a suffix on one side', {}, { family: 'Warren Jr' }],
    ['another suffix', { family: 'Warren Sr' }, { family: 'Warren Jr' }],
    ['swapped names', { given: 'Warren', family: 'Elizabeth' }, {}],
    ['day and month swapped', { birthDate: '1985-04-03' }, {}],
    ['a birth date one day off', { birthDate: '1985-03-05' }, {}],
    ['a birth date of another year', { birthDate: '2026-03-04' }, {}],
    ['no birth date in the record', {}, { birthDate: null }],
    ['only the year of birth in the record', {}, { birthDate: '1985' }],
    ['another mobile and another email', { mobile: '+13475550199', email: 'liz@example.com' }, {}],
    ['a mobile one digit off and no email', { mobile: '+12125550143', email: null }, {}],
    ['a mobile without its country and no email', { mobile: '+442075550142', email: null }, { mobile: '02075550142' }],
    ['no mobile and no email in the record', {}, { mobile: null, email: null }],
    ['a mobile on one side and an email on the other', { email: null }, { mobile: null }],
  ])('is partial for %s', (_title, from, to) => {
    expect(kindOf(asked(from), known(to))).toBe('partial')
  })

  it('says that names are the other way round, also where one of them has a typo', () => {
    for (const given of ['Warren', 'Waren']) {
      const { fields } = comparePatient(asked({ given, family: 'Elizabeth' }), known())
      expect(fields.slice(0, 2).map(({ verdict, because, known }) => [verdict, because, known])).toEqual([
        ['close', 'swapped-names', 'Elizabeth'],
        ['close', 'swapped-names', 'Warren'],
      ])
    }
  })

  it('takes twins for partial, and says what speaks against', () => {
    const twin = known({ id: 'twin', given: 'Edmund' })
    expect(kindOf(asked(), twin)).toBe('partial')
    expect(fieldOf('given', asked(), twin)).toMatchObject({ verdict: 'differs', because: 'twin' })
  })

  it('finds the right one of two twins, and shows the other below', () => {
    const twins = [known({ id: 'edmund', given: 'Edmund' }), known({ id: 'elizabeth' })]
    const { kind, candidates } = matchPatients(asked(), twins)
    expect([kind, candidates.map(({ id, isExact }) => [id, isExact])]).toEqual([
      'exact',
      [
        ['elizabeth', true],
        ['edmund', false],
      ],
    ])
  })

  it('prefers, of two twins with one mobile, the one whose name has a typo', () => {
    const twins = [known({ id: 'edmund', given: 'Edmund' }), known({ id: 'elizabeth' })]
    expect(idsOf(asked({ given: 'Elizabet' }), ...twins)).toEqual(['elizabeth', 'edmund'])
  })

  it("doesn't take a child for its mother because they share mobile and email", () => {
    const child = asked({ given: 'Noah', birthDate: '2018-09-20' })
    expect(kindOf(child, known())).toBe('none')
    expect(fieldOf('given', child, known())).toMatchObject({ verdict: 'differs', because: 'relative' })
  })

  it('offers father for son of the same name and mobile, and says what speaks against', () => {
    const son = asked({ given: 'John', family: 'Warren Jr', birthDate: '1990-07-21', email: null })
    const father = known({ given: 'John', family: 'Warren Sr', birthDate: '1958-11-02' })
    expect(kindOf(son, father)).toBe('partial')
    const against = comparePatient(son, father).fields.filter(({ verdict }) => verdict === 'differs')
    expect(against.map(({ field, because }) => [field, because])).toEqual([
      ['family', 'suffix'],
      ['birthDate', undefined],
    ])
  })

  it('offers somebody of the same name and birth date, with other numbers, for staff to decide', () => {
    expect(kindOf(asked({ mobile: '+13475550199', email: 'other@example.com' }), known())).toBe('partial')
  })

  it.each<[string, Partial<Person>]>([
    ['a name and a year of birth', { birthDate: '1985-07-19', mobile: '+13475550199', email: 'other@example.com' }],
    ['a birth date', { given: 'Mary', family: 'Jones', mobile: '+13475550199', email: 'other@example.com' }],
    ['a mobile', { given: 'Mary', family: 'Jones', birthDate: '1990-07-21', email: 'other@example.com' }],
    ['nothing', { given: 'Mary', family: 'Jones', birthDate: '1990-07-21', mobile: '+13475550199', email: null }],
  ])('finds nobody where strangers share %s', (_title, from) => {
    expect(kindOf(asked(from), known())).toBe('none')
  })

  it('is partial where two patients are exact: records kept twice, so staff choose', () => {
    const { kind, candidates } = matchPatients(asked(), [known({ id: 'b' }), known({ id: 'a' })])
    expect([kind, candidates.map(({ id, isExact }) => [id, isExact])]).toEqual([
      'partial',
      [
        ['a', true],
        ['b', true],
      ],
    ])
  })

  it('is none without patients, and without anything to go by', () => {
    expect(matchPatients(asked(), [])).toEqual({ kind: 'none', candidates: [] })
    expect(kindOf(asked(), { id: 'empty', given: '', family: '', birthDate: null, mobile: null, email: null })).toBe(
      'none',
    )
  })

  it('offers those above its bound only, as comparing each one alone would, and at most eight', () => {
    const patients = Array.from({ length: 12 }, (_, i) => known({ id: `p${i}`, mobile: null, email: null }))
    expect(idsOf(asked(), ...patients)).toEqual(['p0', 'p1', 'p10', 'p11', 'p2', 'p3', 'p4', 'p5'])
  })
})

const at = (time: string) => Date.parse(`${time}:00-05:00`)
const HALF_HOUR = 30 * 60_000

const visit: AskedVisit = {
  start: at('2026-11-24T10:00'),
  end: at('2026-11-24T10:30'),
  practitioners: ['ann'],
  reason: 'check',
}

function appointment(id: string, time: string, changed: Partial<KnownAppointment> = {}): KnownAppointment {
  const start = at(time)
  return { id, start, end: start + HALF_HOUR, practitioner: 'ann', reason: 'check', status: 'booked', ...changed }
}

const rankOf = (...appointments: KnownAppointment[]) =>
  matchAppointments(visit, appointments).map(({ id, isExact }) => (isExact ? `${id} exact` : id))

describe('matchAppointments', () => {
  it('tells start, practitioner, reason and duration side by side', () => {
    const [comparison] = matchAppointments(visit, [
      appointment('a', '2026-11-24T11:00', { practitioner: 'kim', reason: null, end: at('2026-11-24T11:40') }),
    ])
    expect(comparison).toEqual({
      id: 'a',
      score: expect.closeTo((0.55 * 0.9 * (1 - Math.log(2) / Math.log(337)) + 0.08 * 0.5) / 0.88, 12),
      isExact: false,
      fields: [
        {
          field: 'start',
          asked: visit.start,
          known: at('2026-11-24T11:00'),
          verdict: 'close',
          because: 'minutes-apart',
        },
        { field: 'practitioner', asked: ['ann'], known: 'kim', verdict: 'differs' },
        { field: 'reason', asked: 'check', known: null, verdict: 'missing' },
        { field: 'duration', asked: 30, known: 40, verdict: 'close' },
      ],
    })
  })

  it('is exact at the same start with the practitioner asked for, whatever reason and length were entered', () => {
    expect(rankOf(appointment('a', '2026-11-24T10:00', { reason: 'other', end: at('2026-11-24T11:30') }))).toEqual([
      'a exact',
    ])
  })

  it('is exact with anyone who may give it, when anyone was asked for', () => {
    const kim = appointment('a', '2026-11-24T10:00', { practitioner: 'kim' })
    expect(matchAppointments({ ...visit, practitioners: ['ann', 'kim'] }, [kim])[0]!.isExact).toBe(true)
    expect(matchAppointments(visit, [kim])[0]!.isExact).toBe(false)
  })

  it('is not exact where the practitioner is not known', () => {
    expect(rankOf(appointment('a', '2026-11-24T10:00', { practitioner: null }))).toEqual(['a'])
  })

  it.each<AppointmentStatus>(['booked', 'arrived', 'checked-in', 'fulfilled', 'pending', 'proposed'])(
    'takes one that is %s',
    (status) => expect(rankOf(appointment('a', '2026-11-24T10:00', { status }))).toEqual(['a exact']),
  )

  it.each<AppointmentStatus>(['cancelled', 'noshow', 'entered-in-error'])('never takes one that is %s', (status) => {
    expect(rankOf(appointment('a', '2026-11-24T10:00', { status }))).toEqual([])
  })

  it('takes the new one where an appointment was cancelled and made again under a new id', () => {
    const old = appointment('old', '2026-11-24T10:00', { status: 'cancelled' })
    expect(rankOf(old, appointment('new', '2026-11-24T10:00'))).toEqual(['new exact'])
  })

  it('puts the exact one of two visits on a day first', () => {
    expect(rankOf(appointment('hygiene', '2026-11-24T10:30'), appointment('check', '2026-11-24T10:00'))).toEqual([
      'check exact',
      'hygiene',
    ])
  })

  it('ranks another time that day above another day, and nearer days above further ones', () => {
    const times = ['2026-12-01T10:00', '2026-11-24T15:00', '2026-11-25T10:00', '2026-11-24T10:15', '2026-11-22T10:00']
    expect(rankOf(...times.map((time) => appointment(time.slice(5), time)))).toEqual([
      '11-24T10:15',
      '11-24T15:00',
      '11-25T10:00',
      '11-22T10:00',
      '12-01T10:00',
    ])
  })

  it.each([
    ['2026-11-24T10:00', 'same', undefined],
    // Software that writes times without a zone is an hour off on the day when clocks change.
    ['2026-11-24T09:00', 'close', 'minutes-apart'],
    ['2026-11-24T17:30', 'close', 'hours-apart'],
    ['2026-11-25T08:00', 'differs', 'days-apart'],
  ])('finds that a start at %s is %s, %s', (time, verdict, because) => {
    const [comparison] = matchAppointments(visit, [appointment('a', time)])
    expect(comparison!.fields[0]).toMatchObject({ verdict, ...(because && { because }) })
  })

  it('offers nothing more than two weeks away, before or after', () => {
    const times = ['2026-11-10T09:59', '2026-11-10T10:00', '2026-12-08T10:00', '2026-12-08T10:01']
    expect(rankOf(...times.map((time) => appointment(time.slice(5), time)))).toEqual(['11-10T10:00', '12-08T10:00'])
  })

  it('leaves out one that is days away with somebody else for something else', () => {
    expect(rankOf(appointment('a', '2026-12-01T10:00', { practitioner: 'kim', reason: 'hygiene' }))).toEqual([])
  })

  it('says nothing about a length that is not known', () => {
    const [comparison] = matchAppointments(visit, [appointment('a', '2026-11-24T10:00', { end: visit.start })])
    expect(comparison).toMatchObject({ isExact: true, score: 1 })
    expect(comparison!.fields[3]).toMatchObject({ field: 'duration', verdict: 'missing' })
  })

  it('leaves out times that are none', () => {
    expect(rankOf(appointment('a', 'rubbish'))).toEqual([])
  })
})

describe('match', () => {
  const request = { ...visit, patient: elizabeth }
  const exactVisit = appointment('at-ten', '2026-11-24T10:00')
  const elsewhen = appointment('at-three', '2026-11-24T15:00')
  const twin = known({ id: 'twin', given: 'Edmund' })
  const idsIn = (result: ReturnType<typeof match>) =>
    result.patients.map(({ id, appointments }) => [id, ...appointments.map((each) => each.id)])

  it('is exact for one exact patient with one exact appointment', () => {
    const result = match(request, [{ ...known(), appointments: [elsewhen, exactVisit] }])
    expect(result).toMatchObject({ kind: 'exact', patient: { id: 'p1' }, appointment: { id: 'at-ten' } })
    expect(idsIn(result)).toEqual([['p1', 'at-ten', 'at-three']])
  })

  it('is partial for an exact patient whose appointment is at another time', () => {
    const result = match(request, [{ ...known(), appointments: [elsewhen] }])
    expect([result.kind, idsIn(result)]).toEqual(['partial', [['p1', 'at-three']]])
  })

  it('is partial for a patient who is not exact, at the very time', () => {
    const result = match({ ...request, patient: asked({ given: 'Liz' }) }, [{ ...known(), appointments: [exactVisit] }])
    expect([result.kind, idsIn(result)]).toEqual(['partial', [['p1', 'at-ten']]])
  })

  it('is partial where the exact patient has two appointments at the very time', () => {
    const result = match(request, [{ ...known(), appointments: [exactVisit, { ...exactVisit, id: 'again' }] }])
    expect([result.kind, idsIn(result)]).toEqual(['partial', [['p1', 'again', 'at-ten']]])
  })

  it('is partial where two records of the patient are kept, though only one has the appointment', () => {
    const result = match(request, [
      { ...known({ id: 'a' }), appointments: [] },
      { ...known({ id: 'b' }), appointments: [exactVisit] },
    ])
    expect([result.kind, idsIn(result)]).toEqual(['partial', [['b', 'at-ten'], ['a']]])
  })

  it("is none where the exact patient has no appointment that fits, whatever the twin's nearby", () => {
    const result = match(request, [
      { ...known(), appointments: [{ ...exactVisit, status: 'cancelled' }] },
      { ...twin, appointments: [elsewhen] },
    ])
    expect([result.kind, idsIn(result)]).toEqual(['none', [['p1']]])
  })

  it('is partial where the exact patient has none, but the twin has one at the very time', () => {
    const result = match(request, [
      { ...known(), appointments: [] },
      { ...twin, appointments: [exactVisit] },
    ])
    expect([result.kind, idsIn(result)]).toEqual(['partial', [['p1'], ['twin', 'at-ten']]])
  })

  it('is none where nobody is likely, and tells who might be where nobody has a fitting appointment', () => {
    expect(match(request, [])).toEqual({ kind: 'none', patients: [] })
    const result = match(request, [{ ...twin, appointments: [] }])
    expect([result.kind, idsIn(result)]).toEqual(['none', [['twin']]])
  })
})

const letters = [...'abcdeimnorstßæøđłéïüñ']
const word = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 8 }).map((all) => all.join(''))
const name = fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => words.join(' '))
const twoDigits = (most: number) => fc.integer({ min: 1, max: most }).map((number) => String(number).padStart(2, '0'))
const date = fc
  .tuple(fc.integer({ min: 1930, max: 2024 }), twoDigits(12), twoDigits(28))
  .map((parts) => parts.join('-'))
const mobile = fc.integer({ min: 100, max: 199 }).map((number) => `+12125550${number}`)
const email = fc.integer({ min: 1, max: 99 }).map((number) => `someone${number}@example.com`)
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 6 })

const person: fc.Arbitrary<Person> = fc.record({
  given: name,
  family: name,
  birthDate: orNull(date),
  mobile: orNull(mobile),
  email: orNull(email),
})

/** Somebody near: a few identifiers are another one's, so that all bounds are crossed. */
function relativeOf(one: Person): fc.Arbitrary<Person> {
  const mixed = (field: PatientField) => person.chain((other) => fc.constantFrom(one[field], one[field], other[field]))
  return fc.record({
    given: mixed('given') as fc.Arbitrary<string>,
    family: mixed('family') as fc.Arbitrary<string>,
    birthDate: mixed('birthDate'),
    mobile: mixed('mobile'),
    email: mixed('email'),
  })
}

const practice = person.chain((request) =>
  fc.record({
    request: fc.constant(request),
    patients: fc
      .array(relativeOf(request), { maxLength: 10 })
      .map((people) => people.map((each, i): KnownPatient => ({ ...each, id: `p${i}` }))),
  }),
)

/** Writes a name otherwise: the same person to anyone who reads it. */
const rewritten = (one: Person): fc.Arbitrary<Person> =>
  fc
    .tuple(
      fc.constantFrom<((text: string) => string)[]>(
        (text) => text.toUpperCase(),
        (text) => text.normalize('NFD'),
        (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
        (text) => text.replaceAll(' ', '-'),
        (text) => text.replaceAll(' ', ''),
        (text) => `${text.slice(0, 1)}'${text.slice(1)}`,
        (text) => text.replaceAll('a', 'á').replaceAll('ß', 'ss').replaceAll('æ', 'ae'),
        (text) => text.replaceAll('đ', 'd').replaceAll('ø', 'o').replaceAll('ł', 'l'),
        (text) => text.replaceAll('a', 'ａ'),
      ),
      fc.constantFrom<((text: string | null) => string | null)[]>(
        (text) => text,
        (text) => text?.replace('+1212555', '(212) 555-').toUpperCase() ?? null,
      ),
    )
    .map(([writeName, write]) => ({
      given: writeName(one.given),
      family: writeName(one.family),
      birthDate: one.birthDate,
      mobile: write(one.mobile),
      email: write(one.email),
    }))

const whole = person.filter(({ birthDate, mobile, email }) => birthDate !== null && (mobile ?? email) !== null)

describe('the laws of matching', () => {
  it('order of patients does not matter', () => {
    fc.assert(
      fc.property(
        practice.chain(({ request, patients }) =>
          fc.tuple(
            fc.constant(request),
            fc.constant(patients),
            fc.shuffledSubarray(patients, { minLength: patients.length }),
          ),
        ),
        ([request, patients, shuffled]) => {
          expect(matchPatients(request, shuffled)).toEqual(matchPatients(request, patients))
        },
      ),
    )
  })

  it('what is given is not changed', () => {
    fc.assert(
      fc.property(practice, ({ request, patients }) => {
        const before = JSON.stringify([request, patients])
        match(
          { ...visit, patient: request },
          patients.map((patient) => ({ ...patient, appointments: [appointment('a', '2026-11-24T10:00')] })),
        )
        expect(JSON.stringify([request, patients])).toBe(before)
      }),
    )
  })

  it('scores lie between 0 and 1, and fall from candidate to candidate after the exact ones', () => {
    fc.assert(
      fc.property(practice, ({ request, patients }) => {
        for (const patient of patients) {
          const { score } = comparePatient(request, patient)
          expect(score >= 0 && score <= 1).toBe(true)
        }
        const rest = matchPatients(request, patients).candidates.filter(({ isExact }) => !isExact)
        expect(rest.map(({ score }) => score)).toEqual(rest.map(({ score }) => score).sort((a, b) => b - a))
      }),
    )
  })

  it('leaving out unlikely patients early drops nobody whom the whole comparison would offer', () => {
    fc.assert(
      fc.property(practice, ({ request, patients }) => {
        const likely = patients.map((patient) => comparePatient(request, patient)).filter(({ score }) => score >= 0.25)
        const { candidates } = matchPatients(request, patients)
        expect(candidates.map(({ id }) => id).sort()).toEqual(
          expect.arrayContaining(candidates.length < 8 ? likely.map(({ id }) => id) : []),
        )
        expect(candidates.every((candidate) => likely.some(({ id }) => id === candidate.id))).toBe(true)
      }),
    )
  })

  it('an identical person with a mobile or an email is always exact', () => {
    fc.assert(
      fc.property(whole, (one) => {
        expect(kindOf(one, { ...one, id: 'same' })).toBe('exact')
      }),
    )
  })

  it('exact does not depend on how either side is written', () => {
    fc.assert(
      fc.property(
        whole.chain((one) => fc.tuple(rewritten(one), rewritten(one))),
        ([a, b]) => {
          expect(comparePatient(a, { ...b, id: 'x' }).isExact).toBe(true)
          expect(comparePatient(b, { ...a, id: 'x' }).isExact).toBe(true)
        },
      ),
    )
  })

  it('exact is the same from both sides', () => {
    fc.assert(
      fc.property(
        person.chain((one) => fc.tuple(rewritten(one), relativeOf(one))),
        ([a, b]) => {
          expect(comparePatient(a, { ...b, id: 'x' }).isExact).toBe(comparePatient(b, { ...a, id: 'x' }).isExact)
        },
      ),
    )
  })

  it('a patient more never makes exact another one', () => {
    fc.assert(
      fc.property(practice, person, ({ request, patients }, other) => {
        const before = matchPatients(request, patients)
        const after = matchPatients(request, [...patients, { ...other, id: 'other' }])
        if (before.kind !== 'exact') return
        const isAlsoExact = comparePatient(request, { ...other, id: 'other' }).isExact
        expect(after.kind).toBe(isAlsoExact ? 'partial' : 'exact')
        if (!isAlsoExact) expect(after.candidates[0]).toEqual(before.candidates[0])
      }),
    )
  })
})
