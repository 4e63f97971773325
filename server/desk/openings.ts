import { rangeOfDates, type Snapshot, slots } from '../../engine/index.ts'
import type { PickerReply } from '../contract/answer.ts'
import { addDays, localIso } from '../dates.ts'
import type { Present } from '../residents.ts'
import type { DeskRequest } from '../store/model.ts'
import { type Choice, judge } from './choosing.ts'
import { nameOf } from './view.ts'
import { whyEmpty } from './why-empty.ts'

const DAYS = 7

/** Which openings are asked for. */
export interface OpeningsAsk {
  /** `YYYY-MM-DD` */
  readonly from: string
  /** Null: anyone who gives the reason. */
  readonly practitioner: string | null
  /** Null: any that serves the visit. */
  readonly chair: string | null
}

/**
 * A week of times that a request could move to, as patients are offered them, but with its own places free; and for each
 * day without any, why.
 */
export function openingsFor({ practice, snapshot }: Present, request: DeskRequest, ask: OpeningsAsk): PickerReply {
  const { file } = practice
  const { from, practitioner, chair } = ask
  const { reason, location } = request
  const choice = { reason, practitioner, chair, location }
  const zone = file.locations.find(({ id }) => id === location)!.timeZone
  // Refuses ids that the practice doesn't have.
  judge(snapshot, request, { ...choice, start: snapshot.now })
  const days = Array.from({ length: DAYS }, (_, i) => addDays(from, i)).map((date) => {
    const range = rangeOfDates(snapshot.compiled, { from: date, to: addDays(date, 1) }, location)
    const allowed = allowedStarts(snapshot, request, choice, range)
    const starts = allowed.flatMap((start) => {
      const answer = judge(snapshot, request, { ...choice, start })
      if (!answer.offered) return []
      const { practitioners, chair: free } = answer.slot
      const id = practitioners[0]!
      return [
        {
          start: localIso(start, zone),
          practitioner: id,
          practitionerName: nameOf(file.practitioners, id),
          chair: free,
        },
      ]
    })
    const why = starts.length > 0 ? null : whyEmpty({ practice, snapshot, request, choice, range, allowed })
    return { date, starts, why }
  })
  return { days }
}

/** Starts that the rules allow, whatever is taken. */
function allowedStarts(
  snapshot: Snapshot,
  { isNewPatient }: DeskRequest,
  { reason, practitioner, location }: Omit<Choice, 'start'>,
  range: { start: number; end: number },
): number[] {
  const nothing = { practitioners: new Map(), chairs: new Map(), counted: new Map() }
  const empty = { ...snapshot, occupancy: { ...snapshot.occupancy, ...nothing } }
  const ask = { reason, practitioner, location, patients: isNewPatient ? 'new' : 'existing' } as const
  return slots(empty, ask, range).map(({ start }) => start)
}
