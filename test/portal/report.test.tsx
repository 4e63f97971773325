import { screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { askOf, formatFilters, monthsOf, parseFilters } from '../../portal/model/report-filters.ts'
import { answerSpan, createReportWords, shortOfAim } from '../../portal/view/report-words.ts'
import type { Report, ReportCounts, ReportGroup } from '../../server/contract/report.ts'
import { answerAs, openPortal, refuse, server } from './kit.tsx'

const minutes = (count: number) => count * 60_000
const counts = (change: Partial<ReportCounts> = {}): ReportCounts => ({
  received: 572,
  pending: 7,
  accepted: 482,
  changed: 53,
  rejected: 39,
  cancelled: 27,
  expired: 17,
  medianAnswerMs: minutes(46),
  rate: 482 / 538,
  ...change,
})
const group = (key: string, name: string, change: Partial<ReportCounts> = {}): ReportGroup => ({
  key,
  name,
  ...counts(change),
})
const report = (change: Partial<Report> = {}): Report => ({
  from: '2026-06-01',
  to: '2026-12-01',
  aim: 0.9,
  all: counts(),
  within: minutes(660),
  byMonth: [group('2026-10', '2026-10', { rate: 0.93 }), group('2026-11', '2026-11', { rate: 0.84 })],
  byReason: [group('check-up', 'Cleaning and check-up', { received: 231 })],
  byPractitioner: [group('osei', 'Dr. Amara Osei', { received: 134 })],
  bySource: [group('link:google', 'google', { received: 88 })],
  causes: [
    { cause: 'length-too-short', count: 30 },
    { cause: 'entered-by-phone', count: 20 },
    { cause: null, count: 3 },
  ],
  rejections: [{ reason: 'unreachable', count: 39 }],
  answerTimes: [
    { upToMs: minutes(15), count: 148 },
    { upToMs: minutes(60), count: 141 },
    { upToMs: minutes(240), count: 117 },
    { upToMs: minutes(1440), count: 89 },
    { upToMs: null, count: 26 },
  ],
  sources: [
    { key: 'link:google', name: 'google' },
    { key: 'website', name: 'Website' },
  ],
  ...change,
})

/** Answers with a report, and remembers what was asked. */
function answerReport(answer: () => Response = () => HttpResponse.json(report())) {
  const asked: string[] = []
  server.use(
    http.get('*/portal/api/practices/elm/report', ({ request }) => {
      asked.push(new URL(request.url).search)
      return answer()
    }),
  )
  return asked
}

async function openReport(hash = '#/elm/report') {
  answerAs()
  const opened = openPortal(hash)
  await screen.findByRole('heading', { name: 'Online scheduling', level: 1 })
  return opened
}
const figures = () => screen.findByRole('region', { name: 'In figures' })
const choose = (label: string, value: string) => {
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: label })
  select.value = value
  select.dispatchEvent(new Event('change', { bubbles: true }))
}

describe('the report', () => {
  it('shows the rate against its aim, and what it is made of', async () => {
    answerReport()
    await openReport()
    const shown = within(await figures())
    for (const text of ['89.6%', '3 short of the aim', '53 at a changed time', '46 min']) {
      expect(shown.getByText(text, { exact: true })).toBeTruthy()
    }
    expect(shown.getByText(/9 in 10 within 11 h/)).toBeTruthy()
    expect(shown.getByText(/accepted ÷ \(accepted \+ rejected \+ expired\)/)).toBeTruthy()
  })

  it('leads from its numbers to the lists behind them', async () => {
    answerReport()
    await openReport()
    const shown = within(await figures())
    const months = '#/elm/all?from=2026-06&to=2026-11'
    const leads = (name: string | RegExp) => screen.getByRole('link', { name }).getAttribute('href')
    expect(shown.getByRole('link', { name: '572: open these requests' }).getAttribute('href')).toBe(months)
    expect(leads('7 still pending')).toBe(`${months}&outcome=pending`)
    expect(leads('482: open the accepted')).toBe(`${months}&outcome=accepted`)
    expect(leads('53 at a changed time')).toBe(`${months}&changed=yes`)
    expect(leads('39: open the rejected')).toBe(`${months}&outcome=rejected`)
    expect(leads('27: open the cancelled')).toBe(`${months}&outcome=cancelled`)
    expect(leads('17: open the expired')).toBe(`${months}&outcome=expired`)
    expect(leads(/See them/)).toBe(`${months}&changed=yes`)
    expect(leads('3: list No cause noted')).toBe(`${months}&cause=none`)
    expect(leads('39: list The patient could not be reached')).toBe(`${months}&rejection=unreachable`)
    expect(leads('148: list up to 15 min')).toBe(`${months}&upto=15`)
    expect(leads('141: list 15 min – 1 h')).toBe(`${months}&above=15&upto=60`)
    expect(leads('26: list over 24 h')).toBe(`${months}&above=1440`)
    expect(leads('17: list expired, Cleaning and check-up')).toBe(`${months}&reason=check-up&outcome=expired`)
  })

  it('keeps its filters in those links, and a month’s own numbers lead to that month', async () => {
    answerReport()
    await openReport('#/elm/report?period=last-month&practitioner=osei&source=link:google&by=month')
    await figures()
    const leads = (name: string) => screen.getByRole('link', { name }).getAttribute('href')
    const filters = 'practitioner=osei&source=link%3Agoogle'
    expect(leads('39: open the rejected')).toBe(`#/elm/all?from=2026-10&to=2026-10&${filters}&outcome=rejected`)
    expect(leads('39: list rejected, Nov 2026')).toBe(`#/elm/all?from=2026-11&to=2026-11&${filters}&outcome=rejected`)
    expect(leads('572: list received, all')).toBe(`#/elm/all?from=2026-10&to=2026-10&${filters}`)
  })

  it('asks for this month and the five before it, and again for each choice, which stays in the address', async () => {
    const asked = answerReport()
    const { addresses } = await openReport()
    await figures()
    expect(asked).toEqual(['?from=2026-06-01&to=2026-12-01'])
    choose('Received in', 'last-month')
    await waitFor(() => expect(asked.at(-1)).toBe('?from=2026-10-01&to=2026-11-01'))
    choose('Practitioner', 'osei')
    choose('Source', 'link:google')
    await waitFor(() =>
      expect(asked.at(-1)).toBe('?from=2026-10-01&to=2026-11-01&practitioner=osei&source=link%3Agoogle'),
    )
    expect(addresses.at(-1)).toEqual({
      hash: '#/elm/report?period=last-month&practitioner=osei&source=link%3Agoogle',
      step: 'over',
    })
    expect(screen.getByRole('link', { name: /CSV/ }).getAttribute('href')).toBe(
      '/portal/api/practices/elm/report.csv?from=2026-10-01&to=2026-11-01&practitioner=osei&source=link%3Agoogle',
    )
  })

  it('opens as its address says', async () => {
    const asked = answerReport()
    await openReport('#/elm/report?from=2026-02&to=2026-03&reason=check-up&by=practitioner')
    await figures()
    expect(asked).toEqual(['?from=2026-02-01&to=2026-04-01&reason=check-up'])
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'From' }).value).toBe('2026-02')
    expect(screen.getByRole('tab', { name: 'Practitioner' }).getAttribute('aria-selected')).toBe('true')
    expect(screen.getByRole('rowheader', { name: 'Dr. Amara Osei' })).toBeTruthy()
  })

  it('divides by reason, practitioner, source and month without asking again', async () => {
    const asked = answerReport()
    await openReport()
    await figures()
    const table = () => within(screen.getByRole('tabpanel'))
    expect(
      table().getByRole('row', {
        name: /Cleaning and check-up 231: list received, .* 482.* 39.* 27.* 17.* 46 min 89%/,
      }),
    ).toBeTruthy()
    screen.getByRole('tab', { name: 'Source' }).click()
    expect(await table().findByRole('rowheader', { name: 'google' })).toBeTruthy()
    screen
      .getByRole('tab', { name: 'Source' })
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
    expect(await table().findByRole('rowheader', { name: 'Nov 2026' })).toBeTruthy()
    expect(asked).toHaveLength(1)
  })

  it('says why times had to change, with the rule behind it', async () => {
    answerReport()
    await openReport()
    const causes = within(await screen.findByRole('region', { name: 'Time had to change: 53 requests' }))
    expect(causes.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'The length offered was too shortRule: Lengths by reason30: list The length offered was too short',
      'The practice scheduled it by phoneNo rule behind it20: list The practice scheduled it by phone',
      'No cause notedNobody chose one3: list No cause noted',
    ])
  })

  it('tells the months in numbers, too', async () => {
    answerReport()
    await openReport()
    const table = within(await screen.findByRole('table', { name: 'Requests by month and outcome' }))
    expect(table.getByRole('row', { name: 'Oct 2026 572 482 27 17 39 7 93%' })).toBeTruthy()
  })

  it('says how long patients waited', async () => {
    answerReport()
    await openReport()
    const times = within(await screen.findByRole('region', { name: 'Time to answer' }))
    expect(times.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'up to 15 min148: list up to 15 min',
      '15 min – 1 h141: list 15 min – 1 h',
      '1 h – 4 h117: list 1 h – 4 h',
      '4 h – 24 h89: list 4 h – 24 h',
      'over 24 h26: list over 24 h',
    ])
  })

  it('says what each number means', async () => {
    answerReport()
    await openReport()
    const terms = within(await screen.findByRole('region', { name: 'How this is counted' })).getAllByRole('term')
    expect(terms.map((term) => term.textContent)).toEqual([
      'Received',
      'Accepted',
      'Changed time',
      'Rejected',
      'Cancelled',
      'Expired',
      'Acceptance',
      'Answered in',
      'Practitioner',
      'Source',
    ])
  })

  it('says so when nothing came, and when nothing fits the choice', async () => {
    const nothing = counts({ received: 0, pending: 0, accepted: 0, rejected: 0, cancelled: 0, expired: 0, rate: null })
    answerReport(() => HttpResponse.json(report({ all: nothing })))
    const { portal } = await openReport()
    await screen.findByRole('heading', { name: 'No request came in these months' })
    portal.hash.value = '#/elm/report?reason=check-up'
    await screen.findByRole('heading', { name: 'No request fits this choice' })
    screen.getByRole('button', { name: 'Show all of these months' }).click()
    await screen.findByRole('heading', { name: 'No request came in these months' })
  })

  it('says when it could not be read, and reads again', async () => {
    let works = false
    answerReport(() => (works ? HttpResponse.json(report()) : refuse(500, 'internal-error')))
    await openReport()
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('No request is lost')
    works = true
    within(alert).getByRole('button', { name: 'Try again' }).click()
    expect(await figures()).toBeTruthy()
  })

  it('leads to the sign-in when the session has ended', async () => {
    answerReport(() => refuse(401, 'sign-in-required'))
    answerAs()
    openPortal('#/elm/report')
    await screen.findByText(/Your session has ended/)
  })
})

describe('parseFilters', () => {
  const today = '2026-11-23'
  const read = (query: string) => monthsOf(parseFilters(`#/elm/report${query}`), today)

  it('reads periods that move with the calendar, and months that stay', () => {
    expect(read('')).toEqual({ from: '2026-06', to: '2026-11' })
    expect(read('?period=this-month')).toEqual({ from: '2026-11', to: '2026-11' })
    expect(read('?period=last-month')).toEqual({ from: '2026-10', to: '2026-10' })
    expect(read('?period=3-months')).toEqual({ from: '2026-09', to: '2026-11' })
    expect(read('?period=12-months')).toEqual({ from: '2025-12', to: '2026-11' })
    expect(read('?period=this-year')).toEqual({ from: '2026-01', to: '2026-11' })
    expect(read('?from=2025-12&to=2026-01')).toEqual({ from: '2025-12', to: '2026-01' })
  })

  it('takes what it cannot read for not said', () => {
    for (const query of [
      '?period=ever',
      '?from=2026-13&to=2026-14',
      '?from=2026-05&to=2026-04',
      '?from=2020-01&to=2026-01',
      '?period=months',
    ]) {
      expect([query, read(query)]).toEqual([query, { from: '2026-06', to: '2026-11' }])
    }
  })

  it('reads what formatFilters wrote', () => {
    for (const query of [
      '',
      '?period=this-year&by=month',
      '?from=2026-01&to=2026-02&reason=a&practitioner=b&source=site%3Ax.example',
    ]) {
      expect(formatFilters(parseFilters(`#/elm/report${query}`))).toBe(query)
    }
    expect(askOf(parseFilters('?period=this-month'), '2026-12-31')).toBe('from=2026-12-01&to=2027-01-01')
  })
})

describe('the words of a report', () => {
  const words = createReportWords('en-GB')

  it('never round a rate up to an aim that is not reached', () => {
    expect([0.8996, 0.9, 0.8949, 0.57, 1].map((rate) => words.rate(rate, 0.9))).toEqual([
      '89.9%',
      '90%',
      '89.5%',
      '57%',
      '100%',
    ])
    expect([0.8996, 0.9, 0.667, 0.57].map((rate) => words.wholeRate(rate, 0.9))).toEqual(['89%', '90%', '67%', '57%'])
  })

  it('say how many more it takes', () => {
    expect(shortOfAim(counts(), 0.9)).toBe(3)
    expect(shortOfAim(counts({ accepted: 63, rejected: 7, expired: 0 }), 0.9)).toBe(0)
    expect(shortOfAim(counts({ accepted: 0, rejected: 0, expired: 0 }), 0.9)).toBe(0)
  })

  it('say how long', () => {
    expect([null, 0, 59_999, minutes(46), minutes(72), minutes(660)].map(answerSpan)).toEqual([
      '–',
      'under 1 min',
      'under 1 min',
      '46 min',
      '1 h 12 min',
      '11 h',
    ])
    expect(words.months('2026-06', '2026-11')).toBe('Jun – Nov 2026')
  })
})
