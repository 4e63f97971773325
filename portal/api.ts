import type {
  Appointment,
  DeskTab,
  Me,
  OriginList,
  RequestDetail,
  RequestList,
  SearchReply,
} from '../server/contract/desk.ts'
import type { Problem, Refusal } from '../server/contract/problem.ts'

/** Why a call brought nothing. `code` is for support, shown once and muted. */
export type Failure = {
  kind: 'sign-in-required' | 'not-found' | 'unreachable' | 'failed'
  code: string
  /** What the server refused for, and what it said besides; absent when it said nothing that can be read. */
  refusal?: Refusal
  problem?: Problem
}
/** One of a practice's lists, or the part of it that comes `after` another. */
export type ListQuestion = {
  tab: DeskTab
  practitioner: string | null
  after: string | null
  /** What a number of the report narrows it to, as the server names it. */
  narrowed?: Readonly<Record<string, string>>
}
export type Reply<T> = { ok: true; value: T } | { ok: false; failure: Failure }
export type Api = ReturnType<typeof createApi>

const timeoutMs = 15_000

/** Every call the portal makes. None throws: what went wrong comes back as a value. */
export function createApi() {
  const send = (method: 'GET' | 'POST', path: string, body?: unknown, waitMs = timeoutMs, key?: string) =>
    fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(waitMs),
    })

  async function call<T>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    waitMs?: number,
    key?: string,
  ): Promise<Reply<T>> {
    try {
      const response = await send(method, path, body, waitMs, key)
      if (!response.ok) return { ok: false, failure: await failureOf(response) }
      const text = await response.text()
      return { ok: true, value: (text ? JSON.parse(text) : null) as T }
    } catch (error) {
      if (error instanceof SyntaxError) return { ok: false, failure: { kind: 'failed', code: 'unreadable-reply' } }
      return { ok: false, failure: { kind: 'unreachable', code: 'no-reply' } }
    }
  }

  const ofPractice = (practice: string) => `/portal/api/practices/${encodeURIComponent(practice)}`

  return {
    /** Any call, for what none of the others is for. */
    call,
    signOut: () => call<unknown>('POST', '/portal/auth/sign-out', {}),
    /** Tells the server that somebody is at the screen. null: the session has ended. */
    renew: () => call<object | null>('GET', '/portal/auth/get-session'),
    me: () => call<Me>('GET', '/portal/api/me'),
    /** Any call under a practice, like `read<Report>('elm', 'report?from=2026-11-01')`. */
    read: <T>(practice: string, what: string) => call<T>('GET', `${ofPractice(practice)}/${what}`),
    /** @param waitMs - For what may take longer than 15 seconds. */
    change: <T>(practice: string, what: string, body: unknown = {}, waitMs?: number) =>
      call<T>('POST', `${ofPractice(practice)}/${what}`, body, waitMs),
    /** @param key - The same for every try of the same: it is made once, whatever got lost on the way. */
    make: <T>(practice: string, what: string, body: unknown, key: string) =>
      call<T>('POST', `${ofPractice(practice)}/${what}`, body, undefined, key),
    requests(practice: string, { tab, practitioner, after, narrowed }: ListQuestion) {
      const query = new URLSearchParams({ tab, ...narrowed })
      if (practitioner !== null) query.set('practitioner', practitioner)
      if (after !== null) query.set('after', after)
      return call<RequestList>('GET', `${ofPractice(practice)}/requests?${query}`)
    },
    request: (practice: string, id: string) =>
      call<RequestDetail>('GET', `${ofPractice(practice)}/requests/${encodeURIComponent(id)}`),
    appointment: (practice: string, id: string) =>
      call<Appointment>('GET', `${ofPractice(practice)}/appointments/${encodeURIComponent(id)}`),
    search: (practice: string, text: string) => call<SearchReply>('POST', `${ofPractice(practice)}/search`, { text }),
    refusedOrigins: (practice: string) => call<OriginList>('GET', `${ofPractice(practice)}/origins`),
    allowOrigin: (practice: string, origin: string) =>
      call<unknown>('POST', `${ofPractice(practice)}/origins`, { origin }),
  }
}

async function failureOf(response: Response): Promise<Failure> {
  const problem: Problem | null = await response.json().catch(() => null)
  const type: unknown = problem?.type
  const refusal = typeof type === 'string' ? (type.split('/').at(-1) as Refusal) : undefined
  const code = refusal ? `${refusal} (${response.status})` : String(response.status)
  const said = problem && refusal ? { refusal, problem } : {}
  if (response.status === 401) return { kind: 'sign-in-required', code, ...said }
  if (response.status === 404) return { kind: 'not-found', code, ...said }
  return { kind: 'failed', code, ...said }
}
