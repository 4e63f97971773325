type Span = { readonly start: number; readonly end: number }

/** Where a span stands beside others: its place from 0, and how many places there are beside each other. */
export type Track = { readonly track: number; readonly tracks: number }

/**
 * Lays spans that overlap beside each other, each in the first place that is free.
 *
 * @param spans - Half-open, in epoch ms; in any order.
 * @param places - So many places there are in any case; where more overlap, there are more.
 * @returns As many as there are spans, in their order.
 */
export function layTracks(spans: readonly Span[], places: number): Track[] {
  const order = spans.map((_, index) => index).sort((a, b) => compare(spans[a]!, spans[b]!))
  const laid: Track[] = spans.map(() => ({ track: 0, tracks: places }))
  let cluster: number[] = []
  let ends: number[] = []

  const close = () => {
    const tracks = Math.max(places, ends.length)
    for (const index of cluster) laid[index] = { track: laid[index]!.track, tracks }
    cluster = []
    ends = []
  }
  for (const index of order) {
    const { start, end } = spans[index]!
    if (cluster.length > 0 && ends.every((until) => until <= start)) close()
    const free = ends.findIndex((until) => until <= start)
    const track = free === -1 ? ends.length : free
    ends[track] = end
    laid[index] = { track, tracks: places }
    cluster.push(index)
  }
  close()
  return laid
}

const compare = (a: Span, b: Span) => a.start - b.start || b.end - a.end
