import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import type { Challenge, Proof } from '../../server/contract/index.ts'

/** Does the work that the practice asks for: about a second, without a worker, which strict pages would not allow. */
export default async (challenge: Challenge): Promise<Proof | undefined> => {
  const solution = await solveChallenge({ challenge, deriveKey })
  return solution ? { challenge, solution: { counter: solution.counter, derivedKey: solution.derivedKey } } : undefined
}
