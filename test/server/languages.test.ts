import { afterEach, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { PracticeReply } from '../../server/contract/practice.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { RequestReply } from '../../server/contract/request.ts'
import { languageOf, localeIn } from '../../server/language.ts'
import { OWN_ORIGIN, requestBody, send, type TestHouse, testHouse } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

describe('languageOf', () => {
  it.each([
    ['es', 'es'],
    ['es-MX', 'es'],
    ['EN-gb', 'en'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-Hans-SG', 'zh-Hans'],
    ['zh-TW', null],
    ['ar-EG', 'ar'],
    ['pt-BR', null],
    ['', null],
    ['not a language', null],
  ])('reads %j as %j', (tag, language) => {
    expect(languageOf(tag)).toBe(language)
  })
})

describe('localeIn', () => {
  it.each([
    ['en', 'en-GB', 'en-GB'],
    ['es', 'en-US', 'es-US'],
    ['zh-Hans', 'en-US', 'zh-Hans-US'],
    ['zh-Hans', 'zh-CN', 'zh-CN'],
    ['en', 'pt-BR', 'en-BR'],
    ['fr', 'en', 'fr'],
    ['fr', 'no locale', 'fr'],
  ] as const)('writes %j at a practice of %j as %j', (language, locale, written) => {
    expect(localeIn(language, locale)).toBe(written)
  })
})

describe('GET /v1/practices/{practice}?lang=', () => {
  let house: TestHouse
  afterEach(() => house.close())

  const spanish = { Back: 'Volver', '{n} times': { one: '{n} horario', other: '{n} horarios' } }
  let reads: string[]

  /** The test practice with changes, behind an app that has Spanish texts and no others. */
  async function open(changes: Partial<PracticeFile> = {}): Promise<void> {
    const practice = testPractice()
    const [check, ...others] = practice.reasons
    const translated = { ...check!, names: { es: 'Revisión' }, description: 'teeth', descriptions: { es: 'dientes' } }
    house = await testHouse({ ...practice, reasons: [translated, ...others], ...changes })
    reads = []
    const body = new TextEncoder().encode(JSON.stringify(spanish))
    const app = createApp({
      store: house.store,
      accounts: house.accounts,
      clock: () => house.now,
      log: () => {},
      asset(path) {
        reads.push(path)
        return path === 'widget/text/es.json' ? { body, brotli: null, type: 'application/json', etag: '"es"' } : null
      },
      secret: house.secret,
      ownOrigins: [OWN_ORIGIN],
      addressOf: () => undefined,
    })
    house = { ...house, app }
  }
  const ask = async (query = '') =>
    PracticeReply.parse(await (await house.app.request(`/v1/practices/oak${query}`)).json())

  it('answers in the language, with the practice’s own words where it has them and as it stands where not', async () => {
    await open({
      answerWithin: 'one day',
      answersWithin: { es: 'un día' },
      urgentCare: { title: 'Pain?', titles: { es: '¿Dolor?' }, text: 'Please call.', phone: '555-0100' },
    })
    const reply = await ask('?lang=es-MX')
    expect(reply).toMatchObject({
      language: 'es',
      locale: 'es-US',
      texts: spanish,
      answerWithin: 'un día',
      urgentCare: { title: '¿Dolor?', text: 'Please call.', phone: '555-0100' },
    })
    expect(reply.reasons.map(({ name, description }) => [name, description])).toEqual([
      ['Revisión', 'dientes'],
      ['Cleaning', undefined],
      ['First visit', undefined],
    ])
    expect(Object.keys(reply.urgentCare!)).toEqual(['title', 'text', 'phone'])
  })

  it.each(['', '?lang=en-GB', '?lang=pt', '?lang=de', '?lang=nonsense', '?lang='])(
    'answers %j in English, without texts',
    async (query) => {
      await open()
      const reply = await ask(query)
      expect(reply).toMatchObject({ language: 'en', locale: 'en-US', consents: true })
      expect([reply.texts, reply.reasons[0]!.name]).toEqual([undefined, 'Check-up'])
    },
  )

  it('leaves out a text that is also one of the practice’s own words, so that those are never translated', async () => {
    const back = { ...testPractice().reasons[1]!, id: 'back', name: 'Back' }
    await open({ reasons: [...testPractice().reasons, back] })
    const { texts, reasons } = await ask('?lang=es')
    expect(texts).toEqual({ '{n} times': spanish['{n} times'] })
    expect(reasons.at(-1)?.name).toBe('Back')
    await house.close()
    await open({ reasons: [...testPractice().reasons, { ...back, names: { es: 'Espalda' } }] })
    expect((await ask('?lang=es')).texts).toEqual(spanish)
  })

  it.each<[string, Partial<PracticeFile>]>([
    ['the practice', { name: 'Back' }],
    ['somebody', { practitioners: testPractice().practitioners.map((one) => ({ ...one, name: 'Back' })) }],
    ['a place', { locations: testPractice().locations.map((one) => ({ ...one, address: 'Back' })) }],
    ['the notice', { urgentCare: { title: 'Back', text: '', phone: '555-0100' } }],
  ])('leaves it out when it names %s', async (_, changes) => {
    await open(changes)
    expect(Object.keys((await ask('?lang=es')).texts!)).toEqual(['{n} times'])
  })

  it('says whether consent may be asked for in the language', async () => {
    await open()
    expect((await ask('?lang=es')).consents).toBe(false)
    await house.close()
    await open({ consentLanguages: ['es'] })
    expect([(await ask('?lang=es')).consents, (await ask()).consents]).toEqual([true, false])
  })

  it('reads the file of a language once', async () => {
    await open()
    for (let i = 0; i < 3; i++) await ask('?lang=es')
    expect(reads.filter((path) => path.endsWith('.json'))).toEqual(['widget/text/es.json'])
  })

  it('answers a request in the language in which it was sent', async () => {
    await open()
    const reply = (await (await send(house, requestBody({ language: 'es-MX' }))).json()) as RequestReply
    expect(reply.reason).toEqual({ id: 'check', name: 'Revisión' })
  })
})
