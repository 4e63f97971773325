import { keyedHash, newToken } from '../hash.ts'

/** As long as somebody may look for the phone that their passkey is on. */
const GOOD_MS = 5 * 60_000

/** A challenge that was ours; it may be spent once. */
export interface Challenge {
  readonly id: string
  readonly expiresAt: number
}

/**
 * What a passkey signs. Nothing is kept of it: it says until when it is good, and our own signature makes it known again.
 *
 * @param purpose - What it may be used for, and by whom.
 */
export async function newChallenge(secret: string, purpose: string, now: number): Promise<Uint8Array<ArrayBuffer>> {
  const said = `${now + GOOD_MS}.${newToken()}`
  return new TextEncoder().encode(`${said}.${await sign(secret, purpose, said)}`)
}

/**
 * A challenge as the browser gives it back.
 *
 * @param text - base64url.
 * @returns Null when it isn't ours, is for something else, or is over.
 */
export async function challengeOf(
  secret: string,
  purpose: string,
  text: string,
  now: number,
): Promise<Challenge | null> {
  const [until = '', id = '', signature = ''] = decoded(text).split('.')
  if (signature === '' || signature !== (await sign(secret, purpose, `${until}.${id}`))) return null
  return Number(until) > now ? { id: `passkey-${id}`, expiresAt: Number(until) } : null
}

async function sign(secret: string, purpose: string, said: string): Promise<string> {
  // Another key than for links, visitors and proofs.
  return keyedHash(await keyedHash(secret, 'passkey challenge'), `${purpose} ${said}`)
}

function decoded(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return ''
  }
}
