import type { Me, OriginList, RequestDetail, RequestList } from '../server/contract/desk.ts'

/** Why a call brought nothing. `code` is for support, shown once and muted. */
export type Failure = {
  kind: 'sign-in-required' | 'not-found' | 'unreachable' | 'failed'
  code: string
}
export type Reply<T> = { ok: true; value: T } | { ok: false; failure: Failure }
export type SignInOutcome = 'signed-in' | 'wrong' | 'too-many' | 'unreachable' | 'failed'
export type Api = ReturnType<typeof createApi>

const timeoutMs = 15_000

/** Every call the portal makes. None throws: what went wrong comes back as a value. */
export function createApi() {
  const send = (method: 'GET' | 'POST', path: string, body?: unknown) =>
    fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })

  async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Reply<T>> {
    try {
      const response = await send(method, path, body)
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
    async signIn(email: string, password: string): Promise<SignInOutcome> {
      try {
        const { ok, status } = await send('POST', '/portal/auth/sign-in/email', { email, password })
        if (ok) return 'signed-in'
        if (status === 400 || status === 401) return 'wrong'
        return status === 429 ? 'too-many' : 'failed'
      } catch {
        return 'unreachable'
      }
    },
    signOut: () => call<unknown>('POST', '/portal/auth/sign-out', {}),
    /** Tells the server that somebody is at the screen. null: the session has ended. */
    renew: () => call<object | null>('GET', '/portal/auth/get-session'),
    me: () => call<Me>('GET', '/portal/api/me'),
    pendingRequests: (practice: string) => call<RequestList>('GET', `${ofPractice(practice)}/requests?state=pending`),
    request: (practice: string, id: string) =>
      call<RequestDetail>('GET', `${ofPractice(practice)}/requests/${encodeURIComponent(id)}`),
    refusedOrigins: (practice: string) => call<OriginList>('GET', `${ofPractice(practice)}/origins`),
    allowOrigin: (practice: string, origin: string) =>
      call<unknown>('POST', `${ofPractice(practice)}/origins`, { origin }),
  }
}

async function failureOf(response: Response): Promise<Failure> {
  const problem = await response.json().catch(() => null)
  const type: unknown = problem?.type
  const refusal = typeof type === 'string' ? type.split('/').at(-1) : undefined
  const code = refusal ? `${refusal} (${response.status})` : String(response.status)
  if (response.status === 401) return { kind: 'sign-in-required', code }
  if (response.status === 404) return { kind: 'not-found', code }
  return { kind: 'failed', code }
}
