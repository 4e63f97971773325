import { ownLanguage } from '../../pages/hosted.ts'
import type { StoredPractice } from '../../store/model.ts'
import type { Letter } from '../letter.ts'
import { momentsFor } from '../moments.ts'
import { fillFor, mailWords } from '../words.ts'

/** Requests that nobody has answered: how many, and when the oldest came. */
export interface Unanswered {
  readonly count: number
  /** Epoch ms. */
  readonly oldestAt: number
  /** How browsers reach the server. */
  readonly publicUrl: string
  /** All that need action, these among them. */
  readonly waiting: number
}

/** To the practice: several requests wait, in one mail. It names none of them. */
export function reminders(
  { file }: StoredPractice,
  { count, oldestAt, publicUrl, waiting }: Unanswered,
  now: number,
): Letter {
  const language = ownLanguage(file.locale)
  const words = mailWords[language]
  const fill = fillFor(language)
  const { moment } = momentsFor(language, file, file.locations[0]!.timeZone, now)
  return {
    language,
    subject: fill(words.remindersSubject, { count }),
    brand: file.name,
    phone: file.phone,
    title: words.remindersTitle,
    lead: fill(words.reminders, { moment: moment(oldestAt) }),
    blocks: [{ kind: 'box', rows: [{ name: words.notAnswered, value: String(count), isStrong: true }] }],
    button: { words: words.viewRequests, href: `${publicUrl}/portal/#/${file.id}/requests` },
    hints: [words.afterSignIn],
    foot: [words.whyYou, fill(words.waiting, { count: waiting })],
  }
}
