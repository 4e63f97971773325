import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { Panel } from './settings-panel.tsx'
import { NumberField, SelectField, TextField } from './setup-field.tsx'
import type { SetupPart } from './setup-room.tsx'
import { TranslationFields } from './setup-translations.tsx'
import { UrgentCareSetup } from './setup-urgent-care.tsx'
import { minutesText } from './setup-words.ts'

/** Who the practice is for patients, and when it can be booked at all. */
export function PracticeSetup(part: SetupPart) {
  return (
    <>
      <IdentitySetup {...part} />
      <BookingSetup {...part} />
      <UrgentCareSetup {...part} />
      <GridSetup {...part} />
    </>
  )
}

function IdentitySetup(part: SetupPart) {
  const { file, model } = part
  return (
    <Panel id="setup-identity" title="Practice">
      <TextField
        {...{ part, at: '/name', label: 'Name', value: file.name }}
        help="As patients read it at the top of the booking and in every mail."
        onInput={(name) => model.change({ name })}
      />
      <div class="setup-grid">
        <TextField
          {...{ part, at: '/phone', label: 'Phone', value: file.phone, type: 'tel' }}
          help="Shown wherever a patient may have to call instead."
          onInput={(phone) => model.change({ phone })}
        />
        <TextField
          {...{ part, at: '/email', label: 'Email', value: file.email ?? '', type: 'email' }}
          help="Patients’ replies go here. Left empty, none is shown."
          onInput={(email) => model.change({ email: email.trim() || undefined })}
        />
      </div>
      <TextField
        {...{ part, at: '/answerWithin', label: 'You answer within', value: file.answerWithin ?? '', maxLength: 80 }}
        help="Patients read it when they have sent a request, like “one working day”."
        onInput={(answerWithin) => model.change({ answerWithin: answerWithin || undefined })}
      />
      {file.answerWithin && (
        <TranslationFields
          {...{ part, at: '/answersWithin', of: 'You answer within', value: file.answersWithin }}
          onInput={(answersWithin) => model.change({ answersWithin })}
        />
      )}
    </Panel>
  )
}

function BookingSetup(part: SetupPart) {
  const { file, model } = part
  const notice = minutesText(file.noticeMinutes)
  return (
    <Panel id="setup-booking" title="How soon and how far ahead">
      <div class="setup-grid">
        <NumberField
          {...{ part, at: '/noticeMinutes', label: 'Notice before a visit', value: file.noticeMinutes }}
          {...{ min: 0, max: 525_600, unit: 'minutes' }}
          help={`A time is last offered this long before it starts${notice ? `: ${notice}` : ''}.`}
          onInput={(noticeMinutes = 0) => model.change({ noticeMinutes })}
        />
        <NumberField
          {...{ part, at: '/horizonMonths', label: 'How far ahead patients can book', value: file.horizonMonths }}
          {...{ min: 1, max: 24, unit: 'months' }}
          help="From today on. Times after that are not shown yet."
          onInput={(horizonMonths = 0) => model.change({ horizonMonths })}
        />
      </div>
    </Panel>
  )
}

function GridSetup(part: SetupPart) {
  const { file, model } = part
  return (
    <Panel id="setup-grid" title="When openings start">
      <SelectField
        {...{ part, at: '/grid', label: 'Openings are counted from', value: file.grid }}
        options={[
          ['window', 'the start of each span of hours'],
          ['clock', 'round times of the clock'],
        ]}
        help={
          file.grid === 'window'
            ? 'Hours from 08:10 with an opening every 30 minutes start at 08:10, 08:40, 09:10. No time is lost at the start of the day.'
            : 'Hours from 08:10 with an opening every 30 minutes start at 08:30, 09:00, 09:30. The times are easy to say; some minutes at the start of the day may stay empty.'
        }
        onChange={(grid) => model.change({ grid: grid as PracticeFile['grid'] })}
      />
      <SelectField
        {...{ part, at: '/timeUnitMinutes', label: 'Smallest unit of time', value: String(file.timeUnitMinutes) }}
        options={[
          ['5', '5 minutes'],
          ['1', '1 minute'],
        ]}
        help="Visits, buffers and hours are read in this unit. 5 minutes suits nearly every practice; 1 minute is for schedules that start at times like 09:07."
        onChange={(unit) => model.change({ timeUnitMinutes: unit === '1' ? 1 : 5 })}
      />
    </Panel>
  )
}
