import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import fc from 'fast-check'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { contrastOf, mended } from '../../portal/model/accent.ts'
import { originIn } from '../../portal/model/settings-origins.ts'
import type { Settings, SettingsReply } from '../../server/contract/settings.ts'
import { answerAs, dana, openPortal, refuse, server } from './kit.tsx'

const settings = (change: Partial<Settings> = {}): Settings => ({
  mode: 'own',
  notify: ['front@elm.example'],
  isCancellationTold: true,
  remindAfterHours: null,
  accent: null,
  ...change,
})

/** Answers as the server would; changing `kept` is what a colleague does. */
function answerSettings(change: Partial<SettingsReply> = {}) {
  const desk = {
    sent: [] as { path: string; body: { settings: Settings; version: number } & { origin: string } }[],
    kept: {
      settings: settings(),
      version: 3,
      changed: { at: '2026-11-22T10:42:00-05:00', by: 'Lee Park' },
      origins: [
        { origin: 'https://blog.elm.example', isInFile: false },
        { origin: 'https://www.elm.example', isInFile: true },
      ],
      snippet: '<script async src="https://book.example.com/v1/book.js" data-practice="elm"></script>',
      page: 'https://book.example.com/elm',
      accent: '#0b6e6e',
      email: null,
      languages: [
        { tag: 'en', isApproved: true },
        { tag: 'fr', isApproved: false },
      ],
      ...change,
    } as SettingsReply,
  }
  const practice = '*/portal/api/practices/elm'
  const record = async (request: Request) => {
    const body = (await request.json()) as (typeof desk.sent)[number]['body']
    desk.sent.push({ path: new URL(request.url).pathname.split('/elm/')[1]!, body })
    return body
  }
  server.use(
    // Where the ways out lead to.
    http.get(`${practice}/report`, () => refuse(500, 'internal-error')),
    http.get(`${practice}/settings`, () => HttpResponse.json(desk.kept)),
    http.post(`${practice}/settings`, async ({ request }) => {
      const body = await record(request)
      if (body.version !== desk.kept.version) return refuse(409, 'changed-meanwhile')
      desk.kept = {
        ...desk.kept,
        settings: body.settings,
        version: body.version + 1,
        changed: { at: '2026-11-23T08:42:00-05:00', by: 'Dana Whitlock' },
      }
      return HttpResponse.json(desk.kept)
    }),
    http.post(`${practice}/origins/remove`, async ({ request }) => {
      await record(request)
      return new HttpResponse(null, { status: 204 })
    }),
    http.post(`${practice}/origins`, async ({ request }) => {
      await record(request)
      return new HttpResponse(null, { status: 204 })
    }),
  )
  return desk
}

async function openSettings(role: 'owner' | 'staff' = 'owner', change: Partial<SettingsReply> = {}) {
  const me = { ...dana, practices: dana.practices.map((each) => ({ ...each, role })) }
  answerAs({ me })
  const desk = answerSettings(change)
  const opened = openPortal('#/elm/settings')
  await screen.findByRole('heading', { name: 'New requests' })
  return { ...opened, desk }
}
const button = (name: string | RegExp, place = screen as Pick<typeof screen, 'getByRole'>) =>
  place.getByRole('button', { name })
const addAddress = (address: string) => {
  fireEvent.input(screen.getByRole('textbox', { name: 'Another address' }), { target: { value: address } })
  button('Add').click()
}
const addresses = () =>
  within(screen.getByRole('list', { name: 'Addresses' }))
    .getAllByRole('listitem')
    .map((item) => item.querySelector('.break')?.textContent)

describe('the settings', () => {
  it('say what is not saved, save it together, say so, and take it back again', async () => {
    const { desk } = await openSettings()
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull()
    addAddress(' desk@elm.example ')
    fireEvent.change(screen.getByRole('combobox', { name: /Mail once more/ }), { target: { value: '4' } })
    expect(screen.getByRole('region', { name: 'Not saved' }).textContent).toContain('who is mailed and reminder')
    button('Save').click()
    await screen.findByText('Settings saved', { selector: '.save-bar p' })
    const after = settings({ notify: ['front@elm.example', 'desk@elm.example'], remindAfterHours: 4 })
    expect(desk.sent).toEqual([{ path: 'settings', body: { settings: after, version: 3 } }])
    expect(screen.getByText(/Changed by Dana Whitlock, today, 08:42/)).toBeTruthy()
    button('Undo').click()
    await waitFor(() => expect(desk.sent.at(-1)?.body).toEqual({ settings: settings(), version: 4 }))
    await waitFor(() => expect(addresses()).toEqual(['front@elm.example']))
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
  })

  it('refuse an address that is none, or stands there already', async () => {
    await openSettings()
    addAddress('front desk')
    await screen.findByText('Type an email address, like desk@example.com.')
    addAddress('FRONT@elm.example')
    await screen.findByText('This address stands here already.')
    expect(addresses()).toEqual(['front@elm.example'])
  })

  it('warn when nobody is mailed', async () => {
    await openSettings()
    button('Remove: front@elm.example').click()
    await screen.findByText(/Nobody is mailed/)
    button('Take back').click()
    await waitFor(() => expect(addresses()).toEqual(['front@elm.example']))
  })

  it('say which address is mailed when none is listed', async () => {
    await openSettings('owner', { settings: settings({ notify: [] }), email: 'info@elm.example' })
    expect((await screen.findByText(/No address is listed/)).textContent).toBe(
      'No address is listed, so the one in the practice file is mailed: info@elm.example',
    )
    expect(screen.queryByText(/Nobody is mailed/)).toBeNull()
  })

  it('ask before the schedule is kept elsewhere, and say what changes with it', async () => {
    const { desk } = await openSettings()
    screen.getByRole('radio', { name: /In the PMS, linked only/ }).click()
    await waitFor(() => button('Save').click())
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByText(/Appointments made here until now stay/)).toBeTruthy()
    expect(desk.sent).toEqual([])
    button('Not now', dialog).click()
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    button('Save').click()
    button('Change and save', within(await screen.findByRole('dialog'))).click()
    await waitFor(() => expect(desk.sent.at(-1)?.body.settings.mode).toBe('link-only'))
  })

  it('show both when a colleague was quicker, and lose nothing of either', async () => {
    const { desk } = await openSettings()
    addAddress('desk@elm.example')
    fireEvent.change(screen.getByRole('combobox', { name: /Mail once more/ }), { target: { value: '4' } })
    // Meanwhile, a colleague changes two things: one of them is the same.
    const theirs = settings({ remindAfterHours: 24, isCancellationTold: false })
    desk.kept = {
      ...desk.kept,
      settings: theirs,
      version: 4,
      changed: { at: '2026-11-23T08:41:00-05:00', by: 'Lee Park' },
    }
    button('Save').click()
    const table = within(await screen.findByRole('table'))
    expect(screen.getByText('Lee Park has changed the settings meanwhile')).toBeTruthy()
    expect(
      table.getAllByRole('row').map((row) => [...row.children].slice(0, 3).map((cell) => cell.textContent)),
    ).toEqual([
      ['Setting', 'Yours', 'As it is saved'],
      ['Who is mailed', 'front@elm.example, desk@elm.example', 'front@elm.example'],
      ['Reminder', 'After 4 hours', 'After 24 hours'],
    ])
    button('Keep as saved: Reminder', table).click()
    await waitFor(() => expect(table.getAllByRole('row')).toHaveLength(2))
    button('Save').click()
    await screen.findByText('Settings saved', { selector: '.save-bar p' })
    expect(desk.sent.at(-1)?.body).toEqual({
      settings: { ...theirs, notify: ['front@elm.example', 'desk@elm.example'] },
      version: 4,
    })
    expect(screen.queryByText(/has changed the settings meanwhile/)).toBeNull()
  })

  it('keep what was typed when saving fails', async () => {
    const { desk } = await openSettings()
    server.use(http.post('*/portal/api/practices/elm/settings', () => refuse(500, 'internal-error')))
    addAddress('desk@elm.example')
    await waitFor(() => button('Save').click())
    await screen.findByText(/Nothing was changed; save again/)
    expect(addresses()).toEqual(['front@elm.example', 'desk@elm.example'])
    expect(desk.sent).toEqual([])
  })

  it('ask before a link leads away from what is not saved', async () => {
    const { desk, portal } = await openSettings()
    addAddress('desk@elm.example')
    await screen.findByRole('button', { name: 'Save' })
    const away = () => fireEvent.click(screen.getByRole('link', { name: 'Report' }))
    away()
    let dialog = within(await screen.findByRole('dialog', { name: 'Leave without saving?' }))
    button('Stay here', dialog).click()
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(portal.hash.value).toBe('#/elm/settings')
    away()
    dialog = within(await screen.findByRole('dialog'))
    button('Save and leave', dialog).click()
    await waitFor(() => expect(portal.hash.value).toBe('#/elm/report'))
    expect(desk.sent).toHaveLength(1)
  })

  it('keep what was typed for whoever leaves by another way and comes back', async () => {
    const { portal } = await openSettings()
    addAddress('desk@elm.example')
    await screen.findByRole('button', { name: 'Save' })
    portal.hash.value = '#/elm/report'
    await screen.findByRole('heading', { name: 'Online scheduling' })
    portal.hash.value = '#/elm/settings'
    await screen.findByRole('button', { name: 'Save' })
    expect(addresses()).toEqual(['front@elm.example', 'desk@elm.example'])
  })

  it('can only be looked at by who is no owner', async () => {
    await openSettings('staff')
    expect(screen.getByText(/An owner of the practice can change them/)).toBeTruthy()
    for (const name of ['Add', 'Allow', /Remove/, 'Save']) expect(screen.queryByRole('button', { name })).toBeNull()
    const fields = [...screen.getAllByRole('radio'), ...screen.getAllByRole('checkbox')] as HTMLInputElement[]
    expect(fields.every((field) => field.matches(':disabled'))).toBe(true)
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Code' }).disabled).toBe(true)
  })

  it('hand out the snippet', async () => {
    const { clipboard, desk } = await openSettings()
    button('Copy snippet').click()
    await waitFor(() => expect(clipboard).toEqual([desk.kept.snippet]))
  })

  it('let websites in and out at once, and leave those of the practice file', async () => {
    const { desk } = await openSettings()
    const list = () => within(screen.getByRole('list', { name: 'Websites' }))
    expect(list().queryByRole('button', { name: 'Remove: https://www.elm.example' })).toBeNull()
    button('Remove: https://blog.elm.example', list()).click()
    await screen.findByText(/may no longer send requests\./)
    button('Undo').click()
    await waitFor(() => expect(list().getAllByRole('listitem')).toHaveLength(2))
    fireEvent.input(screen.getByRole('textbox', { name: 'Another website' }), {
      target: { value: 'shop.elm.example/visit' },
    })
    button('Allow').click()
    await waitFor(() => expect(list().getByText('https://shop.elm.example')).toBeTruthy())
    expect(desk.sent).toEqual([
      { path: 'origins/remove', body: { origin: 'https://blog.elm.example' } },
      { path: 'origins', body: { origin: 'https://blog.elm.example' } },
      { path: 'origins', body: { origin: 'https://shop.elm.example' } },
    ])
  })

  it('say how a colour is mended', async () => {
    await openSettings()
    expect(screen.getByText(/Seen as chosen: 6.0 : 1/)).toBeTruthy()
    fireEvent.change(screen.getByRole('textbox', { name: /Code/ }), { target: { value: 'FFB347' } })
    await screen.findByText(/Too pale to read: 1.7 : 1, where 4.5 : 1 is needed. Patients see #925200: 6.1 : 1/)
    button('Back to that of the practice file').click()
    await screen.findByText('As the practice file has it: #0b6e6e.')
    fireEvent.change(screen.getByRole('textbox', { name: /Code/ }), { target: { value: 'reddish' } })
    await screen.findByText('Type a code like #0b6e6e.')
  })

  it('say in which languages consent may be asked for', async () => {
    await openSettings()
    const list = within(screen.getByRole('list', { name: 'Languages' }))
    expect(list.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'EnglishConsent approved',
      'FrenchConsent not asked for',
    ])
  })

  it('show the booking with what is saved, to look at only', async () => {
    await openSettings()
    const frame = screen.getByTitle<HTMLIFrameElement>('The booking, to look at')
    expect(frame.getAttribute('src')).toBe('../elm?embed=&theme=light&v=3')
    expect(frame.hasAttribute('inert')).toBe(true)
  })

  it('say when they could not be read, and read again', async () => {
    answerAs()
    answerSettings()
    let works = false
    server.use(
      http.get('*/portal/api/practices/elm/settings', () => (works ? undefined : refuse(500, 'internal-error'))),
    )
    openPortal('#/elm/settings')
    const alert = await screen.findByRole('alert')
    works = true
    button('Try again', within(alert)).click()
    await screen.findByRole('heading', { name: 'New requests' })
  })
})

describe('mended', () => {
  it('is what Chromium shows', () => {
    const shown = ['#ffb347', '#0b6e6e', '#ff0000', '#ffff00', '#ffffff'].map((color) => [
      mended(color, 'light'),
      mended(color, 'dark'),
    ])
    expect(shown).toEqual([
      ['#925200', '#fcb452'],
      ['#0b6e6e', '#6cbebe'],
      ['#a43c30', '#fa8979'],
      ['#6a6800', '#fafd88'],
      ['#636363', '#ffffff'],
    ])
  })

  it('can always be read', () => {
    const anyColor = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`)
    fc.assert(
      fc.property(anyColor, fc.constantFrom('light' as const, 'dark' as const), (color, scheme) => {
        expect(contrastOf(mended(color, scheme), scheme)).toBeGreaterThanOrEqual(4.5)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('originIn', () => {
  it('takes an address as people type it', () => {
    expect(
      ['www.elm.example', ' https://Elm.example/visit?x ', 'http://localhost:3000', 'elm', '', 'a b.example'].map(
        originIn,
      ),
    ).toEqual(['https://www.elm.example', 'https://elm.example', 'http://localhost:3000', null, null, null])
  })
})
