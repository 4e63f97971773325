import { computed } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks'
import type { Me } from '../../server/contract/desk.ts'
import { titleId } from '../focus.ts'
import { type CalendarModel, createCalendar } from '../model/calendar.ts'
import type { Portal } from '../model/portal.ts'
import { CalendarBar } from './calendar-bar.tsx'
import { AddBlockDialog, BlockDialog } from './calendar-block.tsx'
import { CalendarBones } from './calendar-bones.tsx'
import { DayStrip } from './calendar-days.tsx'
import { WeekGrid } from './calendar-grid.tsx'
import { bindCalendarKeys } from './calendar-keys.ts'
import { LanePicker } from './calendar-lane.tsx'
import { Legend } from './calendar-legend.tsx'
import { DayLists } from './calendar-list.tsx'
import { Views } from './calendar-views.tsx'
import { WhyPanel } from './calendar-why.tsx'
import { type CalendarWords, createCalendarWords } from './calendar-words.ts'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { KeysButton } from './keys-button.tsx'
import { Notice } from './notice.tsx'

type Practice = Me['practices'][number]

/** What every part of the room gets. */
export type CalendarPart = {
  portal: Portal
  practice: Practice
  model: CalendarModel
  words: CalendarWords
  mayChange: boolean
}

/** The practice's calendar: when it is open, what takes time then, and why a time is offered or isn't. */
export function CalendarRoom({ portal, practice }: { portal: Portal; practice: Practice }) {
  const model = useMemo(() => modelFor(portal, practice), [portal, practice.id])
  const words = useMemo(
    () => createCalendarWords(portal.words.peek(), practice.locale),
    [practice.locale, practice.timeZone],
  )
  const part = { portal, practice, model, words, mayChange: practice.role !== 'read-only' }
  useEffect(() => {
    portal.roomTitle.value = 'Calendar'
    return model.stop
  }, [model])
  // Before it is seen: whoever types at once is heard.
  useLayoutEffect(() => bindCalendarKeys(part), [model, words, part.mayChange])
  return (
    <>
      <div class="top calendar-top">
        <h1 id={titleId} tabIndex={-1}>
          Calendar
        </h1>
        <Views {...part} />
        <LanePicker {...part} />
        <KeysButton portal={portal} />
      </div>
      <CalendarBar {...part} />
      <Content {...part} />
      <Legend {...part} />
      <AddBlockDialog {...part} />
      <BlockDialog {...part} />
    </>
  )
}

function modelFor(portal: Portal, practice: Practice): CalendarModel {
  return createCalendar({
    api: portal.api,
    practice,
    hash: portal.hash,
    isOpen: computed(() => {
      const route = portal.route.value
      return route.at === 'room' && route.room === 'calendar' && route.practice === practice.id
    }),
    // Each reading of the desk moves it on: whenever the server says that something moved, and each minute.
    now: computed(() => portal.desk.value?.now.value ?? portal.clock()),
    memory: portal.memory,
    go: portal.go,
    announce: portal.announce,
    onFailure: portal.failed,
  })
}

function Content(part: CalendarPart) {
  const { practice, model, words } = part
  const { view } = model.address.value
  const failure = model.failure.value
  const picture = model.picture.value
  if (!picture) {
    if (failure) {
      return (
        <Notice
          tone="danger"
          level="h2"
          title="The calendar could not be read"
          technical={failure.code}
          action={{ words: 'Try again', icon: 'sync', act: model.read }}
        >
          {failureWords(failure)} No booking is lost, and hours are as they were set.
        </Notice>
      )
    }
    return model.reply.value ? <NoLanes /> : <CalendarBones />
  }
  const question = model.why.question.value
  const askedIn = question && picture.columns.find((column) => isAbout(column, question))
  return (
    <div class="calendar">
      {failure && (
        <p class="note warning calendar-stale" role="alert">
          <Icon name="warn" />
          <span>
            What stands here may have moved meanwhile: {failureWords(failure).toLowerCase()}{' '}
            <button type="button" class="button small" onClick={() => void model.read()}>
              Try again
            </button>
          </span>
        </p>
      )}
      <DayStrip {...part} />
      <div class="calendar-body">
        {view === 'list' ? (
          <DayLists {...part} picture={picture} />
        ) : (
          <div class="calendar-scroll">
            <WeekGrid
              {...{ picture, words }}
              practice={practice.id}
              label={view === 'day' ? words.dayInWords(model.date.value) : `Week of ${model.lane.value?.name}`}
              now={model.now.value}
              columnsAre={view === 'day' ? 'lanes' : 'days'}
              chosenDate={model.date.value}
              showItems={model.showItems.value}
              reasonName={(id) => practice.reasons.find((reason) => reason.id === id)?.name ?? id}
              asked={question && askedIn ? { column: askedIn.key, at: question.start } : null}
              onTime={({ lane }, at) => model.why.open(at, lane.kind === 'practitioner' ? lane.id : null)}
              onBlock={model.blocks.show}
            />
          </div>
        )}
        <WhyPanel {...part} isLeft={isRight(picture.columns, askedIn)} />
      </div>
    </div>
  )
}

type Column = NonNullable<CalendarModel['picture']['value']>['columns'][number]

const isAbout = ({ start, end, lane }: Column, question: { start: number; practitioner: string | null }) =>
  question.start >= start &&
  question.start < end &&
  (question.practitioner === null || lane.kind === 'chair' || lane.id === question.practitioner)

/** The panel must not cover the time it is about. */
const isRight = (columns: readonly Column[], column: Column | null | undefined) =>
  column != null && columns.indexOf(column) >= columns.length / 2

function NoLanes() {
  return (
    <Notice tone="plain" icon="cal" level="h2" title="There is nobody to show">
      As soon as the practice has a practitioner, the hours and visits stand here.
    </Notice>
  )
}
