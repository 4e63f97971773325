import type { MyReply } from '../../server/contract/index.ts'
import type { DateText } from '../text/date-text.ts'
import { fill } from '../text/fill.ts'
import * as en from './text/en.ts'

/** A state in the patient's words. */
export type Outcome = {
  readonly tag: string
  readonly tone: 'wait' | 'good' | 'stop' | 'past'
  readonly heading: string
  readonly text?: string
}

/** What a request's state is called, and what the page is headed with. */
export const outcome = (
  dates: DateText,
  { state, reference, start }: Pick<MyReply, 'state' | 'reference' | 'start'>,
): Outcome => {
  switch (state) {
    case 'pending':
      return { tag: en.withPractice, tone: 'wait', heading: fill(en.yourRequest, { reference }) }
    case 'booked':
      return { tag: en.confirmed, tone: 'good', heading: dates.full(start) }
    case 'rejected':
      return { tag: en.notPossible, tone: 'stop', heading: en.notOffered }
    case 'cancelled':
      return { tag: en.cancelled, tone: 'past', heading: en.isCancelled }
    case 'expired':
      return { tag: en.ended, tone: 'past', heading: en.hasEnded, text: en.hasEndedText }
    default:
      return { tag: en.pastVisit, tone: 'past', heading: en.visitOver }
  }
}
