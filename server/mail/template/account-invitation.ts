import type { LinkFacts } from '../link-facts.ts'
import type { Draft } from './parts.ts'

/** To a patient: open an account. It names nobody, since staff may have got the address wrong. */
export function accountInvitation({ words, fill, practice, link, until }: LinkFacts): Draft {
  const name = practice.file.name
  return {
    subject: fill(words.accountInviteSubject, { practice: name }),
    title: words.accountInviteTitle,
    lead: fill(words.accountInvite, { hello: words.helloAnyone, practice: name }),
    blocks: [{ kind: 'box', rows: [{ name: words.validUntil, value: until, isStrong: true }] }],
    button: { words: words.inviteButton, href: link },
    hints: [fill(words.inviteOnce, { moment: until }), fill(words.accountInviteWhy, { practice: name })],
  }
}
