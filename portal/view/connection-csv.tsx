import type { CsvSource } from '../../server/contract/connection.ts'
import type { CsvColumn } from '../model/connection-source.ts'
import { SelectField, TextField } from './connection-field.tsx'
import type { SourcePart } from './connection-source.tsx'
import { StatusMeanings } from './connection-status-words.tsx'
import { columnWords } from './connection-words.ts'

const delimiters = [
  [',', 'Comma ,'],
  [';', 'Semicolon ;'],
  ['\t', 'Tab'],
  ['|', 'Bar |'],
] as const
const encodings = [
  ['utf-8', 'UTF-8'],
  ['windows-1252', 'Windows-1252'],
  ['iso-8859-1', 'ISO 8859-1'],
  ['utf-16le', 'UTF-16'],
] as const
const dateFormats = [
  ['YYYY-MM-DD', '2026-11-24'],
  ['MM/DD/YYYY', '11/24/2026'],
  ['DD/MM/YYYY', '24/11/2026'],
  ['DD.MM.YYYY', '24.11.2026'],
] as const
const contents = [
  ['snapshot', 'All of the schedule'],
  ['changes', 'Only what changed'],
] as const
const freshness = [
  [24, '1 day'],
  [48, '2 days'],
  [72, '3 days'],
  [96, '4 days'],
  [168, '7 days'],
  [336, '14 days'],
] as const

/** Files in a folder: where they are, how they are written, and what stands in which column. */
export function CsvForm(part: SourcePart<CsvSource>) {
  const { model, source, set, mayChange } = part
  const disabled = !mayChange
  return (
    <>
      <TextField
        id="csv-folder"
        label="Folder"
        help="Its name below the server’s folder for practice systems. Nothing outside of it is read."
        value={source.folder}
        maxLength={64}
        disabled={disabled}
        fault={model.faultAt('/connection/source/folder')}
        onInput={(folder) => set({ ...source, folder })}
      />
      <div class="connection-grid">
        <SelectField
          id="csv-delimiter"
          label="Between columns"
          help="What stands between two fields of a line."
          value={source.delimiter}
          options={delimiters}
          disabled={disabled}
          onChange={(delimiter) => set({ ...source, delimiter })}
        />
        <SelectField
          id="csv-encoding"
          label="Encoding"
          help="When names with accents look odd, it is another one."
          value={source.encoding}
          options={encodings}
          disabled={disabled}
          onChange={(encoding) => set({ ...source, encoding })}
        />
        <SelectField
          id="csv-date"
          label="Dates look like"
          help="A time may follow, like 14:30 or 2:30 PM."
          value={source.dateFormat}
          options={dateFormats}
          disabled={disabled}
          onChange={(dateFormat) => set({ ...source, dateFormat })}
        />
        <SelectField
          id="csv-contents"
          label="Each file holds"
          help={
            source.contents === 'snapshot'
              ? 'What is missing in the newest file is gone.'
              : 'What is missing in a file stays as it was.'
          }
          value={source.contents}
          options={contents}
          disabled={disabled}
          onChange={(next) => set({ ...source, contents: next })}
        />
        {source.contents === 'snapshot' && (
          <SelectField
            id="csv-fresh"
            label="A file is believed for"
            help="An older one is the schedule no longer. Longer than your longest weekend."
            value={source.freshHours}
            options={freshness}
            disabled={disabled}
            onChange={(freshHours) => set({ ...source, freshHours })}
          />
        )}
      </div>
      <Columns {...part} />
      <StatusMeanings {...part} />
    </>
  )
}

function Columns({ model, source, set, mayChange }: SourcePart<CsvSource>) {
  const put = (name: CsvColumn, heading: string) => {
    const { [name]: _, ...others } = source.columns
    const isNeeded = name === 'id' || name === 'start' || name === 'practitioner'
    set({
      ...source,
      columns: { ...others, ...(heading || isNeeded ? { [name]: heading } : {}) } as typeof source.columns,
    })
  }
  return (
    <fieldset class="connection-set">
      <legend>Columns</legend>
      <p class="small muted">The heading of each column, as it stands in the first line of the files.</p>
      <div class="connection-grid">
        {columnWords.map(([name, label, help]) => (
          <TextField
            key={name}
            id={`column-${name}`}
            label={label}
            help={help}
            value={source.columns[name] ?? ''}
            maxLength={200}
            disabled={!mayChange}
            fault={model.faultAt(`/connection/source/columns/${name}`)}
            onInput={(heading) => put(name, heading)}
          />
        ))}
      </div>
    </fieldset>
  )
}
