import type { Context } from 'hono'
import type { ZodError } from 'zod'
import type { Slot } from './contract/availability.ts'
import { type Problem, type Refusal, refusals } from './contract/problem.ts'
import { faultWords } from './fault-words.ts'

const titles: Record<Refusal, string> = {
  'invalid-request': 'Something in the request must be changed',
  'sign-in-required': 'Sign in first',
  'origin-not-allowed': 'This website may not send requests',
  'not-allowed': 'Your account may not do this',
  'not-found': 'There is nothing here',
  'link-ended': 'This link has ended',
  'slot-taken': 'That time has just been taken',
  'not-changeable': 'This can no longer be changed here',
  'answered-already': 'Somebody else was quicker',
  'changed-meanwhile': 'This was changed meanwhile',
  'hold-ended': 'That time is no longer kept',
  'link-replaced': 'A newer link was sent',
  'body-too-large': 'The request is too large',
  'unsupported-media-type': 'The request must be JSON',
  'not-offered': 'That time is not offered',
  'needs-confirmation': 'This must be confirmed',
  'key-reused': 'This key was used for another request',
  'looks-automated': 'This looks automated',
  'no-match': 'That does not match',
  'proof-needed': 'Proof of work is needed',
  'too-many-holds': 'Too many times are being kept',
  'too-many-requests': 'Too many requests just now',
  'account-paused': 'Signing in is paused',
  'internal-error': 'Something went wrong here',
  unavailable: 'Not available for a moment',
}

type Extras = Pick<Problem, 'errors' | 'alternatives' | 'answered' | 'triesLeft'>

/** A refusal on its way out. `detail` is for the person in front of the screen and never repeats what they typed. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'

  readonly refusal: Refusal
  readonly detail: string
  readonly extras: Extras

  constructor(refusal: Refusal, detail: string, extras: Extras = {}) {
    super(refusal)
    this.refusal = refusal
    this.detail = detail
    this.extras = extras
  }
}

/** One refusal for one field. */
export function fieldProblem(pointer: string, detail: string): ProblemError {
  return new ProblemError('invalid-request', detail, { errors: [{ pointer, detail }] })
}

/** What zod found, as one entry a field. */
export function validationProblem(error: ZodError): ProblemError {
  const errors = error.issues.map((issue) => ({ pointer: pointerTo(issue.path), detail: faultWords(issue) }))
  const detail =
    errors.length === 1
      ? `${errors[0]!.pointer || 'The body'}: ${errors[0]!.detail}`
      : `${errors.length} things must be changed.`
  return new ProblemError('invalid-request', detail, { errors })
}

/** A refusal as RFC 9457 problem details. */
export function problemReply(context: Context, error: ProblemError): Response {
  return context.body(JSON.stringify(problemOf(error)), refusals[error.refusal], {
    'Content-Type': 'application/problem+json',
  })
}

/** The body of {@link problemReply}. */
export function problemOf({ refusal, detail, extras }: ProblemError): Problem {
  return { type: `/problems/${refusal}`, title: titles[refusal], status: refusals[refusal], detail, ...extras }
}

/** What a problem's `type` leads to when it is opened. */
export function explainProblem(refusal: string): string | null {
  return Object.hasOwn(titles, refusal)
    ? `${titles[refusal as Refusal]}. Status ${refusals[refusal as Refusal]}.`
    : null
}

export function slotTaken(alternatives: Slot[]): ProblemError {
  return new ProblemError('slot-taken', 'That time has just been taken. Choose another one.', { alternatives })
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
