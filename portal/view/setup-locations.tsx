import { TextField } from './setup-field.tsx'
import { SetupList } from './setup-list.tsx'
import type { SetupPart } from './setup-room.tsx'
import { TimeZoneField } from './setup-time-zone.tsx'

/** Where the practice sees patients. */
export function LocationsSetup(part: SetupPart) {
  const { model } = part
  return (
    <SetupList
      part={part}
      list="locations"
      title="Locations"
      about="Where patients are seen. With several, all hours say at which of them they are."
      another="Name of another location"
      summary={({ address, timeZone }) => [address, timeZone.replaceAll('_', ' ')].filter(Boolean).join(' · ')}
      fields={({ id, name, address, timeZone }, at) => (
        <>
          <TextField
            {...{ part, at: `${at}/name`, label: 'Name', value: name }}
            help="Patients choose by it where there are several."
            onInput={(next) => model.changeEntry('locations', id, { name: next })}
          />
          <TextField
            {...{ part, at: `${at}/address`, label: 'Address', value: address }}
            help="Stands in mails and in calendar files, so that patients find the way."
            onInput={(next) => model.changeEntry('locations', id, { address: next })}
          />
          <TimeZoneField
            {...{ part, at: `${at}/timeZone`, value: timeZone }}
            onInput={(next) => model.changeEntry('locations', id, { timeZone: next })}
          />
        </>
      )}
    />
  )
}
