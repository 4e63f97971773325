import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Language } from '../../server/contract/language.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'
import { importPractice } from '../../server/import.ts'
import { openingHours } from '../../server/pages/hours.ts'
import { closureTime, hoursLines } from '../../server/pages/hours-text.ts'
import { en } from '../../server/pages/text/en.ts'
import { words } from '../../server/pages/words.ts'
import { MONDAY_8, OWN_ORIGIN, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const get = (path: string, headers: Record<string, string> = {}) => house.app.request(path, { headers })
const text = async (path: string) => (await get(path)).text()
const change = (changes: Partial<PracticeFile>) => importPractice(house.store, testPractice(changes), MONDAY_8)

/** The structured data on a page, as a search engine reads it. */
async function structured(path: string): Promise<Record<string, unknown>> {
  const json = /<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/s.exec(await text(path))?.[1]
  return JSON.parse(json ?? 'null')
}

const HOSTILE = '</script><img src=x onerror="alert(1)">&amp;'

describe('GET /{practice}', () => {
  it('names the practice, its reasons, phone, address and hours without a script', async () => {
    await change({ urgentCare: { title: 'In pain?', text: 'Please call.', phone: '555-0199' }, locale: 'en-US' })
    const reply = await get('/oak')
    expect([reply.status, reply.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=UTF-8'])
    const page = await reply.text()
    expect(page).toContain('<html lang="en" dir="ltr"')
    expect(page).toContain('<title>Request an appointment at Oak Dental</title>')
    for (const shown of [
      'In pain?',
      'tel:5550199',
      'tel:5550100',
      'Check-up',
      'Cleaning',
      '60 min, for new patients',
      '1 Oak Street',
    ]) {
      expect(page).toContain(shown)
    }
    expect(page).toContain('<chairtime-booking practice="oak" lang="en" theme="auto">')
    expect(page).toContain('<script async src="/v1/book.js"></script>')
    expect(page).toMatch(/<th scope="row">Monday<\/th><td><span>9:00\sAM – 12:00\sPM<\/span><\/td>/)
    expect(page).toContain('<th scope="row">Sunday</th><td><span>Closed</span></td>')
    expect(/<noscript>(.*?)<\/noscript>/s.exec(page)?.[1]).toContain('tel:5550100')
  })

  it('sets facts apart with the comma of the language', async () => {
    expect(await text('/oak?lang=ar')).toContain('<small>60 دقيقة، للمرضى الجدد</small>')
    expect(await text('/oak?lang=zh-Hans')).toMatch(/<small>60 分钟，[^,<]+<\/small>/)
  })

  it('lets nothing in from elsewhere, and no script or style but ours', async () => {
    const { headers } = await get('/oak')
    const policy = headers.get('Content-Security-Policy')
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self' 'sha256-[\w+/]+='; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'$/,
    )
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('X-Frame-Options')).toBeNull()
    expect(headers.get('Set-Cookie')).toBeNull()
    const page = await text('/oak')
    const loaded = [...page.matchAll(/<(?:script|link rel="stylesheet"|img|iframe)[^>]*(?:src|href)="([^"]+)"/g)]
    expect(loaded.map((match) => match[1])).toEqual(['/v1/patient.css', '/v1/book.js'])
  })

  it('allows the one style it writes itself by its hash', async () => {
    await change({ accent: '#1f5c4d' })
    const reply = await get('/oak')
    const style = /<style>(.*?)<\/style>/.exec(await reply.text())![1]!
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
    const hash = Buffer.from(digest).toString('base64')
    expect(style).toBe(':root{--accent:#1f5c4d}')
    expect(reply.headers.get('Content-Security-Policy')).toContain(`'sha256-${hash}'`)
  })

  it.each(['red;}body{display:none', '#12', 'url(https://x.example)', 'rgb(0 0 0)}*{color:red', '</style>'])(
    'writes no accent into its style that could be more than a colour: %s',
    async (accent) => {
      await change({ accent })
      expect(await text('/oak')).toContain('<style>:root{--accent:#0b6e6e}</style>')
    },
  )

  it('shows a hostile name as text, also in structured data', async () => {
    await change({
      name: HOSTILE,
      phone: `555${HOSTILE}`,
      email: undefined,
      urgentCare: { title: HOSTILE, text: HOSTILE, phone: HOSTILE },
      locations: [{ id: 'main', name: HOSTILE, address: HOSTILE, timeZone: 'America/New_York' }],
      reasons: [{ ...testPractice().reasons[0]!, name: HOSTILE, description: HOSTILE }],
      practitioners: [{ ...testPractice().practitioners[1]!, name: HOSTILE }],
      closures: [{ name: HOSTILE, date: '2026-11-26' }],
    })
    for (const path of ['/oak', '/oak?embed', '/oak/request']) {
      const page = await text(path)
      expect(page).not.toContain('<img')
      expect(page).toContain('&lt;/script&gt;&lt;img')
    }
    expect(await structured('/oak')).toMatchObject({ name: HOSTILE, address: HOSTILE })
    const data = /<script type="application\/json" id="page">(.*?)<\/script>/s.exec(await text('/oak/request'))![1]!
    expect(JSON.parse(data)).toMatchObject({ name: HOSTILE })
  })

  it('says in structured data who, where, when, what, and where to request it', async () => {
    await change({
      email: 'desk@oak.example.com',
      closures: [{ name: 'Thanksgiving', from: '2026-11-26', through: '2026-11-27' }],
      practitioners: testPractice().practitioners.map((one) => ({ ...one, role: 'dentist' })),
    })
    const weekday = (dayOfWeek: string) => ({
      '@type': 'OpeningHoursSpecification',
      dayOfWeek,
      opens: '09:00',
      closes: '12:00',
    })
    expect(await structured('/oak')).toEqual({
      '@context': 'https://schema.org',
      '@type': 'Dentist',
      '@id': `${OWN_ORIGIN}/oak#practice`,
      name: 'Oak Dental',
      url: `${OWN_ORIGIN}/oak`,
      telephone: '555-0100',
      email: 'desk@oak.example.com',
      address: '1 Oak Street',
      openingHoursSpecification: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].map(weekday),
      specialOpeningHoursSpecification: [
        {
          '@type': 'OpeningHoursSpecification',
          opens: '00:00',
          closes: '00:00',
          validFrom: '2026-11-26',
          validThrough: '2026-11-27',
        },
      ],
      makesOffer: ['Check-up', 'Cleaning', 'First visit'].map((name) => ({
        '@type': 'Offer',
        itemOffered: { '@type': 'Service', name },
      })),
      potentialAction: {
        '@type': 'ReserveAction',
        target: {
          '@type': 'EntryPoint',
          urlTemplate: `${OWN_ORIGIN}/oak`,
          inLanguage: 'en',
          actionPlatform: ['https://schema.org/DesktopWebPlatform', 'https://schema.org/MobileWebPlatform'],
        },
        result: { '@type': 'Reservation', provider: { '@id': `${OWN_ORIGIN}/oak#practice` } },
      },
    })
  })

  it('names each of several locations with its own hours', async () => {
    const [ann, bob] = testPractice().practitioners
    const at = (location: string, start: string) => [
      { windows: [{ rrule: 'FREQ=WEEKLY;BYDAY=MO', start, end: '17:00', location }] },
    ]
    await change({
      locations: [
        { id: 'east', name: 'East', address: '1 East Street', timeZone: 'America/New_York' },
        { id: 'west', name: 'West', address: '9 West Street', timeZone: 'America/Los_Angeles' },
      ],
      chairs: [],
      reasons: [{ ...testPractice().reasons[0]!, chairs: undefined }],
      practitioners: [
        { ...ann!, reasons: ['check'], schedules: at('east', '09:00') },
        { ...bob!, reasons: ['check'], schedules: at('west', '10:00') },
      ],
    })
    const page = await text('/oak')
    expect(page).toMatch(
      /<h2>East<\/h2>\s*<p><bdi>1 East Street<\/bdi><\/p>.*9:00\sAM – 5:00\sPM.*<h2>West<\/h2>.*10:00\sAM – 5:00\sPM/s,
    )
    const { location } = (await structured('/oak')) as {
      location: { name: string; openingHoursSpecification: object[] }[]
    }
    expect(location.map(({ name, openingHoursSpecification }) => [name, openingHoursSpecification])).toEqual([
      ['East', [{ '@type': 'OpeningHoursSpecification', dayOfWeek: 'Monday', opens: '09:00', closes: '17:00' }]],
      ['West', [{ '@type': 'OpeningHoursSpecification', dayOfWeek: 'Monday', opens: '10:00', closes: '17:00' }]],
    ])
  })

  it.each(Language.options)('reads in %s, with links to every language', async (language) => {
    await change({
      reasons: [{ ...testPractice().reasons[0]!, names: { es: 'Revisión' } }],
      practitioners: [testPractice().practitioners[1]!],
    })
    const page = await text(`/oak?lang=${language}`)
    expect(page).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`)
    expect(page).toContain(`<h1>${words[language].heading}</h1>`)
    expect(page).toContain(language === 'es' ? 'Revisión' : 'Check-up')
    expect(page).toContain(`<chairtime-booking practice="oak" lang="${language}"`)
    expect([...page.matchAll(/<a href="(\/oak[^"]*)" lang="([\w-]+)"/g)].map(([, href, lang]) => [lang, href])).toEqual(
      Language.options.map((other) => [other, other === 'en' ? '/oak' : `/oak?lang=${other}`]),
    )
    expect(page).toContain(
      `<link rel="canonical" href="${OWN_ORIGIN}/oak${language === 'en' ? '' : `?lang=${language}`}">`,
    )
  })

  it('reads in the practice’s own language unless asked for another', async () => {
    await change({ locale: 'fr-CA', answerWithin: 'un jour ouvrable' })
    expect(await text('/oak')).toContain('<html lang="fr"')
    expect(await text('/oak')).toContain('Oak Dental répond en général sous un jour ouvrable.')
    expect(await text('/oak?lang=tlh')).toContain('<html lang="fr"')
    expect(await text('/oak?lang=en')).not.toContain('un jour ouvrable')
  })

  const framers = async (headers?: Record<string, string>) => {
    const reply = await get('/oak?embed', headers)
    return /frame-ancestors (.*?);/.exec(reply.headers.get('Content-Security-Policy')!)?.[1]
  }

  it('stands in any frame as long as the practice names no website, else in theirs and our own', async () => {
    expect(await framers()).toBe("'self' https://oak.example.com")
    await change({ origins: ['https://oak.example.com', 'http://localhost:8080'] })
    expect(await framers()).toBe("'self' https://oak.example.com http://localhost:8080")
    await change({ origins: [] })
    expect(await framers()).toBe('*')
  })

  it('stands in the frame of a website that staff have allowed since, and tells caches so', async () => {
    const headers = { Referer: 'https://new.example.com/book?x=1' }
    expect(await framers(headers)).toBe("'self' https://oak.example.com")
    await house.store.transaction((transaction) => transaction.allowOrigin('oak', 'https://new.example.com', MONDAY_8))
    expect(await framers(headers)).toBe("'self' https://oak.example.com https://new.example.com")
    expect(await framers({ Referer: 'https://other.example.com/' })).toBe("'self' https://oak.example.com")
    expect(await framers({ Referer: 'no address' })).toBe("'self' https://oak.example.com")
    expect((await get('/oak?embed')).headers.get('Vary')).toContain('Referer')
  })

  it('is the widget alone in somebody else’s frame, with phone and hours where no script runs', async () => {
    const reply = await get('/oak?embed&theme=dark&reason=check&provider=ann')
    const page = await reply.text()
    expect(reply.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'self' https://oak.example.com;")
    expect(reply.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin')
    expect(reply.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp')
    expect(page).not.toMatch(/<header|<footer|<h1>/)
    expect(page).toContain('<chairtime-booking practice="oak" lang="en" theme="dark" reason="check" provider="ann">')
    expect(page).toContain('<script type="module" src="/v1/embed.js"></script>')
    expect(/<noscript>(.*?)<\/noscript>/s.exec(page)?.[1]).toMatch(/tel:5550100.*Monday/s)
  })

  it('takes over only reasons and practitioners that there are', async () => {
    expect(await text('/oak?reason=x%22onclick%3D&provider=nobody&theme=%22')).toContain(
      '<chairtime-booking practice="oak" lang="en" theme="auto">',
    )
  })

  it('is the same until something changes', async () => {
    const first = await get('/oak')
    const etag = first.headers.get('ETag')!
    expect(first.headers.get('Cache-Control')).toBe('public, max-age=60, stale-while-revalidate=600')
    expect((await get('/oak', { 'If-None-Match': etag })).status).toBe(304)
    await change({ phone: '555-0101' })
    const changed = await get('/oak', { 'If-None-Match': etag })
    expect([changed.status, (await changed.text()).includes('555-0101')]).toEqual([200, true])
  })

  it('answers an unknown practice with a page that says so', async () => {
    for (const path of ['/nobody', '/nobody/request', '/nobody?lang=de']) {
      const reply = await get(path)
      expect([reply.status, reply.headers.get('Content-Type')]).toEqual([404, 'text/html; charset=UTF-8'])
      expect(await reply.text()).toContain(path.endsWith('de') ? 'Diese Seite gibt es nicht' : 'There is no such page')
    }
    expect((await get('/No%20Body')).headers.get('Content-Type')).toBe('application/problem+json')
  })

  it('is found with a slash at the end too', async () => {
    const reply = await get('/oak/?lang=es')
    expect([reply.status, reply.headers.get('Location')]).toEqual([301, '/oak?lang=es'])
  })

  it('changes nothing', async () => {
    const before = await house.store.versions('oak')
    for (const path of ['/oak', '/oak?embed', '/oak/request']) {
      expect((await get(path)).status).toBe(200)
      expect((await house.app.request(path, { method: 'POST' })).status).toBe(404)
    }
    expect(await house.store.versions('oak')).toEqual(before)
    expect(await house.store.requests('oak', 'pending')).toEqual([])
  })
})

describe('GET /{practice}/request', () => {
  it('is the same for everybody, kept out of searches, frames and referrers', async () => {
    const reply = await get('/oak/request')
    expect(reply.headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(reply.headers.get('X-Robots-Tag')).toBe('noindex')
    expect(reply.headers.get('Cache-Control')).toBe('no-cache')
    expect(reply.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'/)
    const page = await reply.text()
    expect(page).toContain('<meta name="robots" content="noindex">')
    expect(/<noscript>(.*?)<\/noscript>/s.exec(page)?.[1]).toContain('tel:5550100')
    const data = /<script type="application\/json" id="page">(.*?)<\/script>/s.exec(page)![1]!
    expect(JSON.parse(data)).toEqual({
      practice: 'oak',
      name: 'Oak Dental',
      phone: '555-0100',
      locale: 'en-US',
      language: 'en',
      today: '2026-11-23',
    })
  })

  it('reads in the language asked for', async () => {
    expect(await text('/oak/request?lang=ar')).toContain('<html lang="ar" dir="rtl"')
  })
})

describe('openingHours', () => {
  const hoursOf = (changes: Partial<PracticeFile>, now = MONDAY_8) => openingHours(testPractice(changes), now)[0]!
  const lines = (changes: Partial<PracticeFile>, now = MONDAY_8) =>
    hoursOf(changes, now).week.map((day) => hoursLines(day, en, 'en-GB').join(', '))
  const someone = (windows: object[], more: object = {}) =>
    PracticeFile.shape.practitioners.parse([
      { id: 'ann', name: 'Ann', reasons: ['clean'], schedules: [{ windows }], ...more },
    ])
  const closed = ['Closed', 'Closed', 'Closed', 'Closed']

  it('joins everybody who works there', () => {
    const practitioners = [
      ...someone([{ rrule: 'FREQ=WEEKLY;BYDAY=MO,TU', start: '08:30', end: '12:00' }]),
      ...someone([
        { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '11:00', end: '13:00' },
        { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '14:00', end: '17:00' },
      ]).map((one) => ({ ...one, id: 'bob' })),
    ]
    expect(lines({ practitioners })).toEqual(['8:30 – 13:00, 14:00 – 17:00', '8:30 – 12:00', 'Closed', ...closed])
  })

  it('says the same wall times on both sides of a clock change', () => {
    const practitioners = someone([
      { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '09:00', end: '17:00' },
      { rrule: 'FREQ=WEEKLY;BYDAY=SA', start: '22:00', end: '06:00' },
      { rrule: 'FREQ=WEEKLY;BYDAY=SU', start: '00:00', end: '08:00' },
    ])
    const expected = ['9:00 – 17:00', ...closed, '22:00 – 6:00', '0:00 – 8:00']
    // Clocks go back on 1 November 2026 and forward on 14 March 2027, both on a Sunday at 2:00.
    for (const now of ['2026-10-26T08:00:00-04:00', '2027-03-08T08:00:00-05:00']) {
      expect(lines({ practitioners }, Date.parse(now))).toEqual(expected)
      const { week } = hoursOf({ practitioners }, Date.parse(now))
      expect(week.map(({ regularity }) => regularity)).toEqual(Array(7).fill('weekly'))
    }
  })

  it('tells what isn’t so every week', () => {
    const practitioners = someone([
      { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '09:00', end: '12:00' },
      { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', dtstart: '2026-11-23', start: '12:00', end: '15:00' },
      { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA', dtstart: '2026-11-28', start: '09:00', end: '12:00' },
    ])
    expect(lines({ practitioners })).toEqual([
      '9:00 – 15:00, times vary',
      ...closed,
      '9:00 – 12:00, not every week',
      'Closed',
    ])
    expect(hoursOf({ practitioners }).week[5]!.dates.map(([opening]) => opening!.start)).toEqual([
      '2026-11-28T09:00',
      '2026-12-12T09:00',
      '2026-12-26T09:00',
      '2027-01-09T09:00',
    ])
  })

  it('reads all day as all day', () => {
    const practitioners = someone([{ rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '00:00', end: '24:00' }])
    expect(lines({ practitioners })[0]).toBe('All day')
  })

  it('looks past leave, edited weeks and hours that begin later', () => {
    const window = { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '09:00', end: '12:00' }
    const practitioners = someone([window], {
      schedules: [{ windows: [window] }, { from: '2026-12-01', windows: [{ ...window, end: '18:00' }] }],
      weeks: [{ week: '2026-11-30', windows: [] }],
      exceptions: [{ date: '2026-12-07', windows: [] }],
    })
    expect(lines({ practitioners })[0]).toBe('9:00 – 12:00')
    expect(lines({ practitioners }, Date.parse('2026-12-02T08:00:00-05:00'))[0]).toBe('9:00 – 18:00')
  })

  it('takes a closure that comes every week for part of the hours', () => {
    const closures = [{ name: 'Lunch', rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '10:00', end: '10:30' }]
    expect(lines({ closures })[0]).toBe('9:00 – 10:00, 10:30 – 12:00')
    expect(hoursOf({ closures }).closures).toEqual([])
  })

  it('names what is closed in the next 30 days, in words', () => {
    const { closures } = hoursOf({
      closures: [
        { name: 'Too late', date: '2026-12-24' },
        { name: 'Staff day', date: '2026-12-01', start: '10:00', end: '11:00' },
        { name: 'Afternoon off', date: '2026-12-02', start: '12:30', end: '24:00' },
        { name: 'Late start', date: '2026-12-03', start: '00:00', end: '10:00' },
        { name: 'Thanksgiving', from: '2026-11-26', through: '2026-11-28' },
        { name: 'Every year', rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10' },
        { name: 'Works', start: '2026-12-04T12:00:00-05:00', end: '2026-12-05T12:00:00-05:00' },
        { name: 'Over', date: '2026-11-20' },
      ],
    })
    const inWords = closures.map((closure) => `${closure.name}: ${closureTime(closure, en, 'en-GB')}`)
    expect(inWords.map((line) => line.replaceAll(/\s/g, ' '))).toEqual([
      'Thanksgiving: Thursday 26 November – Saturday 28 November',
      'Staff day: Tuesday 1 December, 10:00 – 11:00',
      'Afternoon off: Wednesday 2 December, from 12:30',
      'Late start: Thursday 3 December, until 10:00',
      'Works: Friday 4 December, 12:00 – Saturday 5 December, 12:00',
      'Every year: Thursday 10 December',
    ])
  })
})

describe('words', () => {
  it.each(Language.options)('fill the same places in %s', (language) => {
    const places = (from: string) => [...from.matchAll(/{\w+}/g)].map(([place]) => place).sort()
    for (const [key, english] of Object.entries(en)) {
      expect([key, places(words[language][key as keyof typeof en])]).toEqual([key, places(english)])
    }
  })
})
