import { z } from 'zod'
import { Id } from './fields.ts'

/**
 * `GET /v1/practices/{practice}/challenge`: work for the sender's browser, which people don't notice and programs that
 * send many do. Find a `counter` for which PBKDF2(`nonce` and the counter as 4 bytes, big end first; `salt`; `cost` rounds)
 * begins with `keyPrefix`. ALTCHA's solvers take it as it is.
 */
export const Challenge = z.object({
  parameters: z.object({
    algorithm: z.string().max(40),
    nonce: z.string().max(64),
    salt: z.string().max(64),
    cost: z.int(),
    keyLength: z.int(),
    keyPrefix: z.string().max(64),
    data: z.object({ practice: Id, until: z.int().describe('Epoch ms: no longer taken from then on.') }),
  }),
  signature: z.string().max(128),
})

/** The challenge as it was given, and its solution. It is good for one request. */
export const Proof = z.object({
  challenge: Challenge,
  solution: z.object({ counter: z.int().min(0), derivedKey: z.string().max(128) }),
})

export type Challenge = z.infer<typeof Challenge>
export type Proof = z.infer<typeof Proof>
