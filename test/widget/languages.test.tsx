// @vitest-environment node
import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'
import { describe, expect, it } from 'vitest'
import * as en from '../../widget/text/en.ts'
import { list, speak } from '../../widget/text/fill.ts'
import { byEnglish, type Language, languages } from '../../widget/text/languages.ts'
import { pseudo } from '../kit/pseudo.ts'

type Text = string | Readonly<Record<string, string>>

const english: Readonly<Record<string, string>> = en
const isCounted = (key: string) => /^many/.test(key)
const single = (key: string) => key.replace(/^many(.+)s$/, 'one$1')
const needed = Object.keys(en).filter((key) => !Object.keys(en).some((many) => isCounted(many) && single(many) === key))

const textsOf = (language: Language) => Object.entries<Text>(language)
const formsOf = (text: Text) => (typeof text === 'string' ? [text] : Object.values(text))
/** Every key with each of its forms. */
const linesOf = (language: Language) =>
  textsOf(language).flatMap(([key, text]) => formsOf(text).map((form) => [key, form] as const))
const placesIn = (text: string) => (text.match(/{\w+}/g) ?? []).sort()

/** The categories that stand for one number only, which a language may then say in a word: "وقتان" is "two times". */
const oneNumberCategories = (tag: string) => {
  const rules = new Intl.PluralRules(tag)
  const numbers = Object.groupBy(Array(1001).keys(), (n) => rules.select(n))
  return Object.keys(numbers).filter((category) => numbers[category as Intl.LDMLPluralRule]!.length === 1)
}

/** What truly reads the same as in English. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  de: ['comma'],
  es: ['comma', 'visit', 'minutes'],
  fr: ['comma', 'visit', 'minutes', 'manyPlaces'],
}

/** "Booked", "reserved": only the practice's answer makes a request an appointment. */
const promises: Readonly<Record<string, RegExp>> = {
  ar: /حجز/,
  de: /buch|reserv/i,
  es: /reserv/i,
  fr: /réserv/i,
  'zh-Hans': /已预约|预订|预定/,
}

/** Labels that stand on a button alone; those with a date or a name may take two lines. */
const buttons = [
  ...(['back', 'change', 'goOn', 'tryAgain', 'showAnyone', 'otherReason', 'moreDates', 'fewerDates', 'send'] as const),
  ...(['sending', 'waiting', 'keepLonger', 'allTimes', 'addToCalendar', 'print', 'seeRequest', 'openLabel'] as const),
  'close' as const,
]

/** English texts that two constants share although the language tells them apart; the file by English text loses one. */
const collisionsIn = (texts: readonly (readonly [key: string, text: unknown])[], source = english) =>
  texts.filter(([key, text]) =>
    texts.some(([other, its]) => source[other] === source[key] && JSON.stringify(its) !== JSON.stringify(text)),
  )

describe.each(Object.entries(languages))('%s', (tag, language) => {
  it('has the texts English has, and no others', () => {
    expect(Object.keys(language).sort()).toEqual([...needed].sort())
  })

  it('has a form for every plural category of the language, and counted texts only', () => {
    const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.toSorted()
    for (const [key, text] of textsOf(language)) {
      expect([key, typeof text === 'string' ? [] : Object.keys(text).sort()]).toEqual([
        key,
        isCounted(key) ? categories : [],
      ])
    }
  })

  it('keeps the places for values; a number that the form itself says may be left out', () => {
    const mayDropNumber = oneNumberCategories(tag)
    for (const [key, text] of textsOf(language)) {
      for (const [category, form] of typeof text === 'string' ? [['', text] as const] : Object.entries(text)) {
        const places = placesIn(english[key]!)
        const allowed = mayDropNumber.includes(category)
          ? [places, places.filter((place) => place !== '{n}')]
          : [places]
        expect(allowed, `${key} ${category}: ${form}`).toContainEqual(placesIn(form))
        expect(form.replace(/{\w+}/g, ''), `${key} ${category}`).not.toMatch(/[{}]/)
      }
    }
  })

  it('has nothing left in English', () => {
    const same = linesOf(language).filter(([, form]) => Object.values(english).includes(form))
    expect([...new Set(same.map(([key]) => key))]).toEqual(sameAsEnglish[tag] ?? [])
  })

  it('has no empty text, no spaces at its ends or twice', () => {
    expect(linesOf(language).filter(([key, form]) => key !== 'comma' && (!form || /^\s|\s$|\s\s/.test(form)))).toEqual(
      [],
    )
  })

  it('says "request", never "booked"', () => {
    expect(linesOf(language).filter(([, form]) => promises[tag]!.test(form))).toEqual([])
  })

  it('names the answers in the problem as they stand beside the boxes', () => {
    expect(language.chooseBeenBefore).toContain(language.yes)
    expect(language.chooseBeenBefore).toContain(language.noFirstTime)
  })

  it('gives a date and a year as examples the way the language writes them', () => {
    const format = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' })
    expect(language.realDate).toContain(format.format(Date.UTC(1984, 2, 7)))
    expect(language.fourDigits).toContain('1984')
  })

  it('has labels that fit a button on a screen of 320 px', () => {
    expect(buttons.map((key) => language[key]).filter(({ length }) => length > 28)).toEqual([])
  })

  it('gives no two translations to the same English text', () => {
    expect(collisionsIn(textsOf(language))).toEqual([])
  })
})

describe('the signs of a language', () => {
  const allOf = (tag: string) => linesOf(languages[tag]!).map(([, form]) => form.replace(/{\w+}/g, ''))

  it.each(['es', 'fr', 'de'])('writes apostrophes and quotes of its own in %s', (tag) => {
    expect(allOf(tag).filter((text) => /['"]/.test(text))).toEqual([])
  })

  it('puts a narrow space before ? ! : ; and inside « » in French, and only that', () => {
    expect(allOf('fr').filter((text) => /(^|[^\u202f])[?!:;»]|«(?!\u202f)|\u00a0/.test(text))).toEqual([])
  })

  it('opens questions in Spanish', () => {
    expect(allOf('es').filter((text) => /\?/.test(text) !== /^¿/.test(text))).toEqual([])
  })

  it('has no Latin comma, question mark or word in Arabic, and sets names and numbers apart', () => {
    expect(allOf('ar').filter((text) => /[,;?]|[a-z]/i.test(text.replace('name@example.com', '')))).toEqual([])
    const bare = linesOf(languages.ar!).flatMap(([, form]) => form.match(/(?<![\u2066\u2068]){\w+}/g) ?? [])
    expect([...new Set(bare)].sort()).toEqual(['{minutes}', '{numbers}', '{n}', '{steps}', '{step}'])
    expect(linesOf(languages.ar!).filter(([, form]) => /[\u2066\u2068]{\w+}(?!\u2069)/.test(form))).toEqual([])
  })

  it('has no Latin punctuation or word in Chinese', () => {
    expect(allOf('zh-Hans').filter((text) => /[,;:?!.]|[a-z]/i.test(text.replace('name@example.com', '')))).toEqual([])
  })
})

describe('collisions', () => {
  it('finds two names for one English text that are translated differently', () => {
    const source = { open: 'Open', opened: 'Open', day: 'Day', days: 'Days' }
    const texts = [
      ['open', 'Öffnen'],
      ['opened', 'Offen'],
      ['day', 'Tag'],
      ['days', 'Tage'],
    ] as const
    expect(collisionsIn(texts, source).map(([key]) => key)).toEqual(['open', 'opened'])
    expect(
      collisionsIn([
        ['morning', '上午'],
        ['mornings', '上午'],
      ]),
    ).toEqual([])
  })
})

describe('list', () => {
  it.each([
    ['ar', 'A، B'],
    ['zh-Hans', 'A，B'],
    ['de', 'A, B'],
  ])('joins what there is with the comma of %s', (tag, joined) => {
    speak(tag, byEnglish(languages[tag]!))
    expect(list('A', undefined, '', false, 'B')).toBe(joined)
    speak()
  })
})

describe('byEnglish', () => {
  it('names texts by their English, counted ones by that of many', () => {
    const spanish = byEnglish(languages.es!)
    expect(spanish['Choose a time']).toBe('Elija un horario')
    expect(spanish['{n} times']).toEqual({ one: '{n} horario', many: '{n} de horarios', other: '{n} horarios' })
    expect(spanish['1 time']).toBeUndefined()
  })
})

describe('the build', () => {
  it('writes each language as one compact file', { timeout: 60_000 }, async () => {
    const expected = Object.fromEntries(
      Object.entries(languages).map(([tag, language]) => [`text/${tag}.json`, JSON.stringify(byEnglish(language))]),
    )
    expect(await builtLanguages()).toEqual(expected)
  })
})

describe('pseudo', () => {
  it('accents every letter, doubles some, and keeps the places', () => {
    expect(pseudo('Call {phone}')).toBe('[ÇÇáłłł {phone}]')
    expect(pseudo('{n} times')).toBe('[{n} ťťííɱéšš]')
  })

  it('makes every text at least 35 % longer, and leaves no letter plain', () => {
    for (const text of Object.values(english)) {
      const words = (of: string) => of.replace(/{\w+}/g, '')
      expect(words(pseudo(text)).length, text).toBeGreaterThanOrEqual(words(text).length * 1.35)
      expect(words(pseudo(text))).not.toMatch(/[a-z]/i)
      expect(placesIn(pseudo(text))).toEqual(placesIn(text))
    }
  })
})

async function builtLanguages(): Promise<{ [file: string]: string }> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const built = await build({ root, mode: 'widget', logLevel: 'silent', build: { write: false } })
  const [{ output }] = (Array.isArray(built) ? built : [built]) as [Rolldown.RolldownOutput]
  return Object.fromEntries(
    output.flatMap((file) =>
      file.type === 'asset' && file.fileName.endsWith('.json')
        ? [[file.fileName, Buffer.from(file.source).toString('utf8')]]
        : [],
    ),
  )
}
