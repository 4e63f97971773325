const dayMs = 86_400_000

/** `2026-11-24` and `10:30` of an instant, as clocks show it in a zone. */
export function localOf(at: number, timeZone: string): { date: string; time: string } {
  // Swedish writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const [date = '', time = ''] = format.format(at).split(' ')
  return { date, time }
}

/** The instant when clocks in a zone show this; null: they never do, as when they are put forward. Of two, the first. */
export function instantOf(date: string, time: string, timeZone: string): number | null {
  const wall = Date.parse(`${date}T${time}:00Z`)
  if (Number.isNaN(wall)) return null
  // Whatever its zone, a clock there shows this within a day of when one in Greenwich does.
  const offsets = [wall - dayMs, wall + dayMs].map((near) => wallOf(near, timeZone) - near)
  const fits = offsets.map((offset) => wall - offset).filter((at) => wallOf(at, timeZone) === wall)
  return fits.length === 0 ? null : Math.min(...fits)
}

function wallOf(at: number, timeZone: string): number {
  const { date, time } = localOf(at, timeZone)
  return Date.parse(`${date}T${time}:00Z`) + (at % 60_000)
}

/** A date so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** The Monday of a date's week. */
export function mondayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return addDays(date, -((weekday + 6) % 7))
}
