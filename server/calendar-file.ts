import ICAL from 'ical.js'
import { instantOf, offsetAt, type ZoneTable } from '../engine/clock.ts'
import { dayOf } from '../engine/date.ts'
import type { RequestState } from '../engine/index.ts'
import { zoneTable } from '../engine/zone.ts'
import type { Language } from './contract/language.ts'
import { languageOf } from './language.ts'
import type { Found } from './my.ts'
import { visitOf } from './visit.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

type Status = 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED'

/** How a calendar shows a state. */
const shownAs: Record<RequestState, Status> = {
  pending: 'TENTATIVE',
  booked: 'CONFIRMED',
  arrived: 'CONFIRMED',
  fulfilled: 'CONFIRMED',
  noshow: 'CONFIRMED',
  cancelled: 'CANCELLED',
  rejected: 'CANCELLED',
  expired: 'CANCELLED',
}

type Words = Record<Status | 'isRequest', string>

const words: Record<Language, Words> = {
  en: {
    TENTATIVE: 'Requested: {name}',
    CONFIRMED: '{name}',
    CANCELLED: 'Cancelled: {name}',
    isRequest: 'This is a request. The practice confirms it.',
  },
  es: {
    TENTATIVE: 'Solicitud: {name}',
    CONFIRMED: '{name}',
    CANCELLED: 'Cancelada: {name}',
    isRequest: 'Esto es una solicitud. La clínica se la confirmará.',
  },
  fr: {
    TENTATIVE: 'Demande : {name}',
    CONFIRMED: '{name}',
    CANCELLED: 'Annulée : {name}',
    isRequest: 'Il s’agit d’une demande. Le cabinet la confirmera.',
  },
  de: {
    TENTATIVE: 'Angefragt: {name}',
    CONFIRMED: '{name}',
    CANCELLED: 'Abgesagt: {name}',
    isRequest: 'Dies ist eine Anfrage. Die Praxis bestätigt sie.',
  },
  ar: {
    TENTATIVE: 'طلب: {name}',
    CONFIRMED: '{name}',
    CANCELLED: 'أُلغي: {name}',
    isRequest: 'هذا طلب، والعيادة هي التي تؤكده.',
  },
  'zh-Hans': {
    TENTATIVE: '申请：{name}',
    CONFIRMED: '{name}',
    CANCELLED: '已取消：{name}',
    isRequest: '这是预约申请，须由诊所确认。',
  },
}

/** How it is handed over. */
export interface Handing {
  /**
   * Left out: `PUBLISH` (RFC 5546 §3.2.1). `CANCEL` takes a mailed entry out again. Never `REQUEST`: what a calendar
   * would answer to it, like "declined", goes to an address that nobody reads, and the patient would think it is done.
   */
  readonly method?: CalendarMethod
  /** Whom it is from, for calendars that want to know; left out: the practice's own address, if it has one. */
  readonly organizer?: string
}

export type CalendarMethod = 'PUBLISH' | 'CANCEL'

/**
 * A request as an iCalendar file (RFC 5545): tentative until the practice has confirmed it, and the same entry again
 * whenever it is downloaded or mailed. Each change of the request moves it on, so that no older one wins.
 *
 * @param now - Epoch ms.
 */
export function calendarFile(
  { practice, request }: Found,
  now: number,
  { method = 'PUBLISH', organizer = practice.file.email }: Handing = {},
): string {
  const { file } = practice
  const said = words[languageOf(request.language ?? '') ?? 'en']
  const { reason, location } = visitOf(practice, request)
  const { timeZone } = file.locations.find(({ id }) => id === location.id) ?? file.locations[0]!
  const zone = zoneTable(timeZone, dayOf(request.start), dayOf(request.end))
  const status = shownAs[request.state]
  const name = `${reason.name}, ${file.name}`
  const isRequest = request.state === 'pending' ? [said.isRequest] : []

  const event = new ICAL.Component('vevent')
  event.addPropertyWithValue('uid', `${request.id}@chairtime`)
  event.addPropertyWithValue('dtstamp', ICAL.Time.fromJSDate(new Date(now), true))
  event.addPropertyWithValue('sequence', request.revision)
  addTime(event, 'dtstart', request.start, zone)
  addTime(event, 'dtend', request.end, zone)
  event.addPropertyWithValue(
    'summary',
    said[status].replace('{name}', () => name),
  )
  event.addPropertyWithValue('description', [...isRequest, request.reference, `${file.name}, ${file.phone}`].join('\n'))
  event.addPropertyWithValue('location', [location.name, location.address].filter(Boolean).join(', '))
  event.addPropertyWithValue('status', status)
  if (organizer !== undefined) {
    event.addPropertyWithValue('organizer', `mailto:${organizer}`).setParameter('cn', file.name)
  }
  // Who shares their calendar doesn't mean to share this.
  event.addPropertyWithValue('class', 'PRIVATE')

  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', '-//chairtime//chairtime//EN')
  calendar.addPropertyWithValue('method', method)
  calendar.addSubcomponent(timezoneOf(zone))
  calendar.addSubcomponent(event)
  return `${calendar.toString()}\r\n`
}

/** A time on the practice's wall; one that its clock shows twice, on the second pass, only UTC can name (§3.3.5). */
function addTime(event: ICAL.Component, name: 'dtstart' | 'dtend', instant: number, zone: ZoneTable): void {
  const wall = instant + offsetAt(zone, instant)
  const day = dayOf(wall)
  if (instantOf(zone, day, (wall - day * DAY_MS) / MINUTE_MS) !== instant) {
    event.addPropertyWithValue(name, ICAL.Time.fromJSDate(new Date(instant), true))
    return
  }
  event.addPropertyWithValue(name, floating(wall)).setParameter('tzid', zone.name)
}

/** The zone's clock over the years of the visit, from the rules that the practice's own times come from (§3.6.5). */
function timezoneOf({ name, changes, offsets }: ZoneTable): ICAL.Component {
  const timezone = new ICAL.Component('vtimezone')
  timezone.addPropertyWithValue('tzid', name)
  const least = Math.min(...offsets)
  for (const [i, offset] of offsets.entries()) {
    const before = offsets[i - 1] ?? offset
    const observance = new ICAL.Component(offset > least ? 'daylight' : 'standard')
    observance.addPropertyWithValue('dtstart', i === 0 ? floating(0) : floating(changes[i - 1]! + before))
    observance.addPropertyWithValue('tzoffsetfrom', ICAL.UtcOffset.fromSeconds(before / 1000))
    observance.addPropertyWithValue('tzoffsetto', ICAL.UtcOffset.fromSeconds(offset / 1000))
    timezone.addSubcomponent(observance)
  }
  return timezone
}

function floating(wall: number): ICAL.Time {
  return ICAL.Time.fromDateTimeString(new Date(wall).toISOString().slice(0, 19))
}
