import type { CalendarItem, PlacedItem } from '../model/calendar-picture.ts'
import { formatAppointment, formatRoute } from '../model/route.ts'
import type { CalendarWords } from './calendar-words.ts'
import { Icon, type IconName } from './icon.tsx'

const icons: Record<CalendarItem['kind'], IconName | null> = {
  appointment: null,
  request: 'inbox',
  hold: 'hold',
  block: 'lock',
}

/** Where the record behind it is; null: it has none of its own. */
export function hrefOf(practice: string, item: Pick<CalendarItem, 'kind' | 'id' | 'request'>): string | null {
  if (item.request !== null) return formatRoute(practice, item.request, 'all')
  return item.kind === 'appointment' ? formatAppointment(practice, item.id) : null
}

/** Shorter ones have room for one line. */
const twoLinesMs = 35 * 60_000

/** What takes time on the grid: a link to its record, a block a button, a hold only words. */
export function ItemView(props: {
  placed: PlacedItem
  place: object
  practice: string
  words: CalendarWords
  /** What focus goes by: `grid-focus.ts`. */
  stop: { 'data-stop': string; tabIndex: number }
  onBlock: ((item: CalendarItem) => void) | undefined
}) {
  const { placed, place, practice, words, stop, onBlock } = props
  const { item, track, tracks } = placed
  const said = words.item(item)
  const href = hrefOf(practice, item)
  const isShort = placed.end - placed.start < twoLinesMs
  const shared = {
    ...stop,
    class: isShort ? `${lookOf(item)} short` : lookOf(item),
    style: {
      ...place,
      '--track': String(item.kind === 'block' ? 0 : track),
      '--tracks': String(tracksOf(item, tracks)),
    },
    title: said,
  }
  const content = (
    <>
      <span class="sr">{said}</span>
      <span aria-hidden="true">
        {isShort && <Sign item={item} />}
        <b>{words.itemTitle(item)}</b>
        {!isShort && <Line item={item} words={words} />}
      </span>
    </>
  )
  if (href !== null) {
    return (
      <a {...shared} href={href}>
        {content}
      </a>
    )
  }
  return item.kind === 'block' && onBlock ? (
    <button {...shared} type="button" onClick={() => onBlock(item)}>
      {content}
    </button>
  ) : (
    <span {...shared}>{content}</span>
  )
}

/** Under the name: the reason, or where the kind must be told its sign and time. */
function Line({ item, words }: { item: CalendarItem; words: CalendarWords }) {
  const time = words.time(Date.parse(item.start))
  const isSigned = signOf(item) !== null
  return (
    <span class="calendar-item-line">
      <Sign item={item} />
      {item.isOver ? `${time}, over` : isSigned ? time : (item.reason ?? time)}
    </span>
  )
}

function Sign({ item }: { item: CalendarItem }) {
  const icon = signOf(item)
  return icon && <Icon name={icon} />
}

const signOf = (item: CalendarItem) => (item.isOver || item.isOutsideHours ? 'warn' : icons[item.kind])

function lookOf(item: CalendarItem): string {
  const flags = [item.isOutsideHours && 'outside', item.isOver && 'over']
  return ['calendar-item', item.kind, ...flags.filter(Boolean)].join(' ')
}

/** A block takes its practitioner whole. */
const tracksOf = (item: CalendarItem, tracks: number) => (item.kind === 'block' ? 1 : tracks)
