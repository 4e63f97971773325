import { useSignal } from '@preact/signals'
import type { ownerIn } from '../model/schedule-owner.ts'
import { withSchedules } from '../model/schedule-owner.ts'
import { readWeekly } from '../model/schedule-rrule.ts'
import { versionsInOrder } from '../model/schedule-versions.ts'
import type { RuledWindow, Schedule } from '../model/schedule-windows.ts'
import { createCalendarWords } from './calendar-words.ts'
import { Icon } from './icon.tsx'
import { ApplyDialog } from './schedule-apply.tsx'
import type { SchedulePart } from './schedule-room.tsx'
import { FixedRule, RuleFields } from './schedule-rule-fields.tsx'
import { choicesFor, WindowFields } from './schedule-window.tsx'

/** Which of the schedule's versions is looked at; with one that always holds there is nothing to choose. */
export function VersionPicker(
  props: SchedulePart & {
    schedules: readonly Schedule[]
    /** Null: the one that always held. */
    from: string | null
    onChoose: (from: string | null) => void
  },
) {
  const { schedules, from, onChoose, portal, practice } = props
  if (schedules.length < 2) return null
  const words = createCalendarWords(portal.words.value, practice.locale)
  const versions = versionsInOrder(schedules)
  return (
    <label class="field schedule-versions">
      <span>In force</span>
      <select class="input" value={from ?? ''} onChange={({ currentTarget: { value } }) => onChoose(value || null)}>
        {versions.map((version, i) => {
          const next = versions[i + 1]?.from
          const begins = version.from ? `from ${words.dates(version.from, version.from)}` : 'always'
          return (
            <option key={version.from ?? ''} value={version.from ?? ''}>
              {begins}
              {next ? `, until ${words.dates(next, next)}` : ''}
            </option>
          )
        })}
      </select>
    </label>
  )
}

/** The hours of one version, each with the weekdays it comes on. */
export function Version(
  props: SchedulePart & {
    own: NonNullable<ReturnType<typeof ownerIn>> & { schedules: Schedule[] }
    /** Which of the schedules. */
    at: number
    /** Another version is to be looked at. */
    onFrom: (from: string | null) => void
  },
) {
  const { portal, rules, file, practice, owner, today, mayChange, own, at, onFrom } = props
  const isApplying = useSignal(false)
  const version = own.schedules[at]!
  const given = owner.kind === 'practitioner' ? file.practitioners.find(({ id }) => id === owner.id)?.reasons : null
  const choices = choicesFor(file, given ?? null)
  const pointer = `${own.pointer}/schedules/${at}/windows`
  const put = (windows: RuledWindow[]) =>
    rules.edit((now) =>
      withSchedules(
        now,
        owner,
        own.schedules.map((each, i) => (i === at ? { ...each, windows } : each)),
      ),
    )
  const replace = (index: number, window: RuledWindow) =>
    put(version.windows.map((each, i) => (i === index ? window : each)))
  return (
    <>
      {version.windows.length === 0 && <p class="muted">No hours: nobody can book in this time.</p>}
      {version.windows.map((window, index) => {
        const of = `hours ${index + 1}`
        const isShown = readWeekly(window.rrule) !== null
        return (
          <fieldset key={index} class="schedule-rule">
            <legend>Hours {index + 1}</legend>
            {isShown ? (
              <RuleFields
                {...{ window, of, today }}
                isFixed={!mayChange}
                begins={version.from}
                onChange={(next) => replace(index, next)}
              />
            ) : (
              <FixedRule rrule={window.rrule} />
            )}
            <WindowFields
              {...{ window, of, choices }}
              pointer={`${pointer}/${index}`}
              isFixed={!mayChange || !isShown}
              fault={rules.faultAt(`${pointer}/${index}`)}
              onChange={(next) => replace(index, next)}
            />
            {window.exdates && window.exdates.length > 0 && (
              <p class="small muted">Not on {list.format(window.exdates)}.</p>
            )}
            {mayChange && isShown && (
              <div class="schedule-area-actions">
                <button
                  type="button"
                  class="button quiet small"
                  onClick={() => {
                    put(version.windows.filter((_, i) => i !== index))
                    portal.announce(`Hours ${index + 1} removed`)
                  }}
                >
                  Remove<span class="sr"> hours {index + 1}</span>
                </button>
              </div>
            )}
          </fieldset>
        )
      })}
      {mayChange && (
        <div class="schedule-choices">
          <button type="button" class="button" onClick={() => put([...version.windows, newHours(version.windows)])}>
            <Icon name="plus" />
            Add hours
          </button>
          <button
            type="button"
            class="button"
            onClick={() => {
              isApplying.value = true
            }}
          >
            Apply to remaining weeks…
          </button>
          {version.from !== undefined && own.schedules.length > 1 && (
            <button
              type="button"
              class="button quiet"
              onClick={() => {
                rules.edit((now) =>
                  withSchedules(
                    now,
                    owner,
                    own.schedules.filter((_, i) => i !== at),
                  ),
                )
                portal.announce('This version is taken out. Nothing counts until you save.')
              }}
            >
              Take this version out
            </button>
          )}
        </div>
      )}
      {isApplying.value && (
        <ApplyDialog
          {...{ portal, rules, practice, owner, today, own }}
          windows={version.windows}
          onLater={() => {
            isApplying.value = false
          }}
          onApplied={(from) => {
            isApplying.value = false
            onFrom(from)
          }}
        />
      )}
    </>
  )
}

/** As the last ones, in the afternoon; a week's working days where there are none. */
function newHours(windows: readonly RuledWindow[]): RuledWindow {
  const last = windows.findLast(({ rrule }) => readWeekly(rrule)?.everyWeeks === 1)
  return {
    rrule: last?.rrule ?? 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    start: last ? '13:00' : '08:00',
    end: last ? '17:00' : '12:00',
    ...(last?.location ? { location: last.location } : {}),
  }
}

const list = new Intl.ListFormat('en')
