import { PmsFault } from '../connector.ts'
import type { Answer, FhirClient } from './client.ts'
import { type Json, objectIn, objectsIn, textIn } from './json.ts'

/** One page of a search. */
export interface SearchPage {
  readonly found: readonly Json[]
  /** What was included, by `Type/id` and by full address; and what was found too. */
  readonly beside: Map<string, Json>
  /** Left out where the server doesn't count. */
  readonly total: number | undefined
  /** As the server understood the question; null: it doesn't say. */
  readonly self: string | null
}

const MOST_PAGES = 20_000
/** A server may give empty pages in between, or what moved down a page again; not for ever. */
const MOST_PAGES_WITHOUT_NEWS = 20

/**
 * The pages of a search as the server gives them: its links to the next one are followed as they stand.
 *
 * @param type - Of the resources that are searched for.
 * @param first - The answer to the search.
 * @throws PmsFault `unreadable` when a page is no searchset, says that something went wrong, or when there is no end to
 * them; `misconfigured` when the next one is on another server.
 */
export async function* pagesOf(
  client: FhirClient,
  type: string,
  first: Answer,
  signal: AbortSignal,
): AsyncGenerator<SearchPage> {
  const asked = new Set<string>()
  const seen = new Set<string>()
  let answer = first
  let url = `${client.baseUrl}/${type}`
  let withoutNews = 0
  for (let pages = 1; ; pages++) {
    const bundle = searchsetIn(answer, type)
    const before = seen.size
    const page = pageOf(bundle, type)
    for (const resource of page.found) seen.add(textIn(resource.id) ?? '')
    yield page
    const next = linkIn(bundle, 'next')
    if (next === null) return
    withoutNews = seen.size === before ? withoutNews + 1 : 0
    if (!URL.canParse(next, url)) throw new PmsFault('unreadable', `The next page of ${type} has no address.`)
    url = new URL(next, url).href
    if (asked.has(url) || pages >= MOST_PAGES || withoutNews >= MOST_PAGES_WITHOUT_NEWS) {
      throw new PmsFault('unreadable', `The pages of ${type} come round again and have no end.`)
    }
    asked.add(url)
    // A relative link alone is written out; one that is whole is followed as it stands.
    answer = await client.read(/^https?:/i.test(next) ? next : url, signal)
  }
}

function searchsetIn({ status, body }: Answer, type: string): Json {
  if (status === 400) throw new PmsFault('misconfigured', `The server doesn't understand our search for ${type} (400).`)
  if (status === 404) throw new PmsFault('misconfigured', `There is no ${type} at this address (404).`)
  if (status === 410) throw new PmsFault('unreadable', `A page of ${type} is no longer there (410).`)
  if (status !== 200) throw new PmsFault('unreadable', `The server answered our search for ${type} with ${status}.`)
  if (body?.resourceType !== 'Bundle') {
    throw new PmsFault('unreadable', `The server answered our search for ${type} with something else.`)
  }
  return body
}

function pageOf(bundle: Json, type: string): SearchPage {
  const found: Json[] = []
  const beside = new Map<string, Json>()
  for (const entry of objectsIn(bundle.entry)) {
    const resource = objectIn(entry.resource)
    const kind = textIn(resource.resourceType)
    if (kind === 'OperationOutcome') {
      if (isError(resource)) throw new PmsFault('unreadable', `The server says that our search for ${type} went wrong.`)
      continue
    }
    const id = textIn(resource.id)
    if (kind !== null && id !== null) beside.set(`${kind}/${id}`, resource)
    const fullUrl = textIn(entry.fullUrl)
    if (fullUrl !== null) beside.set(fullUrl, resource)
    if (kind === type) found.push(resource)
  }
  const total = bundle.total
  const isCounted = typeof total === 'number' && Number.isInteger(total) && total >= 0
  return { found, beside, total: isCounted ? total : undefined, self: linkIn(bundle, 'self') }
}

function isError(outcome: Json): boolean {
  return objectsIn(outcome.issue).some(({ severity }) => severity === 'error' || severity === 'fatal')
}

function linkIn(bundle: Json, relation: string): string | null {
  const link = objectsIn(bundle.link).find((each) => each.relation === relation)
  return textIn(link?.url)
}
