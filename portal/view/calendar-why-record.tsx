import type { WhyReply } from '../../server/contract/calendar.ts'
import { formatWeekEdit } from '../model/calendar-address.ts'
import type { WhyQuestion } from '../model/calendar-why.ts'
import { localOf } from '../model/local-time.ts'
import { formatAppointment, formatRoute } from '../model/route.ts'
import { formatSchedule } from '../model/schedule-address.ts'
import { formatSetup, placeOf } from '../model/setup-address.ts'
import { hrefOf } from './calendar-item.tsx'
import type { CalendarPart } from './calendar-room.tsx'

type Record = WhyReply['rules'][number]['records'][number]

/** What stands behind a reason, and the way to it where there is one. */
export function WhyRecord({ record, question, ...part }: CalendarPart & { record: Record; question: WhyQuestion }) {
  if (record.kind === 'rule') return <Rule {...part} pointer={record.id} question={question} />
  const { model, practice, words } = part
  const item = model.reply.value?.items.find(({ kind, id }) => kind === record.kind && id === record.id)
  const name = item
    ? `${words.itemTitle(item)} ${words.timeRange(Date.parse(item.start), Date.parse(item.end))}`
    : { appointment: 'An appointment', request: 'A request', hold: 'A time held online', block: 'A block' }[record.kind]
  if (item?.kind === 'block') {
    return (
      <button type="button" class="calendar-plain" onClick={() => model.blocks.show(item)}>
        {name}
      </button>
    )
  }
  const href = item
    ? hrefOf(practice.id, item)
    : record.kind === 'request'
      ? formatRoute(practice.id, record.id, 'all')
      : record.kind === 'appointment'
        ? formatAppointment(practice.id, record.id)
        : null
  return href ? <a href={href}>{name}</a> : <span>{name}</span>
}

const parts: Readonly<globalThis.Record<string, string>> = {
  closures: 'The closure',
  ceilings: 'The limit on visits',
  reasons: 'The reason for visit',
  practitioners: 'The practitioner',
  chairs: 'The chair',
  noticeMinutes: 'How long before it can be booked',
  horizonMonths: 'How far ahead it can be booked',
}

/** A rule, by where it stands in the practice's file (RFC 6901), and where it is changed. */
function Rule({ pointer, question, practice }: CalendarPart & { pointer: string; question: WhyQuestion }) {
  const [, list = '', index = '', property = ''] = pointer.split('/')
  const place = placeOf(pointer, practice.practitioners)
  // Whoever is signed in is told of practitioners, chairs and reasons in the file's order.
  const { practitioners, chairs, reasons } = practice
  const lists: Readonly<globalThis.Record<string, typeof reasons>> = { practitioners, chairs, reasons }
  const named = lists[list]?.[Number(index)]
  if (named && property === 'weeks') {
    const { date } = localOf(question.start, practice.timeZone)
    return <a href={formatWeekEdit(practice.id, date, named.id)}>The hours of {named.name} in this week</a>
  }
  if (named && property === 'schedules') {
    const kind = list === 'chairs' ? 'chair' : 'practitioner'
    return <a href={formatSchedule(practice.id, { kind, id: named.id })}>The default hours of {named.name}</a>
  }
  if (named && property === 'exceptions' && place) {
    return <a href={formatSetup(practice.id, place.place, place.open)}>An exception of {named.name}</a>
  }
  const name = [parts[list] ?? 'A rule of the practice', named?.name].filter(Boolean).join(': ')
  const open = named?.id ?? (list === 'closures' ? index : null)
  return place ? <a href={formatSetup(practice.id, place.place, open)}>{name}</a> : <span>{name}</span>
}
