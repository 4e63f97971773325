import type { PickerReply } from '../../../server/contract/answer.ts'
import type { Picker } from '../../model/answer/picker.ts'
import { localOf } from '../../model/local-time.ts'
import type { Portal } from '../../model/portal.ts'
import { Icon } from '../icon.tsx'

type Day = PickerReply['days'][number]

/** A week of real openings, a column a day; a day without any says why. */
export function Openings(props: { portal: Portal; picker: Picker; visit: { start: string }; now: number }) {
  const { portal, picker, visit, now } = props
  const days = picker.days.value
  return (
    <section aria-labelledby="openings">
      <div class="openings-head">
        <h3 id="openings">Real openings</h3>
        <button type="button" class="button small icon-only" onClick={() => picker.turn(-1)}>
          <Icon name="left" />
          <span class="sr">Earlier week</span>
        </button>
        <button type="button" class="button small icon-only" onClick={() => picker.turn(1)}>
          <Icon name="right" />
          <span class="sr">Later week</span>
        </button>
      </div>
      <div class="openings" aria-busy={days === null}>
        {days?.map((day) => (
          <DayColumn key={day.date} portal={portal} picker={picker} visit={visit} now={now} day={day} />
        ))}
        {days === null && !picker.failure.value && <p class="small muted late">Looking for openings…</p>}
      </div>
    </section>
  )
}

function DayColumn(props: { portal: Portal; picker: Picker; visit: { start: string }; now: number; day: Day }) {
  const { portal, picker, visit, day } = props
  const words = portal.words.value
  const asked = Date.parse(visit.start)
  const { timeZone } = portal.practice.value!
  const isAskedDay = localOf(asked, timeZone).date === day.date
  const isOffered = day.starts.some(({ start }) => Date.parse(start) === asked)
  return (
    <div class="openings-day">
      <h4>{words.dayOfDate(day.date)}</h4>
      {isAskedDay && !isOffered && (
        <p class="opening asked">
          {words.time(asked)}
          <span class="sr"> was asked for, and is not open</span>
        </p>
      )}
      {day.starts.map((start) => {
        const at = Date.parse(start.start)
        const chosen = picker.chosen.value
        const isChosen = chosen?.start === start.start && chosen.practitioner === start.practitioner
        return (
          <button
            key={`${start.start} ${start.practitioner}`}
            type="button"
            class={`opening${isChosen ? ' chosen' : ''}${at === asked ? ' asked' : ''}`}
            aria-pressed={isChosen}
            onClick={() => picker.choose(start)}
          >
            {words.time(at)}
            {picker.practitioner.value === null && <span class="with">{start.practitionerName}</span>}
            {at === asked && <span class="sr"> asked for</span>}
          </button>
        )
      })}
      {day.starts.length === 0 && <p class="small muted">{day.why ?? 'Nothing open.'}</p>}
    </div>
  )
}
