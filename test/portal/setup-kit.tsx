import { fireEvent, screen, waitFor, within } from '@testing-library/preact'
import { HttpResponse, http } from 'msw'
import { expect } from 'vitest'
import type { HolidayReply, PreviewReply, RulesReply } from '../../server/contract/calendar.ts'
import type { Me } from '../../server/contract/desk.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { answerAs, danaAt, openPortal, refuse, server } from './kit.tsx'

export const file = (change: Partial<PracticeFile> = {}): PracticeFile => ({
  ...{ id: 'elm', name: 'Elm Dental', phone: '555-0142', email: 'desk@elm.example', locale: 'en-GB', weekStart: 1 },
  ...{ consentLanguages: ['en'], origins: [], noticeMinutes: 120, horizonMonths: 12, retentionMonths: 24 },
  ...{ proofOfWork: false, timeUnitMinutes: 5, grid: 'window', answerWithin: 'one working day' },
  locations: [{ id: 'elm-street', name: 'Elm Street', address: '12 Elm Street', timeZone: 'America/New_York' }],
  chairs: [
    { id: 'chair-1', name: 'Chair 1', capacity: 1 },
    { id: 'chair-2', name: 'Chair 2', capacity: 1 },
  ],
  reasons: [
    {
      ...{ id: 'check-up', name: 'Check-up', durationMinutes: 40, bufferBeforeMinutes: 0, bufferAfterMinutes: 5 },
      chairs: ['chair-1', 'chair-2'],
    },
    { id: 'filling', name: 'Filling', durationMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
  ],
  practitioners: [
    {
      ...{ id: 'osei', name: 'Dr. Amara Osei', role: 'dentist', splitBooking: 1, reasons: ['check-up', 'filling'] },
      schedules: [{ windows: [{ rrule: 'FREQ=WEEKLY;BYDAY=MO,TU', start: '09:00', end: '17:00' }] }],
      ...{ weeks: [], exceptions: [{ date: '2027-01-20', remove: { start: '14:00', end: '17:00' }, note: 'Course' }] },
    },
    {
      ...{ id: 'brandt', name: 'Dr. Lukas Brandt', splitBooking: 1, reasons: ['check-up'], schedules: [], weeks: [] },
      exceptions: [],
    },
  ],
  closures: [
    { date: '2026-12-24', start: '12:30', end: '24:00', name: 'Christmas Eve' },
    { date: '2026-09-07', name: 'Labor Day' },
  ],
  ceilings: [],
  ...change,
})

export const holidays: HolidayReply = {
  countries: [
    { code: 'GB', name: 'United Kingdom' },
    { code: 'US', name: 'United States' },
  ],
  holidays: [
    { date: '2026-01-01', name: 'New Year’s Day', isClosed: false },
    { date: '2026-12-25', name: 'Christmas Day', isClosed: false },
  ],
  source: 'Dates: a library and its licence.',
}

/** Answers as the server would; `refused` is what stands in the way of any draft. */
export function answerSetup(change: Partial<PracticeFile> = {}) {
  const desk = {
    kept: { file: file(change), base: 'b1', saved: null, undo: null, canSplit: true } as RulesReply,
    refused: [] as PreviewReply['faults'],
    saved: [] as PracticeFile[],
    asked: [] as string[],
  }
  const practice = '*/portal/api/practices/elm'
  server.use(
    http.get(`${practice}/report`, () => refuse(500, 'internal-error')),
    http.get(`${practice}/rules`, () => HttpResponse.json(desk.kept)),
    http.post(`${practice}/rules/preview`, () =>
      HttpResponse.json({ faults: desk.refused, weeks: [], practitioners: [], affected: [], what: [] }),
    ),
    http.post(`${practice}/rules`, async ({ request }) => {
      const body = (await request.json()) as { file: PracticeFile; base: string }
      if (desk.refused.length > 0) {
        const errors = desk.refused.map(({ pointer, detail }) => ({ pointer: `/file${pointer}`, detail }))
        return HttpResponse.json(
          { type: '/problems/invalid-request', status: 400, title: '', detail: '', errors },
          { status: 400 },
        )
      }
      desk.saved.push(body.file)
      desk.kept = { ...desk.kept, file: body.file, base: `${body.base}+` }
      return HttpResponse.json(desk.kept)
    }),
    http.get(`${practice}/holidays`, ({ request }) => {
      desk.asked.push(new URL(request.url).search)
      return HttpResponse.json(holidays)
    }),
  )
  return desk
}

/** The set-up at one of its parts, once it is read. */
export async function openSetup(
  place: string,
  title: string,
  { role = 'owner', change = {} }: { role?: Me['practices'][number]['role']; change?: Partial<PracticeFile> } = {},
) {
  answerAs({ me: danaAt({ role }) })
  const desk = answerSetup(change)
  const opened = openPortal(`#/elm/setup/${place}`)
  await screen.findByRole('heading', { level: 2, name: title })
  return { ...opened, desk }
}

export const field = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name)
export const type = (name: string | RegExp, value: string) => fireEvent.input(field(name), { target: { value } })
export const choose = (name: string | RegExp, value: string) => fireEvent.change(field(name), { target: { value } })
export const button = (name: string | RegExp) => screen.getByRole('button', { name })
export const listed = (name: string) =>
  within(screen.getByRole('list', { name }))
    .getAllByRole('listitem')
    .map((item) => item.querySelector('b')?.textContent)

/** Saves and gives the file that was sent. */
export async function save(desk: { saved: PracticeFile[] }): Promise<PracticeFile> {
  const count = desk.saved.length
  button(/^Save/).click()
  await waitFor(() => expect(desk.saved).toHaveLength(count + 1))
  await screen.findByText('Saved. Patients see it at once', { selector: '.save-bar p' })
  return desk.saved.at(-1)!
}
