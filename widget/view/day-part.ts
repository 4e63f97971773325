import { dateOf } from '../calendar.ts'
import { h } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import { count, fill } from '../text/fill.ts'
import { button } from './button.ts'
import { callLink } from './call-link.ts'
import { dayTimes } from './day-times.ts'

/** Below the week: the chosen day; or, when the week has no times or they are not known, where to go from here. */
export const dayPart = (booking: Booking) => {
  const { dates, practice } = booking
  const day = booking.day.value
  const next = booking.next.value
  const nextDay = next && dateOf(next)
  const who = practice.practitioners.find(({ id }) => id === booking.practitioner.value)
  const isNothing = booking.first.value === null
  const hasFailed = next === undefined && booking.times.value.state === 'failed'

  let heading: string | undefined
  let status = en.loadingTimes
  if (day) {
    heading = dates.long(day.date)
    status = count(day.slots.length, en.oneTime, en.manyTimes)
  } else if (hasFailed) {
    heading = en.failedHeading
    status = en.failed
  } else if (next !== undefined) {
    heading = isNothing ? en.nothing : who ? fill(en.emptyWeekWith, who) : en.emptyWeek
    status = nextDay ? fill(en.nextDay, { date: dates.long(nextDay) }) : en.mayFind
  }

  // The status stays the same element throughout: a live region that comes with its text is not read out.
  return h(
    'div',
    { class: day ? 'g' : 'q s' },
    h('div', { class: 'r' }, heading && h('h3', {}, heading), h('p', { class: 'm', role: 'status' }, status)),
    day
      ? dayTimes(booking)
      : heading && [
          hasFailed && button('btn go', booking.tryTimesAgain, en.tryAgain),
          nextDay
            ? button('btn go', () => booking.showDay(nextDay), fill(en.goTo, { date: dates.long(nextDay) }))
            : callLink(practice.phone, hasFailed ? 'btn' : 'btn go'),
          who && button('btn', () => booking.selectPractitioner(null), en.showAnyone),
          isNothing && button('btn', booking.back, en.otherReason),
        ],
  )
}
