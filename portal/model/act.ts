import { signal } from '@preact/signals'
import type { Failure, Reply } from '../api.ts'

export type Act = ReturnType<typeof createAct>

/**
 * One thing that somebody does and the server answers: a form that is sent, a button that is pressed.
 *
 * @param onFailure - Hears of every failure, so that a session that has ended leads to the sign-in.
 */
export function createAct(onFailure: (failure: Failure) => void) {
  const going = signal(false)
  const failure = signal<Failure | null>(null)
  return {
    going,
    /** Why the last try came to nothing; null when it didn't, or a new one is under way. */
    failure,
    /** What came of it; null when it failed, or the one before is still under way. */
    async run<T>(call: () => Promise<Reply<T>>): Promise<{ value: T } | null> {
      if (going.value) return null
      going.value = true
      failure.value = null
      const reply = await call()
      going.value = false
      if (reply.ok) return { value: reply.value }
      failure.value = reply.failure
      onFailure(reply.failure)
      return null
    },
    /** Forgets what went wrong. */
    clear() {
      failure.value = null
    },
  }
}

/** What the server says of one field, like `/password`; null when it is about something else. */
export function fieldFault({ failure }: Act, pointer: string): string | null {
  return failure.value?.problem?.errors?.find((each) => each.pointer === pointer)?.detail ?? null
}
