import type { WhyQuestion } from '../model/calendar-why.ts'
import type { CalendarPart } from './calendar-room.tsx'

/** What the question is about: when, for what, for whom, with whom. Each change asks again. */
export function WhyFields(props: CalendarPart & { question: WhyQuestion; date: string; time: string }) {
  const { model, practice, question, date, time } = props
  const move = (toDate: string, toTime: string) => {
    const start = toDate && toTime ? model.instantOf(toDate, toTime) : null
    if (start !== null) model.why.change({ start })
  }
  return (
    <div class="calendar-why-fields">
      <label class="field">
        <span>Date</span>
        <input type="date" class="input" value={date} onChange={(event) => move(event.currentTarget.value, time)} />
      </label>
      <label class="field">
        <span>Time</span>
        <input
          type="time"
          step={300}
          class="input"
          value={time}
          onChange={(event) => move(date, event.currentTarget.value)}
        />
      </label>
      <label class="field whole">
        <span>Reason for visit</span>
        <select
          class="input"
          value={question.reason}
          onChange={(event) => model.why.change({ reason: event.currentTarget.value })}
        >
          {practice.reasons.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>With</span>
        <select
          class="input"
          value={question.practitioner ?? ''}
          onChange={(event) => model.why.change({ practitioner: event.currentTarget.value || null })}
        >
          <option value="">Anyone available</option>
          {practice.practitioners.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>Patient</span>
        <select
          class="input"
          value={question.patients}
          onChange={(event) => model.why.change({ patients: event.currentTarget.value === 'new' ? 'new' : 'existing' })}
        >
          <option value="existing">Existing</option>
          <option value="new">New</option>
        </select>
      </label>
    </div>
  )
}
