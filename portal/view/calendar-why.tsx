import { useLayoutEffect, useRef } from 'preact/hooks'
import type { WhyReply } from '../../server/contract/calendar.ts'
import { focusOpener } from '../focus.ts'
import { formatWeekEdit } from '../model/calendar-address.ts'
import type { WhyQuestion } from '../model/calendar-why.ts'
import { localOf } from '../model/local-time.ts'
import { openBlock } from './calendar-block.tsx'
import type { CalendarPart } from './calendar-room.tsx'
import { WhyFields } from './calendar-why-fields.tsx'
import { WhyRecord } from './calendar-why-record.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'

/** Beside the time it is about: whether it is offered, to whom, and if not, what stands against it. */
export function WhyPanel(part: CalendarPart & { isLeft: boolean }) {
  const question = part.model.why.question.value
  return question && <Panel {...part} question={question} />
}

type PanelProps = CalendarPart & { isLeft: boolean; question: WhyQuestion }

function Panel({ isLeft, question, ...part }: PanelProps) {
  const { model, practice, words, mayChange } = part
  const title = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    const opener = document.activeElement
    title.current?.focus({ preventScroll: true })
    return () => {
      // What had focus in here is gone a task later. Whoever leaves the room has focus elsewhere.
      if (model.why.question.peek() === null) setTimeout(() => focusOpener(opener))
    }
  }, [])
  const practitioner = question.practitioner ?? model.lane.value?.id ?? null
  const { date, time } = localOf(question.start, practice.timeZone)
  return (
    <section
      class={isLeft ? 'calendar-why left' : 'calendar-why'}
      role="dialog"
      aria-labelledby="why-title"
      aria-describedby="why-when"
    >
      <div class="calendar-why-head">
        <h2 id="why-title" ref={title} tabIndex={-1}>
          {model.why.answer.value?.isOffered ? 'This time is offered' : 'Why is this time not offered?'}
        </h2>
        <button type="button" class="button quiet small icon-only" onClick={model.why.close}>
          <Icon name="x" />
          <span class="sr">Close</span>
        </button>
      </div>
      <p class="small muted" id="why-when">
        {words.moment(question.start, model.now.value)}
      </p>
      <WhyFields {...part} question={question} date={date} time={time} />
      <Answer {...part} question={question} />
      {mayChange && (
        <div class="calendar-why-foot">
          {practitioner !== null && model.lane.value?.kind === 'practitioner' && (
            <a class="button small" href={formatWeekEdit(practice.id, date, practitioner)}>
              Edit hours
            </a>
          )}
          <button
            type="button"
            class="button small"
            onClick={() => openBlock(part, { start: question.start, practitioner: question.practitioner })}
          >
            <Icon name="lock" />
            Block from {words.time(question.start)}…
          </button>
        </div>
      )}
    </section>
  )
}

function Answer({ question, ...part }: CalendarPart & { question: WhyQuestion }) {
  const { model } = part
  const failure = model.why.failure.value
  const answer = model.why.answer.value
  if (failure) {
    return (
      <div class="calendar-why-answer" role="alert">
        <p>{failure.problem?.detail || failureWords(failure)}</p>
        <button type="button" class="button small" onClick={() => void model.why.ask()}>
          <Icon name="sync" />
          Try again
        </button>
      </div>
    )
  }
  return (
    <div class="calendar-why-answer" aria-live="polite" aria-busy={answer === null}>
      {answer === null ? <p class="muted late">Asking…</p> : <Verdict {...part} answer={answer} question={question} />}
    </div>
  )
}

const whom = { new: 'new patients', existing: 'existing patients' } as const

function Verdict({ answer, question, ...part }: CalendarPart & { answer: WhyReply; question: WhyQuestion }) {
  const to = answer.offeredTo.map((kind) => whom[kind]).join(' and ')
  const names = answer.practitioners.map(({ name }) => name).join(', ')
  return (
    <>
      {answer.isOffered ? (
        <p class="row calendar-why-yes">
          <Icon name="check" />
          <span>
            Offered to {to || whom[question.patients]}
            {names && <>, with {names}</>}.
          </span>
        </p>
      ) : (
        <p class="sr">
          Not offered to {whom[question.patients]}:{' '}
          {answer.rules.length === 1 ? '1 reason' : `${answer.rules.length} reasons`}.
        </p>
      )}
      {!answer.isOffered && to && <p class="small muted">It is offered to {to} only.</p>}
      {answer.rules.length > 0 && (
        <ol class="calendar-reasons">
          {answer.rules.map((rule, index) => (
            <li key={`${rule.rule} ${index}`}>
              <span class="calendar-reason-number" aria-hidden="true">
                {index + 1}
              </span>
              <div>
                <p class="strong">{rule.words}</p>
                {rule.records.length > 0 && (
                  <ul class="calendar-records">
                    {rule.records.map((record) => (
                      <li key={`${record.kind} ${record.id}`}>
                        <WhyRecord {...part} record={record} question={question} />
                      </li>
                    ))}
                  </ul>
                )}
                <p class="small muted">
                  {rule.remove.length > 0
                    ? `What would change it: ${rule.remove.join(', or ')}`
                    : 'Nothing can change it.'}
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
      {answer.rules.length > 1 && (
        <p class="small muted">All {answer.rules.length} must go for this time to be offered.</p>
      )}
    </>
  )
}
