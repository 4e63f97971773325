import type { Entry } from '../model/setup-lists.ts'
import { orNone, type Segment, withSegment } from '../model/setup-reason.ts'
import { Icon } from './icon.tsx'
import { CheckField, NumberField } from './setup-field.tsx'
import type { SetupPart } from './setup-room.tsx'

/** During which minutes of the visit the practitioner is needed; in the others somebody else can be seen. */
export function SegmentFields({ part, reason, at }: { part: SetupPart; reason: Entry<'reasons'>; at: string }) {
  const { model, mayChange } = part
  const { segments, durationMinutes } = reason
  const change = (next: readonly Segment[]) => model.changeEntry('reasons', reason.id, { segments: orNone(next) })
  const fault = model.rules.faults.value.find(({ pointer }) => /^\/segments(\/\d+)?$/.test(pointer.slice(at.length)))
  return (
    <fieldset class="setup-checks">
      <legend>When the practitioner is needed</legend>
      <CheckField
        part={part}
        label="All the time"
        help="If not: while a numbing injection takes effect, say, the practitioner can see somebody else."
        checked={segments === undefined}
        onChange={(isOn) => change(isOn ? [] : withSegment([], durationMinutes))}
      />
      {segments?.map((segment, index) => (
        <div key={index} class="setup-span">
          <NumberField
            {...{ part, at: `${at}/segments/${index}/startMinutes`, label: 'From minute', value: segment.startMinutes }}
            {...{ min: 0, max: 1440 }}
            onInput={(startMinutes = 0) =>
              change(segments.map((each, i) => (i === index ? { ...each, startMinutes } : each)))
            }
          />
          <NumberField
            {...{ part, at: `${at}/segments/${index}/endMinutes`, label: 'To minute', value: segment.endMinutes }}
            {...{ min: 1, max: 1440 }}
            onInput={(endMinutes = 0) =>
              change(segments.map((each, i) => (i === index ? { ...each, endMinutes } : each)))
            }
          />
          {mayChange && segments.length > 1 && (
            <button
              type="button"
              class="button quiet small"
              onClick={() => change(segments.filter((_, i) => i !== index))}
            >
              Remove<span class="sr">: minutes from {segment.startMinutes}</span>
            </button>
          )}
        </div>
      ))}
      <p class="danger small" role="alert">
        {fault?.detail}
      </p>
      {segments && mayChange && (
        <button type="button" class="button small" onClick={() => change(withSegment(segments, durationMinutes))}>
          <Icon name="plus" />
          Another span
        </button>
      )}
    </fieldset>
  )
}
