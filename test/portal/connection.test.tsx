import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { answerConnection, connection, fhir, names, openConnection } from './connection-kit.tsx'
import { answerAs, danaAt, openPortal, refuse, server } from './kit.tsx'

const button = (name: string | RegExp, place = screen as Pick<typeof screen, 'getByRole'>) =>
  place.getByRole('button', { name })
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } })
const choose = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const unsaved = () => screen.getByRole('region', { name: 'Not saved' }).textContent

describe('the connection', () => {
  it('says what is not saved, saves it together, says so, and takes it back again', async () => {
    const { room } = await openConnection()
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull()
    choose('Read every', '10')
    fireEvent.click(screen.getByRole('checkbox', { name: 'cancelled' }))
    await waitFor(() => expect(unsaved()).toContain('how often it is read and what patients are told'))
    button('Save').click()
    await screen.findByText('Connection saved', { selector: '.save-bar p' })
    const after = connection({ everyMinutes: 10, tell: { moved: true, cancelled: false } })
    expect(room.sent).toEqual([{ path: 'connection', body: { connection: after, version: 3 } }])
    button('Undo').click()
    await waitFor(() => expect(room.sent.at(-1)?.body).toEqual({ connection: connection(), version: 4 }))
  })

  it('keeps a secret that is left empty, never shows one, and sends a new one once', async () => {
    const { room } = await openConnection()
    const password = screen.getByLabelText<HTMLInputElement>('Password')
    expect([password.value, password.placeholder, password.type]).toEqual(['', 'Set; leave empty to keep', 'password'])
    type('Password', 'correct horse')
    await waitFor(() => button('Save').click())
    await screen.findByText('Connection saved', { selector: '.save-bar p' })
    expect(room.sent.at(-1)?.body.connection.source).toEqual({
      ...fhir,
      access: { kind: 'basic', user: 'chairtime', password: 'correct horse' },
    })
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('')
    // What was secret before is nowhere any more: it can't be brought back.
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
  })

  it('asks for the secret anew when it would go to another address', async () => {
    const { room } = await openConnection()
    type('Base URL', 'https://elsewhere.example.com/fhir')
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Password').placeholder).toBe(''))
    button('Save').click()
    await screen.findByText('Enter it: it is kept for the address and the access that it was given for.')
    expect(screen.getByLabelText('Password').getAttribute('aria-invalid')).toBe('true')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Password')))
    expect(room.sent).toEqual([])
  })

  it('shows the fields of each access, and brings back what was typed', async () => {
    await openConnection()
    choose('How the server knows us', 'smart')
    await screen.findByLabelText('Client id')
    expect(screen.getByLabelText<HTMLInputElement>('Scope').value).toContain('system/Appointment.rs')
    choose('How the server knows us', 'header')
    await screen.findByLabelText('Header')
    choose('How the server knows us', 'basic')
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('User name').value).toBe('chairtime'))
    // As it was: nothing is changed.
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Not saved' })).toBeNull())
  })

  it('says what a status means only where it is used otherwise', async () => {
    const { room } = await openConnection()
    choose('“proposed” means', 'booked')
    await waitFor(() => button('Save').click())
    await waitFor(() =>
      expect(room.sent.at(-1)?.body.connection.source).toEqual({ ...fhir, statuses: { proposed: 'booked' } }),
    )
  })

  it('takes files in a folder instead, and says what each column and word is', async () => {
    const { room } = await openConnection({ connection: connection({ source: null }), hasSecret: false })
    screen.getByRole('radio', { name: /Files in a folder/ }).click()
    await screen.findByLabelText('Folder')
    button('Save').click()
    await screen.findByText('Enter letters, digits, hyphens and underscores, like front-desk.')
    expect(screen.getAllByText('Enter the heading of this column.')).toHaveLength(3)
    expect(room.sent).toEqual([])
    type('Folder', 'front-desk')
    choose('Between columns', ';')
    choose('Dates look like', 'DD.MM.YYYY')
    choose('Each file holds', 'changes')
    for (const [label, heading] of [
      ['Id', 'ApptNo'],
      ['Start', 'Begin'],
      ['Length in minutes', 'Min'],
      ['Practitioner', 'Prov'],
    ] as const) {
      type(label, heading)
    }
    type('Word', 'Cxl')
    choose('Means', 'cancelled')
    button('Add').click()
    await screen.findByRole('button', { name: 'Remove: Cxl' })
    button('Save').click()
    await waitFor(() => expect(room.sent).toHaveLength(1))
    expect(room.sent[0]?.body.connection.source).toEqual({
      kind: 'csv',
      folder: 'front-desk',
      delimiter: ';',
      encoding: 'utf-8',
      dateFormat: 'DD.MM.YYYY',
      contents: 'changes',
      freshHours: 72,
      columns: { id: 'ApptNo', start: 'Begin', durationMinutes: 'Min', practitioner: 'Prov' },
      statuses: { Cxl: 'cancelled' },
    })
  })

  it('loses nothing that was typed when another kind is looked at', async () => {
    await openConnection()
    type('Base URL', 'https://new.example.com/fhir')
    screen.getByRole('radio', { name: /Files in a folder/ }).click()
    await screen.findByLabelText('Folder')
    screen.getByRole('radio', { name: /FHIR R4 server/ }).click()
    await waitFor(() =>
      expect(screen.getByLabelText<HTMLInputElement>('Base URL').value).toBe('https://new.example.com/fhir'),
    )
  })

  it('is tested as it is typed, and the words that come back are shown', async () => {
    const { room, portal } = await openConnection()
    type('User name', 'front')
    await waitFor(() => button('Test connection').click())
    await screen.findByText(/It works: 31 appointments/, { selector: '.note *' })
    expect(room.sent).toEqual([
      {
        path: 'connection/test',
        body: { source: { ...fhir, access: { kind: 'basic', user: 'front', password: null } } },
      },
    ])
    expect(portal.said.value).toContain('It works')
    // Words about what is no longer typed would mislead.
    type('User name', 'desk')
    await waitFor(() => expect(screen.queryByText(/It works/, { selector: '.note *' })).toBeNull())
    room.tested = { ok: false, words: "pms.example.com can't be reached.", software: null }
    button('Test connection').click()
    expect(
      (await screen.findByText("pms.example.com can't be reached.", { selector: '.note *' })).closest('.note')
        ?.className,
    ).toContain('danger')
  })

  it('says nothing of a test that was about something else', async () => {
    const { room } = await openConnection()
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    server.use(
      http.post('*/portal/api/practices/elm/connection/test', async () => {
        await ended
        return HttpResponse.json(room.tested)
      }),
    )
    button('Test connection').click()
    await screen.findByRole('button', { name: 'Testing…' })
    type('User name', 'front')
    end()
    await screen.findByRole('button', { name: 'Test connection' })
    expect(screen.queryByText(/It works/)).toBeNull()
  })

  it('shows what the server says of a field beside it', async () => {
    await openConnection()
    const pointer = '/connection/source/baseUrl'
    server.use(
      http.post('*/portal/api/practices/elm/connection', () =>
        HttpResponse.json(
          {
            ...{ type: '/problems/invalid-request', title: '', status: 422, detail: 'Look at the fields.' },
            errors: [{ pointer, detail: 'Private addresses are not read.' }],
          },
          { status: 422 },
        ),
      ),
    )
    choose('Read every', '10')
    await waitFor(() => button('Save').click())
    await waitFor(() => expect(screen.getByLabelText('Base URL').getAttribute('aria-invalid')).toBe('true'))
    expect(document.getElementById('fhir-base-fault')?.textContent).toBe('Private addresses are not read.')
    expect(unsaved()).toContain('Private addresses are not read. Nothing was changed; save again.')
  })

  it('shows both when a colleague was quicker, and loses nothing of either', async () => {
    const { room } = await openConnection()
    choose('Read every', '10')
    choose('Offer no times after', '120')
    room.kept = {
      ...room.kept,
      version: 4,
      changed: { at: '2026-11-23T08:41:00-05:00', by: 'Lee Park' },
      connection: connection({ everyMinutes: 15, tell: { moved: false, cancelled: true } }),
    }
    await waitFor(() => button('Save').click())
    const table = within(await screen.findByRole('table'))
    expect(screen.getByText('Lee Park has changed the connection meanwhile')).toBeTruthy()
    expect(
      table.getAllByRole('row').map((row) => [...row.children].slice(0, 3).map((cell) => cell.textContent)),
    ).toEqual([
      ['Setting', 'Yours', 'As it is saved'],
      ['How often it is read', 'Every 10 minutes', 'Every 15 minutes'],
      ['When times vanish', 'After 2 hours', 'After 1 hour'],
    ])
    button('Keep as saved: How often it is read', table).click()
    await waitFor(() => expect(table.getAllByRole('row')).toHaveLength(2))
    button('Save').click()
    await waitFor(() =>
      expect(room.sent.at(-1)?.body).toEqual({
        connection: connection({ everyMinutes: 15, staleAfterMinutes: 120, tell: { moved: false, cancelled: true } }),
        version: 4,
      }),
    )
  })

  it('asks before a link leads away from what is not saved', async () => {
    const { portal, room } = await openConnection()
    choose('Read every', '10')
    await screen.findByRole('button', { name: 'Save' })
    fireEvent.click(screen.getByRole('link', { name: 'Report' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Leave without saving?' }))
    expect(dialog.getByText('Not saved: how often it is read.')).toBeTruthy()
    button('Save and leave', dialog).click()
    await waitFor(() => expect(portal.hash.value).toBe('#/elm/report'))
    expect(room.sent).toHaveLength(1)
  })

  it('can only be looked at by who is no owner', async () => {
    await openConnection({}, { role: 'staff' })
    expect(screen.getByText(/An owner of the practice can change it/)).toBeTruthy()
    for (const name of ['Save', 'Test connection']) expect(screen.queryByRole('button', { name })).toBeNull()
    const room = document.querySelector('.room')!
    const fields = [...room.querySelectorAll('input, select, textarea')].filter(
      (field) => field.closest('details') === null,
    )
    expect(fields.length).toBeGreaterThan(5)
    expect(fields.every((field) => field.matches(':disabled'))).toBe(true)
    expect(button('Sync now')).toBeTruthy()
  })

  it('says when it could not be read, and reads again', async () => {
    answerAs({ me: danaAt({ mode: 'reads' }) })
    answerConnection()
    let works = false
    server.use(
      http.get('*/portal/api/practices/elm/connection', () => (works ? undefined : refuse(500, 'internal-error'))),
    )
    openPortal('#/elm/connection')
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('The connection could not be read')
    works = true
    button('Try again', within(alert)).click()
    await screen.findByRole('heading', { name: 'Where your schedule is read from' })
  })
})

describe('who is who', () => {
  it('lists those not assigned first, says what that means, and assigns them', async () => {
    const { room } = await openConnection()
    const list = within(screen.getByRole('list', { name: 'Practitioners' }))
    expect(
      list.getAllByRole('combobox').map((each) => each.closest('label')?.querySelector('span')?.textContent),
    ).toEqual(['Brandt, L.Practitioner/2', 'Osei, A.Practitioner/1'])
    expect(screen.getByText('Their appointments do not block your times.').previousElementSibling?.textContent).toBe(
      '1 not assigned',
    )
    fireEvent.change(list.getByLabelText(/Brandt/), { target: { value: 'brandt' } })
    await waitFor(() => expect(screen.queryByText('Their appointments do not block your times.')).toBeNull())
    button('Save').click()
    await waitFor(() =>
      expect(room.sent.at(-1)?.body.connection.practitioners).toEqual([
        { pms: 'Practitioner/1', ours: 'osei' },
        { pms: 'Practitioner/2', ours: 'brandt' },
      ]),
    )
  })

  it('is as saved again when a choice is taken back', async () => {
    const practitioners = ['1', '2'].map((id) => ({ pms: `Practitioner/${id}`, ours: 'osei' }))
    await openConnection({ connection: connection({ practitioners }) })
    const select = within(screen.getByRole('list', { name: 'Practitioners' })).getByLabelText(/Osei/)
    fireEvent.change(select, { target: { value: '' } })
    await waitFor(() => expect(unsaved()).toContain('Not saved: practitioners'))
    fireEvent.change(select, { target: { value: 'osei' } })
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Not saved' })).toBeNull())
  })

  it('is integrated no longer when the last of theirs is taken away', async () => {
    const { room } = await openConnection()
    const select = within(screen.getByRole('list', { name: 'Practitioners' })).getByLabelText(/Osei/)
    fireEvent.change(select, { target: { value: '' } })
    await waitFor(() => expect(unsaved()).toContain('practitioners and whose visits are matched'))
    button('Save').click()
    await waitFor(() => expect(room.sent.at(-1)?.body.connection).toMatchObject({ practitioners: [], integrated: [] }))
  })

  it('integrates only practitioners that somebody is assigned to', async () => {
    await openConnection()
    const box = (name: RegExp) => screen.getByRole<HTMLInputElement>('checkbox', { name })
    expect([box(/Osei/).disabled, box(/Osei/).checked, box(/Brandt/).disabled]).toEqual([false, true, true])
    const select = within(screen.getByRole('list', { name: 'Practitioners' })).getByLabelText(/Osei/)
    fireEvent.change(select, { target: { value: 'brandt' } })
    await waitFor(() =>
      expect([box(/Osei/).disabled, box(/Osei/).checked, box(/Brandt/).disabled]).toEqual([true, false, false]),
    )
  })

  it('can be filtered when there are many, and shows many in parts', async () => {
    const many = Array.from({ length: 70 }, (_, i) => ({
      ...{ kind: 'type' as const, pms: `T${i}`, name: i === 66 ? 'Crown seat' : `Kind ${i}`, ours: null },
    }))
    await openConnection({ names: [...names, ...many] })
    const list = () => within(screen.getByRole('list', { name: 'Kinds of visit' })).getAllByRole('combobox')
    expect(list()).toHaveLength(50)
    button('Show more: 20 left').click()
    await waitFor(() => expect(list()).toHaveLength(70))
    fireEvent.input(screen.getByRole('searchbox', { name: 'Filter' }), { target: { value: 'crown' } })
    await waitFor(() => expect(list()).toHaveLength(1))
    fireEvent.input(screen.getByRole('searchbox', { name: 'Filter' }), { target: { value: 'xyz' } })
    await screen.findByText('None is called like this.')
  })
})

describe('records that can’t be read', () => {
  const unreadable = [
    {
      id: 'Appointment/9',
      why: 'The start is missing.',
      since: '2026-11-23T08:10:00-05:00',
      practitioners: ['osei'],
      setAside: null,
    },
    {
      id: 'Appointment/11',
      why: 'The end is before the start.',
      since: '2026-11-22T17:00:00-05:00',
      practitioners: [],
      setAside: null,
    },
  ]

  it('are listed with why, since when and whom they concern', async () => {
    await openConnection({ unreadable })
    const items = within(screen.getByRole('list', { name: 'Records that can’t be read' })).getAllByRole('listitem')
    expect(items.map((item) => [...item.querySelectorAll('p')].map((line) => line.textContent))).toEqual([
      ['Appointment/9', 'The start is missing.', 'Since 08:10, concerns Dr. Amara Osei'],
      ['Appointment/11', 'The end is before the start.', 'Since Sun 22 Nov, 17:00, concerns everyone'],
    ])
  })

  it('are set aside once staff have read what that means', async () => {
    const { room } = await openConnection({ unreadable }, { role: 'staff' })
    button('Set aside…: Appointment/9').click()
    const dialog = within(await screen.findByRole('dialog', { name: 'Set this record aside?' }))
    expect(dialog.getByText(/From then on it keeps no time/)).toBeTruthy()
    expect(room.sent).toEqual([])
    button('Set aside', dialog).click()
    await screen.findByText(/Set aside by Dana Whitlock, 08:42/)
    expect(room.sent).toEqual([{ path: 'connection/set-aside', body: { id: 'Appointment/9' } }])
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.queryByRole('button', { name: 'Set aside…: Appointment/9' })).toBeNull()
  })

  it('are not there for good when one could not be set aside', async () => {
    await openConnection({ unreadable })
    server.use(http.post('*/portal/api/practices/elm/connection/set-aside', () => refuse(500, 'internal-error')))
    button('Set aside…: Appointment/9').click()
    const dialog = within(await screen.findByRole('dialog'))
    button('Set aside', dialog).click()
    await dialog.findByText(/Nothing was changed/)
  })
})
