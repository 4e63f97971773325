import { type Lane, laneKey } from '../model/calendar-picture.ts'
import type { CalendarPart } from './calendar-room.tsx'

/** So many stand beside each other; more are in a list. */
const mostBeside = 3

/** Whose week is shown. In the day's view all stand beside each other, and there is nothing to choose. */
export function LanePicker({ model, practice }: CalendarPart) {
  const { view } = model.address.value
  // Who there is, is known before the week is read.
  const lanes: readonly Pick<Lane, 'kind' | 'id' | 'name'>[] = model.reply.value?.lanes ?? [
    ...practice.practitioners.map((each) => ({ ...each, kind: 'practitioner' as const })),
    ...practice.chairs.map((each) => ({ ...each, kind: 'chair' as const })),
  ]
  const wanted = model.address.value.lane
  const chosen = lanes.find((lane) => wanted && laneKey(lane) === laneKey(wanted)) ?? lanes[0]
  if (view === 'day' || !chosen) return <span class="calendar-lanes">Everyone, side by side</span>
  const choose = ({ kind, id }: Pick<Lane, 'kind' | 'id'>) => model.choose({ lane: { kind, id } })
  if (lanes.length <= mostBeside) {
    return (
      <fieldset class="segments calendar-lanes">
        <legend class="sr">Practitioner or chair</legend>
        {lanes.map((lane) => (
          <button key={laneKey(lane)} type="button" aria-pressed={lane === chosen} onClick={() => choose(lane)}>
            {lane.name}
          </button>
        ))}
      </fieldset>
    )
  }
  const options = (kind: Lane['kind']) =>
    lanes
      .filter((lane) => lane.kind === kind)
      .map((lane) => (
        <option key={laneKey(lane)} value={laneKey(lane)}>
          {lane.name}
        </option>
      ))
  return (
    <select
      class="input calendar-lanes"
      aria-label="Practitioner or chair"
      value={laneKey(chosen)}
      onChange={(event) => {
        const lane = lanes.find((each) => laneKey(each) === event.currentTarget.value)
        if (lane) choose(lane)
      }}
    >
      <optgroup label="Practitioners">{options('practitioner')}</optgroup>
      {lanes.some(({ kind }) => kind === 'chair') && <optgroup label="Chairs">{options('chair')}</optgroup>}
    </select>
  )
}
