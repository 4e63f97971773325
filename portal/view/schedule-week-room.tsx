import { useSignal } from '@preact/signals'
import { useCallback, useEffect, useMemo } from 'preact/hooks'
import type { Me } from '../../server/contract/desk.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { titleId } from '../focus.ts'
import { formatCalendar, formatWeekEdit } from '../model/calendar-address.ts'
import { addDays, localOf, mondayOf } from '../model/local-time.ts'
import type { Portal } from '../model/portal.ts'
import { type RulesModel, rulesOf } from '../model/rules.ts'
import { isSame } from '../model/rules-merge.ts'
import { formatSchedule, ownerInAddress, weekInAddress } from '../model/schedule-address.ts'
import { createWeekBookings } from '../model/schedule-bookings.ts'
import { defaultWeek, exceptionsIn, weekOf, withWeek } from '../model/schedule-week.ts'
import type { WeekWindow } from '../model/schedule-windows.ts'
import { createCalendarWords } from './calendar-words.ts'
import { Chip } from './chip.tsx'
import { Icon } from './icon.tsx'
import { RulesMenu } from './schedule-bar.tsx'
import { LoadDefaultDialog } from './schedule-load.tsx'
import { RulesFrame, useRules } from './schedule-rules.tsx'
import { WeekApply } from './schedule-week-apply.tsx'
import { WeekForm } from './schedule-week-form.tsx'
import { WeekPicture } from './schedule-week-picture.tsx'
import { choicesFor } from './schedule-window.tsx'

type Practice = Me['practices'][number]
type Bookings = ReturnType<typeof createWeekBookings>

/** The hours of one week of one practitioner, edited with the bookings in view. */
export function WeekRoom({ portal, practice }: { portal: Portal; practice: Practice }) {
  const rules = rulesOf(portal, practice.id)
  const bookings = useMemo(
    () => createWeekBookings({ api: portal.api, practice: practice.id, onFailure: portal.failed }),
    [portal, practice.id],
  )
  const today = localOf(portal.clock(), practice.timeZone).date
  const monday = weekInAddress(portal.hash.value) ?? mondayOf(today)
  const wanted = ownerInAddress(portal.hash.value)
  const id = wanted?.kind === 'practitioner' ? wanted.id : (practice.practitioners[0]?.id ?? '')
  useRules(
    portal,
    rules,
    useCallback(() => void bookings.read(monday), [bookings, monday]),
  )
  useEffect(() => {
    portal.roomTitle.value = 'Edit a week'
  }, [portal])
  const mayChange = practice.role !== 'read-only'
  const go = (week: string, whose: string) => portal.go(formatWeekEdit(practice.id, week, whose), 'over')
  return (
    <>
      <div class="top">
        <h1 id={titleId} tabIndex={-1}>
          Edit a week
        </h1>
        <select
          class="input schedule-whose"
          aria-label="Practitioner"
          value={id}
          onChange={({ currentTarget: { value } }) => go(monday, value)}
        >
          {practice.practitioners.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </select>
        <a
          class="button small"
          href={formatCalendar(practice.id, { date: monday, view: 'week', lane: { kind: 'practitioner', id } })}
        >
          <Icon name="cal" />
          Calendar
        </a>
        {mayChange && <RulesMenu rules={rules} practiceName={practice.name} />}
      </div>
      <RulesFrame
        {...{ portal, rules, mayChange }}
        practice={practice.id}
        aside={<WeekApply {...{ portal, rules, monday }} practice={practice.id} practitioner={id} />}
      >
        {(file) => (
          <Week key={`${monday} ${id}`} {...{ portal, practice, rules, bookings, file, monday, id, mayChange, go }} />
        )}
      </RulesFrame>
    </>
  )
}

function Week(props: {
  portal: Portal
  practice: Practice
  rules: RulesModel
  bookings: Bookings
  file: PracticeFile
  monday: string
  id: string
  mayChange: boolean
  go: (week: string, whose: string) => void
}) {
  const { portal, practice, rules, bookings, file, monday, id, mayChange, go } = props
  const showItems = useSignal(true)
  const isAsking = useSignal(false)
  /** Where there is room for one day only. */
  const chosen = useSignal(1)
  const words = useMemo(() => createCalendarWords(portal.words.peek(), practice.locale), [practice])
  const practitioner = file.practitioners.find((each) => each.id === id)
  if (!practitioner) return <p class="note plain">This practitioner is not here any more. Choose another above.</p>

  const { windows, isEdited } = weekOf(practitioner, monday)
  const before = rules.kept.value?.practitioners.find((each) => each.id === id)
  const kept = before ? weekOf(before, monday) : { windows: [], isEdited: false }
  const standard = defaultWeek(practitioner.schedules, monday)
  const isChanged = !isSame(windows, kept.windows) || isEdited !== kept.isEdited
  const place = file.practitioners.indexOf(practitioner)
  const pointer = isEdited
    ? `/practitioners/${place}/weeks/${practitioner.weeks.findIndex(({ week }) => week === monday)}`
    : null
  const change = (next: WeekWindow[] | null, step?: string) =>
    rules.edit((now) => withWeek(now, id, monday, next), step && `${id} ${monday} ${step}`)
  const load = () => {
    isAsking.value = false
    change(standard)
    portal.announce('The default hours are in this week. Nothing counts until you save.')
  }
  const dayOf = (weekday: number) => words.dayInWords(addDays(monday, weekday - 1))
  return (
    <>
      <section class="schedule-week-bar" aria-label="The week">
        <button type="button" class="button icon-only small" onClick={() => go(addDays(monday, -7), id)}>
          <Icon name="left" />
          <span class="sr">The week before</span>
        </button>
        <button type="button" class="button icon-only small" onClick={() => go(addDays(monday, 7), id)}>
          <Icon name="right" />
          <span class="sr">The week after</span>
        </button>
        <h2>{words.dates(monday, addDays(monday, 6))}</h2>
        {isChanged ? (
          <Chip icon="warn" tone="warning">
            Not saved
          </Chip>
        ) : isEdited ? (
          <Chip icon="cal" tone="accent">
            Edited by hand
          </Chip>
        ) : (
          <Chip icon="cal" tone="outline">
            Default schedule
          </Chip>
        )}
        <span class="gap" />
        <label class="check plain">
          <input
            type="checkbox"
            checked={showItems.value}
            onChange={({ currentTarget: { checked } }) => {
              showItems.value = checked
            }}
          />
          <span>Show booked appointments</span>
        </label>
        <a class="button small" href={formatSchedule(practice.id, { kind: 'practitioner', id })}>
          Default schedule
        </a>
        {mayChange && (
          <>
            <button
              type="button"
              class="button small"
              onClick={() => {
                if (isEdited) isAsking.value = true
                else load()
              }}
            >
              Load default schedule
            </button>
            {isEdited && (
              <button
                type="button"
                class="button small"
                onClick={() => {
                  change(null)
                  portal.announce('This week follows the default schedule again. Nothing counts until you save.')
                }}
              >
                Back to the default
              </button>
            )}
          </>
        )}
      </section>
      <Exceptions {...{ file, monday, id, words }} />
      <fieldset class="schedule-strip">
        <legend class="sr">Day in the picture</legend>
        {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
          <button
            key={weekday}
            type="button"
            aria-pressed={weekday === chosen.value}
            onClick={() => {
              chosen.value = weekday
            }}
          >
            <span aria-hidden="true">{words.dayLetter(addDays(monday, weekday - 1))}</span>
            <b aria-hidden="true">{Number(addDays(monday, weekday - 1).slice(8))}</b>
            <span class="sr">{dayOf(weekday)}</span>
          </button>
        ))}
      </fieldset>
      <WeekPicture
        {...{ portal, practice, bookings, file, practitioner, monday, windows, mayChange, words }}
        before={kept.windows}
        showItems={showItems.value}
        chosenDate={addDays(monday, chosen.value - 1)}
        onChange={change}
      />
      <section class="panel" aria-labelledby="week-form">
        <div class="panel-head">
          <h2 id="week-form">Hours of the week</h2>
        </div>
        <div class="panel-body">
          <WeekForm
            {...{ windows, dayOf, rules, pointer, mayChange }}
            choices={choicesFor(file, practitioner.reasons)}
            onChange={change}
            announce={portal.announce}
          />
        </div>
      </section>
      {isAsking.value && (
        <LoadDefaultDialog
          week={words.dates(monday, addDays(monday, 6))}
          onLater={() => {
            isAsking.value = false
          }}
          onLoad={load}
        />
      )}
    </>
  )
}

/** Exceptions come before a week's hours, however those are edited. */
function Exceptions(props: {
  file: PracticeFile
  monday: string
  id: string
  words: ReturnType<typeof createCalendarWords>
}) {
  const { file, monday, id, words } = props
  const practitioner = file.practitioners.find((each) => each.id === id)
  const found = practitioner ? exceptionsIn(practitioner, monday) : []
  if (found.length === 0) return null
  return (
    <div class="note plain">
      <Icon name="info" />
      <ul>
        {found.map(({ exception, from, through }, i) => (
          <li key={i}>
            <b>{words.dates(from, through)}:</b>{' '}
            {exception.note ?? (exception.remove ? 'part of the day is taken away' : 'other hours')}. This exception
            comes before the hours below.
          </li>
        ))}
      </ul>
    </div>
  )
}
