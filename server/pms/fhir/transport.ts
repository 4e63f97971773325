import { PmsFault } from '../connector.ts'

export interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

export interface Received {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export interface TransportOptions {
  readonly fetch: typeof globalThis.fetch
  /** For the whole answer, its body included. */
  readonly timeoutMs: number
  readonly mostBytes: number
}

/**
 * Sends once and reads the answer to its end. Redirects aren't followed.
 *
 * @throws PmsFault `unreachable`: no answer, none in time, or it broke off; `unreadable`: it is too long.
 * @throws what `signal` was aborted with.
 */
export async function exchange(sent: Sent, signal: AbortSignal, options: TransportOptions): Promise<Received> {
  signal.throwIfAborted()
  const { host } = new URL(sent.url)
  const timeout = AbortSignal.timeout(options.timeoutMs)
  try {
    const response = await options.fetch(sent.url, {
      method: sent.method,
      headers: sent.headers,
      body: sent.body ?? null,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    })
    const text = await readText(response, options.mostBytes, host)
    return { status: response.status, headers: response.headers, text }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof PmsFault) throw error
    if (timeout.aborted) {
      throw new PmsFault('unreachable', `${host} didn't answer within ${options.timeoutMs / 1000} seconds.`)
    }
    // What fetch says may hold the whole address; its cause's code doesn't.
    const { code } = ((error as Error).cause ?? {}) as { code?: unknown }
    const reason = typeof code === 'string' && /^\w{1,40}$/.test(code) ? ` (${code})` : ''
    throw new PmsFault('unreachable', `${host} can't be reached, or its answer broke off${reason}.`)
  }
}

async function readText(response: Response, mostBytes: number, host: string): Promise<string> {
  if (!response.body) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  // Leaving the loop early gives the rest up.
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength
    if (bytes > mostBytes) {
      throw new PmsFault('unreadable', `${host} answered with more than ${Math.floor(mostBytes / 1e6)} MB at once.`)
    }
    text += decoder.decode(part, { stream: true })
  }
  return text + decoder.decode()
}
