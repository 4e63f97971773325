import type { CancelReason, ChangeCause, RejectReason } from '../../../server/contract/answer.ts'
import type { ConnectionMode } from '../../../server/contract/desk.ts'

/** Why a visit is at another time than asked for, as staff choose it. */
export const causeWords: Readonly<Record<ChangeCause, string>> = {
  'entered-by-phone': 'The practice scheduled it by phone',
  'length-too-short': 'The length offered was too short',
  'practitioner-away': 'The practitioner is away',
  'no-chair': 'No suitable chair is free',
  'patient-asked': 'The patient asked for another time',
  other: 'Another cause',
}

export const rejectWords: Readonly<Record<RejectReason, string>> = {
  'no-new-patients': 'No new patients at present',
  'not-treated-here': 'Not treated at this practice',
  unreachable: 'The patient could not be reached',
  duplicate: 'The same request was sent twice',
  'not-a-patient': 'Not a genuine request',
  other: 'Another reason',
}

export const cancelWords: Readonly<Record<CancelReason, string>> = {
  'patient-asked': 'The patient asked for it',
  'practitioner-away': 'The practitioner is away',
  'practice-closed': 'The practice is closed then',
  'moved-elsewhere': 'Moved to another appointment',
  other: 'Another reason',
}

/** Any of these codes in words; a code that this version doesn't know stays as it is. */
export function reasonWords(code: string): string {
  const all: Readonly<Record<string, string>> = { ...cancelWords, ...causeWords, ...rejectWords }
  return all[code] ?? code
}

/** What the practice's schedule is called, by how it is joined: `the PMS`, or its own here. */
export const scheduleName = (mode: ConnectionMode) => (mode === 'own' ? 'the schedule' : 'the PMS')
