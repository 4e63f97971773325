import { fireEvent, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { ar } from '../../widget/text/ar.ts'
import { es } from '../../widget/text/es.ts'
import { byEnglish } from '../../widget/text/languages.ts'
import { elm, sentReply } from './elm.ts'
import { api, mount, sent, serveElm, server, usePractice } from './mount.ts'

serveElm()

const spanish = elm({ language: 'es', locale: 'es-US', texts: byEnglish(es) })

describe('the language', () => {
  it('is the one that the element asks for, in every word and number of things', async () => {
    const asked: string[] = []
    server.use(
      http.get(`${api}/v1/practices/elm`, ({ request }) => {
        asked.push(new URL(request.url).search)
        return HttpResponse.json(spanish)
      }),
    )
    const { screen, root } = mount({ lang: 'es' })
    await screen.findByRole('heading', { name: es.whatDoYouNeed })
    expect(asked).toEqual(['?lang=es'])
    expect(root.querySelector('.ct')?.getAttribute('lang')).toBe('es')
    fireEvent.click(screen.getByRole('radio', { name: /^Check-up/ }))
    expect(screen.getByRole('button', { name: 'martes, 24 de noviembre, 4 horarios' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'viernes, 27 de noviembre, sin horarios' })).toBeTruthy()
  })

  it('runs from right to left in Arabic, beside another widget in English', async () => {
    server.use(
      http.get(`${api}/v1/practices/elm`, ({ request }) =>
        HttpResponse.json(
          request.url.endsWith('?lang=ar') ? elm({ language: 'ar', locale: 'ar-US', texts: byEnglish(ar) }) : elm(),
        ),
      ),
    )
    const arabic = mount({ lang: 'ar' })
    const english = mount({ lang: 'en' })
    await arabic.screen.findByRole('heading', { name: ar.whatDoYouNeed })
    await english.screen.findByRole('heading', { name: 'What do you need?' })
    expect(arabic.root.querySelector('.ct')?.getAttribute('dir')).toBe('rtl')
    expect(english.root.querySelector('.ct')?.getAttribute('dir')).toBe('ltr')
    fireEvent.click(english.screen.getByRole('radio', { name: /^Check-up/ }))
    fireEvent.click(arabic.screen.getByRole('radio', { name: /^Check-up/ }))
    expect(english.screen.getByRole('heading', { level: 2 }).textContent).toBe('Choose a time')
    expect(arabic.screen.getByRole('heading', { level: 2 }).textContent).toBe(ar.chooseTime)
  })

  it('asks for no consent in words that the practice has not approved', async () => {
    usePractice({ ...spanish, consents: false })
    const { screen } = mount({ lang: 'es', reason: 'check-up' })
    fireEvent.click(await screen.findByRole('button', { name: new RegExp(`^${es.earliest}`) }))
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe(es.yourDetails)
    expect(screen.queryByText(es.mayWrite)).toBeNull()
    expect(screen.queryByLabelText(es.byEmail)).toBeNull()
  })
})

describe('what the page says beforehand', () => {
  it('opens on the times of its reason and person, with its details typed', async () => {
    const { screen } = mount({
      reason: 'check-up',
      provider: 'lind',
      'prefill-given': 'Nadia',
      'prefill-mobile': '5550117',
      'prefill-before': 'yes',
    })
    await screen.findByRole('heading', { name: 'Choose a time' })
    expect(screen.getByLabelText<HTMLSelectElement>('With').value).toBe('lind')
    fireEvent.click(screen.getByRole('button', { name: /^Earliest/ }))
    expect(screen.getByLabelText<HTMLInputElement>('Given name').value).toBe('Nadia')
    expect(screen.getByLabelText<HTMLInputElement>('Mobile number').value).toBe('5550117')
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Yes' }).checked).toBe(true)
  })
})

describe('the times', () => {
  it('of a part of the day alone are shown when that is chosen', async () => {
    const { screen } = mount({ reason: 'check-up' })
    fireEvent.change(await screen.findByLabelText('Time of day'), { target: { value: 'eve' } })
    expect(screen.getAllByRole('radio').map((radio) => radio.closest('label')?.textContent)).toEqual(['17:30'])
  })

  it('stay as weeks when the part that draws months cannot be had', async () => {
    const { screen } = mount({ reason: 'check-up' })
    fireEvent.click(await screen.findByRole('button', { name: 'More dates' }))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(screen.getByRole('group', { name: 'Days' })).toBeTruthy()
  })
})

describe('the chosen time', () => {
  it('is kept while the details are typed, and given up when the widget goes', async () => {
    const released: unknown[] = []
    server.use(
      http.post(`${api}/v1/practices/elm/holds/release`, async ({ request }) => {
        released.push(await request.json())
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { element, screen } = mount({ reason: 'check-up' })
    fireEvent.click(await screen.findByRole('button', { name: /^Earliest/ }))
    expect(await screen.findByText('We keep this time for you while you fill this in.')).toBeTruthy()
    element.remove()
    await waitFor(() => expect(released).toEqual([{ hold: 'a-hold-of-twenty-signs' }]))
  })

  it('leads, once sent, to the patient’s own page by a link that nobody else has', async () => {
    server.use(
      http.post(`${api}/v1/practices/elm/requests`, () =>
        HttpResponse.json({ ...sentReply('2026-11-24T09:00:00-05:00'), link: 'a-private-link' }, { status: 201 }),
      ),
    )
    const details = { given: 'Nadia', family: 'Reyes', day: '7', month: '3', year: '1984', mobile: '5550117' }
    const prefilled = Object.fromEntries(Object.entries(details).map(([name, value]) => [`prefill-${name}`, value]))
    const { screen } = mount({ reason: 'check-up', ...prefilled })
    fireEvent.click(await screen.findByRole('button', { name: /^Earliest/ }))
    const beenBefore = within(screen.getByRole('group', { name: /^Have you been/ }))
    fireEvent.click(beenBefore.getByRole('radio', { name: 'Yes' }))
    fireEvent.click(screen.getByRole('button', { name: 'Send request' }))
    const link = await screen.findByRole('link', { name: 'See or change your request' })
    expect(link.getAttribute('href')).toBe(`${api}/elm/request#a-private-link`)
    expect(sent).toEqual([])
  })
})
