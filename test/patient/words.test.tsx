import { describe, expect, it } from 'vitest'
import * as en from '../../widget/patient/text/en.ts'
import { byEnglish, languages, shared } from '../../widget/patient/text/languages.ts'

const places = (text: string) => [...text.matchAll(/{\w+}/g)].map(([place]) => place).sort()

describe.each(Object.keys(languages))('the patient’s page in %s', (tag) => {
  const texts = byEnglish(tag)

  it('has every word, with the same places to fill', () => {
    for (const english of Object.values(en)) {
      expect([english, places(`${texts[english]}`)]).toEqual([english, places(english)])
    }
  })

  it('has the words that it shares with the widget', () => {
    expect(shared.filter((english) => texts[english] === undefined)).toEqual([])
  })
})
