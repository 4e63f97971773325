import type { Connection } from '../../server/contract/connection.ts'
import { PracticeFile } from '../../server/contract/practice-file.ts'

/** New York; its clocks go back on 1 November 2026, when this practice is open all night. */
export const ZONE = 'America/New_York'
export const CLOCK_CHANGE = '2026-11-01'

/** Ann and Bob give check-ups in two chairs, Kim cleans for two at a time. Everybody is integrated. */
export const elm = PracticeFile.parse({
  id: 'elm',
  name: 'Elm Dental',
  phone: '555-0100',
  horizonMonths: 3,
  locations: [{ id: 'main', name: 'Elm Street', address: '1 Elm Street', timeZone: ZONE }],
  chairs: [
    { id: 'one', name: 'Chair 1', location: 'main' },
    { id: 'two', name: 'Chair 2' },
  ],
  reasons: [
    { id: 'check', name: 'Check-up', durationMinutes: 30, chairs: ['one', 'two'] },
    { id: 'clean', name: 'Cleaning', durationMinutes: 60, bufferAfterMinutes: 10 },
  ],
  practitioners: [
    { id: 'ann', name: 'Dr Ann Ash', reasons: ['check'], schedules: hours() },
    { id: 'bob', name: 'Dr Bob Birch', reasons: ['check'], schedules: hours() },
    { id: 'kim', name: 'Kim Cedar', splitBooking: 2, reasons: ['clean'], schedules: hours() },
  ],
})

function hours() {
  const rrule = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'
  return [
    {
      windows: [
        { rrule, start: '09:00', end: '12:00' },
        { rrule, start: '13:00', end: '17:00' },
        { rrule: 'FREQ=WEEKLY;BYDAY=SU', start: '00:00', end: '05:00' },
      ],
    },
  ]
}

/** Ids there and here. Eve and chair 3 are assigned to nobody. */
export const assigned = {
  practitioners: { 'Practitioner/ann': 'ann', 'Practitioner/bob': 'bob', 'Practitioner/kim': 'kim' },
  chairs: { 'Location/one': 'one', 'Location/two': 'two' },
  types: { 'urn:elm|check': 'check', 'urn:elm|clean': 'clean' },
} as const satisfies Record<string, Readonly<Record<string, string>>>

const pairs = (list: Readonly<Record<string, string>>) => Object.entries(list).map(([pms, ours]) => ({ pms, ours }))

/** As staff would have joined the practice with a FHIR server. */
export function connectionTo(baseUrl: string): Partial<Connection> {
  return {
    source: { kind: 'fhir', baseUrl, access: { kind: 'none' }, statuses: {} },
    practitioners: pairs(assigned.practitioners),
    chairs: pairs(assigned.chairs),
    types: pairs(assigned.types),
    integrated: ['ann', 'bob', 'kim'],
  }
}
