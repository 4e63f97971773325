/** SHA-256 of a text, as hexadecimal digits. */
export async function hashText(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return hex(digest)
}

/**
 * A keyed hash (HMAC-SHA-256): the same input gives the same output, and nobody without the key can try inputs.
 *
 * @param key - At least 32 random characters.
 */
export async function keyedHash(key: string, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', new TextEncoder().encode(key), algorithm, false, ['sign'])
  return hex(await crypto.subtle.sign(algorithm, imported, new TextEncoder().encode(text)))
}

/** 192 random bits that can stand in a URL fragment or a form: nobody guesses it. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}

function hex(digest: ArrayBuffer): string {
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
