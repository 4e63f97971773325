import { describe, expect, it } from 'vitest'
import file from '../../demo/practice.json' with { type: 'json' }
import { createSite } from '../../demo/site.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'

const practice = PracticeFile.parse(file)
const site = createSite({ api: 'https://book.example.com' })
const text = async (path: string) => (await site.request(path)).text()

describe('createSite', () => {
  it('puts the address of chairtime into the page', async () => {
    const page = await text('/')
    expect(page).toContain('<script async src="https://book.example.com/v1/book.js" data-practice="elm"></script>')
    expect(page).toContain('<chairtime-booking practice="elm">')
    expect(page).not.toContain('{{')
  })

  it('takes an empty address as its own', async () => {
    const own = await createSite({ api: '' }).request('/')
    expect(await own.text()).toContain('src="/v1/book.js"')
    expect(own.headers.get('content-security-policy')).toContain("script-src 'self'")
  })

  it('keeps an address with quotes inside its attribute', async () => {
    const page = await (await createSite({ api: '"><b>$&' }).request('/')).text()
    expect(page).toContain('src="&quot;><b>$&amp;/v1/book.js"')
  })

  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/privacy.html', 'text/html; charset=utf-8'],
    ['/style.css', 'text/css; charset=utf-8'],
    ['/elm.svg', 'image/svg+xml'],
  ])('serves %s as %s', async (path, type) => {
    const reply = await site.request(path)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, type])
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('answers HEAD without a body', async () => {
    const reply = await site.request('/', { method: 'HEAD' })
    expect([reply.status, await reply.text()]).toEqual([200, ''])
  })

  it('allows scripts and data from chairtime alone', async () => {
    const policy = (await site.request('/')).headers.get('content-security-policy')
    expect(policy).toContain(
      "default-src 'none'; script-src https://book.example.com; connect-src https://book.example.com;",
    )
  })

  it.each([
    '/nothing',
    '/../practice.json',
    '/%2e%2e/practice.json',
    '/..%2fpractice.json',
    '/%2e%2e%2f%2e%2e%2fpackage.json',
    '/site.ts',
    '/style.css/',
    '/style.css%00',
    '//etc/passwd',
  ])('says that there is no %s', async (path) => {
    const reply = await site.request(`http://elm.example.com${path}`)
    expect(reply.status).toBe(404)
    expect(await reply.text()).toContain('We do not have that page')
  })

  it('needs no other host, no inline script and no inline style', async () => {
    for (const path of ['/', '/privacy.html', '/nothing']) {
      const page = await text(path)
      expect(page.match(/(?:src|href)="(?:https?:)?\/\/(?!book\.example\.com)[^"]*"/g)).toBeNull()
      expect(page).not.toMatch(/ style="| on[a-z]+="|<style|<script>/)
    }
    expect(await text('/style.css')).not.toMatch(/url\(|@import/)
  })
})

describe('the website', () => {
  it('gives the hours that the practice is open', async () => {
    const rows = [...(await text('/')).matchAll(/<tr><th scope="row">(.+?)<\/th><td>(.+?)<\/td><\/tr>/g)]
    expect(rows.map(([, days, hours]) => [days!.replace(/<\/?small>/g, ''), hours])).toEqual([
      ['Monday to Wednesday', openOn('MO', 'TU', 'WE')],
      ['Thursday', openOn('TH')],
      ['Friday', openOn('FR')],
      [`Saturday ${isEveryOtherWeek('SA') ? 'every other week' : ''}`, openOn('SA')],
      ['Sunday', openOn('SU')],
    ])
  })

  it('lists every reason with its length, in the same order', async () => {
    const items = [...(await text('/')).matchAll(/<li><div><b>(.+?)<\/b><p>(.+?)<\/p><\/div><span>(\d+) min<\/span>/g)]
    expect(items.map(([, name, , minutes]) => [name, Number(minutes)])).toEqual(
      practice.reasons.map(({ name, durationMinutes }) => [name, durationMinutes]),
    )
  })

  it('names everyone who works there, in the same order', async () => {
    const page = await text('/')
    const names = [...page.slice(page.indexOf('id="team"')).matchAll(/<h3>(.+?)<\/h3>/g)].map(([, name]) => name)
    expect(names).toEqual(practice.practitioners.map(({ name }) => name))
  })

  it('has the address, phone and email of the practice file', async () => {
    const page = await text('/')
    for (const fact of [practice.name, practice.phone, practice.email!, practice.locations[0]!.address]) {
      expect(page).toContain(fact)
    }
    expect(practice.urgentCare?.phone).toBe(practice.phone)
    expect([...page.matchAll(/href="tel:([^"]+)"/g)].map(([, phone]) => phone)).toEqual(Array(3).fill(practice.phone))
  })

  it('has one h1 and skips no level of heading', async () => {
    for (const path of ['/', '/privacy.html', '/nothing']) {
      const levels = [...(await text(path)).matchAll(/<h([1-6])/g)].map(([, level]) => Number(level))
      expect(levels.filter((level) => level === 1)).toEqual([1])
      expect(levels.every((level, i) => level <= (levels[i - 1] ?? 0) + 1)).toBe(true)
    }
  })

  it('points every link within the page at something there', async () => {
    const page = await text('/')
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(targets.filter((id) => !page.includes(`id="${id}"`))).toEqual([])
  })
})

const windows = practice.practitioners.flatMap(({ schedules }) => schedules.flatMap((schedule) => schedule.windows))

/** From the first opening to the last closing, the same on each of the days. */
function openOn(...days: string[]): string {
  const spans = days.map((day) => {
    const there = windows.filter(({ rrule }) => rrule.split('BYDAY=')[1]!.split(',').includes(day))
    const starts = there.map(({ start }) => start).sort()
    const ends = there.map(({ end }) => end).sort()
    return there.length === 0 ? 'Closed' : `${twelveHours(starts[0]!)} – ${twelveHours(ends.at(-1)!)}`
  })
  expect(new Set(spans).size).toBe(1)
  return spans[0]!
}

function isEveryOtherWeek(day: string): boolean {
  return windows.filter(({ rrule }) => rrule.includes(day)).every(({ rrule }) => rrule.includes('INTERVAL=2'))
}

function twelveHours(time: string): string {
  const [hour, minute] = time.split(':') as [string, string]
  return `${Number(hour) % 12 || 12}:${minute} ${Number(hour) < 12 ? 'AM' : 'PM'}`
}
