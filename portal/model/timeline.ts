import type { TimelineEntry } from '../../server/contract/desk.ts'
import { reasonWords } from './answer/words.ts'

const nobody: Readonly<Record<string, string>> = {
  patient: 'The patient',
  clock: 'The clock',
  sync: 'The sync with the PMS',
  operator: 'The operator',
  import: 'An import',
}

/** Who acted, as a sentence begins. */
export const whoWords = (by: string): string => nobody[by] ?? by

type Tell = (entry: { who: string; reason: string; detail: NonNullable<TimelineEntry['detail']> }) => string

const told: Readonly<Record<string, Tell>> = {
  'request-sent': () => 'Request sent by the patient',
  'request-replaced': () => 'Asked for again by the patient, in place of an earlier request',
  'request-accepted': ({ who, detail }) =>
    detail.how === 'unlinked' ? `Accepted by ${who}, not yet in the PMS` : `Accepted by ${who}`,
  'request-linked': ({ who }) => `Linked to an appointment by ${who}`,
  'request-unlinked': ({ who }) => `Link undone by ${who}`,
  'request-rejected': ({ who, reason }) => `Rejected by ${who}${reason}`,
  'request-reminded': () => 'Staff were reminded by mail',
  'request-cancelled': ({ who, reason }) => `Cancelled by ${who}${reason}`,
  'request-rescheduled': ({ who }) => `Rescheduled by ${who}`,
  'request-expired': () => 'Expired: nobody answered in time',
  'request-confirmed-by-sync': () => 'Confirmed: its appointment was found in the PMS',
  'request-booked-by-sync': () => 'Booked in the PMS',
  'request-moved-by-sync': () => 'Moved in the PMS',
  'request-cancelled-by-sync': () => 'Cancelled in the PMS',
  'request-revived-by-sync': () => 'Cancelled no longer: its appointment is back in the PMS',
  'request-arrived-by-sync': () => 'The patient has arrived, as the PMS says',
  'request-fulfilled-by-sync': () => 'The visit is over, as the PMS says',
  'request-noshow-by-sync': () => 'The patient did not come, as the PMS says',
  'request-relinked-by-sync': () => 'Linked to the appointment that the PMS has in place of the one before',
  'request-unlinked-by-sync': () => 'Link undone: the PMS has another appointment of this patient, for staff to link',
  'write-refused': ({ detail }) => {
    const what = writeNouns[String(detail.kind)] ?? 'This'
    return `${what} could not be written into the PMS${typeof detail.words === 'string' ? `: ${detail.words}` : ''}`
  },
  'cancelled-there': ({ who }) => `Cancelled in the PMS by ${who}`,
  'wish-sent': () => 'Another time asked for by the patient',
  'wish-declined': ({ who }) => `Kept as it is by ${who}`,
  'note-changed': ({ who }) => `Note changed by ${who}`,
  'confirmation-sent': ({ who }) => `Confirmation email sent by ${who}`,
  'confirmation-declined': ({ who }) => `No confirmation sent, decided by ${who}`,
  'message-sent': ({ detail }) => `Email sent to the ${detail.to ?? 'patient'}`,
  'message-kept': ({ detail }) => `Email to the ${detail.to ?? 'patient'} kept: sending is not set up`,
  'message-failed': ({ detail }) => `Email to the ${detail.to ?? 'patient'} could not be sent`,
  'message-again': ({ who, detail }) => `Email to the ${detail.to ?? 'patient'} sent again by ${who}`,
}

const writeNouns: Readonly<Record<string, string>> = {
  create: 'The appointment',
  move: 'The other time',
  cancel: 'The cancellation',
}

/** One thing that happened, in words; what this version doesn't know is read as it is called. */
export function timelineWords({ what, by, detail }: TimelineEntry): string {
  const reason = typeof detail?.reason === 'string' ? `: ${reasonWords(detail.reason).toLowerCase()}` : ''
  const who = nobody[by]?.toLowerCase().replace('pms', 'PMS') ?? by
  const tell = told[what]
  if (tell) return tell({ who, reason, detail: detail ?? {} })
  const words = what.replace(/-/g, ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}, ${who}`
}

/** The rest that is worth a line: from when to when, and what was overruled. */
export function timelineTimes({ detail }: TimelineEntry): { was: string; is: string } | null {
  const was = detail?.was
  const before = was && typeof was === 'object' && 'start' in was ? was.start : null
  const is = detail?.start
  return typeof before === 'string' && typeof is === 'string' && before !== is ? { was: before, is } : null
}
