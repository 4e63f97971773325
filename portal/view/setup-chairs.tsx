import { formatSchedule } from '../model/schedule-address.ts'
import { NumberField, SelectField, TextField } from './setup-field.tsx'
import { SetupList } from './setup-list.tsx'
import type { SetupPart } from './setup-room.tsx'

/** What a visit takes place in. */
export function ChairsSetup(part: SetupPart) {
  const { model, file, practice } = part
  const places = file.locations
  const nameOf = (location: string | undefined) => places.find(({ id }) => id === location)?.name
  return (
    <SetupList
      part={part}
      list="chairs"
      title="Chairs"
      about="Chairs, rooms or devices that a visit needs. A time is offered only while one of those it needs is free."
      another="Name of another chair"
      none="There are none: visits need only the practitioner."
      mayBeEmpty
      summary={({ location, capacity }) =>
        [
          places.length > 1 && (nameOf(location) ?? 'No location'),
          capacity === 1 ? 'one visit at a time' : `${capacity} visits at a time`,
        ]
          .filter(Boolean)
          .join(' · ')
      }
      fields={({ id, name, location, capacity }, at) => (
        <>
          <div class="setup-grid">
            <TextField
              {...{ part, at: `${at}/name`, label: 'Name', value: name }}
              help="Staff see it; patients don’t."
              onInput={(next) => model.changeEntry('chairs', id, { name: next })}
            />
            {places.length > 1 && (
              <SelectField
                {...{ part, at: `${at}/location`, label: 'Location', value: location ?? '' }}
                options={[['', 'At any of them'], ...places.map((each) => [each.id, each.name] as const)]}
                help="Where it stands."
                onChange={(next) => model.changeEntry('chairs', id, { location: next || undefined })}
              />
            )}
            <NumberField
              {...{ part, at: `${at}/capacity`, label: 'Visits at the same time', value: capacity, min: 1, max: 50 }}
              help="More than 1 for a room in which several patients are seen at once."
              onInput={(next = 0) => model.changeEntry('chairs', id, { capacity: next })}
            />
          </div>
          <p>
            <a href={formatSchedule(practice.id, { kind: 'chair', id })}>Hours of {name}</a>{' '}
            <span class="small muted">A chair without hours of its own is there whenever the practitioner is.</span>
          </p>
        </>
      )}
    />
  )
}
