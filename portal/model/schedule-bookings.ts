import { signal } from '@preact/signals'
import type { CalendarReply } from '../../server/contract/calendar.ts'
import type { Api, Failure } from '../api.ts'
import { addDays } from './local-time.ts'

/** What is booked in the week being edited. */
export function createWeekBookings(from: {
  api: Pick<Api, 'read'>
  practice: string
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, onFailure } = from
  const reply = signal<CalendarReply | null>(null)
  const failure = signal<Failure | null>(null)
  let wanted = ''

  return {
    /** Null: not read yet, or of another week. */
    reply,
    failure,
    /** @param monday - `YYYY-MM-DD`. Read again, what is there stays until the answer comes. */
    async read(monday: string): Promise<void> {
      if (wanted !== monday) reply.value = null
      wanted = monday
      const answer = await api.read<CalendarReply>(practice, `calendar?from=${monday}&to=${addDays(monday, 7)}`)
      if (wanted !== monday) return
      failure.value = answer.ok ? null : answer.failure
      if (answer.ok) reply.value = answer.value
      else onFailure(answer.failure)
    },
  }
}
