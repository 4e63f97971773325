import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import { Challenge, type Proof } from './contract/proof.ts'
import { keyedHash } from './hash.ts'
import { ProblemError } from './problem.ts'
import type { Transaction } from './store/store.ts'

/** As long as somebody may take over the form. */
const GOOD_MS = 30 * 60_000
/** 256 tries on average, of some milliseconds on a phone each: about a second, while people type. */
const WORK = { algorithm: 'PBKDF2/SHA-256', cost: 5000, keyPrefix: '00' }

/** A proof that was checked and can be spent once. */
export interface CheckedProof {
  readonly id: string
  readonly expiresAt: number
}

/** Work for one request to this practice. Nothing of it is kept here: the signature makes it known again. */
export async function newChallenge(secret: string, practice: string, now: number): Promise<Challenge> {
  // The library reads the process's own clock, so when it ends stands in the data and is compared here.
  const data = { practice, until: now + GOOD_MS }
  const hmacSignatureSecret = await keyOf(secret)
  return Challenge.parse(await createChallenge({ ...WORK, data, deriveKey, hmacSignatureSecret }))
}

/** Null when it is wrong, too old, or was made for another practice. */
export async function checkProof(
  secret: string,
  practice: string,
  now: number,
  { challenge, solution }: Proof,
): Promise<CheckedProof | null> {
  const { nonce, data } = challenge.parameters
  if (data.practice !== practice || data.until <= now) return null
  const hmacSignatureSecret = await keyOf(secret)
  const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret })
  return verified ? { id: nonce, expiresAt: data.until } : null
}

/**
 * Spends a proof in the transaction that keeps what it was brought for: one that fails leaves it unspent.
 *
 * @throws ProblemError `proof-needed` when there is none or it was spent.
 */
export async function spendProof(
  transaction: Transaction,
  practice: string,
  proof: CheckedProof | null,
): Promise<void> {
  if (!proof || !(await transaction.spendProof(practice, proof.id, proof.expiresAt))) {
    throw new ProblemError('proof-needed', 'Your browser must do a little work before this can be sent. Try again.')
  }
}

/** Another key than the one visitors are counted with. */
function keyOf(secret: string): Promise<string> {
  return keyedHash(secret, 'proof of work')
}
