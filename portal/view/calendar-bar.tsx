import { formatWeekEdit } from '../model/calendar-address.ts'
import { openBlock } from './calendar-block.tsx'
import type { CalendarPart } from './calendar-room.tsx'
import { Icon } from './icon.tsx'
import { KeyCap } from './key-cap.tsx'

/** Which days are looked at, how, and what can be done there. */
export function CalendarBar(part: CalendarPart) {
  const { practice, model, words, mayChange } = part
  const { view } = model.address.value
  const isDay = view === 'day'
  const dates = isDay ? [model.date.value] : model.dates.value
  const unit = isDay ? 'day' : 'week'
  const lane = model.lane.value
  const isEdited = model.picture.value?.columns.some((column) => column.isEdited)
  return (
    <div class="calendar-bar">
      <div class="calendar-steps">
        <button type="button" class="button small" onClick={model.toToday}>
          Today
        </button>
        <button type="button" class="button small icon-only" onClick={() => model.step(-1)}>
          <Icon name="left" />
          <span class="sr">The {unit} before</span>
        </button>
        <button type="button" class="button small icon-only" onClick={() => model.step(1)}>
          <Icon name="right" />
          <span class="sr">The {unit} after</span>
        </button>
      </div>
      <h2 class="calendar-dates" aria-live="polite">
        {words.dates(dates[0]!, dates.at(-1)!)}
      </h2>
      <label class="calendar-go">
        <span class="sr">Go to a date</span>
        <input
          type="date"
          class="input"
          value={model.date.value}
          onChange={(event) => {
            if (event.currentTarget.value) model.choose({ date: event.currentTarget.value })
          }}
        />
      </label>
      {isEdited && (
        <span class="chip outline">
          <Icon name="undo" />
          Week edited by hand
        </span>
      )}
      <span class="gap" />
      <label class="check plain calendar-overlay">
        <input
          type="checkbox"
          checked={model.showItems.value}
          onChange={(event) => model.setItems(event.currentTarget.checked)}
        />
        <span>Show bookings</span>
      </label>
      {mayChange && (
        <button type="button" class="button small" onClick={() => openBlock(part)}>
          <Icon name="lock" />
          <span>
            Block<span class="wide-only"> a time…</span>
          </span>
        </button>
      )}
      {mayChange && lane?.kind === 'practitioner' && (
        <a class="button small main" href={formatWeekEdit(practice.id, model.date.value, lane.id)}>
          <span>
            Edit<span class="wide-only"> this week</span>
          </span>{' '}
          <KeyCap>E</KeyCap>
        </a>
      )}
    </div>
  )
}
