import type { Facts } from '../facts.ts'
import { type Draft, deskButton, deskRows, deskSubject } from './parts.ts'

/** To the practice: the patient has cancelled. */
export function patientCancelled(facts: Facts): Draft {
  const { words, request, mode } = facts
  const isAccepted = request.answer !== null && request.answer.by !== 'patient'
  const isElsewhere = isAccepted && (mode === 'reads' || mode === 'link-only')
  return {
    subject: deskSubject(facts, words.patientCancelledSubject),
    title: words.patientCancelledTitle,
    lead: words.patientCancelled,
    blocks: [
      { kind: 'box', rows: deskRows(facts, words.wasAt, request.start) },
      ...(isElsewhere ? [{ kind: 'words', text: words.takeItOut } as const] : []),
    ],
    button: deskButton(facts),
    hints: [words.nameAfterSignIn],
  }
}
