import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seedAppointments } from '../../demo/seed.ts'
import { type Busy, compile, evaluate, occupancyOf } from '../../engine/index.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'
import { applyRemovals } from '../kit/removals.ts'

const DAY_MS = 86_400_000
const practice = PracticeFile.parse(
  JSON.parse(readFileSync(new URL('../../demo/practice.json', import.meta.url), 'utf8')),
)
const now = Date.parse('2026-11-21T12:00:00Z')
const dateAt = (instant: number) => new Date(instant).toISOString().slice(0, 10)

describe('every start that the demo practice refuses in a month', () => {
  it('has reasons whose removals, all together, make it offered', () => {
    const busy = seedAppointments(practice, now).map(
      (appointment): Busy => ({ ...appointment, kind: 'appointment', practitioners: [appointment.practitioner] }),
    )
    const month = { from: dateAt(now - DAY_MS), to: dateAt(now + 33 * DAY_MS) }
    const compiled = compile(practice, month)
    const snapshot = { compiled, occupancy: occupancyOf(compiled, busy), now }
    let refused = 0
    const standing: string[] = []
    // Each quarter of an hour, of each hour of the day, a reason and a practitioner by turns.
    const pairs = practice.practitioners.flatMap(({ id, reasons }) =>
      reasons.map((reason) => ({ practitioner: id, reason })),
    )
    for (let start = now, i = 0; start < now + 30 * DAY_MS; start += 15 * 60_000, i++) {
      const ask = pairs[i % pairs.length]!
      const answer = evaluate(snapshot, ask, start)
      if (answer.offered) continue
      refused++
      const after = applyRemovals(practice, ask, answer.against)
      const near = { from: dateAt(start - 2 * DAY_MS), to: dateAt(start + 2 * DAY_MS) }
      const again = compile(after.practice, near)
      const around = busy.filter((item) => Math.abs(item.start - start) < DAY_MS)
      const then = { compiled: again, occupancy: occupancyOf(again, around), now }
      if (!evaluate(then, after.ask, start).offered)
        standing.push(`${new Date(start).toISOString()} ${JSON.stringify(ask)}`)
    }
    expect(standing).toEqual([])
    expect(refused).toBeGreaterThan(2000)
  })
})
