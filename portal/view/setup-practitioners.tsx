import { formatSchedule } from '../model/schedule-address.ts'
import { ChecksField, TextField } from './setup-field.tsx'
import { SetupList } from './setup-list.tsx'
import type { SetupPart } from './setup-room.tsx'
import { TranslationFields } from './setup-translations.tsx'

/** Who sees patients, and what for. */
export function PractitionersSetup(part: SetupPart) {
  const { model, file, practice } = part
  const change = model.changeEntry
  return (
    <SetupList
      part={part}
      list="practitioners"
      title="Practitioners"
      about="Whom patients can choose, in this order. Dates that differ from their usual hours stand under Leave and extra days."
      another="Name of another practitioner"
      summary={({ role, reasons, schedules }) =>
        [
          role,
          reasons.length === 0
            ? 'gives nothing yet'
            : `${reasons.length} ${reasons.length === 1 ? 'reason' : 'reasons'}`,
          schedules.every(({ windows }) => windows.length === 0) && 'no hours yet',
        ]
          .filter(Boolean)
          .join(' · ')
      }
      fields={({ id, name, role, roles, reasons }, at) => (
        <>
          <div class="setup-grid">
            <TextField
              {...{ part, at: `${at}/name`, label: 'Name', value: name }}
              help="With the title, as patients know it."
              onInput={(next) => change('practitioners', id, { name: next })}
            />
            <TextField
              {...{ part, at: `${at}/role`, label: 'Role', value: role ?? '', maxLength: 80 }}
              help="Stands beside the name, like “dentist”. May be left empty."
              onInput={(next) => change('practitioners', id, { role: next || undefined })}
            />
          </div>
          {role && (
            <TranslationFields
              {...{ part, at: `${at}/roles`, of: 'Role', value: roles }}
              onInput={(next) => change('practitioners', id, { roles: next })}
            />
          )}
          <ChecksField
            {...{ part, at: `${at}/reasons`, label: 'Gives', chosen: reasons, options: file.reasons }}
            help="For these reasons patients can book here."
            none="There are no reasons for a visit yet."
            onChange={(reason, isOn) =>
              change('practitioners', id, { reasons: chosenIn(file.reasons, reasons, reason, isOn) })
            }
          />
          <p>
            <a href={formatSchedule(practice.id, { kind: 'practitioner', id })}>Hours of {name}</a>
          </p>
        </>
      )}
    />
  )
}

/** One more or one less, in the order of the list they are chosen from. */
export function chosenIn(
  all: readonly { id: string }[],
  chosen: readonly string[],
  id: string,
  isOn: boolean,
): string[] {
  return all.map((each) => each.id).filter((each) => (each === id ? isOn : chosen.includes(each)))
}
