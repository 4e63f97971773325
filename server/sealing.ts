import { keyedHash } from './hash.ts'

/**
 * Encrypts a text (AES-256-GCM) with a key made of the installation's secret: who reads the database alone can't use it.
 *
 * @param purpose - What it is kept for; each has a key of its own.
 * @returns Hexadecimal digits.
 */
export async function sealText(secret: string, purpose: string, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const key = await keyFor(secret, purpose)
  const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text))
  return [...iv, ...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Reads a text that {@link sealText} has written.
 *
 * @throws Error when the secret is another one, or the text was changed.
 */
export async function openText(secret: string, purpose: string, sealed: string): Promise<string> {
  const bytes = bytesOf(sealed)
  const algorithm = { name: 'AES-GCM', iv: bytes.slice(0, 12) }
  const key = await keyFor(secret, purpose)
  return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, bytes.slice(12)))
}

async function keyFor(secret: string, purpose: string): Promise<CryptoKey> {
  const bytes = bytesOf(await keyedHash(secret, purpose))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
