import type { RequestState } from '../../engine/index.ts'
import type { Source } from '../../server/contract/request.ts'
import type { StoredRequest } from '../../server/store/model.ts'
import type { Store } from '../../server/store/store.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** A request that came, and what became of it, as reports see it. */
export interface Received {
  /** When it was sent: epoch ms, or ISO 8601 with an offset. */
  readonly at: number | string
  /** Left out: `pending`. */
  readonly state?: RequestState
  /** How long after; left out: nobody answered. */
  readonly answeredAfterMinutes?: number
  /** As in the audit; left out: `staff:dana`. */
  readonly answeredBy?: string
  readonly answerReason?: string | null
  readonly changeCause?: string | null
  /** The visit is so many minutes later than it was asked for; left out: as asked. */
  readonly movedMinutes?: number
  /** Its patient sent another instead. */
  readonly isReplaced?: boolean
  readonly reason?: string
  readonly practitioner?: string
  readonly source?: Source | null
  readonly origin?: string | null
}

let made = 0

/** Puts requests into a store as they stand after all that, past the rules: reports look at nothing else. */
export async function receive(store: Store, practice: string, list: readonly Received[]): Promise<void> {
  await store.transaction(async (transaction) => {
    for (const item of list) {
      const number = ++made
      const at = typeof item.at === 'number' ? item.at : Date.parse(item.at)
      const request = requestOf(number, at, item)
      await transaction.addRequest(practice, request)
      const { state = 'pending', answeredAfterMinutes, answeredBy = 'staff:dana', movedMinutes } = item
      await transaction.changeRequest(practice, request.id, 0, {
        state,
        changeCause: item.changeCause ?? null,
        ...(answeredAfterMinutes === undefined
          ? {}
          : {
              answer: {
                at: at + answeredAfterMinutes * MINUTE_MS,
                by: answeredBy,
                reason: item.answerReason ?? null,
              },
            }),
        ...(movedMinutes === undefined
          ? {}
          : {
              asked: {
                start: request.start,
                end: request.end,
                practitioners: request.practitioners,
                chair: request.chair,
              },
              start: request.start + movedMinutes * MINUTE_MS,
              end: request.end + movedMinutes * MINUTE_MS,
            }),
      })
      if (item.isReplaced) {
        const subject = `request:${request.id}`
        await transaction.addAudit(practice, { at, actor: 'patient', action: 'request-replaced', subject })
      }
    }
  })
}

function requestOf(number: number, at: number, item: Received): StoredRequest {
  return {
    id: `received-${String(number).padStart(6, '0')}`,
    reference: `R-${number}`,
    state: 'pending',
    createdAt: at,
    reason: item.reason ?? 'check',
    practitioners: [item.practitioner ?? 'ann'],
    anyone: false,
    chair: 'one',
    location: 'main',
    start: at + DAY_MS,
    end: at + DAY_MS + 30 * MINUTE_MS,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    patient: { given: 'Nadia', family: 'Reyes', birthDate: '1984-03-07', mobile: '555-0117', email: null },
    isNewPatient: false,
    guardian: null,
    note: 'It hurts',
    consent: { email: true, text: false },
    language: 'en',
    source: item.source ?? null,
    origin: item.origin === undefined ? 'https://oak.example.com' : item.origin,
    hold: null,
  }
}
