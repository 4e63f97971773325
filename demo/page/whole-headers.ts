/**
 * Lets requests and responses of this window carry every header. A browser drops those that only it may set (`Cookie`,
 * `Origin`, `Set-Cookie`) from what a page makes; here the server itself runs in the page, and needs them.
 *
 * Must have run before the server's code makes any. The frames, in which the website and the portal run, have their own.
 */
export function keepWholeHeaders(): void {
  globalThis.Request = WholeRequest
  globalThis.Response = WholeResponse
}

class WholeRequest extends Request {
  readonly #headers: Headers

  constructor(input: RequestInfo | URL, init: RequestInit = {}) {
    super(input, init)
    this.#headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined))
    addType(this.#headers, super.headers)
  }

  override get headers(): Headers {
    return this.#headers
  }

  override clone(): Request {
    return new WholeRequest(super.clone(), { headers: this.#headers })
  }
}

class WholeResponse extends Response {
  readonly #headers: Headers

  constructor(body?: BodyInit | null, init: ResponseInit = {}) {
    super(body, init)
    this.#headers = new Headers(init.headers)
    addType(this.#headers, super.headers)
  }

  static override json(data: unknown, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers)
    if (!headers.has('content-type')) headers.set('content-type', 'application/json')
    return new WholeResponse(JSON.stringify(data), { ...init, headers })
  }

  override get headers(): Headers {
    return this.#headers
  }

  override clone(): Response {
    const { body, status, statusText } = super.clone()
    return new WholeResponse(body, { status, statusText, headers: this.#headers })
  }
}

/** What the body's own kind says, where nobody has said it. */
function addType(headers: Headers, own: Headers): void {
  const type = own.get('content-type')
  if (type !== null && !headers.has('content-type')) headers.set('content-type', type)
}
