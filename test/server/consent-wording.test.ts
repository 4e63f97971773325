import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { CONSENT_WORDING } from '../../server/consent-wording.ts'
import * as ofAccountInEnglish from '../../widget/account/text/en.ts'
import { languages as ofAccount } from '../../widget/account/text/languages.ts'
import * as english from '../../widget/text/en.ts'
import { languages } from '../../widget/text/languages.ts'

/** By version, the sentences of all languages: those of a version never change any more. */
const sentencesOf: Record<string, string> = {
  '2026-11': '407378a0df90f4e7',
}

it('has a new version whenever a sentence by which patients agree is another one', () => {
  const inWidget = Object.entries({ en: english, ...languages }).map(([tag, texts]) => {
    const { mayWrite, byEmail, byText, changeLater } = texts
    return [tag, mayWrite, byEmail, byText, changeLater]
  })
  const onPages = Object.entries({ en: ofAccountInEnglish, ...ofAccount }).map(([tag, { mayWrite }]) => [tag, mayWrite])
  const said = JSON.stringify([inWidget.sort(), onPages.sort()])
  expect(inWidget).toHaveLength(6)
  // Another hash: give CONSENT_WORDING a new version, and add it here with this hash.
  expect(createHash('sha256').update(said).digest('hex').slice(0, 16)).toBe(sentencesOf[CONSENT_WORDING])
})
