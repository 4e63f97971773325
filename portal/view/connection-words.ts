import type { Connection, CsvSource, FhirSource } from '../../server/contract/connection.ts'
import type { ConnectionField } from '../model/connection.ts'
import type { CsvColumn, SourceKind } from '../model/connection-source.ts'
import type { Words } from '../model/words.ts'

export const connectionFieldWords: Readonly<Record<ConnectionField, string>> = {
  source: 'Where your schedule is read from',
  everyMinutes: 'How often it is read',
  staleAfterMinutes: 'When times vanish',
  tell: 'What patients are told',
  practitioners: 'Practitioners',
  chairs: 'Chairs',
  types: 'Kinds of visit',
  integrated: 'Whose visits are matched',
}

/** For a sentence: `how often it is read and chairs`. */
export function connectionFieldList(fields: readonly ConnectionField[]): string {
  const names = fields.map((field) => {
    const words = connectionFieldWords[field]
    return words.charAt(0).toLowerCase() + words.slice(1)
  })
  return new Intl.ListFormat('en').format(names)
}

export const kindWords: Readonly<Record<SourceKind, { name: string; meaning: string }>> = {
  none: { name: 'Not connected', meaning: 'Nothing is read. The schedule is what is entered here.' },
  fhir: { name: 'FHIR R4 server', meaning: 'Your software, or its maker, offers an address that speaks FHIR R4.' },
  csv: { name: 'Files in a folder', meaning: 'Your software exports its appointments as CSV files.' },
}

export const accessWords: readonly (readonly [FhirSource['access']['kind'], string])[] = [
  ['none', 'Nothing: the address is open to us'],
  ['header', 'A key in a header'],
  ['basic', 'User name and password (Basic)'],
  ['smart', 'SMART Backend Services'],
]

export type PmsStatus = keyof FhirSource['statuses']
export const statusWords: Readonly<Record<CsvSource['statuses'][string], string>> = {
  proposed: 'Proposed',
  pending: 'Pending',
  booked: 'Booked',
  arrived: 'Arrived',
  'checked-in': 'Checked in',
  fulfilled: 'Over',
  cancelled: 'Cancelled',
  noshow: 'Did not come',
  'entered-in-error': 'Entered by mistake',
}
export const fhirStatuses: readonly PmsStatus[] = [
  'proposed',
  'pending',
  'booked',
  'arrived',
  'checked-in',
  'fulfilled',
]

/** In the order of a form: what must be there first. */
export const columnWords: readonly (readonly [CsvColumn, string, string])[] = [
  ['id', 'Id', 'Names the appointment, and stays the same when it is moved.'],
  ['start', 'Start', 'Date and time; or the date alone, with the time below.'],
  ['startTime', 'Start time', 'Only when the time stands in a column of its own.'],
  ['end', 'End', 'Or the length below.'],
  ['durationMinutes', 'Length in minutes', 'Instead of the end.'],
  ['practitioner', 'Practitioner', 'Names or ids: they are assigned to yours below.'],
  ['chair', 'Chair', 'May be left out.'],
  ['type', 'Kind of visit', 'May be left out.'],
  ['status', 'Status', 'Left out: every row is booked.'],
  ['patientId', 'Patient id', 'May be left out.'],
  ['given', 'Given name', 'Requests are matched by it.'],
  ['family', 'Family name', 'Requests are matched by it.'],
  ['birthDate', 'Date of birth', 'Requests are matched by it.'],
  ['mobile', 'Mobile', 'Requests are matched by it, or by the email.'],
  ['email', 'Email', 'Requests are matched by it, or by the mobile.'],
]

/** Minutes in words: `5 minutes`, `1 hour`, `1 hour 30 minutes`. */
export function minutesText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const count = (number: number, unit: string) => `${number} ${unit}${number === 1 ? '' : 's'}`
  return [hours > 0 && count(hours, 'hour'), rest > 0 && count(rest, 'minute')].filter(Boolean).join(' ')
}

/** What stands in a field, in words, without anything secret. */
export function connectionValueText(field: ConnectionField, connection: Connection): string {
  const value = connection[field]
  switch (field) {
    case 'source': {
      const { source } = connection
      if (source === null) return kindWords.none.name
      return `${kindWords[source.kind].name}: ${source.kind === 'fhir' ? source.baseUrl : source.folder}`
    }
    case 'everyMinutes':
      return `Every ${minutesText(connection.everyMinutes)}`
    case 'staleAfterMinutes':
      return `After ${minutesText(connection.staleAfterMinutes)}`
    case 'tell': {
      const { moved, cancelled } = connection.tell
      return [moved && 'Moved', cancelled && 'Cancelled'].filter(Boolean).join(' and ') || 'Nothing'
    }
    default:
      return `${(value as readonly unknown[]).length} assigned`
  }
}

/** `10:40` of today, `Sun 22 Nov, 10:40` else. */
export const clockOrDay = (words: Words, at: string, now: number) =>
  words.moment(Date.parse(at), now).replace(/^Today, /, '')

/** How long ago: `less than a minute ago`, `4 minutes ago`, `2 hours ago`, `3 days ago`. */
export function agoText(at: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000)
  if (minutes < 1) return 'less than a minute ago'
  const [number, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 2880
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day']
  return `${number} ${unit}${number === 1 ? '' : 's'} ago`
}
