import { expect, it } from 'vitest'
import { at, sendRequest } from '../kit/desk.ts'
import { requestBody } from '../kit/house.ts'
import { describePatients, IMANI } from '../kit/patients.ts'

const DAY = 86_400_000

describePatients('patients', ({ house, dana }) => {
  const typed = (changes: object) => ({ ...(requestBody().patient as object), ...changes })
  const send = (start: string, patient: object = {}, changes: object = {}) =>
    sendRequest(house(), { start: `2026-11-${start}:00-05:00`, patient: typed(patient), ...changes })

  it('have a page of all that they sent, with what they agreed to', async () => {
    const { filedUnder: id } = await send('23T09:30', {}, { language: 'es' })
    house().now += 60_000
    const again = await send(
      '24T09:30',
      { mobile: '5550117', email: undefined },
      { consent: { email: false, text: true } },
    )
    expect(again.filedUnder).toBe(id)
    const page = await dana().page(id!)
    expect(page).toMatchObject({
      ...{ given: 'Nadia', family: 'Reyes', birthDate: '1984-03-07', mobile: '555-0117', email: 'nadia@example.com' },
      ...{ origin: 'online', access: 'none', accessAt: null, createdBy: null, pmsId: null, language: 'es' },
      consent: { email: true, text: true },
      next: '2026-11-23T09:30:00-05:00',
      ...{ invitations: [], duplicates: [], past: [] },
    })
    expect(page.consents).toEqual([
      {
        ...{ channel: 'text', isGiven: true, at: '2026-11-23T08:01:00-05:00', by: 'patient', how: 'request' },
        ...{ wording: '2026-11', language: null, note: null },
      },
      {
        ...{ channel: 'email', isGiven: true, at: '2026-11-23T08:00:00-05:00', by: 'patient', how: 'request' },
        ...{ wording: '2026-11', language: 'es', note: null },
      },
    ])
    expect(page.coming.map(({ start, isOnline, state, reference }) => [start, isOnline, state, reference])).toEqual([
      ['2026-11-23T09:30:00-05:00', true, 'pending', expect.stringMatching(/^\w{3}-\w{3}$/)],
      ['2026-11-24T09:30:00-05:00', true, 'pending', again.reference],
    ])
  })

  it('are listed by name, a part at a time, and found by name, birth date, number and email', async () => {
    for (let i = 0; i < 60; i++) {
      const n = String(i).padStart(2, '0')
      await dana().enter({
        ...{ given: `Given${n}`, family: i % 2 ? 'Müller' : "O'Dell", birthDate: `19${40 + i}-01-02` },
        ...{ mobile: `(206) 555-01${n}`, email: `p${n}@example.com` },
      })
    }
    const first = await dana().list()
    expect([first.total, first.patients.length, first.access]).toEqual([
      60,
      50,
      { invited: 0, enrolled: 0, removed: 0 },
    ])
    const second = await dana().list({ after: first.next })
    expect([second.patients.length, second.next]).toEqual([10, null])
    const all = [...first.patients, ...second.patients].map(({ given, family }) => `${family} ${given}`)
    expect(new Set(all).size).toBe(60)
    expect([all[0], all[30], all[59]]).toEqual(['Müller Given01', "O'Dell Given00", "O'Dell Given58"])
    const found = async (text: string) => (await dana().list({ text })).patients.map(({ given }) => given)
    expect(await found('muller given07')).toEqual(['Given07'])
    expect(await found('odell GIVEN0')).toEqual(['Given00', 'Given02', 'Given04', 'Given06', 'Given08'])
    expect(await found('1947-01-02')).toEqual(['Given07'])
    expect(await found('1/2/1947')).toEqual(['Given07'])
    expect(await found('+1 (206) 555-0107')).toEqual(['Given07'])
    expect(await found('555-0107')).toEqual(['Given07'])
    expect(await found('p07@example.com')).toEqual(['Given07'])
    expect(await found('100%')).toEqual([])
    expect((await dana().post('/patients/search', { after: 'x' })).status).toBe(400)
  })

  it('are entered once for one key, and not twice unasked', async () => {
    const made = await dana().enter({}, 'a-key-of-a-form')
    expect(made.patient).toMatchObject({ ...{ given: 'Imani', origin: 'staff', createdBy: 'Dana', revision: 1 } })
    expect(made.patient.consents.map(({ by, how, isGiven }) => [by, how, isGiven])).toEqual([
      ['Dana', 'staff', true],
      ['Dana', 'staff', true],
    ])
    expect(made.invitation).toBeNull()
    expect((await dana().enter({}, 'a-key-of-a-form')).patient.id).toBe(made.patient.id)
    const alike = { given: 'imani', family: 'WHITFIELD', birthDate: '1991-03-14' }
    const { patients } = (await (await dana().post('/patients/alike', alike)).json()) as {
      patients: { patient: { id: string }; reasons: object[] }[]
    }
    expect(patients).toMatchObject([
      {
        patient: { id: made.patient.id },
        reasons: [
          { speaks: 'for', text: 'Same given name: Imani.' },
          { speaks: 'for', text: 'Same family name: Whitfield.' },
          { speaks: 'for', text: 'Same date of birth: Mar 14, 1991.' },
        ],
      },
    ])
    const refused = await dana().notEntered({ family: 'whitfield', email: undefined })
    expect(refused).toMatchObject({ type: '/problems/needs-confirmation', errors: [{ pointer: '/evenSo' }] })
    const twin = await dana().enter({ family: 'whitfield', email: undefined, evenSo: true })
    expect(twin.patient.duplicates).toMatchObject([{ patient: { id: made.patient.id } }])
    expect((await dana().list()).total).toBe(2)
    expect(await dana().notEntered({ birthDate: '2027-01-01' })).toMatchObject({ errors: [{ pointer: '/birthDate' }] })
    expect(await dana().notEntered({ family: 'Else' }, 'a-key-of-a-form')).toMatchObject({
      type: '/problems/key-reused',
    })
  })

  it('are invited on saving, with a message that says where to or why not', async () => {
    const sent = await dana().enter({ sendInvitation: true })
    expect(sent.invitation).toMatchObject({ isSent: true, email: 'imani@example.com', refusal: null })
    expect(sent.patient).toMatchObject({ access: 'invited', accessBy: 'Dana', isLinkEnded: false, isBounced: false })
    expect(sent.patient.invitations).toMatchObject([
      { email: 'imani@example.com', by: 'Dana', state: 'open', mail: null },
    ])
    const unsent = await dana().enter({ given: 'Yuki', consent: { email: true, text: false }, sendInvitation: true })
    expect(unsent.invitation).toMatchObject({ isSent: false, refusal: 'no-consent', missing: ['text'] })
    expect(unsent.patient).toMatchObject({ access: 'none', invitations: [] })
    house().now += 31 * DAY
    expect(await dana().page(sent.patient.id)).toMatchObject({ isLinkEnded: true, invitations: [{ state: 'expired' }] })
    expect((await dana().list({ access: 'any' })).patients.map(({ given }) => given)).toEqual(['Imani'])
    expect((await dana().list({ access: 'enrolled' })).access).toEqual({ invited: 1, enrolled: 0, removed: 0 })
  })

  it('change by what was on the screen only, and another email ends what was sent to the first', async () => {
    const { patient } = await dana().enter({ sendInvitation: true })
    const edit = { ...IMANI, consent: undefined, sendInvitation: undefined, revision: patient.revision }
    const other = await dana().change(patient.id, '', { ...edit, given: 'Imani Rose', mobile: undefined })
    expect(other.patient).toMatchObject({ given: 'Imani Rose', mobile: null, access: 'invited' })
    expect(await dana().unchanged(patient.id, '', edit)).toMatchObject({ type: '/problems/changed-meanwhile' })
    const moved = await dana().change(patient.id, '', {
      ...{ ...edit, email: 'Imani.W@example.com', revision: other.patient.revision },
    })
    expect(moved.patient).toMatchObject({
      ...{ given: 'Imani', email: 'imani.w@example.com', access: 'none' },
      invitations: [{ email: 'imani@example.com', state: 'withdrawn', why: 'address-changed' }],
    })
  })

  it('whose address was wrong are corrected and invited anew in one change', async () => {
    const { patient } = await dana().enter({ email: 'imani@exmaple.com', sendInvitation: true })
    house().now += 60_000
    const body = { email: 'imani@example.com', revision: patient.revision, sendInvitation: true }
    const { patient: after, invitation } = await dana().change(patient.id, 'address', body)
    expect(invitation).toMatchObject({ isSent: true, email: 'imani@example.com' })
    expect(after).toMatchObject({
      access: 'invited',
      invitations: [
        { email: 'imani@example.com', state: 'open' },
        { email: 'imani@exmaple.com', state: 'withdrawn', why: 'address-changed' },
      ],
    })
    expect(await dana().unchanged(patient.id, 'address', body)).toMatchObject({ type: '/problems/changed-meanwhile' })
  })

  it('keep every change of a consent, and who asked; without both an invitation ends', async () => {
    const { patient } = await dana().enter({ consent: { email: true, text: true }, sendInvitation: true })
    house().now += 60_000
    const { patient: after } = await dana().change(patient.id, 'consents', { text: false, note: 'By phone' })
    expect(after).toMatchObject({ consent: { email: true, text: false }, access: 'none' })
    expect(after.invitations).toMatchObject([{ state: 'withdrawn', why: 'consent-withdrawn' }])
    expect(after.consents).toMatchObject([
      { channel: 'text', isGiven: false, by: 'Dana', how: 'staff', note: 'By phone', wording: '2026-11' },
      { isGiven: true },
      { isGiven: true },
    ])
    const { invitation } = await dana().change(patient.id, 'invitation')
    expect(invitation).toMatchObject({ isSent: false, refusal: 'no-consent', missing: ['text'] })
    house().now += 60_000
    // Said again as it stands: nothing to write down.
    expect((await dana().change(patient.id, 'consents', { email: true })).patient.consents).toHaveLength(3)
    const again = await dana().change(patient.id, 'consents', { text: true })
    expect(again.patient).toMatchObject({ consent: { email: true, text: true }, access: 'none' })
    expect((await dana().change(patient.id, 'invitation')).invitation).toMatchObject({ isSent: true })
  })

  it('lose access and can be invited again', async () => {
    const { patient } = await dana().enter({ sendInvitation: true })
    const { patient: removed } = await dana().change(patient.id, 'access/remove')
    expect(removed).toMatchObject({ access: 'removed', accessBy: 'Dana', invitations: [{ why: 'removed' }] })
    expect(await dana().unchanged(patient.id, 'access/remove')).toMatchObject({ type: '/problems/not-changeable' })
    expect((await dana().list({ access: 'removed' })).patients).toHaveLength(1)
    expect((await dana().change(patient.id, 'invitation')).patient.access).toBe('invited')
  })

  it('who are one are merged: all visits, consents and invitations, blanks filled, and the old address of the page leads on', async () => {
    const online = await send('24T09:30')
    const { patient: other } = await dana().enter({
      ...{ given: 'Nadja', family: 'Reyes', birthDate: '1984-03-07', mobile: '(555) 010-0117', email: undefined },
      ...{ consent: { email: false, text: true } },
    })
    house().now += 60_000
    const page = await dana().page(other.id)
    expect(page.duplicates).toMatchObject([
      {
        patient: { id: online.filedUnder },
        reasons: [
          { speaks: 'for', text: 'Nearly the same given name, one letter differs: Nadja and Nadia.' },
          { speaks: 'for', text: 'Same family name: Reyes.' },
          { speaks: 'for', text: 'Same date of birth: Mar 7, 1984.' },
          { speaks: 'against', text: expect.stringContaining('Another mobile number: ') },
        ],
      },
    ])
    const merge = { other: online.filedUnder!, revision: page.revision }
    const { patient: merged } = await dana().change(other.id, 'merge', merge)
    expect(merged).toMatchObject({
      ...{ given: 'Nadja', mobile: '(555) 010-0117', email: 'nadia@example.com', duplicates: [] },
      consent: { email: true, text: true },
      coming: [{ id: online.id }],
    })
    expect(merged.consents).toHaveLength(2)
    expect((await dana().page(online.filedUnder!)).id).toBe(other.id)
    expect((await dana().list()).total).toBe(1)
    expect(await house().store.request('oak', online.id)).toMatchObject({ filedUnder: other.id })
    expect(await dana().unchanged(other.id, 'merge', merge)).toMatchObject({ type: '/problems/changed-meanwhile' })
    const self = { other: online.filedUnder!, revision: merged.revision }
    expect(await dana().unchanged(other.id, 'merge', self)).toMatchObject({ errors: [{ pointer: '/other' }] })
  })

  it('who are not one are suggested no more', async () => {
    const { patient: one } = await dana().enter()
    const { patient: two } = await dana().enter({ mobile: undefined, email: undefined, evenSo: true })
    expect(two.duplicates).toHaveLength(1)
    const { patient: apart } = await dana().change(two.id, 'distinct', { other: one.id })
    expect(apart.duplicates).toEqual([])
    expect((await dana().page(one.id)).duplicates).toEqual([])
  })

  it('are suggested where a request of the one was linked to an appointment of the other', async () => {
    const request = await send('24T09:30')
    const { patient: other } = await dana().enter({ given: 'Ada', birthDate: '1950-01-01', family: 'Zimmer' })
    await house().store.transaction(async (transaction) => {
      const { id } = request
      await transaction.addAppointment('oak', {
        ...{ id: 'a9', status: 'booked', reason: 'check', practitioners: ['ann'], chair: 'one', patient: null },
        ...{ start: request.start, end: request.end, request: id, filedUnder: other.id },
      })
      await transaction.changeRequest('oak', id, request.revision, { state: 'booked', appointment: 'a9' })
    })
    const reason = { speaks: 'for', text: 'An online request of one was linked to an appointment of the other.' }
    expect((await dana().page(other.id)).duplicates).toMatchObject([{ patient: { id: request.filedUnder } }])
    expect((await dana().page(request.filedUnder!)).duplicates[0]?.reasons[0]).toEqual(reason)
  })

  it('open from any of their requests and appointments', async () => {
    const request = await send('23T09:30')
    const detail = await dana().answer(request.id, 'accept', { how: { kind: 'create' } })
    expect(detail.request.patientRecord).toBe(request.filedUnder)
    expect(detail.request.appointment?.patientRecord).toBe(request.filedUnder)
    const lists = await Promise.all(['all', 'today'].map((tab) => dana().get(`/requests?tab=${tab}`)))
    for (const list of lists) {
      expect(((await list.json()) as { requests: object[] }).requests).toMatchObject([
        { patientRecord: request.filedUnder },
      ])
    }
    const calendar = await dana().get('/calendar?from=2026-11-23&to=2026-11-24')
    expect(((await calendar.json()) as { items: object[] }).items).toMatchObject([
      { patientRecord: request.filedUnder },
    ])
    const { coming } = await dana().page(request.filedUnder!)
    expect(coming.map(({ kind, id }) => [kind, id])).toEqual([['request', request.id]])
  })

  it('move the version that other windows follow', async () => {
    const version = async () => (await house().store.versions('oak'))!.data
    const seen = [await version()]
    const { patient } = await dana().enter()
    seen.push(await version())
    await dana().change(patient.id, 'consents', { text: false })
    seen.push(await version())
    const edit = {
      ...IMANI,
      consent: undefined,
      sendInvitation: undefined,
      family: 'White',
      revision: patient.revision,
    }
    await dana().change(patient.id, '', edit)
    seen.push(await version())
    await dana().post(`/patients/${patient.id}/erase`, {})
    seen.push(await version())
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('are noted as read, listed and changed, without a word of who they are', async () => {
    const { patient } = await dana().enter({ sendInvitation: true })
    await dana().page(patient.id)
    await dana().list()
    await dana().list()
    await dana().post(`/patients/${patient.id}/export`, {})
    const notes = await house().store.auditOf('oak', `patient:${patient.id}`)
    expect(notes.map(({ action }) => action).sort()).toEqual(
      [
        ...['consent-given', 'consent-given', 'patient-added', 'patient-exported', 'patient-invited'],
        ...['patient-listed', 'patient-read'],
      ].sort(),
    )
    expect(JSON.stringify(notes)).not.toMatch(/Imani|Whitfield|1991|0142|example\.com/)
    expect(JSON.stringify(house().logged)).not.toMatch(/Imani|Whitfield|1991|0142|imani@/)
  })

  it('who come back years later have a past', async () => {
    const request = await send('23T09:30')
    await dana().answer(request.id, 'accept', { how: { kind: 'create' } })
    house().now = at('12:00', '2026-12-24')
    const { coming, past } = await dana().page(request.filedUnder!)
    expect([coming, past.map(({ state }) => state)]).toEqual([[], ['booked']])
  })

  it('lose nothing to a merge or an erasure that happens while they send a request', async () => {
    for (const [i, time] of ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30'].entries()) {
      const person = { given: `Given${String.fromCharCode(97 + i)}`, mobile: '555-0150', email: undefined }
      const { patient: one } = await dana().enter({ ...typed(person), evenSo: true })
      const { patient: other } = await dana().enter({ ...typed({ ...person, mobile: '555-0151' }), evenSo: true })
      const [, request] = await Promise.all([
        i % 2
          ? dana().post(`/patients/${one.id}/erase`, {})
          : dana().change(other.id, 'merge', { other: one.id, revision: other.revision }),
        send(`24T${time}`, person),
      ])
      const filed = await house().store.request('oak', request.id)
      const under = filed?.filedUnder
      expect(filed?.patient.given).toBe(person.given)
      expect(await house().store.patient('oak', under!)).toMatchObject({ id: under })
    }
  })
})
