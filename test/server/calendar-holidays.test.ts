import { describe, expect, it } from 'vitest'
import { HolidayReply } from '../../server/contract/calendar.ts'
import { type Desk, deskForEach } from '../kit/desk.ts'

let desk: Desk
const rebuild = deskForEach((_house, dana) => {
  desk = dana
})

async function holidays(query = '') {
  const reply = await desk.get(`/holidays?${query}`)
  expect(reply.status).toBe(200)
  return HolidayReply.parse(await reply.json())
}
const named = ({ holidays: list }: HolidayReply, date: string) => list.find((each) => each.date === date)?.name

describe('GET /holidays', () => {
  it('lists this year’s public holidays where the practice is, by date, with where they come from', async () => {
    const found = await holidays()
    expect(found.holidays.slice(0, 2)).toEqual([
      { date: '2026-01-01', name: "New Year's Day", isClosed: false },
      { date: '2026-01-19', name: 'Martin Luther King Jr. Day', isClosed: false },
    ])
    expect(named(found, '2026-11-26')).toBe('Thanksgiving Day')
    // Observed by many, and a public holiday nowhere.
    expect(found.holidays.map(({ name }) => name)).not.toContain("Valentine's Day")
    expect(found.holidays.map(({ date }) => date)).toEqual(found.holidays.map(({ date }) => date).sort())
    expect(found.source).toMatch(/date-holidays.*CC BY-SA 3\.0/)
    expect(found.countries.find(({ code }) => code === 'DE')).toEqual({ code: 'DE', name: 'Germany' })
  })

  it('says which the practice is closed on already, all day and everywhere', async () => {
    await rebuild({
      closures: [
        { name: 'Thanksgiving', rrule: 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH' },
        { name: 'Christmas', from: '2026-12-24', through: '2026-12-26' },
        { name: 'Afternoon', date: '2026-09-07', start: '12:00', end: '24:00' },
        { name: 'Morning', date: '2026-05-25', start: '00:00', end: '12:00' },
        { name: 'Rest', date: '2026-05-25', start: '12:00', end: '24:00' },
      ],
    })
    const closed = (await holidays()).holidays.filter(({ isClosed }) => isClosed).map(({ date }) => date)
    expect(closed).toEqual(['2026-05-25', '2026-11-26', '2026-12-25'])
  })

  it('takes another country and year, and names what it can in the practice’s language', async () => {
    await rebuild({ locale: 'de-AT' })
    const own = await holidays('year=2027')
    expect(named(own, '2027-10-26')).toBe('Nationalfeiertag')
    expect(own.countries.find(({ code }) => code === 'US')?.name).toBe('Vereinigte Staaten')
    const france = await holidays('country=FR&year=2027')
    expect(named(france, '2027-03-29')).toBe('Ostermontag')
    expect(named(france, '2027-10-26')).toBeUndefined()
  })

  it('names each day of a feast that lasts several', async () => {
    const days = (await holidays('country=TR&year=2026')).holidays.filter(({ name }) => name.includes('Ramadan'))
    expect(days.map(({ date }) => date)).toEqual(['2026-03-20', '2026-03-21', '2026-03-22'])
  })

  it.each(['country=XX', 'country=us', 'country=Germany', 'year=26', 'year=1850', 'year=2100', 'year=soon'])(
    'refuses "%s"',
    async (query) => {
      expect((await desk.get(`/holidays?${query}`)).status).toBe(400)
    },
  )
})
