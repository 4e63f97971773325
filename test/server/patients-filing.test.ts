import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkTo } from '../../server/links.ts'
import { askAnother } from '../../server/my.ts'
import { patientOfRequest } from '../../server/patients/filing.ts'
import { createResidents } from '../../server/residents.ts'
import { identityOf, isSameContact } from '../../server/store/identity.ts'
import type { StoredPatient } from '../../server/store/model.ts'
import { at, putInSchedule, sendRequest } from '../kit/desk.ts'
import { requestBody } from '../kit/house.ts'
import { describePatients, IMANI } from '../kit/patients.ts'
import { joined, nadiaThere, visitThere } from '../kit/pms.ts'

describe('isSameContact', () => {
  const mobiles = (a: string | null, b: string | null) =>
    isSameContact({ mobile: a, email: null }, { mobile: b, email: null })

  it.each([
    ['555-0117', '(555) 0117', true],
    ['(206) 555-0119', '+1 206 555 0119', true],
    ['0171 555 01234', '+49 171 55501234', true],
    ['00 49 171 55501234', '+49 171 55501234', true],
    ['555-0117', '555-0118', false],
    ['555-0117', '+1 206 555 0117', false],
    ['(206) 555-0119', '(212) 555-0119', false],
    ['0117', '0117', false],
    [null, null, false],
  ])('%s and %s', (a, b, isSame) => {
    expect([mobiles(a, b), mobiles(b, a)]).toEqual([isSame, isSame])
  })

  it('takes addresses for the same whatever their capitals, and blanks for none', () => {
    const emails = (a: string | null, b: string | null) =>
      isSameContact({ mobile: null, email: a }, { mobile: null, email: b })
    expect([emails('A@example.com', 'a@Example.com'), emails('', ''), emails(null, null)]).toEqual([true, false, false])
  })
})

describePatients('filing', ({ house, dana }) => {
  const send = (start: string, patient: object = {}, changes: object = {}) =>
    sendRequest(house(), {
      start: `2026-11-${start}:00-05:00`,
      patient: { ...(requestBody().patient as object), ...changes, ...patient },
    })

  it('puts a request under whom it is from for sure, and else under somebody new', async () => {
    const first = (await send('23T09:30')).filedUnder
    const same = [
      { given: 'NADIA', family: 'reyes', email: undefined },
      { mobile: undefined, email: 'Nadia@Example.com' },
      { mobile: '5550117', email: 'other@example.com' },
    ]
    const others = [
      { given: 'Nadja' },
      { birthDate: '1984-07-03' },
      { mobile: '555-0199', email: 'else@example.com' },
      { family: 'Reyes-Cruz' },
    ]
    const times = ['23T10:00', '23T10:30', '23T11:00', '24T09:00', '24T09:30', '24T10:00', '24T10:30']
    for (const patient of same) expect((await send(times.shift()!, patient)).filedUnder).toBe(first)
    const made = []
    for (const patient of others) made.push((await send(times.shift()!, patient)).filedUnder)
    expect(new Set([first, ...made]).size).toBe(5)
    // What somebody typed who isn't signed in changes nothing of a record.
    expect(await dana().page(first!)).toMatchObject({ given: 'Nadia', mobile: '555-0117', email: 'nadia@example.com' })
  })

  it('never takes two people for one: whoever shares a record has its names, birth date and a way to reach them', async () => {
    const { store } = house()
    const from = <T>(...values: T[]) => fc.constantFrom(...values)
    const person = fc.record({
      given: from('Ana', 'ANA', 'Aná', 'Anna', 'Eve'),
      family: from('Cruz', "O'Dell", 'odell', 'de la Cruz'),
      birthDate: from('1984-03-07', '1984-07-03', '2012-03-07'),
      mobile: from(null, '555-0117', '5550117', '(206) 555-0119', '+12065550119'),
      email: from(null, 'a@example.com', 'A@Example.com', 'b@example.com'),
    })
    const step = fc.record({ person, account: fc.nat(5), isSignedIn: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
        const filed: { person: (typeof steps)[number]['person']; under: string; account: string | null }[] = []
        await store
          .transaction(async (transaction) => {
            for (const { person, account, isSignedIn } of steps) {
              const signedIn = isSignedIn ? (filed[account]?.under ?? null) : null
              const request = { patient: person, createdAt: house().now, language: null }
              const under = await patientOfRequest(transaction, 'oak', request, { account: signedIn })
              filed.push({ person, under, account: signedIn })
            }
            for (const { person, under, account } of filed) {
              const record = (await transaction.patient('oak', under)) as StoredPatient
              expect(identityOf(record)).toBe(identityOf(person))
              expect(record.birthDate).toBe(person.birthDate)
              if (under !== account && (person.mobile || person.email)) expect(isSameContact(record, person)).toBe(true)
            }
            throw new Undone()
          })
          .catch((error: unknown) => {
            if (!(error instanceof Undone)) throw error
          })
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it('puts what somebody sends who is signed in under them, where names and birth date are theirs', async () => {
    const { patient } = await dana().enter()
    const filing = (typed: object) =>
      house().store.transaction((transaction) => {
        const request = { patient: { ...IMANI, ...typed }, createdAt: house().now, language: null }
        return patientOfRequest(transaction, 'oak', request, { account: patient.id })
      })
    expect(await filing({ mobile: '555-0100', email: 'new@example.com' })).toBe(patient.id)
    // For their child.
    expect(await filing({ given: 'Ada', birthDate: '2015-01-01' })).not.toBe(patient.id)
  })

  it('leaves a request that is sent again with its patient, also once staff have corrected the name', async () => {
    const { store, secret } = house()
    const old = await send('24T09:30')
    const { revision } = await dana().page(old.filedUnder!)
    await dana().change(old.filedUnder!, '', {
      ...{ given: 'Nadya', family: 'Reyes', birthDate: '1984-03-07', mobile: '555-0117', revision },
    })
    await dana().change(old.filedUnder!, 'consents', { email: false })
    const { token } = await linkTo(secret, 'oak', old.id)
    const body = { link: token, practitioner: 'ann', start: '2026-11-24T10:30:00-05:00' }
    house().now += 60_000
    await askAnother(store, createResidents(), house().now, { practice: 'oak', key: 'another-key', body, secret })
    const [request] = await store.requests('oak', 'pending')
    expect(request).toMatchObject({ filedUnder: old.filedUnder })
    // Nothing was ticked anew: what was withdrawn stays so.
    expect(await store.standingConsent('oak', old.filedUnder!)).toEqual({ email: false, text: false })
  })

  it('files appointments of the PMS by its id, and joins whom a request made known', async () => {
    const request = await send('24T09:30')
    const { pms, sync, kept } = await joined(house())
    pms.enter(visitThere('v1', { start: at('11:00') }))
    pms.enter(visitThere('v2', { start: at('11:30'), patient: { ...nadiaThere, mobile: null, email: null } }))
    pms.enter(
      visitThere('v3', { start: at('10:00'), practitioners: ['BOB'], patient: { ...nadiaThere, id: 'Patient/2' } }),
    )
    const unknown = { ...nadiaThere, birthDate: '1984-03', id: 'Patient/3' }
    pms.enter(visitThere('v4', { start: at('10:30'), practitioners: ['BOB'], chair: 'TWO', patient: unknown }))
    expect(await sync()).toBe('done')
    const under = await Promise.all(['v1', 'v2', 'v3', 'v4'].map(async (id) => (await kept(id))?.filedUnder))
    expect(under.slice(0, 2)).toEqual([request.filedUnder, request.filedUnder])
    expect(new Set(under).size).toBe(3)
    const page = await dana().page(request.filedUnder!)
    expect(page).toMatchObject({ pmsId: 'Patient/nadia', origin: 'online' })
    expect(page.duplicates.map(({ patient }) => patient.id).sort()).toEqual(under.slice(2).sort())
    expect(page.coming.map(({ kind, createdBy }) => [kind, createdBy])).toEqual([
      ['appointment', 'pms'],
      ['appointment', 'pms'],
      ['request', null],
    ])
    expect(await dana().page(under[3]!)).toMatchObject({ origin: 'pms', birthDate: '1984-03', pmsId: 'Patient/3' })
  })

  it('lets the PMS fill blanks and change what it has changed itself, and keeps what staff corrected', async () => {
    const { pms, sync, kept } = await joined(house())
    const there = { ...nadiaThere, email: null }
    pms.enter(visitThere('v1', { start: at('11:00'), patient: there }))
    await sync()
    const id = (await kept('v1'))!.filedUnder!
    const { revision } = await dana().page(id)
    const corrected = { given: 'Nadia', family: 'Reyes Cruz', birthDate: '1984-03-07', mobile: '555-0119', revision }
    await dana().change(id, '', corrected)
    pms.enter(visitThere('v1', { start: at('11:30'), patient: { ...there, email: 'Nadia@example.com' } }))
    await sync()
    expect(await dana().page(id)).toMatchObject({
      family: 'Reyes Cruz',
      mobile: '555-0119',
      email: 'nadia@example.com',
    })
    await dana().change(id, 'consents', { email: true, text: true })
    expect((await dana().change(id, 'invitation')).patient.access).toBe('invited')
    pms.enter(
      visitThere('v1', { start: at('11:30'), patient: { ...there, mobile: '555-0120', email: 'new@example.com' } }),
    )
    await sync()
    expect(await dana().page(id)).toMatchObject({
      ...{ family: 'Reyes Cruz', mobile: '555-0120', email: 'new@example.com', access: 'none' },
      invitations: [{ state: 'withdrawn', why: 'address-changed' }],
    })
    pms.enter(visitThere('v1', { start: at('11:30'), patient: { ...there, mobile: null } }))
    await sync()
    expect(await dana().page(id)).toMatchObject({ mobile: null, email: null, family: 'Reyes Cruz' })
  })

  it('files what comes of a record that was merged under whom it was merged into', async () => {
    const { pms, sync, kept } = await joined(house())
    const second = { ...nadiaThere, id: 'Patient/2', mobile: '555-0122' }
    pms.enter(visitThere('v1', { start: at('11:00') }))
    pms.enter(visitThere('v2', { start: at('11:30'), patient: second }))
    await sync()
    const [one, two] = [(await kept('v1'))!.filedUnder!, (await kept('v2'))!.filedUnder!]
    expect(one).not.toBe(two)
    const { revision } = await dana().page(one)
    await dana().change(one, 'merge', { other: two, revision })
    pms.enter(visitThere('v3', { start: at('10:00'), practitioners: ['BOB'], chair: 'TWO', patient: second }))
    pms.enter(visitThere('v2', { start: at('10:30'), patient: { ...second, mobile: '555-0123' } }))
    await sync()
    expect([(await kept('v2'))!.filedUnder, (await kept('v3'))!.filedUnder]).toEqual([one, one])
    expect(await dana().page(one)).toMatchObject({ mobile: '555-0117', pmsId: 'Patient/nadia', duplicates: [] })
  })

  it('leaves an appointment that went to somebody else, and stays with one that only moved', async () => {
    const { pms, sync, kept } = await joined(house())
    // Some software says no ids.
    const nameless = { ...nadiaThere, id: '' }
    pms.enter(visitThere('v1', { start: at('11:00'), patient: nameless }))
    await sync()
    const first = (await kept('v1'))!.filedUnder!
    const { revision } = await dana().page(first)
    await dana().change(first, '', { given: 'Nadine', family: 'Reyes', birthDate: null, mobile: '555-0117', revision })
    pms.enter(visitThere('v1', { start: at('11:30'), patient: nameless }))
    await sync()
    expect((await kept('v1'))!.filedUnder).toBe(first)
    pms.enter(
      visitThere('v1', { start: at('11:30'), patient: { ...nameless, given: 'Omar', birthDate: '1970-01-02' } }),
    )
    await sync()
    expect((await kept('v1'))!.filedUnder).not.toBe(first)
    pms.enter(visitThere('v1', { start: at('11:30'), patient: { ...nameless, birthDate: null } }))
    await sync()
    expect((await kept('v1'))!.filedUnder).toBeUndefined()
  })

  it('files what is put into the schedule, and the appointment that staff make of a request', async () => {
    await putInSchedule(
      house(),
      { id: 'a1' },
      { id: 'a2', start: at('11:00') },
      { id: 'a3', patient: null, start: at('10:00') },
    )
    const [one, two, three] = await house().store.appointments('oak', { start: at('08:00'), end: at('20:00') })
    expect(one?.filedUnder).toBeTruthy()
    expect([two?.filedUnder, three?.filedUnder]).toEqual([undefined, one?.filedUnder])
    const request = await send('24T09:30')
    expect(request.filedUnder).toBe(one?.filedUnder)
    const { request: detail } = await dana().answer(request.id, 'accept', { how: { kind: 'create' } })
    expect(detail.appointment?.patientRecord).toBe(request.filedUnder)
  })
})

/** Ends a transaction that is to leave nothing behind. */
class Undone extends Error {}
