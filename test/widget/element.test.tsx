import { fireEvent, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it, vi } from 'vitest'
import { at, elm, openings } from './elm.ts'
import { api, mount, sent, serveElm, server, usePractice, useRefusal } from './mount.ts'

serveElm()

type Mounted = ReturnType<typeof mount>

/** To the times of a check-up. */
const toTimes = async ({ screen }: Mounted) => {
  fireEvent.click(await screen.findByRole('radio', { name: /^Check-up and clean/ }))
  await screen.findByRole('heading', { name: 'Choose a time' })
}

const type = ({ screen }: Mounted, label: string | RegExp, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } })

/** To the details of the earliest check-up, all typed. */
const toDetails = async (mounted: Mounted) => {
  await toTimes(mounted)
  fireEvent.click(mounted.screen.getByRole('button', { name: /^Earliest/ }))
  fireEvent.click(mounted.screen.getByRole('radio', { name: 'Yes' }))
  type(mounted, 'Given name', 'Nadia')
  type(mounted, 'Family name', 'Reyes')
  type(mounted, 'Day', '7')
  type(mounted, 'Month', 'March')
  type(mounted, 'Year', '1984')
  type(mounted, 'Mobile number', '555-0117')
}

const send = ({ screen }: Mounted) => fireEvent.click(screen.getByRole('button', { name: 'Send request' }))

describe('the reasons', () => {
  it('stand below what to do when it cannot wait', async () => {
    const { screen } = mount()
    await screen.findByRole('heading', { level: 2, name: 'What do you need?' })
    expect(screen.getByText('Step 1 of 3')).toBeTruthy()
    const call = screen.getByRole('link', { name: 'Call 555-0199' })
    expect(call.getAttribute('href')).toBe('tel:5550199')
    const reasons = within(screen.getByRole('group', { name: 'Reason for visit' })).getAllByRole('radio')
    expect(reasons.map((reason) => reason.closest('label')?.textContent)).toEqual([
      'Check-up and clean40 min, every six months or so',
      'First visit60 min, for new patients',
      'Implants30 min',
    ])
    expect(call.compareDocumentPosition(reasons[0]!) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
  })

  it('go on by a click, and the heading of the next step takes the focus', async () => {
    const mounted = mount()
    await toTimes(mounted)
    expect(mounted.root.activeElement?.textContent).toBe('Choose a time')
  })

  it('are only selected by arrow keys; Enter goes on', async () => {
    const { screen } = mount()
    const [first, second] = await screen.findAllByRole<HTMLInputElement>('radio')
    fireEvent.keyDown(first!, { key: 'ArrowDown' })
    fireEvent.click(second!)
    fireEvent.keyUp(second!, { key: 'ArrowDown' })
    expect(second?.checked).toBe(true)
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('What do you need?')
    fireEvent.keyDown(second!, { key: 'Enter' })
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('Choose a time')
    expect(screen.getByText('First visit, 60 min')).toBeTruthy()
  })

  it('have a Continue button once one is selected and nothing went on', async () => {
    const mounted = mount()
    await toTimes(mounted)
    fireEvent.click(mounted.screen.getByRole('button', { name: 'Back' }))
    fireEvent.click(mounted.screen.getByRole('button', { name: 'Continue' }))
    expect(mounted.screen.getByRole('heading', { level: 2 }).textContent).toBe('Choose a time')
  })

  it('do not take the focus when they first appear', async () => {
    const { root, screen } = mount()
    await screen.findAllByRole('radio')
    expect(root.activeElement).toBeNull()
  })

  it('have no choice of practitioner when there is one', async () => {
    usePractice(elm({ practitioners: elm().practitioners.slice(0, 1) }))
    const { screen } = mount()
    await screen.findAllByRole('radio')
    expect(screen.queryByRole('combobox')).toBeNull()
  })

  it('come after the location when there are several, and that counts as a step', async () => {
    const [street] = elm().locations
    usePractice(
      elm({ locations: [street!, { ...street!, id: 'harbour', name: 'Harbour Lane', address: '3 Harbour Lane' }] }),
    )
    const { screen, root } = mount()
    await screen.findByRole('heading', { name: 'Which location?' })
    expect([screen.getByText('Step 1 of 4'), root.activeElement]).toEqual([expect.anything(), null])
    fireEvent.click(screen.getByRole('radio', { name: /Harbour Lane/ }))
    expect(screen.getByText('Step 2 of 4')).toBeTruthy()
  })
})

describe('the times', () => {
  it('show a week with the count of each day, and the first open day by parts of day', async () => {
    const mounted = mount()
    await toTimes(mounted)
    const { screen } = mounted
    const days = within(screen.getByRole('group', { name: 'Days' })).getAllByRole('button')
    expect(days.map((day) => day.querySelector('.v')?.textContent)).toEqual([
      'Monday 23 November, no times',
      'Tuesday 24 November, 4 times',
      'Wednesday 25 November, no times',
      'Thursday 26 November, 1 time',
      'Friday 27 November, no times',
      'Saturday 28 November, no times',
      'Sunday 29 November, no times',
    ])
    expect(screen.getByRole('status').textContent).toBe('4 times')
    const timesIn = (part: string) =>
      within(screen.getByRole('group', { name: part }))
        .getAllByRole('radio')
        .map((time) => time.closest('label')?.textContent)
    expect([timesIn('Morning'), timesIn('Afternoon'), timesIn('Evening')]).toEqual([
      ['9:00', '9:40'],
      ['13:20'],
      ['17:30'],
    ])
  })

  it('are one group of radios across the parts of day', async () => {
    const mounted = mount()
    await toTimes(mounted)
    const names = mounted.screen.getAllByRole<HTMLInputElement>('radio').map(({ name }) => name)
    expect(new Set(names).size).toBe(1)
  })

  it('change with the day, and the same status element says how many', async () => {
    const mounted = mount()
    await toTimes(mounted)
    const { screen } = mounted
    const status = screen.getByRole('status')
    fireEvent.click(screen.getByRole('button', { name: /^Thursday 26 November/ }))
    expect(screen.getByRole('heading', { level: 3, name: 'Thursday 26 November' })).toBeTruthy()
    expect(screen.getByRole('status')).toBe(status)
    expect(status.textContent).toBe('1 time')
    fireEvent.click(screen.getByRole('button', { name: 'Next week' }))
    fireEvent.click(screen.getByRole('button', { name: 'Next week' }))
    await waitFor(() => expect(status.textContent).toMatch(/^The next day with times is Tuesday,? 12 January 2027\.$/))
    expect(screen.getByRole('status')).toBe(status)
  })

  it('lead from an empty week to the next day with times, and the focus is not lost', async () => {
    const mounted = mount()
    await toTimes(mounted)
    const { screen, root } = mounted
    fireEvent.click(screen.getByRole('button', { name: 'Next week' }))
    fireEvent.click(screen.getByRole('button', { name: 'Next week' }))
    expect(await screen.findByRole('heading', { name: 'No times this week' })).toBeTruthy()
    const goTo = await screen.findByRole('button', { name: /^Go to Tuesday,? 12 January 2027$/ })
    goTo.focus()
    fireEvent.click(goTo)
    expect(await screen.findByRole('radio', { name: '8:30' })).toBeTruthy()
    expect(root.activeElement).not.toBeNull()
  })

  it('offer the phone when there are none within a year', async () => {
    const { screen } = mount()
    fireEvent.click(await screen.findByRole('radio', { name: /^Implants/ }))
    expect(screen.getByRole('heading', { name: 'No online times for this visit right now' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Call 555-0142' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Choose another reason' }))
    expect(screen.getByRole('heading', { name: 'What do you need?' })).toBeTruthy()
  })

  it('show how many places a time has when the practice says so', async () => {
    usePractice(
      elm({}, [
        at('2026-11-24', '09:00', ['okafor'], { places: 2 }),
        at('2026-11-24', '09:40', ['okafor'], { places: 1 }),
      ]),
    )
    const mounted = mount()
    await toTimes(mounted)
    expect(mounted.screen.getByRole('radio', { name: /9:00\s*2 places/ })).toBeTruthy()
    expect(mounted.screen.getByRole('radio', { name: /9:40\s*1 place$/ })).toBeTruthy()
  })

  it('say when they cannot be read and try again', async () => {
    usePractice(elm({ availability: {} }))
    server.use(http.get(`${api}/v1/practices/elm/openings`, () => new HttpResponse(null, { status: 500 })))
    const mounted = mount()
    await toTimes(mounted)
    const { screen } = mounted
    expect(screen.getByRole('status').textContent).toBe('Loading times')
    await screen.findByRole('heading', { name: 'We can’t show times right now' }, { timeout: 3000 })
    server.resetHandlers()
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('radio', { name: '9:00' })).toBeTruthy()
  })
})

describe('the details', () => {
  it('are sent once and answered with the reference and what happens next', async () => {
    const mounted = mount()
    await toDetails(mounted)
    const { screen, root } = mounted
    const button = screen.getByRole('button', { name: 'Send request' })
    fireEvent.click(button)
    fireEvent.click(button)
    expect(await screen.findByRole('heading', { name: 'Request sent' })).toBeTruthy()
    expect(root.activeElement?.textContent).toBe('Request sent')
    expect(screen.getByText('K7Q-2M9')).toBeTruthy()
    expect(screen.getByText('Elm Dental will call you on 555-0117 to confirm.')).toBeTruthy()
    expect(screen.getByRole('heading', { name: 'Tuesday 24 November, 9:00' })).toBeTruthy()
    expect(sent).toHaveLength(1)
    expect(sent[0]?.key).toMatch(/^(\d+-){3}\d+$/)
  })

  it('with an email are answered there, whatever may be written besides', async () => {
    const mounted = mount()
    await toDetails(mounted)
    const { screen } = mounted
    fireEvent.input(screen.getByLabelText('Email'), { target: { value: 'nadia@example.com' } })
    fireEvent.click(screen.getByRole('button', { name: 'Send request' }))
    expect(await screen.findByRole('heading', { name: 'Request sent' })).toBeTruthy()
    expect(screen.getByText(/^Elm Dental will answer at nadia@example\.com/)).toBeTruthy()
  })

  it('are checked on sending: the summary takes the focus and leads to the fields', async () => {
    const mounted = mount()
    await toDetails(mounted)
    const { screen, root } = mounted
    type(mounted, 'Given name', '')
    type(mounted, 'Year', '84')
    send(mounted)
    const summary = screen.getByRole('alert')
    expect(root.activeElement).toBe(summary)
    expect(within(summary).getByRole('heading').textContent).toBe('There are 2 things to check')
    fireEvent.click(
      within(summary).getByRole('link', { name: 'Year of birth must have four digits, for example 1984' }),
    )
    const year = screen.getByLabelText('Year')
    expect(root.activeElement).toBe(year)
    expect(year.getAttribute('aria-invalid')).toBe('true')
    const described = year.getAttribute('aria-describedby')?.split(' ') ?? []
    expect(described.map((id) => root.getElementById(id)?.textContent)).toContain(
      'Year of birth must have four digits, for example 1984',
    )
    expect(screen.getByLabelText('Family name').getAttribute('aria-invalid')).toBe('false')
    expect(sent).toEqual([])
  })

  it('are described by what stands there only: hints, and problems once there are any', async () => {
    const mounted = mount()
    await toDetails(mounted)
    const { screen, root } = mounted
    const described = () =>
      Object.fromEntries(
        [...root.querySelectorAll('[aria-describedby]')].map((element) => {
          const ids = element.getAttribute('aria-describedby')!.split(' ')
          return [element.id || element.localName, ids.map((id) => root.getElementById(id)?.textContent)]
        }),
      )
    const hints = { fieldset: ['For example, 7 3 1984 or 7 March 1984'], mobile: ['Mobile or email: one is enough.'] }
    expect(described()).toEqual(hints)
    type(mounted, 'Mobile number', '')
    type(mounted, 'Day', '')
    send(mounted)
    const birth = ['Enter the date of birth']
    expect(described()).toEqual({
      ...hints,
      day: birth,
      month: birth,
      year: birth,
      mobile: [...hints.mobile, 'Enter a mobile number or an email'],
    })
    expect(screen.getByLabelText('Email').hasAttribute('aria-describedby')).toBe(false)
  })

  it('show what the server finds wrong at its field', async () => {
    useRefusal(400, 'invalid-request', { errors: [{ pointer: '/patient/mobile', detail: 'Enter another number' }] })
    const mounted = mount()
    await toDetails(mounted)
    send(mounted)
    const link = await mounted.screen.findByRole('link', { name: 'Enter another number' })
    fireEvent.click(link)
    expect(mounted.root.activeElement).toBe(mounted.screen.getByLabelText('Mobile number'))
  })

  it('ask for a guardian and leave autofill to the guardian only', async () => {
    const mounted = mount()
    await toDetails(mounted)
    const { screen } = mounted
    fireEvent.click(screen.getByRole('checkbox', { name: 'I’m asking for someone else' }))
    expect(screen.getByLabelText('Your given name').getAttribute('autocomplete')).toBe('given-name')
    expect(screen.getByLabelText('Given name').getAttribute('autocomplete')).toBe('off')
    expect(screen.getByLabelText<HTMLInputElement>('Given name').value).toBe('Nadia')
    expect(screen.getByRole('group', { name: 'Has the patient been to this practice before?' })).toBeTruthy()
    expect(screen.getByLabelText('Your mobile number')).toBeTruthy()
  })

  it('give no consent beforehand', async () => {
    const mounted = mount()
    await toDetails(mounted)
    const consents = within(
      mounted.screen.getByRole('group', { name: 'May we write to you about your visits?' }),
    ).getAllByRole<HTMLInputElement>('checkbox')
    expect(consents.map(({ checked }) => checked)).toEqual([false, false])
  })

  it('order the date of birth as the locale does', async () => {
    usePractice(elm({ locale: 'en-US' }))
    const mounted = mount()
    await toDetails(mounted)
    const boxes = within(mounted.screen.getByRole('group', { name: 'Date of birth' })).getAllByRole('textbox')
    expect(boxes.map(({ id }) => id)).toEqual(['month', 'day', 'year'])
    expect(mounted.screen.getByText('For example, 3 7 1984 or March 7 1984')).toBeTruthy()
  })
})

describe('an answer that says no', () => {
  it('offers the nearest times in place of a taken one, keeps what was typed, and sends again', async () => {
    useRefusal(409, 'slot-taken', { alternatives: [openings[1], openings[2]] }, { once: true })
    const mounted = mount()
    await toDetails(mounted)
    const { screen, root } = mounted
    send(mounted)
    const nearest = await screen.findByRole('group', { name: 'Nearest times' })
    expect(root.activeElement?.textContent).toContain('That time has just been taken')
    expect(screen.getByLabelText<HTMLInputElement>('Family name').value).toBe('Reyes')
    fireEvent.click(within(nearest).getByRole('radio', { name: /9:40/ }))
    expect(screen.getByRole('heading', { name: 'Tuesday 24 November, 9:40' })).toBeTruthy()
    send(mounted)
    await screen.findByRole('heading', { name: 'Request sent' })
    expect(sent.map(({ body }) => body.start)).toEqual(['2026-11-24T09:00:00-05:00', '2026-11-24T09:40:00-05:00'])
    expect(sent[0]?.key).not.toBe(sent[1]?.key)
  })

  it('says nothing of the hold that went with the taken time until the new one is kept', async () => {
    useRefusal(409, 'slot-taken', { alternatives: [openings[1]] }, { once: true })
    const mounted = mount()
    await toDetails(mounted)
    const { screen } = mounted
    const kept = () => screen.queryByText(/We keep this time/)
    await waitFor(() => expect(kept()).toBeTruthy())
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    server.use(
      http.post(`${api}/v1/practices/elm/holds`, async () => {
        await answered
        return HttpResponse.json({ hold: 'another-hold', start: openings[1]!.start }, { status: 201 })
      }),
    )
    send(mounted)
    fireEvent.click(await screen.findByRole('radio', { name: /9:40/ }))
    expect(screen.getByRole('heading', { name: 'Tuesday 24 November, 9:40' })).toBeTruthy()
    expect(kept()).toBeNull()
    answer()
    await waitFor(() => expect(kept()).toBeTruthy())
  })

  it('asks for a time before it sends again after one was taken', async () => {
    useRefusal(422, 'not-offered', { alternatives: [openings[1]] })
    const mounted = mount()
    await toDetails(mounted)
    const { screen, root } = mounted
    send(mounted)
    await screen.findByRole('heading', { name: 'That time is no longer open' })
    send(mounted)
    fireEvent.click(within(screen.getByRole('alert')).getByRole('link', { name: 'Choose a time' }))
    expect(root.activeElement).toBe(screen.getByRole('radio', { name: /9:40/ }))
    expect(sent).toHaveLength(1)
  })

  it('offers another try with the same key, and the phone, when the server fails', async () => {
    useRefusal(500, 'internal-error')
    const mounted = mount()
    await toDetails(mounted)
    const { screen } = mounted
    send(mounted)
    await screen.findByRole('heading', { name: 'Your request has not reached us yet' }, { timeout: 3000 })
    expect(screen.getByRole('link', { name: 'Call 555-0142' })).toBeTruthy()
    server.resetHandlers()
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByRole('heading', { name: 'Request sent' })
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
  })

  it('waits without a connection and sends by itself when it is back, with the same key', async () => {
    let tries = 0
    server.use(
      http.post(`${api}/v1/practices/elm/requests`, () => {
        tries++
        return HttpResponse.error()
      }),
    )
    const mounted = mount()
    await toDetails(mounted)
    const { screen } = mounted
    send(mounted)
    await screen.findByText('We send your request when you are back. It goes only once.', {}, { timeout: 3000 })
    expect(screen.getByRole('button', { name: 'Waiting to send…' })).toBeTruthy()
    expect(tries).toBe(2)
    server.resetHandlers()
    window.dispatchEvent(new Event('online'))
    await screen.findByRole('heading', { name: 'Request sent' })
    expect(sent).toHaveLength(1)
  })

  it('says that the website is not allowed yet, and the phone', async () => {
    useRefusal(403, 'origin-not-allowed')
    const mounted = mount()
    await toDetails(mounted)
    send(mounted)
    await mounted.screen.findByRole('heading', { name: 'This website can’t send requests yet' })
    expect(mounted.screen.getByText('Elm Dental has not allowed it. Please call us.')).toBeTruthy()
    expect(mounted.screen.getByRole('link', { name: 'Call 555-0142' })).toBeTruthy()
  })
})

describe('the element', () => {
  it("shows the page's own link until the practice is there, and again when it stays away", async () => {
    server.use(http.get(`${api}/v1/practices/elm`, () => new HttpResponse(null, { status: 500 })))
    const { root, screen } = mount()
    expect(root.querySelector('slot')).toBeTruthy()
    await screen.findByRole('heading', { name: 'We can’t show times right now' }, { timeout: 3000 })
    expect(root.querySelector('slot')).toBeTruthy()
    server.resetHandlers()
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByRole('heading', { name: 'What do you need?' })
    expect(root.querySelector('slot')).toBeNull()
  })

  it('tells the page its steps, and nothing personal', async () => {
    const told: [string, unknown][] = []
    const listen = (event: Event) => told.push([event.type, (event as CustomEvent).detail])
    const names = ['ready', 'step', 'slot', 'submitted', 'error'].map((name) => `chairtime:${name}`)
    for (const name of names) document.addEventListener(name, listen)
    useRefusal(409, 'slot-taken', { alternatives: [openings[1]] }, { once: true })
    const mounted = mount()
    await toDetails(mounted)
    send(mounted)
    fireEvent.click(await mounted.screen.findByRole('radio', { name: /9:40/ }))
    send(mounted)
    await mounted.screen.findByRole('heading', { name: 'Request sent' })
    for (const name of names) document.removeEventListener(name, listen)
    expect(told).toEqual([
      ['chairtime:ready', { practice: 'elm' }],
      ['chairtime:step', { step: 'reason' }],
      ['chairtime:step', { step: 'time' }],
      ['chairtime:step', { step: 'details' }],
      ['chairtime:slot', { start: '2026-11-24T09:00:00-05:00' }],
      ['chairtime:error', { refusal: 'slot-taken' }],
      ['chairtime:slot', { start: '2026-11-24T09:40:00-05:00' }],
      ['chairtime:step', { step: 'sent' }],
      ['chairtime:submitted', {}],
    ])
  })

  it('keeps its place when it is moved, and starts anew after it was taken away', async () => {
    const mounted = mount()
    await toTimes(mounted)
    const { element, screen, root } = mounted
    const box = document.body.appendChild(document.createElement('div'))
    box.append(element)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('Choose a time')
    element.remove()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(root.textContent).toBe('')
    box.append(element)
    await waitFor(() => expect(root.querySelector('h2')?.textContent).toBe('What do you need?'))
  })

  it('starts anew with another practice', async () => {
    server.use(
      http.get(`${api}/v1/practices/oak`, () =>
        HttpResponse.json(elm({ id: 'oak', urgentCare: { title: 'Oak', text: '', phone: '1' } })),
      ),
    )
    const mounted = mount()
    await toTimes(mounted)
    mounted.element.setAttribute('practice', 'oak')
    await waitFor(() => expect(within(mounted.root.firstElementChild as HTMLElement).getByText('Oak')).toBeTruthy())
  })

  it('stands beside others without sharing anything', async () => {
    const one = mount()
    const other = mount()
    await toTimes(one)
    expect(await other.screen.findByRole('heading', { name: 'What do you need?' })).toBeTruthy()
  })

  it("keeps what is typed from the page's shortcuts", async () => {
    const mounted = mount()
    await toDetails(mounted)
    const heard = vi.fn()
    document.addEventListener('keydown', heard)
    const { screen } = mounted
    fireEvent.keyDown(screen.getByLabelText('Given name'), { key: 's' })
    fireEvent.keyDown(screen.getByLabelText(/^Anything we should know/), { key: 's' })
    expect(heard).not.toHaveBeenCalled()
    fireEvent.keyDown(screen.getByLabelText('Given name'), { key: 'Escape' })
    fireEvent.keyDown(screen.getByRole('button', { name: 'Back' }), { key: 's' })
    expect(heard).toHaveBeenCalledTimes(2)
    document.removeEventListener('keydown', heard)
  })

  it("takes the practice's colour, its own attribute first, and never what is no colour", async () => {
    usePractice(elm({ accent: '#7b2d6b' }))
    const { element, root, screen } = mount()
    await screen.findAllByRole('radio')
    const accent = () => root.adoptedStyleSheets[1]?.cssRules[0]?.cssText.replace(/\s/g, '')
    expect(accent()).toBe(':host{--accent:#7b2d6b;}')
    element.setAttribute('color', '#0b6e6e')
    expect(accent()).toBe(':host{--accent:#0b6e6e;}')
    element.setAttribute('color', 'teal}*{display:none')
    expect(accent()).toBeUndefined()
  })
})
