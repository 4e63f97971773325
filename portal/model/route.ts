/** What the part of the address after `#` names: `#/elm/requests/ID`. Absent parts are null. */
export type Route = { practice: string | null; request: string | null }

/** Reads a hash. Whatever it can't read counts as absent, so that an old link still opens the list. */
export function parseRoute(hash: string): Route {
  const [practice, room, request] = hash.replace(/^#\/?/, '').split('/').map(decode)
  if (!practice) return { practice: null, request: null }
  return { practice, request: room === 'requests' && request ? request : null }
}

/** The hash of a practice's list, or of one request in it. */
export function formatRoute(practice: string, request: string | null = null): string {
  const list = `#/${encodeURIComponent(practice)}/requests`
  return request === null ? list : `${list}/${encodeURIComponent(request)}`
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
