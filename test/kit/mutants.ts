import * as engine from '../../engine/index.ts'
import type { Engine } from './laws.ts'

/*
 * One planted bug a law, switched on here and nowhere else: the engine with one of its functions put wrong, so that the
 * law can show that it would notice.
 */
export const mutants: Readonly<Record<string, Partial<Engine>>> = {
  'what is listed is what a minute-by-minute oracle finds': {
    // Buffers of what is booked are forgotten.
    occupancyOf: (compiled, busy) =>
      engine.occupancyOf(
        compiled,
        busy.map((item) => ({ ...item, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 })),
      ),
  },
  'what is listed is exactly what evaluate offers, slot for slot, on the minutes between too': {
    // Somebody is closed, and evaluate doesn't mind.
    evaluate: (snapshot, ask, start) => engine.evaluate(snapshot, { ...ask, overrule: ['closed', 'off-grid'] }, start),
  },
  'a range asked for in two parts gives the same': {
    // The end of a range belongs to it.
    slots: (snapshot, ask, range) => engine.slots(snapshot, ask, { ...range, end: range.end + 1 }),
  },
  'the order of what is booked does not matter, and nothing given is changed': {
    // Ties between visits are settled by the order in which they came.
    occupancyOf: (compiled, busy) =>
      engine.occupancyOf(
        compiled,
        busy.map((item, i) => ({ ...item, id: `${i}`, kind: i === 0 ? 'block' : item.kind })),
      ),
  },
  'a booking more never adds a start': {
    // A long list is cut.
    occupancyOf: (compiled, busy) => engine.occupancyOf(compiled, busy.slice(0, busy.length > 3 ? 2 : 3)),
  },
  'a place more for a practitioner never removes a start': {
    // Only up to three places are believed.
    compile: (practice, dates) =>
      engine.compile(
        {
          ...practice,
          practitioners: practice.practitioners.map((one) => ({
            ...one,
            splitBooking: (one.splitBooking ?? 1) > 2 ? 1 : one.splitBooking,
          })),
        },
        dates,
      ),
  },
  'a chair more never removes a start': {
    // Only the last chair is looked at, and it isn't always open.
    compile: (practice, dates) =>
      engine.compile(
        {
          ...practice,
          chairs: practice.chairs.map((chair) => (chair.id === 'extra' ? { ...chair, schedules: [] } : chair)),
          reasons: practice.reasons.map((reason) => ({ ...reason, chairs: reason.chairs?.slice(-1) })),
        },
        dates,
      ),
  },
  'places left are so many as can be filled, one by one, before the start is gone': {
    // Only what is going on when it begins is counted.
    slots: (snapshot, ask, range) =>
      engine.slots(snapshot, ask, range).map((slot) => {
        const rows = snapshot.occupancy.practitioners.get(slot.practitioners[0]!)?.taken ?? []
        const goingOn = rows.filter(({ start, end }) => start <= slot.start && end > slot.start)
        return { ...slot, places: Math.max(1, slot.of - goingOn.length) }
      }),
  },
  'what a refusal names as its removals, all together, makes the start offered': {
    // Of several that take the time, one is named.
    evaluate: (snapshot, ask, start) => {
      const answer = engine.evaluate(snapshot, ask, start)
      if (answer.offered) return answer
      const against = answer.against.map((one) => ({
        ...one,
        remove: one.remove.map((removal) => (removal.do === 'free' ? { ...removal, busy: ['nothing'] } : removal)),
      }))
      return { offered: false, against }
    },
  },
  'everything dated moved by whole weeks moves the answer by the same': {
    // Every other week is counted from a fixed day instead of the rule's first.
    compile: (practice, dates) =>
      engine.compile(
        {
          ...practice,
          practitioners: practice.practitioners.map((one) => ({
            ...one,
            schedules: one.schedules.map((schedule) => ({
              ...schedule,
              windows: schedule.windows.map((window) => ({ ...window, dtstart: window.dtstart && '2027-01-04' })),
            })),
          })),
        },
        dates,
      ),
  },
  'adding and removing one by one is the same as making the occupancy anew': {
    // What is removed goes on taking its time.
    removeBusy: (occupancy, id) => occupancy.items.has(id),
  },
  'a snapshot written down and revived lists the same slots and refuses by the same rules': {
    // How many visits each has that day is left out, and with it who is assigned.
    writeSnapshot: (snapshot, zoneData) => {
      const written = engine.writeSnapshot(snapshot, zoneData)
      return { ...written, practitioners: written.practitioners.map((book) => ({ ...book, visits: [] })) }
    },
  },
  'an answer for the wire reads back as the slots it was made of': {
    // The clock is the one before the change.
    readAnswer: (answer) =>
      engine.readAnswer({
        ...answer,
        zones: Object.fromEntries(
          Object.entries(answer.zones).map(([id, { offsets }]) => [
            id,
            { changes: [], offsets: [offsets[0]! - 3_600_000] },
          ]),
        ),
      }),
  },
}
