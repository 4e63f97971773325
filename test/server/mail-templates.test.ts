import { describe, expect, it } from 'vitest'
import { Language } from '../../server/contract/language.ts'
import { accentOf } from '../../server/mail/colour.ts'
import { greetingName } from '../../server/mail/facts.ts'
import { htmlOf } from '../../server/mail/html.ts'
import { momentsFor } from '../../server/mail/moments.ts'
import { plainText } from '../../server/mail/plain.ts'
import { type Sample, samplesOf } from '../../server/mail/samples.ts'
import { invitation } from '../../server/mail/template/invitation.ts'
import { reminders } from '../../server/mail/template/reminders.ts'
import { topics } from '../../server/mail/topics.ts'
import { mailWords } from '../../server/mail/words.ts'
import { MONDAY_8 } from '../kit/house.ts'
import { testPractice } from '../kit/practice.ts'

const practice = {
  file: testPractice({
    email: 'desk@oak.example.com',
    answerWithin: 'one working day',
    urgentCare: { title: 'In pain?', titles: { es: '¿Le duele?' }, text: 'Please call.', phone: '555-0199' },
  }),
  rulesVersion: 1,
}
const samples = (language: Language) =>
  samplesOf(practice, language, { now: MONDAY_8, publicUrl: 'https://book.example.com' })
const every = Language.options.flatMap((language) =>
  samples(language).map((sample) => [`${language} ${nameOf(sample)}`, language, sample] as const),
)
function nameOf({ topic, toPatient, variant }: Sample): string {
  return `${topic} to ${toPatient ? 'patient' : 'practice'}${variant ? ` (${variant})` : ''}`
}
/** Words as people see them. */
const seen = (html: string) =>
  html
    .replace(/<(style|title)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

describe('the kinds of mail', () => {
  it('are there for every topic, in every language', () => {
    for (const language of Language.options) {
      expect(new Set(samples(language).map(({ topic }) => topic))).toEqual(new Set(Object.keys(topics)))
    }
    expect(samples('en').map(nameOf)).toEqual([
      'request-sent to patient',
      'request-confirmed to patient (same)',
      'request-changed to patient (other-time)',
      'request-rejected to patient',
      'request-cancelled-by-practice to patient',
      'request-cancelled to patient',
      'request-replaced to patient',
      'request-expired to patient',
      'wish-declined to patient',
      'invitation to patient',
      'sign-in-link to patient',
      'address-changed to patient',
      'request-sent to practice',
      'request-cancelled to practice',
      'request-reminder to practice',
      'wish-sent to practice',
    ])
  })

  it.each(every)('%s: both parts say the same, nothing is left open', (_, language, { letter, toPatient }) => {
    const html = htmlOf(letter, accentOf('#1f5c4d'))
    const text = plainText(letter)
    for (const said of [letter.subject, text, seen(html)]) {
      expect(said).not.toMatch(/[{}]|undefined|null|NaN|\[object/)
    }
    const direction = language === 'ar' ? 'rtl' : 'ltr'
    expect(html).toContain(`<html lang="${language}" dir="${direction}">`)
    expect(html.match(/ dir="(rtl|ltr)"/g)?.[1]).toBe(` dir="${direction}"`)
    // Word for word, but for the address behind the button.
    const words = (said: string) => said.replace(/https?:\S+/g, '').match(/[\p{L}\p{N}]+/gu)
    expect(words(seen(html))).toEqual(words(text))
    expect(text).toContain('Oak Dental')
    if (toPatient) expect(text).toContain('555-0100')
    expect(html).toContain(`href="${letter.button.href.replaceAll('&', '&amp;')}"`)
  })

  it.each(every)('%s: says nothing about the visit or the person in its subject', (_, _language, { letter }) => {
    expect(letter.subject).not.toMatch(/Check-up|Nadia|Lucía|Camille|Anna|ليلى|小雨/)
  })

  it.each(every)('%s: fetches nothing, and leads to our own pages or a phone only', (_, _language, { letter }) => {
    const html = htmlOf(letter, accentOf(undefined))
    expect(html).not.toMatch(/<(img|script|link|iframe|object)\b|url\(|@import|@font-face|src=/)
    for (const [, href] of html.matchAll(/href="([^"]*)"/g)) {
      expect(href).toMatch(/^(https:\/\/book\.example\.com\/|tel:[+\d]+$)/)
    }
  })

  it('tells the practice when and what, and names nobody', () => {
    for (const { letter, toPatient } of Language.options.flatMap(samples)) {
      if (toPatient) continue
      expect(plainText(letter)).not.toMatch(/Nadia|Lucía|Camille|Anna|ليلى|小雨|1984/)
      expect(plainText(letter)).toContain('https://book.example.com/portal/#/oak/requests/example')
      expect(plainText(letter)).toContain('Check-up')
    }
  })

  it('has every word in every language with the same places, and hardly one spelt as in English', () => {
    const { en, ...others } = mailWords
    const english = Object.entries(en)
    const places = (said: string) => [...said.matchAll(/{\w+}/g)].map(([place]) => place).sort()
    for (const words of Object.values(others)) {
      const all = words as Record<string, string>
      expect(Object.keys(all)).toEqual(Object.keys(en))
      expect(english.map(([key]) => places(all[key]!))).toEqual(english.map(([, text]) => places(text)))
      const same = english.filter(([key, text]) => all[key] === text && /[a-z]{5}/i.test(text.replace(/{\w+}/g, '')))
      expect(same.filter(([key]) => key !== 'patient')).toEqual([])
    }
  })

  it('greets in the reader’s language, and says what to do when it cannot wait', () => {
    const [received] = samples('es')
    expect(plainText(received!.letter)).toContain('Hola, Lucía: gracias.')
    expect(plainText(received!.letter)).toContain('¿Le duele? Please call. 555-0199')
    expect(received!.letter.button.href).toBe('https://book.example.com/oak/request?lang=es#private-link')
    expect(samples('en')[0]!.letter.button.href).toBe('https://book.example.com/oak/request#private-link')
  })

  it('keeps numbers and Latin names in their own direction between Arabic words', () => {
    expect(plainText(samples('ar')[0]!.letter)).toMatch(/\u2068Check-up\u2069+، \u2068+Dr Ann Ash\u2069/)
  })
})

describe('greetingName', () => {
  it.each(['Nadia', 'Anne-Marie', 'José María', 'O’Neill', 'ليلى', '小雨', 'J.'])('greets %s', (name) => {
    expect(greetingName(name)).toBe(name)
  })

  it.each([
    'evil.example.com',
    'Win $500 now',
    'https://evil.example',
    'Call 555',
    'a@b',
    'A'.repeat(41),
    '<b>x</b>',
    'Dr. evil.com',
  ])('does not pass on %j', (name) => {
    expect(greetingName(name)).toBeNull()
  })
})

describe('accentOf', () => {
  it('keeps a colour that can be read, and mends one that cannot', () => {
    expect(accentOf('#1f5c4d')).toMatchObject({ light: '#1f5c4d', onLight: '#ffffff' })
    expect(accentOf('#ff0').light).not.toBe('#ffff00')
    expect(accentOf('#ff0').dark).toBe('#ffff00')
    expect(accentOf('rebeccapurple')).toEqual(accentOf(undefined))
    expect(accentOf('red;}')).toEqual(accentOf(undefined))
  })
})

describe('momentsFor', () => {
  const at = (text: string) => Date.parse(text)

  it.each([
    ['en', 'en-US', 'Tuesday, November 24, 9:00 AM'],
    ['en', 'en-GB', 'Tuesday 24 November, 9:00'],
    ['es', 'en-US', 'martes, 24 de noviembre, 9:00 a.m.'],
    ['fr', 'fr-FR', 'mardi 24 novembre, 9:00'],
    ['de', 'de-DE', 'Dienstag, 24. November, 9:00 Uhr'],
    ['zh-Hans', 'en-US', '11月24日星期二 9:00'],
  ] as const)('writes %s at a practice of %s as %s', (language, locale, text) => {
    const moments = momentsFor(language, testPractice({ locale }), 'America/New_York', MONDAY_8)
    expect(moments.moment(at('2026-11-24T14:00:00Z'))).toBe(text)
  })

  it('reads the practice’s wall, across a change of its clock, and names another year', () => {
    const moments = momentsFor('en', testPractice({ locale: 'en-GB' }), 'America/New_York', MONDAY_8)
    expect(moments.moment(at('2027-03-14T06:30:00Z'))).toBe('Sunday, 14 March 2027, 1:30')
    expect(moments.moment(at('2027-03-14T07:30:00Z'))).toBe('Sunday, 14 March 2027, 3:30')
  })

  it('names only the time beside another of the same day', () => {
    const moments = momentsFor('en', testPractice({ locale: 'en-GB' }), 'America/New_York', MONDAY_8)
    const nine = at('2026-11-24T09:00:00-05:00')
    expect(moments.beside(nine, nine + 4_800_000)).toBe('9:00')
    expect(moments.beside(nine, nine + 86_400_000)).toBe('Tuesday 24 November, 9:00')
  })
})

describe('mails about no single request', () => {
  const link = 'https://book.example.com/portal/#/invitation/oak/token'
  const letters = Language.options.flatMap((language) => {
    const there = { ...practice, file: { ...practice.file, locale: language } }
    const told = { count: 5, oldestAt: MONDAY_8, publicUrl: 'https://book.example.com', waiting: 7 }
    const expiresAt = MONDAY_8 + 7 * 86_400_000
    return [
      [language, 'reminders', reminders(there, told, MONDAY_8)] as const,
      ...(['owner', 'staff', 'read-only'] as const).map(
        (role) =>
          [
            language,
            `invitation as ${role}`,
            invitation(there, { by: 'Dana Whitlock', role, expiresAt, link }, MONDAY_8),
          ] as const,
      ),
    ]
  })

  it.each(letters)('%s %s: both parts say the same in the language of the practice', (language, _, letter) => {
    const html = htmlOf(letter, accentOf(undefined))
    const text = plainText(letter)
    for (const said of [letter.subject, text, seen(html)]) {
      expect(said).not.toMatch(/[{}]|undefined|null|NaN|\[object/)
    }
    expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
    const words = (said: string) => said.replace(/https?:\S+/g, '').match(/[\p{L}\p{N}]+/gu)
    expect(words(seen(html))).toEqual(words(text))
    expect(html).toContain(`href="${letter.button.href}"`)
  })

  it('an invitation says who invites, as what, and until when', () => {
    const [, , letter] = letters.find(([language, kind]) => language === 'en' && kind === 'invitation as staff')!
    const text = plainText(letter)
    expect(letter.subject).toBe('Dana Whitlock invites you to the appointment desk of Oak Dental')
    expect(text).toContain('Your role: Staff: answers requests and sends messages')
    expect(text).toContain('The link works once. After Monday, November 30, 8:00 AM it no longer does.')
  })
})
