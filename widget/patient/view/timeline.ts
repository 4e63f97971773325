import { h } from '../../dom.ts'
import { fill } from '../../text/fill.ts'
import type { Mine } from '../model.ts'
import * as en from '../text/en.ts'

type Step = readonly [look: 'done' | 'now' | 'later' | 'stop', name: string, text?: string]

/** How far the request has come; the marks say what the words say. */
export const timeline = ({ request, page, dates }: Mine) => {
  const { state, start, sentAt, answeredAt } = request.value!
  const sent = dates.full(sentAt)
  const answered = answeredAt ? dates.full(answeredAt) : undefined
  const { answerWithin: within } = page
  const steps: readonly Step[] =
    state === 'pending'
      ? [
          ['done', en.requestSent, sent],
          ['now', en.practiceChecks, within ? fill(en.usually, { within }) : en.timeKept],
          ['later', en.youHear],
        ]
      : state === 'booked'
        ? [
            ['done', en.requestSent, sent],
            ['done', en.confirmed, answered],
            ['now', en.yourVisit, dates.full(start)],
          ]
        : [
            ['done', en.requestSent, sent],
            ['stop', state === 'rejected' ? en.notPossible : state === 'cancelled' ? en.cancelled : en.ended, answered],
          ]
  return h(
    'ol',
    { class: 'tl' },
    steps.map(([look, name, text]) =>
      h('li', { class: look, 'aria-current': look === 'now' ? 'step' : null }, h('b', {}, name), text),
    ),
  )
}
