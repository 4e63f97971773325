import type { Entry } from '../model/setup-lists.ts'
import { orNone } from '../model/setup-reason.ts'
import { ChecksField, NumberField, SelectField, TextField } from './setup-field.tsx'
import { SetupList } from './setup-list.tsx'
import { chosenIn } from './setup-practitioners.tsx'
import { ReasonBar } from './setup-reason-bar.tsx'
import type { SetupPart } from './setup-room.tsx'
import { SegmentFields } from './setup-segments.tsx'
import { TranslationFields } from './setup-translations.tsx'

type Reason = Entry<'reasons'>

/** What patients can come for, and what a visit for it takes. */
export function ReasonsSetup(part: SetupPart) {
  const { file } = part
  return (
    <SetupList
      part={part}
      list="reasons"
      title="Reasons for a visit"
      about="What patients choose first, in this order."
      another="Name of another reason"
      summary={(reason) => {
        const count = file.practitioners.filter(({ reasons }) => reasons.includes(reason.id)).length
        return [
          `${reason.durationMinutes} min`,
          reason.patients === 'new' && 'new patients',
          reason.patients === 'existing' && 'existing patients',
          count === 0 ? 'given by nobody yet' : `given by ${count}`,
        ]
          .filter(Boolean)
          .join(' · ')
      }}
      fields={(reason, at) => (
        <>
          <NameFields {...{ part, reason, at }} />
          <LengthFields {...{ part, reason, at }} />
          <SegmentFields {...{ part, reason, at }} />
          <ReasonBar reason={reason} />
          <WhoFields {...{ part, reason, at }} />
        </>
      )}
    />
  )
}

type ReasonProps = { part: SetupPart; reason: Reason; at: string }

function NameFields({ part, reason, at }: ReasonProps) {
  const change = (next: Partial<Reason>) => part.model.changeEntry('reasons', reason.id, next)
  return (
    <>
      <TextField
        {...{ part, at: `${at}/name`, label: 'Name', value: reason.name, maxLength: 120 }}
        help="In patients’ words: “Check-up and clean”."
        onInput={(name) => change({ name })}
      />
      <TranslationFields
        {...{ part, at: `${at}/names`, of: 'Name', value: reason.names }}
        onInput={(names) => change({ names })}
      />
      <TextField
        {...{ part, at: `${at}/description`, label: 'Description', value: reason.description ?? '' }}
        help="A few words under the name, to help choosing. May be left empty."
        onInput={(description) => change({ description: description || undefined })}
      />
      {reason.description && (
        <TranslationFields
          {...{ part, at: `${at}/descriptions`, of: 'Description', value: reason.descriptions }}
          onInput={(descriptions) => change({ descriptions })}
        />
      )}
    </>
  )
}

function LengthFields({ part, reason, at }: ReasonProps) {
  const change = (next: Partial<Reason>) => part.model.changeEntry('reasons', reason.id, next)
  return (
    <div class="setup-grid">
      <NumberField
        {...{ part, at: `${at}/durationMinutes`, label: 'Length', value: reason.durationMinutes }}
        {...{ min: 1, max: 1440, unit: 'minutes' }}
        help="What the patient reads."
        onInput={(durationMinutes = 0) => change({ durationMinutes })}
      />
      <NumberField
        {...{ part, at: `${at}/stepMinutes`, label: 'An opening every', value: reason.stepMinutes }}
        {...{ min: 1, max: 1440, unit: 'minutes', isOptional: true }}
        help="Left empty: one after the other, as long as the visit is."
        onInput={(stepMinutes) => change({ stepMinutes })}
      />
      <NumberField
        {...{ part, at: `${at}/bufferBeforeMinutes`, label: 'Kept free before', value: reason.bufferBeforeMinutes }}
        {...{ min: 0, max: 240, unit: 'minutes' }}
        help="To prepare. Patients don’t see it."
        onInput={(bufferBeforeMinutes = 0) => change({ bufferBeforeMinutes })}
      />
      <NumberField
        {...{ part, at: `${at}/bufferAfterMinutes`, label: 'Kept free after', value: reason.bufferAfterMinutes }}
        {...{ min: 0, max: 240, unit: 'minutes' }}
        help="To clean up or write. Patients don’t see it."
        onInput={(bufferAfterMinutes = 0) => change({ bufferAfterMinutes })}
      />
    </div>
  )
}

function WhoFields({ part, reason, at }: ReasonProps) {
  const { model, file } = part
  const change = (next: Partial<Reason>) => model.changeEntry('reasons', reason.id, next)
  const chairs = reason.chairs ?? []
  const together = reason.together ?? []
  const giving = file.practitioners.filter(({ reasons }) => reasons.includes(reason.id)).map(({ id }) => id)
  return (
    <>
      <SelectField
        {...{ part, at: `${at}/patients`, label: 'For', value: reason.patients ?? '' }}
        options={[
          ['', 'All patients'],
          ['new', 'New patients only'],
          ['existing', 'Existing patients only'],
        ]}
        help="Patients say first whether they have been here before."
        onChange={(patients) => change({ patients: patients === '' ? undefined : (patients as 'new' | 'existing') })}
      />
      <ChecksField
        {...{ part, at: `${at}/given`, label: 'Given by', chosen: giving, options: file.practitioners }}
        help="Patients choose among these, or take anyone."
        none="There are no practitioners."
        onChange={(id, isOn) => {
          const one = file.practitioners.find((each) => each.id === id)
          const reasons = chosenIn(file.reasons, one?.reasons ?? [], reason.id, isOn)
          model.changeEntry('practitioners', id, { reasons })
        }}
      />
      <ChecksField
        {...{ part, at: `${at}/chairs`, label: 'Needs one of these chairs', chosen: chairs, options: file.chairs }}
        help="Any one of those ticked. None ticked: it needs no chair."
        none="There are no chairs."
        onChange={(id, isOn) => change({ chairs: orNone(chosenIn(file.chairs, chairs, id, isOn)) })}
      />
      <ChecksField
        {...{ part, at: `${at}/together`, label: 'Needs all of these at once', chosen: together }}
        options={file.practitioners}
        help="For a visit that several practitioners give together. None ticked: one is enough."
        none="There are no practitioners."
        onChange={(id, isOn) => change({ together: orNone(chosenIn(file.practitioners, together, id, isOn)) })}
      />
    </>
  )
}
