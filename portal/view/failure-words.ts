import type { Failure } from '../api.ts'

/** What went wrong, in a sentence. */
export function failureWords(failure: Failure): string {
  if (failure.kind === 'unreachable') return 'The server does not answer. Check the connection of this computer.'
  return 'The server could not answer this time.'
}
