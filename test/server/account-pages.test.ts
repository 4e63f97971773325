import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Language } from '../../server/contract/language.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { importPractice } from '../../server/import.ts'
import { words } from '../../server/pages/words.ts'
import { MONDAY_8, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

let house: TestHouse
beforeEach(async () => {
  house = await testHouse()
})
afterEach(() => house.close())

const get = (path: string) => house.app.request(path)
const text = async (path: string) => (await get(path)).text()
const change = (changes: Partial<PracticeFile>) => importPractice(house.store, testPractice(changes), MONDAY_8)
const dataOf = (page: string) =>
  JSON.parse(/<script type="application\/json" id="page">(.*?)<\/script>/s.exec(page)?.[1] ?? 'null')

describe.each([
  ['invitation', 'Request your visits online, Oak Dental'],
  ['account', 'Your account, Oak Dental'],
] as const)('GET /{practice}/%s', (kind, title) => {
  it('is about the practice alone, and is told to nobody else', async () => {
    const reply = await get(`/oak/${kind}`)
    const page = await reply.text()
    expect([reply.status, reply.headers.get('Set-Cookie')]).toEqual([200, null])
    expect(reply.headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(reply.headers.get('X-Robots-Tag')).toBe('noindex')
    expect(reply.headers.get('Cache-Control')).toBe('no-cache')
    expect(page).toContain(`<title>${title}</title>`)
    expect(dataOf(page)).toEqual({
      kind,
      practice: 'oak',
      name: 'Oak Dental',
      phone: testPractice().phone,
      consents: true,
      locale: 'en-US',
      language: 'en',
      today: '2026-11-23',
    })
  })

  it('lets nothing in from elsewhere, sends no form and stands in no frame', async () => {
    const policy = (await get(`/oak/${kind}`)).headers.get('Content-Security-Policy')
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self' 'sha256-[\w+/]+='; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'$/,
    )
    const loaded = [
      ...(await text(`/oak/${kind}`)).matchAll(/<(?:script|link rel="stylesheet")[^>]*(?:src|href)="([^"]+)"/g),
    ]
    expect(loaded.map((match) => match[1])).toEqual(['/v1/patient.css', '/v1/account.js', '/v1/account-booking.js'])
  })

  it.each(Language.options)('reads in %s, with the phone where no script runs', async (language) => {
    const page = await text(`/oak/${kind}?lang=${language}`)
    expect(page).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`)
    const aside = /<noscript>(.*?)<\/noscript>/s.exec(page)?.[1]
    expect(aside).toContain(words[language].accountByPhone)
    expect(aside).toContain('tel:5550100')
    expect([...page.matchAll(/<a href="([^"]+)" lang/g)].map(([, href]) => href)).toEqual(
      Language.options.map((other) => `/oak/${kind}?lang=${other}`),
    )
    expect(dataOf(page)).toMatchObject({ language, lang: language })
  })

  it('asks for consent only in words that the practice has approved', async () => {
    await change({ consentLanguages: ['en'] })
    expect(dataOf(await text(`/oak/${kind}?lang=en`)).consents).toBe(true)
    expect(dataOf(await text(`/oak/${kind}?lang=de`)).consents).toBe(false)
  })

  it('cannot be ended by what a practice is called', async () => {
    await change({ name: '</script><img src=x>&amp;' })
    const page = await text(`/oak/${kind}`)
    expect(page).not.toContain('<img src=x>')
    expect(dataOf(page).name).toBe('</script><img src=x>&amp;')
  })

  it('changes nothing, and there is none of a practice that there is not', async () => {
    const before = await house.store.versions('oak')
    expect((await house.app.request(`/oak/${kind}`, { method: 'POST' })).status).toBe(404)
    expect(await house.store.versions('oak')).toEqual(before)
    expect((await get(`/nobody/${kind}`)).status).toBe(404)
  })
})

it.each(Language.options)('the practice’s page leads to the account quietly in %s', async (language) => {
  const page = await text(`/oak?lang=${language}`)
  const href = language === 'en' ? '/oak/account' : `/oak/account?lang=${language}`
  expect(/<footer.*<\/footer>/s.exec(page)?.[0]).toContain(
    `<a class="lk" href="${href}">${words[language].account}</a>`,
  )
})
