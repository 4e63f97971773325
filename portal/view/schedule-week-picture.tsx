import type { Me } from '../../server/contract/desk.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { pictureOf } from '../model/calendar-picture.ts'
import { addDays } from '../model/local-time.ts'
import type { Portal } from '../model/portal.ts'
import type { createWeekBookings } from '../model/schedule-bookings.ts'
import { changesBetween } from '../model/schedule-changes.ts'
import { pictureWith } from '../model/schedule-picture.ts'
import { endOf, minutesOf, moveEdge, type WeekWindow } from '../model/schedule-windows.ts'
import { WeekGrid } from './calendar-grid.tsx'
import type { CalendarWords } from './calendar-words.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { DayHandles } from './schedule-handles.tsx'

/** The week drawn as it would be, with what is booked, and with handles on the edges of its hours. */
export function WeekPicture(props: {
  portal: Portal
  practice: Me['practices'][number]
  bookings: ReturnType<typeof createWeekBookings>
  file: PracticeFile
  practitioner: PracticeFile['practitioners'][number]
  monday: string
  windows: readonly WeekWindow[]
  /** As it is in force. */
  before: readonly WeekWindow[]
  showItems: boolean
  /** The day that is drawn where there is room for one only. */
  chosenDate: string
  mayChange: boolean
  words: CalendarWords
  onChange: (windows: WeekWindow[], step?: string) => void
}) {
  const { portal, practice, bookings, file, practitioner, monday, windows, before, mayChange, words, onChange } = props
  const reply = bookings.reply.value
  const failure = bookings.failure.value
  if (failure && !reply) {
    return (
      <p class="note warning" role="alert">
        <Icon name="warn" />
        <span>
          What is booked in this week could not be read: {failureWords(failure)} The hours can be edited below.{' '}
          <button type="button" class="button small" onClick={() => void bookings.read(monday)}>
            Try again
          </button>
        </span>
      </p>
    )
  }
  if (!reply) return <p class="muted late">Reading what is booked…</p>
  const chosen = props.chosenDate
  const dates = Array.from({ length: 7 }, (_, i) => addDays(monday, i))
  const drawn = pictureWith(reply, practitioner.id, monday, windows, file.locations[0]?.id ?? '')
  const lane = drawn.lanes.find(({ kind, id }) => kind === 'practitioner' && id === practitioner.id)
  if (!lane) return null
  const picture = pictureOf(drawn, dates, [lane], roomAround(windows))
  const changes = changesBetween(before, windows)
  return (
    <div class="calendar-scroll schedule-picture">
      <WeekGrid
        {...{ picture, words }}
        practice={practice.id}
        label={`Week of ${practitioner.name}`}
        now={portal.desk.value?.now.value ?? portal.clock()}
        columnsAre="days"
        chosenDate={chosen}
        showItems={props.showItems}
        reasonName={(id) => file.reasons.find((reason) => reason.id === id)?.name ?? id}
        over={(column) => (
          <DayHandles
            {...{ column, monday, windows, changes, mayChange, words }}
            axis={picture.axis}
            weekday={dates.indexOf(column.date) + 1}
            timeZone={reply.timeZone}
            onMove={(index, edge, minutes, step) => onChange(moveEdge(windows, index, edge, minutes), step)}
          />
        )}
      />
    </div>
  )
}

/** An hour before the first and after the last, to move an edge into. */
function roomAround(windows: readonly WeekWindow[]): [number, number] {
  const first = Math.min(9 * 60, ...windows.map(({ start }) => minutesOf(start)))
  const last = Math.max(16 * 60, ...windows.map((each) => Math.min(endOf(each), 1440)))
  return [Math.max(0, Math.floor(first / 60) - 1), Math.min(24, Math.ceil(last / 60) + 1)]
}
