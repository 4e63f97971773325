import type { FhirAccess } from '../../contract/connection.ts'
import { PmsFault } from '../connector.ts'
import { credentialsFor } from './access.ts'
import { type Json, objectIn } from './json.ts'
import { pauseAsked, wait } from './pause.ts'
import { exchange, type Received, type Sent, type TransportOptions } from './transport.ts'

/** An answer that has been read to its end. */
export interface Answer {
  /** 2xx, or one that depends on what was asked: 400, 404, 409 … */
  readonly status: number
  /** Of the body; null: there is none. Of refusals whatever could be read. */
  readonly body: Json | null
  readonly etag: string | null
  readonly location: string | null
}

/** A FHIR server, spoken to by resources. All of it throws {@link PmsFault}, or what `signal` was aborted with. */
export interface FhirClient {
  /** Without a slash at the end. */
  readonly baseUrl: string
  /**
   * Asks again when the server stumbles.
   *
   * @param target - Below the base, like `Appointment?_count=1`; or a whole address on the same origin.
   */
  read(target: string, signal: AbortSignal): Promise<Answer>
  /** A search that keeps what is searched for out of the address; may be asked again as reading may. */
  searchByPost(type: string, parameters: URLSearchParams, signal: AbortSignal): Promise<Answer>
  /** Sent again only when it was refused before it was looked at (429, 503), or with a new token. */
  write(
    method: 'POST' | 'PUT' | 'PATCH',
    target: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Answer>
}

export interface ClientOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Epoch ms. */
  readonly clock: () => number
  readonly timeoutMs?: number | undefined
  readonly mostBytes?: number | undefined
  /** Takes the place of waiting. */
  readonly wait?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined
}

const FHIR_JSON = 'application/fhir+json'
const MOST_TRIES = 4
const MOST_REDIRECTS = 3
const PAUSES_MS = [500, 1500, 4500]
/** A server that asks for more is left alone until the next sync: whoever waits here holds up a practice's only sync. */
const LONGEST_WAIT_MS = 20_000
const stumbles = new Set([500, 502, 504])
const busy = new Set([429, 503])

/** @throws PmsFault `misconfigured` when the address or a secret can't be right. */
export function createFhirClient(source: { baseUrl: string; access: FhirAccess }, options: ClientOptions): FhirClient {
  const baseUrl = source.baseUrl.replace(/[/?#]+$/, '')
  const { origin, protocol, username, search } = new URL(baseUrl)
  if (!/^https?:$/.test(protocol) || username !== '' || search !== '') {
    throw new PmsFault('misconfigured', 'The address must begin with https:// and hold no user name and no "?".')
  }
  const transport: TransportOptions = {
    fetch: options.fetch ?? globalThis.fetch,
    timeoutMs: options.timeoutMs ?? 15_000,
    mostBytes: options.mostBytes ?? 20_000_000,
  }
  const pause = options.wait ?? wait
  const credentials = credentialsFor(source.access, {
    baseUrl,
    clock: options.clock,
    send: (sent, signal) => persist(() => exchange(sent, signal, transport), sent, sent.method === 'GET', signal),
  })

  /** Tries until there is an answer that it makes no sense to ask for again. */
  async function persist(
    once: () => Promise<Received>,
    sent: Sent,
    isRepeatable: boolean,
    signal: AbortSignal,
  ): Promise<Received> {
    for (let tries = 1; ; tries++) {
      let received: Received | null = null
      try {
        received = await once()
      } catch (error) {
        if (!(error instanceof PmsFault) || error.kind !== 'unreachable') throw error
        if (!isRepeatable || tries === MOST_TRIES) throw error
      }
      if (received && busy.has(received.status)) {
        const asked = pauseAsked(received.headers, options.clock)
        const ms = asked ?? PAUSES_MS[tries - 1] ?? 0
        if (tries === MOST_TRIES || ms > LONGEST_WAIT_MS) {
          const seconds = asked === null ? null : Math.ceil(asked / 1000)
          throw new PmsFault('busy', `${hostOf(sent.url)} asks us to come back later (${received.status}).`, seconds)
        }
        await pause(ms, signal)
        continue
      }
      const hasStumbled =
        received === null || stumbles.has(received.status) || (received.status === 200 && isBrokenOff(received))
      if (received && !(hasStumbled && isRepeatable && tries < MOST_TRIES)) return received
      await pause(PAUSES_MS[tries - 1]!, signal)
    }
  }

  async function ask(sent: Sent, isRepeatable: boolean, signal: AbortSignal): Promise<Answer> {
    let { url } = sent
    let hasRenewed = false
    for (let redirects = 0; ; ) {
      const current = { ...sent, url }
      const once = async () =>
        exchange(
          { ...current, headers: { ...sent.headers, ...(await credentials.headers(signal)) } },
          signal,
          transport,
        )
      const received = await persist(once, current, isRepeatable, signal)
      if (received.status === 401 && !hasRenewed && credentials.renew()) {
        hasRenewed = true
        continue
      }
      if (isRedirect(received.status)) {
        url = redirected(received, url)
        if (sent.method !== 'GET' || ++redirects > MOST_REDIRECTS) {
          throw new PmsFault(
            'misconfigured',
            `${baseUrl} sends us elsewhere instead of answering: correct the address.`,
          )
        }
        continue
      }
      return answerOf(received, current)
    }
  }

  function redirected(received: Received, from: string): string {
    const to = received.headers.get('location') ?? ''
    const url = URL.canParse(to, from) ? new URL(to, from) : null
    if (url?.origin !== origin) {
      throw new PmsFault('misconfigured', `${baseUrl} sends us to another server, where our credentials must not go.`)
    }
    return url.href
  }

  function answerOf(received: Received, sent: Sent): Answer {
    const { status, headers } = received
    const what = `${hostOf(sent.url)}, asked for ${resourceOf(sent.url, baseUrl)},`
    if (status === 401) throw new PmsFault('denied', `${what} doesn't take our credentials (401).`)
    if (status === 403) throw new PmsFault('denied', `${what} answers that we may not (403).`)
    if (status >= 500 && status !== 501)
      throw new PmsFault('unreachable', `${what} answered with an error (${status}).`)
    const isGood = status >= 200 && status < 300
    let body: Json | null = null
    if (received.text.trim() !== '') {
      try {
        body = objectIn(JSON.parse(received.text))
      } catch {
        if (isGood && sent.method === 'GET') {
          const isPage = headers.get('content-type')?.includes('html')
          throw new PmsFault('unreadable', `${what} answered with ${isPage ? 'a web page' : 'what is no JSON'}.`)
        }
      }
    }
    return { status, body, etag: headers.get('etag'), location: headers.get('location') }
  }

  return {
    baseUrl,
    read(target, signal) {
      const url = /^https?:/i.test(target) ? target : `${baseUrl}/${target}`
      if (new URL(url).origin !== origin) {
        throw new PmsFault('misconfigured', `${baseUrl} points to another server, where our credentials must not go.`)
      }
      return ask({ method: 'GET', url, headers: { accept: FHIR_JSON } }, true, signal)
    },
    searchByPost(type, parameters, signal) {
      const headers = { accept: FHIR_JSON, 'content-type': 'application/x-www-form-urlencoded' }
      const url = `${baseUrl}/${type}/_search`
      return ask({ method: 'POST', url, headers, body: parameters.toString() }, true, signal)
    },
    write(method, target, body, headers, signal) {
      const contentType = method === 'PATCH' ? 'application/json-patch+json' : FHIR_JSON
      return ask(
        {
          method,
          url: `${baseUrl}/${target}`,
          headers: { accept: FHIR_JSON, 'content-type': contentType, prefer: 'return=representation', ...headers },
          body: JSON.stringify(body),
        },
        false,
        signal,
      )
    },
  }
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304
}

/** JSON that doesn't end. A page for people isn't: asking again would give it again. */
function isBrokenOff({ text, headers }: Received): boolean {
  if (text.trim() === '' || headers.get('content-type')?.includes('html')) return false
  try {
    JSON.parse(text)
    return false
  } catch {
    return true
  }
}

function hostOf(url: string): string {
  return new URL(url).host
}

/** The kind of resource alone: what stands behind it may be about a patient. */
function resourceOf(url: string, baseUrl: string): string {
  const path = url.startsWith(baseUrl) ? url.slice(baseUrl.length) : new URL(url).pathname
  return /^\/?([A-Za-z]+)/.exec(path)?.[1] ?? 'a page'
}
