import { importJWK, importPKCS8, type JWK, SignJWT } from 'jose'
import type { FhirAccess } from '../../contract/connection.ts'
import { PmsFault } from '../connector.ts'
import { type Json, objectIn, textIn } from './json.ts'
import type { Received, Sent } from './transport.ts'

/** What proves who we are to the FHIR server. */
export interface Credentials {
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>
  /** Forgets a token that the server doesn't take. False: there is nothing to get anew. */
  renew(): boolean
}

export interface CredentialOptions {
  readonly baseUrl: string
  readonly clock: () => number
  /** Sends one request to the token endpoint, without credentials. */
  readonly send: (sent: Sent, signal: AbortSignal) => Promise<Received>
}

/** A token is left this much before it runs out: requests take time, and clocks differ. */
const SPARE_MS = 60_000
const ASSERTION_SECONDS = 240
const TOKEN_MS = 300_000

/** @throws PmsFault `misconfigured` when a secret that is needed isn't set. */
export function credentialsFor(access: FhirAccess, options: CredentialOptions): Credentials {
  switch (access.kind) {
    case 'none':
      return fixed({})
    case 'header':
      return fixed({ [access.name.toLowerCase()]: needed(access.value, 'value of the header') })
    case 'basic':
      return fixed({ authorization: `Basic ${base64(`${access.user}:${needed(access.password, 'password')}`)}` })
    case 'smart':
      return smart({ ...access, privateKey: needed(access.privateKey, 'private key') }, options)
  }
}

function fixed(headers: Readonly<Record<string, string>>): Credentials {
  return { headers: async () => headers, renew: () => false }
}

function needed(secret: string | null, name: string): string {
  if (secret === null) throw new PmsFault('misconfigured', `The ${name} isn't set.`)
  return secret
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

type Smart = Extract<FhirAccess, { kind: 'smart' }> & { readonly privateKey: string }

/** SMART Backend Services (HL7 SMART App Launch 2.2, "Backend Services"; RFC 7523). */
function smart(access: Smart, options: CredentialOptions): Credentials {
  let token: { readonly value: string; readonly until: number } | null = null
  let asking: Promise<string> | null = null

  async function ask(signal: AbortSignal): Promise<string> {
    const tokenUrl = access.tokenUrl ?? (await discover(options, signal))
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: access.scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(access, tokenUrl, options.clock()),
    })
    const received = await options.send(
      {
        method: 'POST',
        url: tokenUrl,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: body.toString(),
      },
      signal,
    )
    if (received.status >= 500) {
      throw new PmsFault('unreachable', `The token endpoint answered ${received.status}.`)
    }
    if (received.status !== 200) {
      throw new PmsFault('denied', `The token endpoint refuses our key or scope (${received.status}).`)
    }
    const reply = parsed(received.text)
    const value = textIn(reply.access_token)
    if (value === null) throw new PmsFault('unreadable', 'The token endpoint answered without a token.')
    const seconds = Number(reply.expires_in)
    const lastsMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : TOKEN_MS
    token = { value, until: options.clock() + Math.max(lastsMs - SPARE_MS, lastsMs / 2) }
    return value
  }

  return {
    async headers(signal) {
      if (token && options.clock() < token.until) return { authorization: `Bearer ${token.value}` }
      // Requests that run at once wait for one token. If the one who asks gives up, the others ask anew.
      const shared = asking
      if (shared) {
        const value = await shared.catch(() => null)
        signal.throwIfAborted()
        if (value !== null) return { authorization: `Bearer ${value}` }
      }
      const own = ask(signal)
      asking = own
      try {
        return { authorization: `Bearer ${await own}` }
      } finally {
        if (asking === own) asking = null
      }
    },
    renew() {
      token = null
      return true
    },
  }
}

async function discover({ baseUrl, send }: CredentialOptions, signal: AbortSignal): Promise<string> {
  const url = `${baseUrl}/.well-known/smart-configuration`
  const received = await send({ method: 'GET', url, headers: { accept: 'application/json' } }, signal)
  const found = received.status === 200 ? textIn(parsed(received.text).token_endpoint) : null
  if (found === null || !URL.canParse(found)) {
    throw new PmsFault('misconfigured', "The server doesn't say where tokens are given: enter the token address.")
  }
  if (baseUrl.startsWith('https:') && !found.startsWith('https:')) {
    throw new PmsFault('misconfigured', 'The server names a token address that is not encrypted.')
  }
  return found
}

async function assertion(access: Smart, audience: string, now: number): Promise<string> {
  const { key, algorithm, keyId } = await readKey(access.privateKey)
  const kid = access.keyId ?? keyId
  const seconds = Math.floor(now / 1000)
  return new SignJWT({})
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(kid === null ? {} : { kid }) })
    .setIssuer(access.clientId)
    .setSubject(access.clientId)
    .setAudience(audience)
    .setJti(crypto.randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ASSERTION_SECONDS)
    .sign(key)
}

type SigningKey = Parameters<SignJWT['sign']>[0]

async function readKey(text: string): Promise<{ key: SigningKey; algorithm: string; keyId: string | null }> {
  try {
    if (text.trimStart().startsWith('{')) {
      const jwk = JSON.parse(text) as JWK
      const algorithm = jwk.kty === 'EC' ? 'ES384' : 'RS384'
      return { key: await importJWK(jwk, algorithm), algorithm, keyId: textIn(jwk.kid) }
    }
    // Which of the two it is stands inside; the wrong one isn't read.
    const key = await importPKCS8(text, 'RS384').catch(() => null)
    if (key) return { key, algorithm: 'RS384', keyId: null }
    return { key: await importPKCS8(text, 'ES384'), algorithm: 'ES384', keyId: null }
  } catch {
    throw new PmsFault('misconfigured', 'The private key must be PEM (PKCS 8) or JWK: RSA, or an elliptic curve P-384.')
  }
}

function parsed(text: string): Json {
  try {
    return objectIn(JSON.parse(text))
  } catch {
    return {}
  }
}
