import { ownLanguage } from '../../pages/hosted.ts'
import type { Role, StoredPractice } from '../../store/model.ts'
import type { Letter } from '../letter.ts'
import { momentsFor } from '../moments.ts'
import { fillFor, type MailWords, mailWords } from '../words.ts'

/** Who invites, as what, until when (epoch ms), and the link by which it is accepted. */
export interface Invited {
  readonly by: string
  readonly role: Role
  readonly expiresAt: number
  readonly link: string
}

const roleWords = { owner: 'roleOwner', staff: 'roleStaff', 'read-only': 'roleReadOnly' } as const satisfies Record<
  Role,
  keyof MailWords
>

/** To somebody who is to work for a practice, in the practice's language. */
export function invitation({ file }: StoredPractice, { by, role, expiresAt, link }: Invited, now: number): Letter {
  const language = ownLanguage(file.locale)
  const words = mailWords[language]
  const fill = fillFor(language)
  const until = momentsFor(language, file, file.locations[0]!.timeZone, now).moment(expiresAt)
  const who = { by, practice: file.name }
  return {
    language,
    subject: fill(words.inviteSubject, who),
    brand: file.name,
    phone: file.phone,
    title: words.inviteTitle,
    lead: fill(words.invite, who),
    blocks: [
      {
        kind: 'box',
        rows: [
          { name: words.role, value: words[roleWords[role]], isStrong: true },
          { name: words.validUntil, value: until },
        ],
      },
    ],
    button: { words: words.inviteButton, href: link },
    hints: [fill(words.inviteOnce, { moment: until })],
    foot: [words.inviteUnexpected],
  }
}
