import type { LinkFacts } from '../link-facts.ts'
import type { Draft } from './parts.ts'

/** To a patient who has asked for it. It greets by name: several of a family may share the address. */
export function signInLink({ words, fill, practice, hello, link, until }: LinkFacts): Draft {
  return {
    subject: fill(words.signInSubject, { practice: practice.file.name }),
    title: words.signInTitle,
    lead: fill(words.signIn, { hello }),
    blocks: [],
    button: { words: words.signInButton, href: link },
    hints: [fill(words.inviteOnce, { moment: until }), words.inviteUnexpected],
  }
}
