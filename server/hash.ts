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
  return hex(await sign(key, text))
}

/** As {@link keyedHash}, written like a token: 256 bits that only who has the key can reckon again. */
export async function keyedToken(key: string, text: string): Promise<string> {
  return base64url(new Uint8Array(await sign(key, text)))
}

/** 192 random bits that can stand in a URL fragment or a form: nobody guesses it. */
export function newToken(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(24)))
}

async function sign(key: string, text: string): Promise<ArrayBuffer> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', new TextEncoder().encode(key), algorithm, false, ['sign'])
  return crypto.subtle.sign(algorithm, imported, new TextEncoder().encode(text))
}

/** RFC 4648 §5, without padding. */
function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function hex(digest: ArrayBuffer): string {
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
