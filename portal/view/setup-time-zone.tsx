import { timeZoneIn, timeZones } from '../model/setup-time-zone.ts'
import { TextField } from './setup-field.tsx'
import type { SetupPart } from './setup-room.tsx'

/** A time zone by typing a part of its name; what time it is there shows whether it is the right one. */
export function TimeZoneField(props: {
  part: SetupPart
  at: string
  value: string
  onInput: (timeZone: string) => void
}) {
  const { part, at, value, onInput } = props
  const isKnown = timeZones().includes(value)
  const now = isKnown ? timeIn(value, part.file.locale, part.portal.clock()) : null
  const list = `setup-zones${at.replaceAll('/', '-')}`
  return (
    <>
      <TextField
        {...{ part, at, label: 'Time zone', value, list, onInput }}
        help={
          now
            ? `It is ${now} there now. All hours of this location are read in this zone.`
            : 'Type the nearest large city, like New York, and choose it.'
        }
        fault={isKnown || value === 'UTC' ? null : 'Choose a time zone from the list, like America/New_York.'}
        onBlur={(typed) => {
          const found = timeZoneIn(typed)
          if (found && found !== value) onInput(found)
        }}
      />
      <datalist id={list}>
        {timeZones().map((zone) => (
          <option key={zone} value={zone} label={zone.replaceAll('_', ' ').split('/').reverse().join(', ')} />
        ))}
      </datalist>
    </>
  )
}

const timeIn = (timeZone: string, locale: string, at: number) =>
  new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', hour: 'numeric', minute: '2-digit' }).format(at)
