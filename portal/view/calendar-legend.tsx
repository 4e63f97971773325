import type { CalendarPart } from './calendar-room.tsx'
import { Icon } from './icon.tsx'
import { KeyCap } from './key-cap.tsx'

const looks = [
  ['calendar-sample open', 'Open'],
  ['calendar-sample calendar-item appointment', 'Appointment'],
  ['calendar-sample calendar-item request', 'Request'],
  ['calendar-sample calendar-item hold', 'Being chosen online'],
  ['calendar-sample calendar-item block', 'Block'],
  ['calendar-sample calendar-closed', 'Closed'],
  ['calendar-sample calendar-item outside', 'Outside hours'],
] as const

/** What each look means. */
export function Legend({ model, portal }: CalendarPart) {
  if (!model.picture.value || model.address.value.view === 'list') return null
  const isSplit = model.picture.value.columns.some(({ lane }) => lane.places > 1)
  return (
    <div class="calendar-legend">
      {looks.map(([look, name]) => (
        <span key={name}>
          <i class={look} aria-hidden="true" />
          {name}
        </span>
      ))}
      <span>
        <Icon name="warn" />
        More visits than places
      </span>
      {isSplit && (
        <span>
          <b>2/2</b>
          taken / places (split booking)
        </span>
      )}
      {portal.lettersOn.value && (
        <span class="calendar-legend-key">
          <KeyCap>W</KeyCap>
          Why is this time not offered?
        </span>
      )}
    </div>
  )
}
