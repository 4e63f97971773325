import { PracticeFile } from '../../server/contract/practice-file.ts'

/**
 * A practice for tests, small enough to reckon by hand: Mon–Fri 9–12 in New York, Ann and Bob give check-ups of 30
 * minutes in two chairs, Kim cleans with split booking 2 and needs no chair.
 */
export function testPractice(changes: Partial<PracticeFile> = {}): PracticeFile {
  const weekdays = (start: string, end: string) => [
    { windows: [{ rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', start, end }] },
  ]
  return PracticeFile.parse({
    id: 'oak',
    name: 'Oak Dental',
    phone: '555-0100',
    origins: ['https://oak.example.com'],
    noticeMinutes: 60,
    locations: [{ id: 'main', name: 'Oak Street', address: '1 Oak Street', timeZone: 'America/New_York' }],
    chairs: [
      { id: 'one', name: 'Chair 1' },
      { id: 'two', name: 'Chair 2' },
    ],
    reasons: [
      { id: 'check', name: 'Check-up', durationMinutes: 30, chairs: ['one', 'two'] },
      { id: 'clean', name: 'Cleaning', durationMinutes: 60 },
      { id: 'first', name: 'First visit', durationMinutes: 60, chairs: ['one', 'two'], patients: 'new' },
    ],
    practitioners: [
      { id: 'ann', name: 'Dr Ann Ash', reasons: ['check', 'first'], schedules: weekdays('09:00', '12:00') },
      { id: 'bob', name: 'Dr Bob Birch', reasons: ['check'], schedules: weekdays('09:00', '12:00') },
      { id: 'kim', name: 'Kim Cedar', splitBooking: 2, reasons: ['clean'], schedules: weekdays('09:00', '12:00') },
    ],
    ...changes,
  })
}
