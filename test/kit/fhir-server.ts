import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createFhirStore,
  type FhirAsk,
  type FhirReply,
  type FhirStore,
  outcomeOf,
  type Resource,
} from '../../demo/pms/fhir-store.ts'

export type { Resource } from '../../demo/pms/fhir-store.ts'

/** What a request gets instead of an answer, or as one. */
export type Mishap =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** The answer begins, says how long it is, and the connection ends in its midst. */
  | 'cut'
  /** The same, but it is said nowhere how long the answer is, and it ends as if that were all. */
  | 'truncated'
  /** It is done, and nobody is told. */
  | 'lost'
  /** Nothing, for longer than anybody waits. */
  | 'silence'

/** How this server differs from a good one. All can be changed while it runs. */
export interface Ways {
  pageSize: number
  /** Of the server; what it stamps. */
  now: number
  lastUpdated: 'works' | 'ignored' | 'refused'
  isDateRequired: boolean
  ignoresInclude: boolean
  refusesSort: boolean
  ignoresIdentifier: boolean
  ignoresIfNoneExist: boolean
  /** After a change, its answer has no body. */
  isSilentOnWriting: boolean
  refusesPut: boolean
  refusesPostSearch: boolean
  hasTotal: boolean
  hasMetadata: boolean
  /** Written into each resource on its way out. */
  written: (resource: Resource) => Resource
  /** Put at the end of each page of appointments. */
  besides: readonly unknown[]
  /** The address of the next page, as the server would write it. */
  nextLink: (url: string) => string
  /** Asked before all else. Undefined: an answer as always. */
  mishap: (asked: Asked) => Mishap | undefined | Promise<Mishap | undefined>
  /** Asked of the answer, before it is sent. */
  meanwhile: (asked: Asked) => void
}

export interface Asked {
  readonly method: string
  /** Below the base, with the query. */
  readonly target: string
  readonly headers: IncomingMessage['headers']
  /** 1 for the first to this target with this method. */
  readonly time: number
}

export interface FhirServer {
  readonly baseUrl: string
  readonly origin: string
  readonly store: FhirStore
  readonly ways: Ways
  /** In the order of arrival. */
  readonly asked: readonly Asked[]
  close(): Promise<void>
}

const BASE = '/fhir'

/** A real FHIR R4 server on loopback that can be made as bad as real ones are. */
export async function openFhirServer(changes: Partial<Ways> = {}): Promise<FhirServer> {
  const ways: Ways = {
    pageSize: 100,
    now: Date.parse('2026-11-23T15:00:00Z'),
    lastUpdated: 'works',
    isDateRequired: false,
    ignoresInclude: false,
    refusesSort: false,
    ignoresIdentifier: false,
    ignoresIfNoneExist: false,
    isSilentOnWriting: false,
    refusesPut: false,
    refusesPostSearch: false,
    hasTotal: true,
    hasMetadata: true,
    written: (resource) => resource,
    besides: [],
    nextLink: (url) => url,
    mishap: () => undefined,
    meanwhile: () => {},
    ...changes,
  }
  const store = createFhirStore({ clock: () => ways.now, pageSize: () => ways.pageSize })
  const asked: Asked[] = []

  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      response.statusCode = 500
      response.end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const baseUrl = `${origin}${BASE}`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET'
    const target = (request.url ?? '').slice(BASE.length)
    const time = asked.filter((each) => each.method === method && each.target === target).length + 1
    const one: Asked = { method, target, headers: request.headers, time }
    asked.push(one)
    let body = ''
    for await (const part of request) body += part
    const mishap = await ways.mishap(one)
    if (typeof mishap === 'object') return send(response, mishap.status, mishap.headers ?? {}, mishap.body ?? null)
    if (mishap === 'silence') return
    const headers = request.headers as Record<string, string | undefined>
    const reply = await answerOf({ method, target, headers, body })
    ways.meanwhile(one)
    if (mishap === 'lost') return void request.socket.destroy()
    const text = reply.body === null ? '' : JSON.stringify(reply.body)
    if (mishap === 'truncated') return send(response, reply.status, reply.headers, text.slice(0, text.length / 2))
    if (mishap === 'cut') {
      response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(text) })
      response.write(text.slice(0, text.length / 2), () => request.socket.destroy())
      return
    }
    send(response, reply.status, reply.headers, text)
  }

  async function answerOf(ask: FhirAsk): Promise<FhirReply> {
    const url = new URL(ask.target, origin)
    const refused = (status: number, code: string) => ({ status, headers: {}, body: outcomeOf(code) })
    const query = url.searchParams
    const isSearch = ask.method === 'GET' && /^\/\w+$/.test(url.pathname)
    if (url.pathname === '/metadata' && !ways.hasMetadata) return refused(404, 'not-supported')
    if (url.pathname.endsWith('_search') && ways.refusesPostSearch) return refused(404, 'not-supported')
    if (ask.method === 'PUT' && ways.refusesPut) return refused(405, 'not-supported')
    const isOfAppointments = isSearch && url.pathname === '/Appointment'
    if (isOfAppointments) {
      if (ways.isDateRequired && !query.has('date')) return refused(400, 'required')
      if (query.has('_lastUpdated') && ways.lastUpdated === 'refused') return refused(400, 'not-supported')
      if (query.has('_sort') && ways.refusesSort) return refused(400, 'not-supported')
      if (ways.lastUpdated === 'ignored') query.delete('_lastUpdated')
      if (ways.ignoresInclude) query.delete('_include')
    }
    if (isSearch && ways.ignoresIdentifier) query.delete('identifier')
    const headers = { ...ask.headers, ...(ways.ignoresIfNoneExist ? { 'if-none-exist': undefined } : {}) }
    const target = isSearch ? `${url.pathname}?${query}` : ask.target
    const reply = await store.handle({ ...ask, target, headers }, baseUrl)
    if (!reply.body) return reply
    if (ask.method !== 'GET' && ways.isSilentOnWriting && reply.status < 300) return { ...reply, body: null }
    if (reply.body.resourceType !== 'Bundle') {
      return { ...reply, body: reply.status < 300 ? ways.written(reply.body) : reply.body }
    }
    return { ...reply, body: pageOf(reply.body, isOfAppointments) }
  }

  function pageOf(bundle: Resource, isOfAppointments: boolean): Resource {
    const { total, ...rest } = bundle
    const entries = (bundle.entry ?? []) as { resource: Resource }[]
    const links = bundle.link as { relation: string; url: string }[]
    return {
      ...rest,
      ...(ways.hasTotal ? { total } : {}),
      link: links.map((link) => (link.relation === 'next' ? { ...link, url: ways.nextLink(link.url) } : link)),
      entry: [
        ...entries.map((entry) => ({ ...entry, resource: ways.written(entry.resource) })),
        ...(isOfAppointments ? ways.besides : []),
      ],
    }
  }

  return {
    baseUrl,
    origin,
    store,
    ways,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): void {
  const text = typeof body === 'string' ? body : body === null ? '' : JSON.stringify(body)
  response.writeHead(status, headers)
  response.end(text)
}
