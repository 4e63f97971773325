import type { LinkFacts } from '../link-facts.ts'
import type { Draft } from './parts.ts'

/** To the address that was the patient's; it names neither them nor the new one. */
export function addressChanged({ words, fill, practice, link }: LinkFacts): Draft {
  const { name, phone } = practice.file
  return {
    subject: fill(words.addressChangedSubject, { practice: name }),
    title: words.addressChangedTitle,
    lead: fill(words.addressChanged, { hello: words.helloAnyone, practice: name }),
    blocks: [{ kind: 'words', text: fill(words.notYou, { phone }) }],
    button: { words: words.viewAccount, href: link },
    hints: [],
  }
}
