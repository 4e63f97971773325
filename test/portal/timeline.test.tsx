import { screen } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { timelineWords } from '../../portal/model/timeline.ts'
import { answerAs, detail, openPortal } from './kit.tsx'

const entry = (what: string, by = 'Dana Whitlock', detail: Record<string, unknown> | null = null) => ({
  at: '2026-11-23T08:00:00-05:00',
  what,
  by,
  detail,
})

describe('timelineWords', () => {
  it.each([
    [entry('request-sent', 'patient'), 'Request sent by the patient'],
    [entry('request-accepted', 'Mara Lindqvist', { how: 'create' }), 'Accepted by Mara Lindqvist'],
    [
      entry('request-accepted', 'Mara Lindqvist', { how: 'unlinked' }),
      'Accepted by Mara Lindqvist, not yet in the PMS',
    ],
    [
      entry('request-rejected', 'Dana Whitlock', { reason: 'duplicate' }),
      'Rejected by Dana Whitlock: the same request was sent twice',
    ],
    [entry('request-cancelled', 'patient'), 'Cancelled by the patient'],
    [entry('request-linked', 'sync'), 'Linked to an appointment by the sync with the PMS'],
    [entry('request-expired', 'clock'), 'Expired: nobody answered in time'],
    [entry('message-sent', 'clock', { to: 'practice' }), 'Email sent to the practice'],
    [entry('request-confirmed-by-sync', 'sync'), 'Confirmed: its appointment was found in the PMS'],
    [entry('request-moved-by-sync', 'sync'), 'Moved in the PMS'],
    [
      entry('write-refused', 'Dana Whitlock', { kind: 'move', words: 'That time is taken.' }),
      'The other time could not be written into the PMS: That time is taken.',
    ],
    [entry('something-new', 'operator'), 'Something new, the operator'],
  ])('%j', (what, words) => {
    expect(timelineWords(what)).toBe(words)
  })
})

it('is shown latest first, with what a change moved', async () => {
  answerAs({
    details: [
      detail({
        state: 'booked',
        changeCause: 'patient-asked',
        asked: {
          start: '2026-11-24T09:00:00-05:00',
          end: '2026-11-24T09:50:00-05:00',
          practitioner: 'Dr. Lukas Brandt',
          chair: null,
        },
        timeline: [
          entry('request-rescheduled', 'Dana Whitlock', {
            start: '2026-11-24T10:30:00-05:00',
            was: { start: '2026-11-24T09:00:00-05:00' },
          }),
          entry('request-sent', 'patient'),
        ],
      }),
    ],
  })
  openPortal('#/elm/requests/r1')
  const timeline = await screen.findByRole('region', { name: 'Timeline' })
  expect([...timeline.querySelectorAll('li')].map((item) => item.textContent)).toEqual([
    'Rescheduled by Dana WhitlockTue 24 Nov, 09:00 → Tue 24 Nov, 10:30Today, 08:00',
    'Request sent by the patientToday, 08:00',
  ])
  expect(document.querySelector('.asked-for')?.textContent).toBe(
    'Asked for Tue 24 Nov 2026, 09:00, Dr. Lukas Brandt · The patient asked for another time',
  )
})
