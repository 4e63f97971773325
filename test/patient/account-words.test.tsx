import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as en from '../../widget/account/text/en.ts'
import { byEnglish, languages } from '../../widget/account/text/languages.ts'
import * as own from '../../widget/patient/text/en.ts'
import * as widget from '../../widget/text/en.ts'

const placesIn = (text: string) => [...text.matchAll(/{\w+}/g)].map(([place]) => place).sort()

/** Every English text that a script says, or may say, by the modules it is made of. */
function textsOf(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return []
  seen.add(entry)
  const code = readFileSync(entry, 'utf8')
  const found: string[] = []
  for (const [, names = '', path = ''] of code.matchAll(/^import (?!type)(?:(.*?) from )?'(\.[^']+\.ts)'/gm)) {
    const file = join(dirname(entry), path)
    const texts = { 'widget/text/en.ts': widget, 'widget/patient/text/en.ts': own }[file] as
      | Record<string, string>
      | undefined
    if (texts && names.startsWith('*')) {
      const name = names.replace('* as ', '')
      for (const [, key = ''] of code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g')))
        if (key in texts) found.push(texts[key]!)
    } else if (texts) for (const [key] of names.matchAll(/\w+/g)) found.push(texts[key]!)
    else if (!file.endsWith('/en.ts')) found.push(...textsOf(file, seen))
  }
  return found
}

/** Said by parts of what is imported that these pages have no use for. */
const unused = new Set([
  widget.chooseBeenBefore,
  widget.enterYourGiven,
  widget.enterYourFamily,
  widget.enterGiven,
  widget.enterContact,
  // A request's headings: a list shows its states.
  own.yourRequest,
  own.notOffered,
  own.isCancelled,
  own.hasEnded,
  own.hasEndedText,
  own.visitOver,
])

describe.each(Object.keys(languages))('the account’s page in %s', (tag) => {
  const texts = byEnglish(tag)

  it('has every word, with the same places to fill', () => {
    for (const english of Object.values(en)) {
      if (english === en.oneTry) continue
      const said = texts[english]
      for (const text of typeof said === 'object' ? Object.values(said) : [said]) {
        const places = typeof said === 'object' ? [] : placesIn(`${text}`)
        expect([english, text, places]).toEqual([
          english,
          expect.any(String),
          typeof said === 'object' ? [] : placesIn(english),
        ])
      }
    }
  })

  it('has a form of what is counted for each plural category', () => {
    const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories
    expect(Object.keys(texts[en.manyTries] ?? {}).sort()).toEqual([...categories].sort())
  })

  it('has the words that it shares with the widget and with the page of a request', () => {
    const said = textsOf('widget/account/main.ts').filter((english) => !unused.has(english) && !isOne(english))
    expect(said.length).toBeGreaterThan(20)
    expect(said.filter((english) => texts[english] === undefined)).toEqual([])
  })
})

/** English has two forms of what is counted, other languages have those of their plural rules. */
const isOne = (english: string) => english === widget.oneProblem
