import { readAnswer, type WireAnswer } from '../engine/wire.ts'
import type { Slot } from '../server/contract/index.ts'

/** The compact year as slots, written as the server writes them: practice's wall time and its offset. */
export const readOpenings = (answer: WireAnswer): Slot[] =>
  readAnswer(answer).map(({ start, date, time, practitioners, location, places, of }) => {
    const wall = `${date}T${time}:00`
    const offset = (Date.parse(`${wall}Z`) - start) / 60_000
    const ahead = new Date(Math.abs(offset) * 60_000).toISOString().slice(11, 16)
    return {
      start: `${wall}${offset < 0 ? '-' : '+'}${ahead}`,
      practitioners: [...practitioners],
      location,
      ...(of > 1 && { places }),
    }
  })
