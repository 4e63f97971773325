import { signal } from '@preact/signals'
import type { WhyReply } from '../../server/contract/calendar.ts'
import type { Api, Failure } from '../api.ts'

export type WhyModel = ReturnType<typeof createWhy>

/** A time that is asked about, and for what. */
export type WhyQuestion = {
  /** Epoch ms. */
  start: number
  reason: string
  /** Null: anyone. */
  practitioner: string | null
  patients: 'new' | 'existing'
}

/** Why a time is offered, or isn't. What was asked for last is asked for next. */
export function createWhy(from: {
  api: Pick<Api, 'read'>
  practice: { id: string; reasons: readonly { id: string; name: string }[] }
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, onFailure } = from
  /** Null: nobody asks. */
  const question = signal<WhyQuestion | null>(null)
  const answer = signal<WhyReply | null>(null)
  const failure = signal<Failure | null>(null)
  let last = { reason: practice.reasons[0]?.id ?? '', patients: 'existing' as WhyQuestion['patients'] }
  let latest = 0

  async function ask(): Promise<void> {
    const asked = question.peek()
    if (!asked) return
    const mine = ++latest
    const { start, reason, practitioner, patients } = asked
    const query = new URLSearchParams({ start: new Date(start).toISOString(), reason, patients })
    if (practitioner !== null) query.set('practitioner', practitioner)
    const reply = await api.read<WhyReply>(practice.id, `why?${query}`)
    if (mine !== latest) return
    if (reply.ok) {
      answer.value = reply.value
      failure.value = null
    } else {
      answer.value = null
      failure.value = reply.failure
      onFailure(reply.failure)
    }
  }

  function change(to: Partial<WhyQuestion>): void {
    const before = question.peek()
    if (!before) return
    question.value = { ...before, ...to }
    last = { reason: question.value.reason, patients: question.value.patients }
    answer.value = null
    failure.value = null
    void ask()
  }

  return {
    question,
    /** Null while it is asked. */
    answer,
    failure,
    open(start: number, practitioner: string | null) {
      question.value = { start, practitioner, ...last }
      change({})
    },
    change,
    /** The same once more: something has moved, or it failed. */
    ask,
    close() {
      latest++
      question.value = null
      answer.value = null
      failure.value = null
    },
    stop() {
      latest++
    },
  }
}
