import { keyedHash } from '../hash.ts'

/** Stands in a kept text in place of what only its reader may know. */
const SEALED = '(in the mail only)'

/**
 * A mail with one part of its texts encrypted apart (AES-256-GCM, by the installation's secret): an invitation's link waits in
 * the database until the mail leaves, and who reads the database, or the messages in the portal, can't use it. The part
 * must hold nothing that is written otherwise in HTML.
 */
export async function sealed(
  secret: string,
  { text, html }: { readonly text: string; readonly html: string },
  part: string,
): Promise<{ text: string; html: string; sealed: string }> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const bytes = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    await keyOf(secret),
    new TextEncoder().encode(part),
  )
  return {
    text: text.replaceAll(part, SEALED),
    html: html.replaceAll(part, SEALED),
    sealed: hexOf(new Uint8Array([...iv, ...new Uint8Array(bytes)])),
  }
}

/** Puts the part back into a text that {@link sealed} has made. */
export async function unsealed(secret: string, kept: string): Promise<(text: string) => string> {
  const bytes = Uint8Array.from(kept.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const algorithm = { name: 'AES-GCM', iv: bytes.slice(0, 12) }
  const part = new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, await keyOf(secret), bytes.slice(12)))
  return (text) => text.replaceAll(SEALED, () => part)
}

async function keyOf(secret: string): Promise<CryptoKey> {
  // Another key than for links, visitors and proofs.
  const hex = await keyedHash(secret, 'sealed in mails')
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
