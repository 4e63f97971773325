import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Me } from '../../server/contract/desk.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { titleId } from '../focus.ts'
import { formatCalendar } from '../model/calendar-address.ts'
import { localOf } from '../model/local-time.ts'
import type { Portal } from '../model/portal.ts'
import { type RulesModel, rulesOf } from '../model/rules.ts'
import { formatSchedule, ownerInAddress } from '../model/schedule-address.ts'
import { type Owner, ownerIn, withSchedules } from '../model/schedule-owner.ts'
import { versionOn } from '../model/schedule-week.ts'
import { Icon } from './icon.tsx'
import { RulesMenu } from './schedule-bar.tsx'
import { Ceilings } from './schedule-ceilings.tsx'
import { RulesFrame, useRules } from './schedule-rules.tsx'
import { SplitBooking } from './schedule-split.tsx'
import { Version, VersionPicker } from './schedule-version.tsx'

type Practice = Me['practices'][number]

/** What every part of the default schedule gets. */
export type SchedulePart = {
  portal: Portal
  rules: RulesModel
  file: PracticeFile
  practice: Practice
  owner: Owner
  /** `YYYY-MM-DD` at the practice. */
  today: string
  mayChange: boolean
}

/** The hours that come again each week, of a practitioner or of a chair that has some of its own. */
export function ScheduleRoom({ portal, practice }: { portal: Portal; practice: Practice }) {
  const rules = rulesOf(portal, practice.id)
  useRules(portal, rules)
  useEffect(() => {
    portal.roomTitle.value = 'Default schedule'
  }, [portal])
  const owner: Owner = ownerInAddress(portal.hash.value) ?? {
    kind: 'practitioner',
    id: practice.practitioners[0]?.id ?? '',
  }
  const mayChange = practice.role !== 'read-only'
  const today = localOf(portal.clock(), practice.timeZone).date
  return (
    <>
      <div class="top">
        <h1 id={titleId} tabIndex={-1}>
          Default schedule
        </h1>
        {rules.file.value && <OwnerPicker {...{ portal, practice, owner }} file={rules.file.value} />}
        <a class="button small" href={formatCalendar(practice.id, { date: null, view: 'week', lane: owner })}>
          <Icon name="cal" />
          Calendar
        </a>
        {mayChange && <RulesMenu rules={rules} practiceName={practice.name} />}
      </div>
      <RulesFrame {...{ portal, rules, mayChange }} practice={practice.id}>
        {(file) => (
          <Content key={`${owner.kind} ${owner.id}`} {...{ portal, rules, file, practice, owner, today, mayChange }} />
        )}
      </RulesFrame>
    </>
  )
}

function OwnerPicker(props: { portal: Portal; practice: Practice; owner: Owner; file: PracticeFile }) {
  const { portal, practice, owner, file } = props
  return (
    <select
      class="input schedule-whose"
      aria-label="Whose hours"
      value={`${owner.kind}:${owner.id}`}
      onChange={({ currentTarget: { value } }) => {
        const [kind = '', id = ''] = value.split(':')
        portal.go(formatSchedule(practice.id, { kind: kind === 'chair' ? 'chair' : 'practitioner', id }), 'over')
      }}
    >
      <optgroup label="Practitioners">
        {file.practitioners.map(({ id, name }) => (
          <option key={id} value={`practitioner:${id}`}>
            {name}
          </option>
        ))}
      </optgroup>
      {file.chairs.length > 0 && (
        <optgroup label="Chairs">
          {file.chairs.map(({ id, name }) => (
            <option key={id} value={`chair:${id}`}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
    </select>
  )
}

function Content(part: SchedulePart) {
  const { rules, file, owner, today, mayChange } = part
  const own = ownerIn(file, owner)
  const chosen = useSignal<string | null | undefined>(undefined)
  if (!own) {
    return <p class="note plain">Nobody of this name is here any more. Choose whose hours you want to see above.</p>
  }
  const { schedules } = own
  if (schedules === null) return <NoHours {...part} name={own.name} />
  // By its date: a version keeps it while others come and go.
  const from =
    chosen.value !== undefined && schedules.some((each) => (each.from ?? null) === chosen.value)
      ? chosen.value
      : ((versionOn(schedules, today) ?? schedules[0])?.from ?? null)
  const at = schedules.findIndex((each) => (each.from ?? null) === from)
  return (
    <>
      <section class="panel" aria-labelledby="default-hours">
        <div class="panel-head">
          <h2 id="default-hours">Hours of {own.name}</h2>
          {owner.kind === 'chair' && mayChange && (
            <button
              type="button"
              class="button small"
              onClick={() => rules.edit((now) => withSchedules(now, owner, null))}
            >
              No hours of its own
            </button>
          )}
        </div>
        <div class="panel-body">
          <VersionPicker {...part} schedules={schedules} from={from} onChoose={(next) => (chosen.value = next)} />
          {at >= 0 ? (
            <Version
              key={from}
              {...part}
              own={{ ...own, schedules }}
              at={at}
              onFrom={(next) => {
                chosen.value = next
              }}
            />
          ) : (
            <NoVersion {...part} />
          )}
        </div>
      </section>
      {owner.kind === 'practitioner' && <SplitBooking {...part} />}
      {owner.kind === 'practitioner' && <Ceilings {...part} />}
    </>
  )
}

function NoVersion({ rules, owner, mayChange }: SchedulePart) {
  return (
    <>
      <p class="muted">There are no hours that come each week.</p>
      {mayChange && (
        <button
          type="button"
          class="button"
          onClick={() => rules.edit((now) => withSchedules(now, owner, [{ windows: [] }]))}
        >
          <Icon name="plus" />
          Begin with a week
        </button>
      )}
    </>
  )
}

/** A chair is there whenever the practitioner is, until it gets hours. */
function NoHours({ rules, owner, mayChange, name }: SchedulePart & { name: string }) {
  const hours = { rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', start: '08:00', end: '17:00' }
  return (
    <section class="panel" aria-labelledby="chair-hours">
      <div class="panel-head">
        <h2 id="chair-hours">Hours of {name}</h2>
      </div>
      <div class="panel-body">
        <p class="muted">It has no hours of its own: it can be used whenever the practitioner is there.</p>
        {mayChange && (
          <button
            type="button"
            class="button"
            onClick={() => rules.edit((now) => withSchedules(now, owner, [{ windows: [hours] }]))}
          >
            Give it hours of its own
          </button>
        )}
      </div>
    </section>
  )
}
