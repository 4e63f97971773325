import { writeAnswer } from '../../engine/wire.ts'
import { readSnapshot } from '../../engine/written.ts'
import { readOpenings } from '../openings.ts'
import type { Source } from '../source.ts'

/**
 * The same source with the engine in the page: a year's times are reckoned here, from the practice's rules and counts of
 * what is taken.
 *
 * @param source - Where everything else comes from.
 */
export const withEngine = (source: Source): Source => ({
  ...source,
  year: async (reason, location) => {
    const answer = await source.compiled()
    if (!answer.ok) return answer
    const snapshot = readSnapshot(answer.value.written)
    const range = { start: snapshot.now, end: snapshot.compiled.span.end }
    return { ok: true, value: readOpenings(writeAnswer(snapshot, { reason, ...(location && { location }) }, range)) }
  },
})

export default withEngine
