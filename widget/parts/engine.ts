import { writeAnswer } from '../../engine/wire.ts'
import { readSnapshot } from '../../engine/written.ts'
import { readOpenings } from '../openings.ts'
import type { Source } from '../source.ts'

/** What is written is written anew each midnight, so a clock that says it is older is a wrong one. */
const oldestMs = 86_400_000

/**
 * The same source with the engine in the page: a year's times are reckoned here, from the practice's rules and counts of
 * what is taken.
 *
 * @param source - Where everything else comes from.
 * @param clock - Epoch ms: what was written in the morning must not offer the morning's times at noon.
 */
export const withEngine = (source: Source, clock = Date.now): Source => ({
  ...source,
  year: async (reason, location) => {
    const answer = await source.compiled()
    if (!answer.ok) return answer
    const { written } = answer.value
    const age = clock() - written.now
    const snapshot = readSnapshot(written, written.now + (age > 0 && age < oldestMs ? age : 0))
    const range = { start: snapshot.now, end: snapshot.compiled.span.end }
    return { ok: true, value: readOpenings(writeAnswer(snapshot, { reason, ...(location && { location }) }, range)) }
  },
})

export default withEngine
